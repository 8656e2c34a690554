"""A draft's figures as people write them where the reader is; its words stay English.

Figures are first written in one way (`formats`), which is known exactly, and rewritten here by
Babel's data of the locale: the decimal mark, the grouping, and where the currency stands. A date
keeps its month in letters, which is read the same everywhere, and a percent its sign behind.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, TypeVar
from unicodedata import bidirectional

from babel.core import Locale, UnknownLocaleError
from babel.numbers import (
    format_currency,
    format_decimal,
    get_currency_symbol,
    list_currencies,
)

from core.nlg.draft import TABLE, Button, Draft, names_in
from core.nlg.formats import LOCALE, apart

_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?")
_DIRECTIONS = re.compile("[\u200e\u200f]")
"""Marks of right-to-left text, which would turn figures around in the midst of English."""
_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
_CELLS = re.compile(r" {2,}")
_Value = TypeVar("_Value")


@lru_cache(maxsize=512)
def known_locale(code: str | None) -> str | None:
    """Return a language tag as the locale figures are written in; None for the one they are in.

    >>> known_locale("de"), known_locale("pt-br"), known_locale("en"), known_locale("tlh/..")
    ('de', 'pt_BR', None, None)
    """
    if code is None or not _CODE.fullmatch(code):
        return None
    try:
        found = str(Locale.parse(code.replace("-", "_")))
    except (ValueError, UnknownLocaleError):
        return known_locale(re.split("[-_]", code)[0]) if len(code) > len("xxx") else None
    return None if found in {"en", LOCALE} else found


def localised(draft: Draft, locale: str | None) -> Draft:
    """Return a draft with the figures of its text, buttons and pictures as a locale has them."""
    known = known_locale(locale)
    if known is None:
        return draft
    words = _writer(known)
    displays = {name: words(shown) for name, shown in draft.displays.items()}
    return replace(
        draft,
        template=TABLE.sub(lambda table: _aligned(table[1], displays), draft.template),
        displays=displays,
        buttons=tuple(tuple(_labelled(button, words) for button in row) for row in draft.buttons),
        charts=tuple(_rewritten(chart, words) for chart in draft.charts),
    )


def _labelled(button: Button, words: Callable[[str], str]) -> Button:
    """Return a button; one whose label is what may be typed keeps it, as it is read so."""
    is_typed = button.press == f"say:{button.label}"
    return button if is_typed else replace(button, label=words(button.label))


def _rewritten(value: _Value, words: Callable[[str], str]) -> _Value:
    """Return a value with every text in it rewritten."""
    found: Any = value
    if isinstance(found, str):
        found = words(found)
    elif isinstance(found, tuple):
        found = tuple(_rewritten(one, words) for one in found)
    elif is_dataclass(found) and not isinstance(found, type):
        anew = {one.name: _rewritten(getattr(found, one.name), words) for one in fields(found)}
        found = replace(found, **anew)
    rewritten: _Value = found
    return rewritten


@cache
def _writer(locale: str) -> Callable[[str], str]:
    """Return what rewrites the figures of a text for a locale."""

    def figure(match: re.Match[str]) -> str:
        whole, part, symbol = match["whole"], match["part"] or "", match["symbol"]
        size = match["size"] or ""
        if "," not in whole and not part and not symbol:
            return match[0]
        value = Decimal(f"{match['sign']}{whole.replace(',', '')}.{part or 0}")
        if not symbol:
            return f"{format_decimal(value, _decimals(locale, len(part)), locale)}{size}"
        pattern, code = _money(locale, len(part), size), _symbols()[symbol]
        written = format_currency(value, code, pattern, locale, currency_digits=False)
        return _kept_in_line(apart(_DIRECTIONS.sub("", written)))

    return lambda text: _figures().sub(figure, text)


def _kept_in_line(sum_: str) -> str:
    """Return a sum that does not turn around what follows, where its currency is Arabic's.

    >>> _kept_in_line("$5"), len(_kept_in_line("5 د.إ.")) - len("5 د.إ.")
    ('$5', 1)
    """
    turned = any(bidirectional(char) in {"R", "AL"} for char in sum_)
    return f"{sum_}{_LEFT_TO_RIGHT}" if turned else sum_


@cache
def _symbols() -> dict[str, str]:
    """Return each currency by its sign, as figures are first written with it."""
    return {get_currency_symbol(code, LOCALE): code for code in list_currencies(LOCALE)}


@cache
def _figures() -> re.Pattern[str]:
    signs = "|".join(map(re.escape, sorted(_symbols(), key=len, reverse=True)))
    return re.compile(
        rf"(?<![\w.,])(?P<sign>-?)(?:(?P<symbol>{signs})\s?)?"
        r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?(?![\w,.]*\d)"
        r"(?P<size> (?:m|bn|trn)\b)?"
    )


def _aligned(table: str, displays: Mapping[str, str]) -> str:
    """Return a table with its columns set right for what will now stand in them."""
    rows = [_CELLS.split(line.strip()) for line in table.splitlines()]
    most = max(map(len, rows))
    full = [[*[""] * (most - len(row)), *row] for row in rows]
    shown = [[_shown(cell, displays) for cell in row] for row in full]
    widths = [max(len(row[at]) for row in shown) for at in range(most)]
    written = (
        "  ".join(
            " " * (width - len(words)) + cell
            for width, words, cell in zip(widths, *both, strict=True)
        )
        for both in zip(shown, full, strict=True)
    )
    return "\n".join(("```", *written, "```"))


def _shown(cell: str, displays: Mapping[str, str]) -> str:
    return displays[names_in(cell)[0]] if names_in(cell) else cell


@cache
def _decimals(locale: str, places: int) -> str:
    """Return a locale's pattern for a plain number with so many places."""
    return _with_places(str(Locale.parse(locale).decimal_formats[None].pattern), places)


@cache
def _money(locale: str, places: int, size: str) -> str:
    """Return a locale's pattern for a sum, in millions or the like where a size is named."""
    pattern = _with_places(Locale.parse(locale).currency_formats["standard"].pattern, places)
    return re.sub(r"0(?!.*0)", f"0'{size}'", pattern) if size else pattern


def _with_places(pattern: str, places: int) -> str:
    """Return the pattern for what is not below zero, with so many places after the mark."""
    return re.sub(r"0(?:\.[0#]+)?", "0" + "." * bool(places) + "0" * places, pattern.split(";")[0])
