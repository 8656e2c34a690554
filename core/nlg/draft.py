"""A draft: what is to be said, before anything is sent.

The template is plain text with three marks: `{name}` stands for a figure, `**…**` for bold, and
lines between two of three backticks are a table, whose columns stand only in letters of one width.
It holds no digit of its own outside proper names, so every figure in a reply is a fact.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from core.facts import FactBook

_NAME = re.compile(r"\{([a-z0-9_.]+)\}")
TABLE = re.compile(r"```\n(.+?)\n```", re.DOTALL)
"""A table: its lines."""
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Button:
    """A label and what pressing it says; `press` fits Telegram's 64 bytes."""

    label: str
    press: str


@dataclass(frozen=True, slots=True)
class Slice:
    """One leg of an allocation chart: shares are ratios of the whole."""

    label: str
    share: Decimal
    income_share: Decimal
    share_text: str
    income_text: str
    """`income_share` as the picture writes it."""
    note: str
    """A short line under the label, such as the leg's range of yields."""


@dataclass(frozen=True, slots=True)
class AllocationChart:
    """How the money would be spread, and which part of the income each leg brings."""

    title: str
    subtitle: str
    slices: tuple[Slice, ...]
    source_line: str
    alt: str
    kind: Literal["allocation"] = "allocation"


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where it stands and what it says."""

    at: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class FanChart:
    """What money may become, year by year: sums that a part of all futures lies below."""

    title: str
    subtitle: str
    lines: tuple[tuple[Decimal, ...], ...]
    """From the lowest line to the highest, one sum a year from today; five lines."""
    top: Decimal
    """The largest sum that is shown; what lies above it leaves the picture."""
    sums: tuple[Tick, ...]
    years: tuple[Tick, ...]
    goal: Decimal | None
    goal_text: str
    wide_text: str
    """What the outer band is."""
    close_text: str
    """What the inner band is."""
    middle_text: str
    source_line: str
    alt: str
    kind: Literal["fan"] = "fan"


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of a bars chart: two measures of one unit, of which the second may be missing.

    One below zero is a gain where the others are losses, and is drawn to the other side. The text
    of a measure stands beside its bar and says what it is of.
    """

    label: str
    first: Decimal
    first_text: str
    second: Decimal | None = None
    second_text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class BarsChart:
    """A row for each of several events or months, with one bar or two."""

    title: str
    subtitle: str
    rows: tuple[Pair, ...]
    source_line: str
    alt: str
    kind: Literal["stress", "income"] = "stress"


@dataclass(frozen=True, slots=True)
class Span:
    """A row of a ranges chart: from a low to a high, with a mark where something stands now.

    Each of the two says by its own text what it is.
    """

    label: str
    low: Decimal
    high: Decimal
    text: str
    mark: Decimal | None = None
    mark_text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RangesChart:
    """Ranges side by side on one scale from zero."""

    title: str
    subtitle: str
    spans: tuple[Span, ...]
    source_line: str
    alt: str
    kind: Literal["comparison", "drift", "income", "yield_history"]


@dataclass(frozen=True, slots=True)
class HistoryChart:
    """What a pool paid, reading by reading, against the band of what is normal for its kind."""

    title: str
    subtitle: str
    values: tuple[Decimal, ...]
    """Ratios a year, oldest first; at least two."""
    top: Decimal
    """The upper end of the scale, which begins at zero."""
    rates: tuple[Tick, ...]
    low: Decimal | None
    high: Decimal | None
    band_text: str
    line_text: str
    first_text: str
    last_text: str
    source_line: str
    alt: str
    kind: Literal["yield_history"] = "yield_history"


@dataclass(frozen=True, slots=True)
class WeeksChart:
    """What all was worth, and what came in, week by week: each on a scale of its own from zero."""

    title: str
    subtitle: str
    worth_name: str
    income_name: str
    """Empty where nothing came in at all."""
    weeks: tuple[Pair, ...]
    """Oldest first; the first measure is the worth, the second the income."""
    source_line: str
    alt: str
    kind: Literal["weekly"] = "weekly"


Chart = AllocationChart | FanChart | BarsChart | RangesChart | HistoryChart | WeeksChart


class Kind(StrEnum):
    """What a draft is, which tells who may word it: each kind but the fixed one has a prompt."""

    FIXED = "fixed"
    """It goes out to the letter: a question back, a refusal, what is kept, a working."""
    ANSWER = "answer"
    EXPLANATION = "explanation"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a reply, as text; it is sent as UTF-8."""

    name: str
    media_type: str
    content: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply as template, facts and displays, with its buttons and pictures."""

    template: str
    book: FactBook = field(default_factory=FactBook)
    displays: Mapping[str, str] = field(default_factory=dict)
    """How each figure that the text shows is written, by the fact's name."""
    closing: str = ""
    """Required sentences, a template too: risk, date of the figures, not advice."""
    buttons: tuple[tuple[Button, ...], ...] = ()
    charts: tuple[Chart, ...] = ()
    as_of: datetime | None = None
    kind: Kind = Kind.FIXED
    in_place: bool = False
    """Whether it stands better in the place of the message whose button was pressed."""
    files: tuple[File, ...] = ()
    rest: str = ""
    """What is behind "More", a template too; `core.nlg.folding` hides it or shows it."""

    @property
    def text(self) -> str:
        """The reply in plain text."""
        return TABLE.sub(r"\1", _BOLD.sub(r"\1", self._filled(lambda words: words)))

    @property
    def html(self) -> str:
        """The reply for Telegram's HTML parse mode."""
        words = self._filled(lambda words: html.escape(words, quote=False))
        return TABLE.sub(r"<pre>\1</pre>", _BOLD.sub(r"<b>\1</b>", words))

    def _filled(self, escape: Callable[[str], str]) -> str:
        words = escape("\n\n".join(part for part in (self.template, self.closing) if part))
        return _NAME.sub(lambda match: escape(self.displays[match[1]]), words)


def names_in(template: str) -> tuple[str, ...]:
    """Return the names a template uses, in order, each as often as it stands there."""
    return tuple(_NAME.findall(template))
