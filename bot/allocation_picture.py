"""The picture of an allocation: for each leg its share of the money and of the income."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from matplotlib.figure import Figure

from bot.picture_page import (
    CONTENT,
    FIGURE_HEIGHT,
    GAP,
    INCOME,
    LEGEND,
    LEGEND_KEY,
    MARGIN,
    MONEY,
    QUIET_INK,
    SUBTITLE,
    TITLE,
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
from core.nlg.draft import AllocationChart, Slice

LEAST_BAR = 6
"""A share too small to see is still drawn this wide."""
MANY_LEGS = 6
"""With more than these the legs are set closer, so that the picture fits a look."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How roomy the legs are set: styles, the height of a bar, and the distances below it."""

    label: Style
    note: Style
    money_share: Style
    income_share: Style
    bar: int
    bar_pitch: int
    leg_gap: int


ROOMY = Setting(
    label=Style(41, bold=True),
    note=Style(36, QUIET_INK),
    money_share=Style(39, bold=True),
    income_share=Style(39),
    bar=30,
    bar_pitch=50,
    leg_gap=30,
)
CLOSE = Setting(
    label=Style(34, bold=True),
    note=Style(32, QUIET_INK),
    money_share=Style(32, bold=True),
    income_share=Style(32),
    bar=22,
    bar_pitch=38,
    leg_gap=20,
)


def picture_of(chart: AllocationChart) -> bytes:
    """Return the chart as PNG: the same bytes for the same chart."""
    return png_of(figure_of(chart))


def figure_of(chart: AllocationChart) -> Figure:
    """Return the chart as a figure."""
    return page_of(_blocks(chart))


def _blocks(chart: AllocationChart) -> Iterator[Block]:
    yield paragraph(chart.title, TITLE)
    yield Block(8)
    yield paragraph(chart.subtitle, SUBTITLE)
    yield Block(30)
    yield _legend()
    yield Block(34)
    setting = CLOSE if len(chart.slices) > MANY_LEGS else ROOMY
    scale = _scale(chart.slices, setting)
    for leg in chart.slices:
        yield from _heading(leg, setting)
        yield _bars(leg, scale, setting)
        yield Block(setting.leg_gap)
    yield from ending(chart.source_line)


def _legend() -> Block:
    """Say once which colour is which."""
    keys = ((0, MONEY, "Share of the money"), (CONTENT / 2, INCOME, "Share of the income"))
    return Block(
        LEGEND.leading,
        words=tuple(
            Words(text, LEGEND, MARGIN + x + LEGEND_KEY + GAP, LEGEND.size) for x, _, text in keys
        ),
        bars=tuple(Bar(MARGIN + x, 9, LEGEND_KEY, LEGEND_KEY, colour) for x, colour, _ in keys),
    )


def _heading(leg: Slice, setting: Setting) -> Iterator[Block]:
    """Name the leg; its note stands on the right, or on lines of its own when room is short."""
    label, note = drawable(leg.label), drawable(leg.note)
    if width_of(label, setting.label) + 2 * GAP + width_of(note, setting.note) <= CONTENT:
        baseline = setting.label.size
        yield Block(
            setting.label.leading,
            words=(
                Words(label, setting.label, MARGIN, baseline),
                Words(note, setting.note, WIDTH - MARGIN, baseline, "right"),
            ),
        )
    else:
        yield paragraph(leg.label, setting.label)
        yield paragraph(leg.note, setting.note)
    yield Block(12)


def _bars(leg: Slice, scale: float, setting: Setting) -> Block:
    money = Bar(MARGIN, 0, _bar_width(leg.share, scale), setting.bar, MONEY)
    income = replace(
        money, y=setting.bar_pitch, width=_bar_width(leg.income_share, scale), colour=INCOME
    )
    return Block(
        2 * setting.bar_pitch,
        words=(
            _beside(money, leg.share_text, setting.money_share),
            _beside(income, leg.income_text, setting.income_share),
        ),
        bars=tuple(bar for bar in (money, income) if bar.width),
    )


def _beside(bar: Bar, text: str, style: Style) -> Words:
    """Put a share behind its bar, its figures level with the middle of it."""
    x = bar.x + bar.width + GAP if bar.width else bar.x
    return Words(
        drawable(text), style, x, bar.y + round((bar.height + FIGURE_HEIGHT * style.size) / 2)
    )


def _bar_width(share: Decimal, scale: float) -> int:
    return max(LEAST_BAR, int(float(share) * scale)) if share else 0


def _scale(legs: Iterable[Slice], setting: Setting) -> float:
    """Return the pixels of a share of one: the longest bar and its words just fill the page."""
    widest = (
        (CONTENT - GAP - width_of(drawable(text), style)) / float(share)
        for leg in legs
        for share, text, style in (
            (leg.share, leg.share_text, setting.money_share),
            (leg.income_share, leg.income_text, setting.income_share),
        )
        if share
    )
    return min(widest, default=1)
