"""Words within a plot: each on or beside what it names, none on a line or on other words.

A plot is seen as a grid of small cells. What a label names is a set of cells, its home: the area
of a band, or what lies close to a line. Of all places that cover no line and no other label, a
label takes the one that lies most within its home, else the nearest, the rightmost of several.
Where a line leaves no room there is some above the plot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from bot.picture_page import Block, Shape, Style, Words, drawable, lines_of, set_in_lines, width_of

Cells = NDArray[np.bool_]
Line = Sequence[tuple[float, float]]
"""Points from left to right."""

CELL = 10
"""Pixels of a cell's side."""
CLEAR = 8
"""Pixels kept free on either side of a line."""
WIDEST = (1.0, 0.6, 0.4)
"""Widths of the plot, as parts, that a label is broken into lines for."""
WITHIN = 0.95
"""A label that lies so much within its home is not broken into more lines."""
LED = 0.5
"""A label that lies less than this within its home is led to it by a line."""
LEADER = 3
FURTHER_RIGHT = 1e-5
"""What a cell further to the right is worth, as a part of a label within its home."""
AWAY = 1e-3
"""What a cell of distance from its home costs a label, as a part of it within."""
ABOVE = 20
"""Rows of cells above the plot that labels may take."""
COVERING = 2
"""What covering anything of a line or of another label costs: more than its home is worth."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text, and the cells that it is about."""

    text: str
    style: Style
    home: Cells


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label may stand: its lines, its upper left cell, and its size in cells."""

    lines: tuple[str, ...]
    row: int
    column: int
    high: int
    wide: int
    worth: float
    """How much of it lies in its home, less what it covers that it should not."""

    @property
    def cells(self) -> tuple[slice, slice]:
        """The rows and the columns that it takes."""
        return (
            slice(self.row, self.row + self.high),
            slice(self.column, self.column + self.wide),
        )


@dataclass(frozen=True, slots=True)
class Plot:
    """The room of a plot, in pixels: its left edge, its width and its height from the top."""

    left: float
    width: float
    height: float

    def within(self, upper: Line, lower: Line) -> Cells:
        """Return the cells that lie between two lines, but for half a cell at most."""
        return self._rows(self._seen(upper).max(axis=0), self._seen(lower).min(axis=0))

    def along(self, line: Line, reach: float = CLEAR) -> Cells:
        """Return the cells of which a part lies no further from a line than this, in pixels."""
        seen, reach = self._seen(line), reach + CELL / 2
        return self._rows(seen.min(axis=0) - reach, seen.max(axis=0) + reach)

    def labelled(
        self, labels: Iterable[Label], taken: Cells
    ) -> tuple[tuple[Words, ...], tuple[Shape, ...]]:
        """Return the words of labels, placed one after another, and lines that lead to them.

        What is not to be seen gets no label. `taken` are the cells that no label should cover.
        """
        words, leaders = list[Words](), list[Shape]()
        taken = _with_room_above(taken)
        for label in (label for label in labels if label.home.any()):
            place = _placed(label, taken, self.width - CELL)
            left, top = self._corner(place.column, place.row)
            words += set_in_lines(place.lines, label.style, left + CELL / 2, top)
            if place.worth < LED:
                leaders.append(self._leader(label, place))
            taken[place.cells] = True
        return tuple(words), tuple(leaders)

    def _seen(self, line: Line) -> NDArray[np.float64]:
        """Return a line's height at each pixel of each column of cells, NaN where it is not."""
        across = max(1, int(self.width / CELL))
        pixels = self.left + np.arange(across) * CELL + np.arange(CELL + 1)[:, None]
        xs, ys = zip(*line, strict=True)
        touched = (pixels[-1] >= xs[0]) & (pixels[0] <= xs[-1])
        return np.where(touched, np.interp(pixels, xs, ys), np.nan)

    def _rows(self, highest: NDArray[np.float64], lowest: NDArray[np.float64]) -> Cells:
        middles = CELL * (np.arange(max(1, int(self.height / CELL)))[:, None] + 0.5)
        return (middles >= highest) & (middles <= lowest)

    def _corner(self, column: float, row: float) -> tuple[float, float]:
        return self.left + column * CELL, (row - ABOVE) * CELL

    def _leader(self, label: Label, place: Place) -> Shape:
        """Return a line from a label to what is nearest of its home."""
        rows, columns = np.nonzero(_with_room_above(label.home))
        row = np.clip(rows, place.row, place.row + place.high - 1)
        column = np.clip(columns, place.column, place.column + place.wide - 1)
        at = int(np.argmin((rows - row) ** 2 + (columns - column) ** 2))
        ends = ((column[at], row[at]), (columns[at], rows[at]))
        points = tuple(self._corner(x + 0.5, y + 0.5) for x, y in ends)
        return Shape(points, label.style.colour, LEADER)


def higher_than(words: Iterable[Words]) -> Block:
    """Return the room for what stands above the top of the block that it is in."""
    return Block(max([0, *(one.style.size - one.y for one in words)]))


def _placed(label: Label, taken: Cells, width: float) -> Place:
    """Return the best place, of a layout of few lines where that is as good as within its home."""
    text = drawable(label.text)
    layouts = dict.fromkeys(_balanced(text, label.style, width * part) for part in WIDEST)
    places = [_best(lines, label, taken) for lines in layouts]
    return next((one for one in places if one.worth >= WITHIN), None) or max(
        places, key=lambda one: one.worth
    )


def _balanced(text: str, style: Style, width: float) -> tuple[str, ...]:
    """Break a text into as few lines as fit a width, all about as long."""
    lines = lines_of(text, style, width)
    while len(narrower := lines_of(text, style, width - CELL)) == len(lines):
        lines, width = narrower, width - CELL
    return tuple(lines)


def _best(lines: tuple[str, ...], label: Label, taken: Cells) -> Place:
    down, across = taken.shape
    high = min(down, ceil(len(lines) * label.style.leading / CELL))
    wide = min(across, ceil(max(width_of(line, label.style) for line in lines) / CELL) + 1)
    home, covered = _with_room_above(label.home), _means(taken, high, wide)
    worth = _means(home, high, wide) - COVERING * ((covered > 0) + covered)
    middles = _distances(home)[high // 2 :, wide // 2 :][: worth.shape[0], : worth.shape[1]]
    best = worth - AWAY * middles + FURTHER_RIGHT * np.arange(worth.shape[1])
    row, column = map(int, np.unravel_index(int(best.argmax()), worth.shape))
    return Place(lines, row, column, high, wide, float(worth[row, column]))


def _with_room_above(cells: Cells) -> Cells:
    return np.pad(cells, ((ABOVE, 0), (0, 0)))


def _distances(home: Cells) -> NDArray[np.int64]:
    """Return how many steps, also aslant, each cell is away from the nearest of some."""
    reached, far = home, np.zeros(home.shape, dtype=np.int64)
    while not reached.all():
        far += ~reached
        padded = np.pad(reached, 1)
        rows = padded[:-2] | padded[1:-1] | padded[2:]
        reached = rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:]
    return far


def _means(cells: Cells, high: int, wide: int) -> NDArray[np.float64]:
    """Return the part of the cells in each window of a size, by the window's upper left cell."""
    sums = np.pad(cells.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    inside = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    return np.asarray(inside / (high * wide))
