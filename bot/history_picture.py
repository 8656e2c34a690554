"""The picture of what a pool paid: a line of its readings over the band of what is normal."""

from collections.abc import Iterator
from decimal import Decimal

from matplotlib.figure import Figure

from bot.picture_labels import CELL, CLEAR, Label, Plot, higher_than
from bot.picture_page import (
    CONTENT,
    GAP,
    MARGIN,
    MONEY,
    MONEY_INK,
    QUIET_INK,
    RULE,
    WIDE_BAND,
    WIDTH,
    Block,
    Shape,
    Style,
    Words,
    drawable,
    ending,
    page_of,
    png_of,
    width_of,
)
from bot.picture_rows import opening
from core.nlg.draft import HistoryChart

HEIGHT = 520
BELOW = 60
"""Pixels under the picture for the first and the last day."""
AXIS = Style(32, QUIET_INK)
LINE_NAME = Style(34, MONEY_INK, bold=True)
BAND_NAME = Style(34, MONEY_INK)
BESIDE = LINE_NAME.leading + CLEAR + CELL
"""Pixels from the line within which what names it stands."""
LINE = 5


def picture_of(chart: HistoryChart) -> bytes:
    """Return the chart as PNG: the same bytes for the same chart."""
    return png_of(figure_of(chart))


def figure_of(chart: HistoryChart) -> Figure:
    """Return the chart as a figure."""
    return page_of(_blocks(chart))


def _blocks(chart: HistoryChart) -> Iterator[Block]:
    yield from opening(chart.title, chart.subtitle)
    plot = _plot(chart)
    yield higher_than(plot.words)
    yield plot
    yield Block(24)
    yield from ending(chart.source_line)


def _plot(chart: HistoryChart) -> Block:
    left = MARGIN + max((width_of(drawable(tick.text), AXIS) for tick in chart.rates), default=0)
    left += GAP
    right = WIDTH - MARGIN
    step = (right - left) / max(1, len(chart.values) - 1)
    points = tuple((left + at * step, _y(chart, value)) for at, value in enumerate(chart.values))
    names, leaders = _named(chart, points)
    shapes = [Shape(_level(chart, tick.at, left), RULE, 2) for tick in chart.rates]
    if chart.low is not None and chart.high is not None:
        low, high = (_level(chart, end, left) for end in (chart.low, chart.high))
        shapes.append(Shape((*low, *reversed(high)), WIDE_BAND))
    shapes += [*leaders, Shape(points, MONEY, LINE)]
    ticks = (
        Words(drawable(tick.text), AXIS, left - GAP, _y(chart, tick.at) + AXIS.size / 3, "right")
        for tick in chart.rates
    )
    days = (
        Words(drawable(chart.first_text), AXIS, left, HEIGHT + BELOW - 12),
        Words(drawable(chart.last_text), AXIS, right, HEIGHT + BELOW - 12, "right"),
    )
    assert left < MARGIN + CONTENT, "the scale's words leave room for the line"
    return Block(HEIGHT + BELOW, words=(*ticks, *days, *names), shapes=tuple(shapes))


def _named(
    chart: HistoryChart, points: tuple[tuple[float, float], ...]
) -> tuple[tuple[Words, ...], tuple[Shape, ...]]:
    """Return what names the line and the band, each where it lies."""
    left = points[0][0]
    plot = Plot(left, WIDTH - MARGIN - left, HEIGHT)
    labels = [Label(chart.line_text, LINE_NAME, plot.along(points, BESIDE))]
    if chart.low is not None and chart.high is not None:
        high, low = (_level(chart, end, left) for end in (chart.high, chart.low))
        labels.append(Label(chart.band_text, BAND_NAME, plot.within(high, low)))
    return plot.labelled(labels, plot.along(points))


def _level(
    chart: HistoryChart, rate: Decimal, left: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    return (left, _y(chart, rate)), (WIDTH - MARGIN, _y(chart, rate))


def _y(chart: HistoryChart, rate: Decimal) -> float:
    shown = min(max(rate, Decimal(0)), chart.top)
    return HEIGHT * (1 - float(shown / (chart.top or 1)))
