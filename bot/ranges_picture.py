"""A picture of ranges side by side on one scale, each with a mark where something stands now."""

from collections.abc import Iterator

from matplotlib.figure import Figure

from bot.picture_page import (
    CLOSE_BAND,
    CONTENT,
    INCOME,
    MARGIN,
    RULE,
    WIDTH,
    Bar,
    Block,
    Words,
    drawable,
    ending,
    page_of,
    paragraph,
    png_of,
    width_of,
)
from bot.picture_rows import LEAST_BAR, Setting, heading, legend, opening, setting_for
from core.nlg.draft import RangesChart, Span

MARK = 12
"""Pixels that a mark is wide."""
PROUD = 10
"""Pixels by which it stands out of its band, above and below."""
TRACK = 4


def picture_of(chart: RangesChart) -> bytes:
    """Return the chart as PNG: the same bytes for the same chart."""
    return png_of(figure_of(chart))


def figure_of(chart: RangesChart) -> Figure:
    """Return the chart as a figure."""
    return page_of(_blocks(chart))


def _blocks(chart: RangesChart) -> Iterator[Block]:
    yield from opening(chart.title, chart.subtitle)
    marked = any(span.mark is not None for span in chart.spans)
    yield from legend(((CLOSE_BAND, chart.range_name), (INCOME, chart.mark_name if marked else "")))
    setting = setting_for(len(chart.spans))
    top = max((float(max(span.high, span.mark or span.high)) for span in chart.spans), default=1)
    scale = (CONTENT - MARK) / (top or 1)
    for span in chart.spans:
        yield from heading(span.label, span.text, setting)
        yield _track(span, scale, setting)
        if span.mark is not None:
            yield _mark_words(span, scale, setting)
        if span.note:
            yield paragraph(span.note, setting.note)
        yield Block(setting.row_gap)
    yield from ending(chart.source_line)


def _track(span: Span, scale: float, setting: Setting) -> Block:
    """Draw the scale, the range on it, and the mark over both."""
    low, high = float(span.low) * scale, float(span.high) * scale
    middle = PROUD + setting.bar / 2
    bars = [
        Bar(MARGIN, middle - TRACK / 2, CONTENT, TRACK, RULE),
        Bar(MARGIN + low, PROUD, max(LEAST_BAR, high - low), setting.bar, CLOSE_BAND),
    ]
    if span.mark is not None:
        x = MARGIN + float(span.mark) * scale
        bars.append(Bar(x, 0, MARK, setting.bar + 2 * PROUD, INCOME))
    return Block(setting.bar + 2 * PROUD + 6, bars=tuple(bars))


def _mark_words(span: Span, scale: float, setting: Setting) -> Block:
    """Write what a mark says under it, within the page."""
    text, style = drawable(span.mark_text), setting.second
    half = width_of(text, style) / 2
    x = MARGIN + float(span.mark or 0) * scale + MARK / 2
    inside = min(max(x, MARGIN + half), WIDTH - MARGIN - half)
    return Block(style.leading, words=(Words(text, style, inside, style.size, "center"),))
