"""The rows of a table by their lines; a quote that is never closed costs its own line alone."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the place of its first line; without cells where a quote there never closes."""

    place: int
    cells: Sequence[str] | None


def cells_of(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line; none for one that is too long to be a row."""
    try:
        return next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def rows_of(lines: Sequence[str], first: int, delimiter: str, width: int) -> Iterator[Row]:
    """Yield the rows from the line of place `first` on; `width` is how many cells a row has."""
    place = first
    while place < len(lines):
        cells, used = _row_at(lines, place, delimiter)
        swallowed = lines[place + 1 : place + used]
        if cells is None or any(line.count(delimiter) >= width - 1 for line in swallowed):
            cells, used = None, 1
        yield Row(place, cells)
        place += used


def _row_at(lines: Sequence[str], place: int, delimiter: str) -> tuple[Sequence[str] | None, int]:
    """Return the cells of the row that begins at a line, and how many lines it takes."""
    if '"' not in lines[place]:
        return cells_of(lines[place], delimiter), 1
    rest = (f"{lines[at]}\n" for at in range(place, len(lines)))
    reader = csv.reader(rest, delimiter=delimiter)
    try:
        cells = next(reader, [])
    except csv.Error:
        return None, 1
    at_the_end = place + reader.line_num == len(lines)
    unclosed = at_the_end and bool(cells) and cells[-1].endswith("\n")
    return (None if unclosed else cells), reader.line_num
