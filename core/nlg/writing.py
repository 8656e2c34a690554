"""From a template and a book of facts to a draft: every `{name}` gets its display."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from core.facts import FactBook, Unit
from core.nlg.draft import Button, Chart, Draft, Kind, names_in
from core.nlg.formats import PERCENT, display

_RANGE = re.compile(r"\{([a-z0-9_.]+)\}–\{([a-z0-9_.]+)\}")

NOT_ADVICE = "Educational, not advice. Yields are never guaranteed."


def write(
    lines: str,
    book: FactBook,
    *,
    closing: str = NOT_ADVICE,
    buttons: tuple[tuple[Button, ...], ...] = (),
    charts: tuple[Chart, ...] = (),
    as_of: datetime | None = None,
    kind: Kind = Kind.FIXED,
) -> Draft:
    """Return the draft of a reply whose template may name any fact of the book.

    A range whose ends read the same is written as one figure, and the low end of a range of
    percents carries no sign of its own unless the text also names it alone.
    """
    template = _RANGE.sub(lambda match: _range(match, book), lines)
    displays = {name: display(book[name]) for name in names_in(template + closing)}
    for low, _ in _RANGE.findall(template):
        in_ranges = template.count(f"{{{low}}}") == template.count(f"{{{low}}}–")
        if book[low].unit is Unit.RATIO and in_ranges:
            displays[low] = displays[low].removesuffix(PERCENT)
    return Draft(template, book, displays, closing, buttons, charts, as_of, kind)


def with_rest(draft: Draft, rest: str) -> Draft:
    """Return a draft with a rest, whose template names facts of the same book."""
    if not rest:
        return draft
    begin = f"{draft.template}\n\n"
    whole = write(begin + rest, draft.book, closing=draft.closing)
    return replace(draft, displays=whole.displays, rest=whole.template.removeprefix(begin))


def _range(match: re.Match[str], book: FactBook) -> str:
    """Return a range as it was written, or one figure where both ends read the same."""
    low, high = book[match[1]], book[match[2]]
    return f"{{{high.name}}}" if display(low) == display(high) else match[0]


def shown_in_order(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Return name and display of each figure of a draft in the order of its text."""
    names: Mapping[str, None] = dict.fromkeys(names_in(draft.template))
    return tuple((name, draft.displays[name]) for name in names)
