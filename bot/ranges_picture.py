"""A picture of ranges side by side on one scale, each with a mark where something stands now."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from matplotlib.figure import Figure

from bot.picture_page import (
    CLOSE_BAND,
    CONTENT,
    GAP,
    INCOME,
    MARGIN,
    RULE,
    WIDTH,
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
from bot.picture_rows import LEAST_BAR, Setting, opening, setting_for
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
    yield from _rows(chart.spans)
    yield from ending(chart.source_line)


def _rows(spans: Sequence[Span]) -> Iterator[Block]:
    setting = setting_for(len(spans))
    top = max((float(max(span.high, span.mark or span.high)) for span in spans), default=1)
    scale = (CONTENT - MARK) / (top or 1)
    ranges = [
        _over(one.text, float(one.low + one.high) / 2 * scale, setting.first) for one in spans
    ]
    names = [Words(drawable(one.label), setting.label, MARGIN, setting.label.size) for one in spans]
    beside = all(map(_leaves_room, names, ranges))
    for span, name, range_ in zip(spans, names, ranges, strict=True):
        if beside:
            shared = (replace(words, y=name.y) for words in range_.words)
            yield Block(setting.label.leading, words=(name, *shared))
        else:
            yield paragraph(span.label, setting.label)
            yield range_
        yield Block(4)
        yield _track(span, scale, setting)
        if span.mark is not None:
            yield _over(span.mark_text, float(span.mark) * scale + MARK / 2, setting.second)
        if span.note:
            yield paragraph(span.note, setting.note)
        yield Block(setting.row_gap)


def _leaves_room(name: Words, range_: Block) -> bool:
    """Whether the name of a row leaves the room for its range's words on the same line."""
    if len(range_.words) != 1:
        return False
    (words,) = range_.words
    ends = MARGIN + width_of(name.text, name.style)
    return ends + 2 * GAP <= words.x - width_of(words.text, words.style) / 2


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


def _over(text: str, x: float, style: Style) -> Block:
    """Centre words over or under a place of the scale; on lines of their own if they fill it."""
    shown = drawable(text)
    half = width_of(shown, style) / 2
    if half > CONTENT / 2:
        return paragraph(text, style)
    inside = min(max(MARGIN + x, MARGIN + half), WIDTH - MARGIN - half)
    return Block(style.leading, words=(Words(shown, style, inside, style.size, "center"),))
