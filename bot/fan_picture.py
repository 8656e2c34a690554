"""The picture of what money may become: two bands, their middle, and the line of the goal."""

from collections.abc import Iterator
from decimal import Decimal

from matplotlib.figure import Figure

from bot.picture_labels import CELL, CLEAR, Label, Plot, higher_than
from bot.picture_page import (
    CLOSE_BAND,
    CONTENT,
    GAP,
    INCOME,
    INCOME_INK,
    MARGIN,
    MONEY,
    MONEY_INK,
    QUIET_INK,
    RULE,
    SUBTITLE,
    TITLE,
    WIDE_BAND,
    WIDTH,
    Block,
    Shape,
    Style,
    Words,
    drawable,
    ending,
    page_of,
    paragraph,
    png_of,
    width_of,
)
from core.nlg.draft import FanChart

HEIGHT = 640
AXIS = Style(32, QUIET_INK)
GOAL = Style(34, INCOME_INK, bold=True)
NAME = Style(34, MONEY_INK)
BESIDE = NAME.leading + CLEAR + CELL
"""Pixels from a line within which what names it stands."""
MIDDLE = 2
"""Which of the five lines has half of the futures below it."""
LINE = 5
"""Pixels of the middle line and of the goal."""
BELOW = 68
"""Pixels under the picture for the years."""


def picture_of(chart: FanChart) -> bytes:
    """Return the chart as PNG: the same bytes for the same chart."""
    return png_of(figure_of(chart))


def figure_of(chart: FanChart) -> Figure:
    """Return the chart as a figure."""
    return page_of(_blocks(chart))


def _blocks(chart: FanChart) -> Iterator[Block]:
    yield paragraph(chart.title, TITLE)
    yield Block(8)
    yield paragraph(chart.subtitle, SUBTITLE)
    yield Block(30)
    plot = _plot(chart)
    yield higher_than(plot.words)
    yield plot
    yield Block(24)
    yield from ending(chart.source_line)


def _plot(chart: FanChart) -> Block:
    left = max((width_of(drawable(tick.text), AXIS) for tick in chart.sums), default=0) + GAP
    frame = _Frame(chart, MARGIN + left)
    low, lower, _, higher, high = (frame.line(line) for line in chart.lines)
    words, leaders = _named(chart, frame)
    shapes = [
        *(Shape(frame.level(tick.at), RULE, 2) for tick in chart.sums),
        Shape((*low, *reversed(high)), WIDE_BAND),
        Shape((*lower, *reversed(higher)), CLOSE_BAND),
        *leaders,
        Shape(frame.until_top(chart.lines[MIDDLE]), MONEY, LINE),
    ]
    if chart.goal is not None:
        shapes.append(Shape(frame.level(chart.goal), INCOME, LINE, dashed=True))
    return Block(HEIGHT + BELOW, words=(*_marks(chart, frame), *words), shapes=tuple(shapes))


def _named(chart: FanChart, frame: "_Frame") -> tuple[tuple[Words, ...], tuple[Shape, ...]]:
    """Return what names the goal, the middle and the bands, each where it lies."""
    plot = Plot(frame.left, MARGIN + CONTENT - frame.left, HEIGHT)
    low, lower, _, higher, high = (frame.line(line) for line in chart.lines)
    middle = frame.until_top(chart.lines[MIDDLE])
    level = frame.level(chart.goal) if chart.goal is not None else middle
    close = plot.within(higher, lower)
    labels = (
        Label(chart.goal_text, GOAL, plot.along(level, BESIDE)),
        Label(chart.middle_text, NAME, plot.along(middle, BESIDE)),
        Label(chart.close_text, NAME, close),
        Label(chart.wide_text, NAME, plot.within(high, low) & ~close),
    )
    taken = plot.along(middle) | plot.along(level)
    return plot.labelled((label for label in labels if label.text), taken)


def _marks(chart: FanChart, frame: "_Frame") -> Iterator[Words]:
    for tick in chart.sums:
        y = frame.y(tick.at) + AXIS.size / 3
        yield Words(drawable(tick.text), AXIS, frame.left - GAP, y, "right")
    free_from = 0.0
    for tick in chart.years:
        text, x = drawable(tick.text), frame.x(float(tick.at))
        half = width_of(text, AXIS) / 2
        inside = min(max(x, MARGIN + half), WIDTH - MARGIN - half)
        if (
            inside - half >= free_from
        ):  # a last year pushed inside leaves its room to the one before
            yield Words(text, AXIS, inside, HEIGHT + BELOW - 12, "center")
            free_from = inside + half + GAP


class _Frame:
    """Where sums and years stand, in pixels; what is above the top stays on its edge."""

    def __init__(self, chart: FanChart, left: float) -> None:
        self.left = left
        self._top = chart.top or Decimal(1)
        self._span = max(1, max(len(line) for line in chart.lines) - 1)

    def x(self, year: float) -> float:
        return self.left + (MARGIN + CONTENT - self.left) * year / self._span

    def y(self, amount: Decimal) -> float:
        shown = min(max(amount, Decimal(0)), self._top)
        return HEIGHT * (1 - float(shown / self._top))

    def line(self, amounts: tuple[Decimal, ...]) -> tuple[tuple[float, float], ...]:
        return tuple((self.x(year), self.y(amount)) for year, amount in enumerate(amounts))

    def until_top(self, amounts: tuple[Decimal, ...]) -> tuple[tuple[float, float], ...]:
        """Return a line up to where it leaves the picture."""
        points = list(self.line(amounts))
        above = next((at for at, amount in enumerate(amounts) if amount > self._top), len(points))
        if 0 < above < len(points):
            before, after = amounts[above - 1], amounts[above]
            crossing = above - 1 + float((self._top - before) / (after - before))
            points[above] = (self.x(crossing), 0.0)
        return tuple(points[: above + 1])

    def level(self, amount: Decimal) -> tuple[tuple[float, float], ...]:
        return (self.left, self.y(amount)), (WIDTH - MARGIN, self.y(amount))
