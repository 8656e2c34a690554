"""The picture of weeks: a line each for what all was worth, then one each for what came in."""

from collections.abc import Iterator, Sequence

from matplotlib.figure import Figure

from bot.picture_page import (
    CONTENT,
    GAP,
    INCOME,
    INCOME_INK,
    INK,
    MARGIN,
    MONEY,
    MONEY_INK,
    QUIET_INK,
    Bar,
    Block,
    Style,
    Words,
    drawable,
    ending,
    page_of,
    paragraph,
    png_of,
    width_of,
)
from bot.picture_rows import LEAST_BAR, beside, opening
from core.nlg.draft import WeeksChart

DAY = Style(34, QUIET_INK)
FIGURE = Style(34, INK, bold=True)
WORTH = Style(36, MONEY_INK, bold=True)
CAME_IN = Style(36, INCOME_INK, bold=True)
BAR = 30
PITCH = 50

Row = tuple[str, float, str]


def picture_of(chart: WeeksChart) -> bytes:
    """Return the chart as PNG: the same bytes for the same chart."""
    return png_of(figure_of(chart))


def figure_of(chart: WeeksChart) -> Figure:
    """Return the chart as a figure."""
    return page_of(_blocks(chart))


def _blocks(chart: WeeksChart) -> Iterator[Block]:
    yield from opening(chart.title, chart.subtitle)
    worth = [(week.label, float(week.first), week.first_text) for week in chart.weeks]
    income = [(week.label, float(week.second or 0), week.second_text) for week in chart.weeks]
    yield from _part(paragraph(chart.worth_name, WORTH), worth, MONEY)
    if chart.income_name:
        yield from _part(paragraph(chart.income_name, CAME_IN), income, INCOME)
    yield from ending(chart.source_line)


def _part(name: Block, rows: Sequence[Row], colour: str) -> Iterator[Block]:
    """Yield the rows of one measure under its name, the longest of which fills the page."""
    yield name
    yield Block(14)
    left = max((width_of(drawable(day), DAY) for day, _, _ in rows), default=0) + GAP
    reaches = [
        (CONTENT - left - GAP - width_of(drawable(text), FIGURE), value) for _, value, text in rows
    ]
    scale = min((room / value for room, value in reaches if value > 0), default=1)
    for day, value, text in rows:
        width = max(LEAST_BAR, value * scale) if value > 0 else 0
        bar = Bar(MARGIN + left, (PITCH - BAR) / 2, width, BAR, colour)
        figure = beside(bar, text, FIGURE)
        words = Words(drawable(day), DAY, MARGIN, figure.y)
        yield Block(PITCH, words=(words, figure), bars=(bar,) if width else ())
    yield Block(30)
