"""Currencies by sign, code and name, and the words for how often a sum recurs."""

import re
from collections.abc import Iterable
from decimal import Decimal

from core.money import Period

_BY_SIGN = {
    "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD",
    "s$": "SGD", "hk$": "HKD", "r$": "BRL", "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR",
    "¥": "JPY", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₦": "NGN", "₱": "PHP", "₫": "VND",
    "฿": "THB", "₪": "ILS", "₴": "UAH", "rs.": "INR", "rs": "INR", "zł": "PLN",
}  # fmt: skip
_CODE_LIST = (
    "usd eur gbp inr jpy cny chf cad aud nzd sek nok dkk pln czk huf brl mxn "
    "zar krw sgd hkd thb idr myr php vnd ngn kes aed ils rub uah ron bgn"
)
_CODES = _CODE_LIST.split()
_BY_NAME = {
    "dollar": "USD", "dollars": "USD", "bucks": "USD", "buck": "USD", "dolars": "USD",
    "us dollars": "USD", "usd dollars": "USD", "euro": "EUR", "euros": "EUR", "quid": "GBP",
    "pound": "GBP", "pounds": "GBP", "sterling": "GBP", "british pounds": "GBP",
    "rupee": "INR", "rupees": "INR", "yen": "JPY", "yuan": "CNY", "rmb": "CNY",
    "francs": "CHF", "swiss francs": "CHF", "rand": "ZAR", "reais": "BRL", "pesos": "MXN",
    "won": "KRW", "naira": "NGN", "ringgit": "MYR", "zloty": "PLN", "kronor": "SEK",
    "canadian dollars": "CAD", "australian dollars": "AUD", "aussie dollars": "AUD",
    "singapore dollars": "SGD", "dirhams": "AED", "shekels": "ILS", "pence": "GBP",
    "p": "GBP", "cent": "USD", "cents": "USD",
}  # fmt: skip
_HUNDREDTHS = frozenset({"cent", "cents", "pence", "p"})


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


BEFORE = _either([*_BY_SIGN, *_CODES])
"""What may stand before a figure, for a verbose pattern."""
AFTER = (
    rf"(?:{_either(set(_BY_SIGN) - {'rs', 'rs.'})})(?!\d)|(?<=\d)p(?![a-z.\d])"
    rf"|(?:{_either({*_CODES, *_BY_NAME, 'rs'} - {'p'})})(?![a-z]|\ coin)"
)
"""What may stand behind a figure, for a verbose pattern."""


def currency(written: str | None) -> str | None:
    """Return the ISO code of a sign, code or name; None for nothing."""
    if not written:
        return None
    return _BY_SIGN.get(written) or _BY_NAME.get(written) or written.upper()


def unit(written: str | None) -> Decimal:
    """Return how much of the currency one of it is: a hundredth for cents and pence."""
    return Decimal("0.01") if written in _HUNDREDTHS else Decimal(1)


_PERIODS = {
    Period.DAY: "a day, per day, /day, each day, every day, daily, per diem, every single day",
    Period.WEEK: "a week, per week, /week, /wk, each week, every week, weekly, p.w., pw",
    Period.MONTH: (
        "a month, per month, /month, /mo, /mth, each month, every month, monthly, p.m., pm, pcm, "
        "a mo, per mo, mo, /m, month, every single month, per mth, p/m, a mth, montly, monthy, "
        "a mounth"
    ),
    Period.QUARTER: "a quarter, per quarter, /quarter, each quarter, every quarter, quarterly",
    Period.YEAR: (
        "a year, per year, /year, /yr, /y, each year, every year, yearly, annually, annual, p.a., "
        "pa, per annum, a yr, per yr, yr, per anum, /annum, p/a, apy, apr"
    ),
}
_BY_PHRASE = {
    phrase.strip(): period for period, said in _PERIODS.items() for phrase in said.split(",")
}
RECURRING = _either(_BY_PHRASE)
"""How often, for a verbose pattern; a letter must not follow."""
_WITH_PERIOD = (
    "income payout payouts passive cash flow cashflow interest yield budget amount sum goal target "
    "return returns withdrawal withdrawals expenses spending contribution contributions of is at "
    "about around roughly be would savings investment salary pension rent draw payment deposit "
    "dividends profit rewards roi a to"
)
RECURRING_BEFORE = re.compile(
    r"\b(daily|weekly|monthly|quarterly|yearly|annual|annually|every month|every week|every day"
    rf"|each month|every year)(?: (?:{_WITH_PERIOD.replace(' ', '|')}))*[ :~]*$"
)
"""How often, said before the figure: "a monthly income of"."""


def period(written: str) -> Period:
    """Return how often the words for it say."""
    return _BY_PHRASE[written]
