"""The picture of an allocation: for each leg its share of the money and of the income."""

from collections.abc import Iterator

from matplotlib.figure import Figure

from bot.bars_picture import rows_of
from bot.picture_page import Block, ending, page_of, png_of
from bot.picture_rows import opening
from core.nlg.draft import AllocationChart, Pair, Slice


def picture_of(chart: AllocationChart) -> bytes:
    """Return the chart as PNG: the same bytes for the same chart."""
    return png_of(figure_of(chart))


def figure_of(chart: AllocationChart) -> Figure:
    """Return the chart as a figure."""
    return page_of(_blocks(chart))


def _blocks(chart: AllocationChart) -> Iterator[Block]:
    yield from opening(chart.title, chart.subtitle)
    yield from rows_of([_row(leg) for leg in chart.slices])
    yield from ending(chart.source_line)


def _row(leg: Slice) -> Pair:
    money, income = f"{leg.share_text} of the money", f"{leg.income_text} of the income"
    return Pair(leg.label, leg.share, money, leg.income_share, income, leg.note)
