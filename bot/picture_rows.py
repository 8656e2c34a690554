"""What pictures made of rows share: the heading of a row, and words beside a bar."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.picture_page import (
    CONTENT,
    FIGURE_HEIGHT,
    GAP,
    INCOME_INK,
    MARGIN,
    MONEY_INK,
    QUIET_INK,
    SUBTITLE,
    TITLE,
    WIDTH,
    Bar,
    Block,
    Style,
    Words,
    drawable,
    paragraph,
    width_of,
)

MANY_ROWS = 6
"""With more than these the rows are set closer, so that the picture fits a look."""
LEAST_BAR = 6
"""A share too small to see is still drawn this wide."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How roomy the rows are set: styles, the height of a bar, and the distances below it."""

    label: Style
    note: Style
    first: Style
    second: Style
    bar: int
    bar_pitch: int
    row_gap: int


ROOMY = Setting(
    label=Style(41, bold=True),
    note=Style(36, QUIET_INK),
    first=Style(37, MONEY_INK, bold=True),
    second=Style(37, INCOME_INK),
    bar=30,
    bar_pitch=50,
    row_gap=30,
)
CLOSE = Setting(
    label=Style(34, bold=True),
    note=Style(32, QUIET_INK),
    first=Style(32, MONEY_INK, bold=True),
    second=Style(32, INCOME_INK),
    bar=22,
    bar_pitch=38,
    row_gap=20,
)


def setting_for(rows: int) -> Setting:
    """Return how so many rows are set."""
    return CLOSE if rows > MANY_ROWS else ROOMY


def opening(title: str, subtitle: str) -> Iterator[Block]:
    """Yield the beginning of every picture of rows."""
    yield paragraph(title, TITLE)
    yield Block(8)
    yield paragraph(subtitle, SUBTITLE)
    yield Block(30)


def heading(label: str, note: str, setting: Setting) -> Iterator[Block]:
    """Name a row; its note stands on the right, or on lines of its own when room is short."""
    shown, beside = drawable(label), drawable(note)
    if width_of(shown, setting.label) + 2 * GAP + width_of(beside, setting.note) <= CONTENT:
        baseline = setting.label.size
        yield Block(
            setting.label.leading,
            words=(
                Words(shown, setting.label, MARGIN, baseline),
                Words(beside, setting.note, WIDTH - MARGIN, baseline, "right"),
            ),
        )
    else:
        yield paragraph(label, setting.label)
        if note:
            yield paragraph(note, setting.note)
    yield Block(12)


def beside(bar: Bar, text: str, style: Style) -> Words:
    """Put words behind a bar, their figures level with the middle of it."""
    x = bar.x + bar.width + GAP if bar.width else bar.x
    return Words(
        drawable(text), style, x, bar.y + round((bar.height + FIGURE_HEIGHT * style.size) / 2)
    )
