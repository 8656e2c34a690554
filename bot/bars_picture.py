"""A picture of rows with a bar or two each: beside a bar stands what it is of."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from matplotlib.figure import Figure

from bot.picture_page import (
    CONTENT,
    GAP,
    INCOME,
    MARGIN,
    MONEY,
    RULE,
    Bar,
    Block,
    Style,
    drawable,
    ending,
    page_of,
    png_of,
    width_of,
)
from bot.picture_rows import LEAST_BAR, Setting, beside, heading, opening, setting_for
from core.nlg.draft import BarsChart, Pair

ZERO = Decimal(0)
ZERO_LINE = 3
"""Pixels of the line between losses and gains, where there are both."""


def picture_of(chart: BarsChart) -> bytes:
    """Return the chart as PNG: the same bytes for the same chart."""
    return png_of(figure_of(chart))


def figure_of(chart: BarsChart) -> Figure:
    """Return the chart as a figure."""
    return page_of(_blocks(chart))


def _blocks(chart: BarsChart) -> Iterator[Block]:
    yield from opening(chart.title, chart.subtitle)
    yield from rows_of(chart.rows)
    yield from ending(chart.source_line)


def rows_of(rows: Sequence[Pair]) -> Iterator[Block]:
    """Yield the rows, all on one scale: the longest bar and its words just fill the page."""
    setting = setting_for(len(rows))
    scale = _scale(rows, setting)
    zero = MARGIN + scale * float(_most_below(rows))
    for row in rows:
        yield from heading(row.label, row.note, setting)
        yield _bars(row, scale, zero, setting)
        yield Block(setting.row_gap)


def _bars(row: Pair, scale: float, zero: float, setting: Setting) -> Block:
    measures = [
        (row.first, row.first_text, MONEY, setting.first),
        *(
            [(row.second, row.second_text, INCOME, setting.second)]
            if row.second is not None
            else []
        ),
    ]
    height = len(measures) * setting.bar_pitch
    bars, words = [], []
    for number, (value, text, colour, style) in enumerate(measures):
        width = max(LEAST_BAR, int(float(abs(value)) * scale)) if value else 0
        start = zero - width if value < 0 else zero
        bar = Bar(start, number * setting.bar_pitch, width, setting.bar, colour)
        bars += [bar] if width else []
        words.append(beside(bar, text, style))
    if zero > MARGIN:
        bars.append(Bar(zero - ZERO_LINE / 2, -6, ZERO_LINE, height, RULE))
    return Block(height, words=tuple(words), bars=tuple(bars))


def _most_below(rows: Sequence[Pair]) -> Decimal:
    """Return how far the bars reach to the other side of zero."""
    values = (value for row in rows for value in (row.first, row.second or ZERO))
    return max((-value for value in values if value < 0), default=ZERO)


def _scale(rows: Sequence[Pair], setting: Setting) -> float:
    """Return the pixels of one whole."""
    below = float(_most_below(rows))
    reaches = (
        (below + max(0.0, float(value)), _room(text, style))
        for row in rows
        for value, text, style in (
            (row.first, row.first_text, setting.first),
            (row.second or ZERO, row.second_text, setting.second),
        )
    )
    return min((room / reach for reach, room in reaches if reach), default=1)


def _room(text: str, style: Style) -> float:
    return CONTENT - GAP - width_of(drawable(text), style)
