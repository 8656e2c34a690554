"""Currencies by sign, code and name, and the words for how often a sum recurs."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from core.money import Period

_BY_SIGN = {
    "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD",
    "s$": "SGD", "hk$": "HKD", "r$": "BRL", "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR",
    "¥": "JPY", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₦": "NGN", "₱": "PHP", "₫": "VND",
    "฿": "THB", "₪": "ILS", "₴": "UAH", "rs.": "INR", "rs": "INR", "zł": "PLN", "nt$": "TWD",
    "mx$": "MXN", "rp": "IDR", "rp.": "IDR", "rm": "MYR", "ksh": "KES",
    "৳": "BDT", "₡": "CRC", "₵": "GHS", "₾": "GEL", "₸": "KZT", "₮": "MNT",
    "₲": "PYG", "₭": "LAK", "֏": "AMD", "₼": "AZN", "៛": "KHR", "ብር": "ETB", "ර": "LKR",
    "ර.": "LKR", "د.إ": "AED", "ر.س": "SAR", "ر.ق": "QAR", "د.ك": "KWD", "ر.ع": "OMR",
    "د.ب": "BHD", "ج.م": "EGP", "лв": "BGN", "грн": "UAH", "руб": "RUB", "円": "JPY", "元": "CNY",
}  # fmt: skip
"""Signs as a reading has them, without marks above and below: the Sinhala one is a letter."""
_CODE_LIST = (
    "aed afn amd aoa ars aud awg azn bbd bdt bgn bhd bif bmd bnd brl bsd btn bwp byn bzd cad cdf "
    "chf clp cny crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp ghs gip gmd gnf gtq gyd hkd "
    "hnl htg huf idr ils inr iqd irr isk jmd jod jpy kes kgs khr kmf kpw krw kwd kyd kzt lbp lkr "
    "lrd lsl lyd mdl mga mkd mmk mru mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pgk php "
    "pkr pln pyg qar ron rsd rub rwf sar sbd scr sdg sek sgd shp sle srd ssp stn svc syp szl thb "
    "tjs tmt tnd ttd twd tzs uah ugx usd uyu uzs ves vnd vuv wst xaf xcd xof xpf yer zar zmw"
)
"""The ISO 4217 codes in use that are no word and no coin, so that small letters do as well."""
_CODES = _CODE_LIST.split()
WORD_CODES = (
    "ALL", "ANG", "BAM", "BOB", "COP", "CUP", "ERN", "GEL", "LAK", "MAD", "MNT", "MOP", "PAB",
    "PEN", "SOS", "TOP", "TRY",
)  # fmt: skip
"""Codes that are words or coins too: read only in capitals and behind the figure."""
_BY_NAME = {
    "dollar": "USD", "dollars": "USD", "bucks": "USD", "buck": "USD", "dolars": "USD",
    "us dollars": "USD", "usd dollars": "USD", "euro": "EUR", "euros": "EUR", "quid": "GBP",
    "pound": "GBP", "pounds": "GBP", "sterling": "GBP", "british pounds": "GBP",
    "rupee": "INR", "rupees": "INR", "yen": "JPY", "yuan": "CNY", "rmb": "CNY",
    "francs": "CHF", "swiss francs": "CHF", "rand": "ZAR", "reais": "BRL", "pesos": "MXN",
    "won": "KRW", "naira": "NGN", "ringgit": "MYR", "zloty": "PLN", "kronor": "SEK",
    "canadian dollars": "CAD", "australian dollars": "AUD", "aussie dollars": "AUD",
    "singapore dollars": "SGD", "dirhams": "AED", "shekels": "ILS", "pence": "GBP",
    "p": "GBP", "cent": "USD", "cents": "USD", "us dollar": "USD", "canadian dollar": "CAD",
    "australian dollar": "AUD", "new zealand dollars": "NZD", "kiwi dollars": "NZD",
    "hong kong dollars": "HKD", "taiwan dollars": "TWD", "indian rupees": "INR",
    "pakistani rupees": "PKR", "sri lankan rupees": "LKR", "nepali rupees": "NPR",
    "nepalese rupees": "NPR", "mauritian rupees": "MUR", "indonesian rupiah": "IDR",
    "rupiah": "IDR", "baht": "THB", "thai baht": "THB", "taka": "BDT", "birr": "ETB",
    "dong": "VND", "forint": "HUF", "forints": "HUF", "koruna": "CZK", "czech crowns": "CZK",
    "kc": "CZK", "lira": "TRY", "turkish lira": "TRY", "ruble": "RUB", "rubles": "RUB",
    "rouble": "RUB", "roubles": "RUB", "hryvnia": "UAH", "hryvnias": "UAH", "tenge": "KZT",
    "lari": "GEL", "cedi": "GHS", "cedis": "GHS", "kenyan shillings": "KES",
    "ugandan shillings": "UGX", "tanzanian shillings": "TZS", "dirham": "AED",
    "moroccan dirhams": "MAD", "saudi riyals": "SAR", "riyals": "SAR", "qatari riyals": "QAR",
    "kuwaiti dinars": "KWD", "egyptian pounds": "EGP", "shekel": "ILS", "nis": "ILS",
    "lei": "RON", "leva": "BGN", "swedish kronor": "SEK", "swedish krona": "SEK", "krona": "SEK",
    "norwegian kroner": "NOK", "norwegian krone": "NOK", "danish kroner": "DKK",
    "danish krone": "DKK", "icelandic krona": "ISK", "swiss franc": "CHF", "franc": "CHF",
    "zlotys": "PLN", "złoty": "PLN", "złotych": "PLN", "mexican pesos": "MXN",
    "philippine pesos": "PHP", "filipino pesos": "PHP", "argentine pesos": "ARS",
    "colombian pesos": "COP", "chilean pesos": "CLP", "brazilian reais": "BRL",
    "brazilian real": "BRL", "peruvian soles": "PEN",
}  # fmt: skip
_HUNDREDTHS = frozenset({"cent", "cents", "pence", "p"})
"""Names of a hundredth of their currency."""


def _either(words: Iterable[str]) -> str:
    """Return a pattern of the words, the longest first, in which a first letter is tried once."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())


BEFORE = _either([*_BY_SIGN, *_CODES])
"""What may stand before a figure, for a verbose pattern."""
AFTER = (
    rf"(?:{_either(set(_BY_SIGN) - {'rs', 'rs.'})})(?!\d)|(?<=\d)p(?![a-z.\d])"
    rf"|(?:{_either({*_CODES, *_BY_NAME, *WORD_CODES, 'rs'} - {'p'})})(?![a-z]|\ coin)"
)
"""What may stand behind a figure, for a verbose pattern."""


def currency(written: str | None) -> str | None:
    """Return the ISO code of a sign, code or name; None for nothing."""
    if not written:
        return None
    return _BY_SIGN.get(written) or _BY_NAME.get(written) or written.upper()


_NAMED = re.compile(
    rf"(?<![\w%])(?:(?P<sign>{_either(_BY_SIGN.keys() - {'rs', 'rs.'})})"
    rf"|(?P<word>{_either({*_CODES, *_BY_NAME} - _HUNDREDTHS)}))(?![\w.]\w|\w| coin)"
)

_UNWANTED = re.compile(
    rf"\b(?:not|instead of|rather than|no more) (?:in )?(?:{_either({*_CODES, *_BY_NAME})})\b"
)


def currency_named(text: str) -> str | None:
    """Return the one currency that a text in lower case names; None for none or several.

    >>> currency_named("show it in euros"), currency_named("in $ or €"), currency_named("5 cents")
    ('EUR', None, None)
    >>> currency_named("rupees, not dollars"), currency_named("euros instead of pounds")
    ('INR', 'EUR')
    """
    codes = {currency(found[0]) for found in _NAMED.finditer(_UNWANTED.sub(" ", text))}
    return codes.pop() if len(codes) == 1 else None


_AT_END = re.compile(r"\b(?:all )?in (?P<named>[a-z]{3,20}|[$€£])\W*(?:please\W*)?$")


def currency_at_end(text: str) -> str | None:
    """Return the currency that a text in lower case ends on; None when it names none there.

    >>> currency_at_end("300k, 1500 a month, in chf"), currency_at_end("300k in total")
    ('CHF', None)
    """
    found = _AT_END.search(text)
    return currency_named(found["named"]) if found else None


def unit(written: str | None) -> Decimal:
    """Return how much of the currency one of it is: a hundredth for cents and pence."""
    return Decimal("0.01") if written in _HUNDREDTHS else Decimal(1)


_PERIODS = {
    Period.DAY: (
        "twice a day, twice daily, a day, per day, /day, each day, every day, daily, per diem, "
        "every single day"
    ),
    Period.WEEK: (
        "twice a week, twice weekly, a week, per week, /week, /wk, each week, every week, weekly, "
        "p.w., pw, biweekly, bi-weekly, fortnightly, a fortnight, per fortnight, every fortnight, "
        "each fortnight, every two weeks, every 2 weeks, every other week, every second week"
    ),
    Period.MONTH: (
        "twice a month, twice per month, twice monthly, a month, per month, /month, /mo, /mth, "
        "each month, every month, monthly, p.m., pm, pcm, a mo, per mo, mo, /m, month, "
        "every single month, per mth, p/m, a mth, montly, monthy, a mounth"
    ),
    Period.QUARTER: (
        "a quarter, per quarter, /quarter, each quarter, every quarter, quarterly, "
        "every three months, every 3 months"
    ),
    Period.YEAR: (
        "twice a year, twice yearly, a year, per year, /year, /yr, /y, each year, every year, "
        "yearly, annually, annual, p.a., pa, per annum, a yr, per yr, yr, per anum, /annum, p/a, "
        "apy, apr, twice per year, every six months, every 6 months, semiannually, semi-annually, "
        "every half year, half-yearly, half yearly"
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


_STANDING = {
    "daily": Period.DAY,
    "weekly": Period.WEEK,
    "monthly": Period.MONTH,
    "quarterly": Period.QUARTER,
    "yearly": Period.YEAR,
    "annually": Period.YEAR,
} | {f"{each} {period}": period for each in ("every", "each", "once a") for period in Period}


def standing_period(words: Sequence[str]) -> Period | None:
    """Return the one period that words say by themselves, not of a sum; None for several."""
    text = " ".join(words)
    said = {often for phrase, often in _STANDING.items() if f" {phrase} " in text}
    return said.pop() if len(said) == 1 else None


def times(written: str) -> Decimal:
    """Return how many times in its period a sum recurs: "twice a month", "every two weeks"."""
    if written.startswith("twice") or _HALF_YEARLY.match(written):
        return Decimal(2)
    return Decimal("0.5") if _FORTNIGHTLY.search(written) else Decimal(1)


_HALF_YEARLY = re.compile(r"semi|half|every (?:six|6)")
_FORTNIGHTLY = re.compile(r"bi-?weekly|fortnight|(?:two|2) weeks|(?:other|second) week")
