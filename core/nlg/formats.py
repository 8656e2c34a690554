"""How a figure looks: the only place where anything is rounded."""

import re
from datetime import date
from decimal import ROUND_HALF_DOWN, Decimal, localcontext
from functools import cache, lru_cache

from babel.dates import format_date
from babel.numbers import NumberPattern, format_currency, format_decimal, parse_pattern

from core.facts import YOU, Fact, Unit
from core.money import Money

LOCALE = "en_US"
PERCENT = " %"
PRECISION = 80
"""Digits to round with: enough for the largest sum after the longest growth."""
THOUSAND = Decimal(1000)
_WHOLE_FROM = 20
"""From here on nobody plans with the cents of a computed sum."""
TRILLION = Decimal(10**12)
"""From here on a sum is written in words: nobody counts so many digits."""
SHARES = (
    *("weight", "share", "exposed", "loss", "loss_low", "loss_high"),
    *("crash_return", "crash_worst", "crash_mildest", "crash_budget", "drawdown", "volatility"),
    *("drift_low", "drift_high", ".change"),
)
"""Facts that say a part of a whole; finer than a whole percent, they are false precision."""


RECORDED = (
    *("recorded_income", "estimated_tax", "realised_gain", "gain_of.", "gain_tax", "sale."),
)
"""Sums of a person's own records, which are told to the cent."""


def display(fact: Fact) -> str:
    """Return a fact as people read it.

    What a person said, and a price, is repeated as it is; what is computed is rounded by its
    size, halves down.
    """
    value = fact.value
    if isinstance(value, date):
        return f"{value.year}" if fact.name.endswith("_year") else day(value)
    if isinstance(value, Money):
        return _sum(value, fact)
    match fact.unit:
        case Unit.RATIO:
            if fact.name.endswith(SHARES):
                return share(value)
            return said_percent(value) if fact.source == YOU else percent(value)
        case Unit.PROBABILITY:
            return error(value) if fact.name.endswith("standard_error") else chance(value)
        case Unit.YEARS:
            return years(value)
        case Unit.MONTHS:
            return f"{count(value)} {'month' if value == 1 else 'months'}"
        case Unit.DAYS:
            return f"{count(value)} {'day' if value == 1 else 'days'}"
        case _ if fact.name.endswith("exchange_rate"):
            return _decimal(value, places=4)
        case _:
            return count(value, exact=fact.source is not None)


IN_SHORT = ("size", "incident_loss", "worst_loss")
"""How the names of sums end that others report, and that are known roughly."""


def _sum(value: Money, fact: Fact) -> str:
    """Return a sum: of records and as it was said to the cent; a size, or a loss, in short."""
    if fact.name.endswith(IN_SHORT):
        return compact(value)
    return money(value, exact=fact.source is not None or fact.name.startswith(RECORDED))


@lru_cache(maxsize=4096)
def percent(ratio: Decimal) -> str:
    """Return a ratio in percent with up to two decimals, three below a tenth of a percent.

    >>> percent(Decimal("0.0635")), percent(Decimal("0.1333333")), percent(Decimal(2))
    ('6.35 %', '13.33 %', '200 %')
    """
    return f"{bare_percent(ratio)}{PERCENT}"


def said_percent(ratio: Decimal) -> str:
    """Return a ratio that a person named as they wrote it, if that has up to three decimals.

    >>> said_percent(Decimal("0.26375")), said_percent(Decimal(1) / 3)
    ('26.375 %', '33.33 %')
    """
    exact = round(ratio * 100, 3)
    return f"{_decimal(exact, 3)}{PERCENT}" if exact == ratio * 100 else percent(ratio)


@lru_cache(maxsize=4096)
def share(ratio: Decimal) -> str:
    """Return a part of a whole in whole percents, with a decimal only below one.

    >>> share(Decimal("0.5237")), share(Decimal("0.004"))
    ('52 %', '0.4 %')
    """
    places = 1 if abs(ratio) < Decimal("0.01") else 0
    return f"{_decimal(ratio * 100, places)}{PERCENT}"


@lru_cache(maxsize=4096)
def chance(ratio: Decimal) -> str:
    """Return a probability in whole percents; none is written as certain or as impossible.

    >>> chance(Decimal("0.4625")), chance(Decimal("0.0004")), chance(Decimal(1))
    ('46 %', 'under 1 %', 'over 99 %')
    """
    if ratio < Decimal("0.01"):
        return f"under 1{PERCENT}"
    if ratio > Decimal("0.99"):
        return f"over 99{PERCENT}"
    return f"{_decimal(ratio * 100, places=0)}{PERCENT}"


def error(ratio: Decimal) -> str:
    """Return how far a probability may be off, in percent with a decimal.

    >>> error(Decimal("0.0078"))
    '0.8 %'
    """
    return f"{_decimal(ratio * 100, places=1)}{PERCENT}"


@lru_cache(maxsize=4096)
def bare_percent(ratio: Decimal) -> str:
    """Return a ratio in percent without the sign, as the low end of a range is written.

    >>> bare_percent(Decimal("0.035"))
    '3.5'
    """
    if abs(ratio) >= 1:
        return _decimal(ratio * 100, places=0)
    return _decimal(ratio * 100, places=2 if abs(ratio) >= Decimal("0.001") else 3)


@lru_cache(maxsize=4096)
def money(value: Money, *, exact: bool = False) -> str:
    """Return a sum; a computed one in whole units below 100,000 and in thousands from there.

    >>> money(Money(Decimal("1587.5"), "USD")), money(Money(Decimal("377952.76"), "USD"))
    ('$1,587', '$378,000')
    >>> money(Money(Decimal("86945.56"), "EUR")), money(Money(Decimal("3.456"), "GBP"))
    ('€86,946', '£3.46')
    >>> money(Money(Decimal("41.67"), "USD")), money(Money(Decimal("19.99"), "USD"))
    ('$42', '$19.99')
    >>> money(Money(Decimal("0.50"), "USD"), exact=True)
    '$0.50'
    >>> money(Money(Decimal("0.9998"), "USD"), exact=True)
    '$0.9998'
    """
    amount = value.amount
    if abs(amount) >= TRILLION:
        return compact(value)
    if exact:
        places = _places(amount)
    else:
        amount, places = _by_size(amount)
    pattern = _pattern("¤#,##0" + ("." + "0" * places if places else ""))
    with localcontext(prec=PRECISION, rounding=ROUND_HALF_DOWN):
        text = format_currency(
            amount, value.currency, pattern, locale=LOCALE, currency_digits=False
        )
    return _signless_zero(apart(text))


def compact(value: Money) -> str:
    """Return a large sum in millions or billions; a smaller one as any other.

    >>> compact(Money(Decimal("22810222523"), "USD")), compact(Money(Decimal(217630274), "USD"))
    ('$22.8 bn', '$218 m')
    """
    for size, name in ((TRILLION, "trn"), (Decimal(10**9), "bn"), (Decimal(10**6), "m")):
        if abs(value.amount) >= size:
            amount = value.amount / size
            places = 1 if abs(amount) < 100 else 0
            pattern = _pattern("¤#,##0" + (".0" if places else ""))
            with localcontext(prec=PRECISION, rounding=ROUND_HALF_DOWN):
                text = format_currency(
                    amount, value.currency, pattern, locale=LOCALE, currency_digits=False
                )
            return f"{apart(text)} {name}"
    return money(value)


def apart(text: str) -> str:
    """Return a sum with a space after a currency that is written in letters.

    >>> apart("CHF1,250"), apart("$1,250")
    ('CHF\xa01,250', '$1,250')
    """
    return _LETTERED.sub("\N{NO-BREAK SPACE}", text)


_LETTERED = re.compile(r"(?<=[A-Z])(?=\d)")


@lru_cache(maxsize=4096)
def years(value: Decimal) -> str:
    """Return years, whole from two on.

    >>> years(Decimal("33.18")), years(Decimal("1.25")), years(Decimal(1))
    ('33 years', '1.2 years', '1 year')
    """
    text = _decimal(value, places=0 if value >= 2 else 1)
    return f"{text} year" if text == "1" else f"{text} years"


_MOST_PLACES = 6
"""What comes after the millionths of a plain number nobody reads."""


def count(value: Decimal, *, exact: bool = False) -> str:
    """Return a plain number; a computed one in three figures where it is a thousand or more.

    >>> count(Decimal("12.5")), count(Decimal(114_320)), count(Decimal("0.00456"))
    ('12.5', '114,000', '0.0046')
    >>> count(Decimal(114_320), exact=True)
    '114,320'
    """
    if 0 < abs(value) < Decimal("0.1"):
        return _decimal(value, places=min(1 - value.adjusted(), _MOST_PLACES))
    if abs(value) < THOUSAND or exact:
        return _decimal(value, places=2)
    step = Decimal(1).scaleb(value.adjusted() - 2)
    with localcontext(prec=PRECISION, rounding=ROUND_HALF_DOWN):
        return _decimal((value / step).quantize(Decimal(1)) * step, places=0)


@lru_cache(maxsize=256)
def day(value: date) -> str:
    """Return a date as it is read in the middle of a sentence.

    >>> day(date(2026, 9, 2))
    '2 Sep 2026'
    """
    return format_date(value, "d MMM y", locale=LOCALE)


@lru_cache(maxsize=256)
def month(value: date) -> str:
    """Return a month and its year.

    >>> month(date(2026, 9, 2))
    'September 2026'
    """
    return format_date(value, "MMMM y", locale=LOCALE)


def _places(amount: Decimal) -> int:
    """Return how many places a sum as it was said, or a price, is written with."""
    if amount == amount.to_integral_value():
        return 0
    cents = amount == amount.quantize(Decimal("0.01"))
    return 2 if cents or abs(amount) >= 1 else 4


def _by_size(amount: Decimal) -> tuple[Decimal, int]:
    """Return an amount rounded by its size and how many places to show."""
    if abs(amount) >= 100 * THOUSAND:
        with localcontext(prec=PRECISION, rounding=ROUND_HALF_DOWN):
            return (amount / THOUSAND).quantize(Decimal(1)) * THOUSAND, 0
    return amount, 0 if abs(amount) >= _WHOLE_FROM or amount == amount.to_integral_value() else 2


@lru_cache(maxsize=1024)
def _decimal(value: Decimal, places: int) -> str:
    pattern = _pattern("#,##0." + "#" * places if places else "#,##0")
    with localcontext(prec=PRECISION, rounding=ROUND_HALF_DOWN):
        return _signless_zero(format_decimal(value, pattern, locale=LOCALE))


def _signless_zero(text: str) -> str:
    """Return a figure without its sign where nothing of it was left by rounding."""
    return text if _SOMETHING.search(text) else text.removeprefix("-")


_SOMETHING = re.compile(r"[1-9]")


@cache
def _pattern(written: str) -> NumberPattern:
    """Return a pattern read once: Babel would read it anew for every figure."""
    return parse_pattern(written)
