"""What the cells of a table say: days, numbers and coins, as people and exchanges write them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache

from core.catalogue import read_toml
from core.money import DEFAULT_CURRENCY

_ISO_DAY = len("2026-11-25")
_FORMATS = ("%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d %b %Y", "%b %d, %Y")
_MONTHS_LEADING = ("%m/%d/%Y", "%m-%d-%Y")
_STROKES = re.compile(r"\s*'?(?P<one>\d{1,2})[/-](?P<other>\d{1,2})[/-]\d{4}\b")
_MONTHS = 12


def months_lead(days: Iterable[str]) -> bool | None:
    """Whether 3/4/2026 is of March, as the other days of a table tell; None where none does.

    >>> months_lead(["3/4/2026", "3/25/2026"]), months_lead(["25/3/2026"]), months_lead(["3/4/26"])
    (True, False, None)
    """
    found = [(int(day["one"]), int(day["other"])) for day in map(_STROKES.match, days) if day]
    if any(one > _MONTHS for one, _ in found):
        return False
    return True if any(other > _MONTHS for _, other in found) else None


def is_two_days(cell: str) -> bool:
    """Whether a cell is one day or another, by whether its month leads."""
    found = _STROKES.match(cell)
    if found is None:
        return False
    one, other = int(found["one"]), int(found["other"])
    return one != other and max(one, other) <= _MONTHS


def day_in(cell: str, *, months_lead: bool = False) -> date | None:
    """Return the day that a cell begins with.

    >>> day_in("2026-03-01 04:12:09 UTC"), day_in("01.03.2026"), day_in("soon")
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 1), None)
    """
    cell = cell.strip()
    try:
        return date.fromisoformat(cell[:_ISO_DAY])
    except ValueError:
        pass
    for form in (*_MONTHS_LEADING, *_FORMATS) if months_lead else _FORMATS:
        for text in (cell, cell.split(" ")[0]):
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
    return None


_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+")
"""Whole numbers whose commas part thousands: "1,5" is none."""


def number_in(cell: str, *, decimal_comma: bool = False) -> Decimal | None:
    """Return the number of a cell, with either mark for decimals.

    >>> number_in("1,234.5"), number_in("1.234,5"), number_in("12,5"), number_in("1,234")
    (Decimal('1234.5'), Decimal('1234.5'), Decimal('12.5'), Decimal('1234'))
    """
    text = cell.strip().strip("$€£").replace(" ", "").replace("\u00a0", "").replace("'", "")
    is_decimal = decimal_comma or not _THOUSANDS.fullmatch(text)
    has_comma_alone = text.count(",") == 1 and "." not in text
    if text.rfind(",") > text.rfind(".") >= 0 or (has_comma_alone and is_decimal):
        text = text.replace(".", "").replace(",", ".")
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


_CODE = 3


def currency_in(cell: str) -> str | None:
    """Return the currency of a cell, dollars for a coin of dollars; None for no currency.

    >>> currency_in(" eur"), currency_in("USDT"), currency_in("€")
    ('EUR', 'USD', None)
    """
    code = cell.strip().upper()
    if len(code) == _CODE and code.isascii() and code.isalpha():
        return code
    return DEFAULT_CURRENCY if code in {"USDT", "USDC"} else None


_SUFFIXES = (".S", ".M", ".B", ".F", ".P")
"""What one exchange writes behind a coin that is staked there."""


def known_asset(cell: str) -> str | None:
    """Return the symbol of a coin; None for one that is not known here.

    >>> known_asset("eth"), known_asset("DOT.S"), known_asset("XXBT"), known_asset("nothing")
    ('ETH', 'DOT', 'BTC', None)
    """
    symbol = cell.strip().upper()
    for suffix in _SUFFIXES:
        symbol = symbol.removesuffix(suffix)
    return _symbols().get(symbol)


@cache
def _symbols() -> Mapping[str, str]:
    """Return the symbol of each coin by what files call it: symbol, name, an exchange's code."""
    assets = read_toml("assets.toml")
    by_name = {about["title"].upper(): symbol for symbol, about in assets.items()}
    exchange = {"XXBT": "BTC", "XBT": "BTC", "XETH": "ETH", "ETH2": "ETH", "XXRP": "XRP"}
    return by_name | exchange | {symbol: symbol for symbol in assets}
