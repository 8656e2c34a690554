"""Quantities in a reading: figures with their scale, currency, percent sign or coin."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from core.money import Period
from core.nlu.currencies import (
    AFTER,
    BEFORE,
    RECURRING,
    RECURRING_BEFORE,
    WORD_CODES,
    currency,
    period,
    times,
    unit,
)
from core.nlu.figures import DIGITS, SCALES, WORDED, figure, tidy
from core.nlu.reading import Reading
from core.nlu.spans import Coins, Entity, Kind, Sum
from core.nlu.utterance import Offer, Rate

_LONG_SCALES = "|".join(
    sorted((scale for scale in SCALES if len(scale) > 2 or scale == "cr"), key=len, reverse=True)
)


_QUANTITY = rf"""
    (?P<sign>[-+](?=[\d.$€£₹]))?
    (?:(?P<before>{BEFORE})\ ?(?P<minus>-)?)?
    (?:(?P<figure>{DIGITS})|(?P<worded>(?:{WORDED})(?=[\ -])))
    (?P<half>\ and\ a\ half(?=\ ))?
    (?:[\ -]?(?P<scale>(?:hundred\ )?(?:{_LONG_SCALES}|k))(?![a-z0-9])
     |(?(before)\ ?)(?P<glued>mm?|bn?)(?![a-z0-9])
     |(?(before)\ ?(?P<lakh>l)(?![a-z0-9])|(?!)))?
    (?:\ ?(?P<percent>%|percent\b|per\ cent\b|pct\b|bps\b|basis\ points?\b)
     |(?:\ (?:of|in))?\ ?(?P<after>{AFTER}))?
    """


@cache
def _quantity() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w#^:/])(?<!\d[.,']){_QUANTITY}", re.VERBOSE)


@cache
def _right_end() -> re.Pattern[str]:
    return re.compile(_QUANTITY, re.VERBOSE)


_TO = re.compile(r"\ ?(?:-{1,2}|to|till|up to|/(?=[$€£]))\ ?")
_AND = re.compile(r"\ (?:and|to)\ ")
_BETWEEN = re.compile(r"\b(?:between|from)\ (?:about\ )?$")
_EACH = (
    r"(?:/ ?(?:mo|m|yr|y|wk|w|day)|(?:a|per|each|every) (?:day|week|month|year)"
    r"|monthly|weekly|yearly)"
)
_NOT_MONEY = re.compile(
    r" ?(?:x\b|:\d|/\d|(?:st|nd|rd|th)\b|(?:of )?karma|\+? ?(?:followers|subscribers|members"
    r"|users|people|upvotes|likes|views|posts|words|steps|miles|km|kg|lbs|gb|mb|tb|calories|jobs"
    r"|employees|transactions|confirmations|blocks|validators|nodes|gwei|sats?\b|satoshis?|hz"
    r"|watts|times|years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|seconds?|things"
    r"|coins?\b|tokens?\b|shares\b|percentile|am\b|a\.m|o'clock|degrees|others|ways|square"
    r"|bedroom|resolution|fps|race\b|run\b|characters|digits)"
    rf"| (?:minus|plus|times|divided) \d|(?:[*^=]|\+(?! ?[$€£₹]?\d[\d.,]{{0,9}}k? ?{_EACH})) ?\d)"
)
_RETIREMENT_PLAN = re.compile(r"(?:401|403|457) ?\(?[kb]\)?(?![a-z0-9])")
_TAIL = re.compile(
    rf"""
    \.?(?:\ ?(?:\([^()]{{0,40}}\)|interest|dividends?|income|passive(?:ly|\ income)?|profits?|in|of
    |net|gross|(?:after|before)\ tax(?:es)?|pre-?tax|from\ it|extra|clear|rewards?|yield|returns?
    |or\ (?:so|more)|left(?:\ over)?|leftover|spare|to\ (?:spare|invest)|disposable|back
    |cash\ ?flow|coming\ in|on\ average|ish|at\ least|tax[- ]free)){{0,3}}
    \ ?(?P<often>{RECURRING})(?![a-z])""",
    re.VERBOSE,
)
_ONLY_AFTER_MONEY = frozenset({"month", "mo", "yr", "pm", "annual", "/m", "pa", "pw", "apy", "apr"})
_TERM = re.compile(
    rf"""
    (?:\ ?(?:returns?|roi|profits?|interest|yields?|gains?|back|guaranteed|payouts?|growth
    |rewards?|compounded(?=\ daily)|on\ \w+|fixed|paid|about|approx)){{0,3}}
    \ ?(?:(?:in|over|within|for|after|every|per|each)\ (?:just\ |only\ |about\ |the\ next\ |an?\ )?
       (?P<count>\d{{1,4}}|(?:{WORDED}))[\ -]?(?P<unit>hours?|days?|weeks?|months?|years?)(?![a-z])
       |(?P<often>{RECURRING})(?![a-z]))""",
    re.VERBOSE,
)
_DAYS = {"h": Decimal(1) / 24, "d": Decimal(1), "w": Decimal(7), "m": Decimal(30)}
_YEAR = re.compile(r"(?:19|20)\d\d")
_RATIO = re.compile(r"\d{1,4} ?/ ?\d{1,4}(?![\dk])|\d+:\d+|\d+(?:\.\d{1,2}){2,}(?![\d])")
_OF_COIN = re.compile(r"\ ?(?:of\ |more\ |staked\ |of\ my\ |of\ staked\ |liquid\ )?")
_MOST_BARE = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class _Part:
    """One figure with its own scale and unit, before ranges are joined."""

    value: Decimal
    scale: Decimal | None
    currency: str | None
    percent: str | None
    start: int
    end: int
    worded: bool
    written: str


def find_amounts(
    reading: Reading, coins: Mapping[int, Entity], taken: tuple[Entity, ...] = ()
) -> Iterator[Entity]:
    """Yield rates, offers, sums, coin quantities and bare numbers, in order.

    `coins` are the assets by where they start; figures inside `taken` are somebody else's.
    """
    text, at = _with_word_codes(reading), 0
    busy = {place for entity in taken for place in range(entity.start, entity.end)}
    while found := _quantity().search(text, at):
        at = found.end()
        if not busy.isdisjoint(range(found.start(), at)):
            continue
        if skipped := _RATIO.match(text, found.start("figure") if found["figure"] else at):
            at = max(at, skipped.end())
            continue
        if plan := _RETIREMENT_PLAN.match(text, found.start()):
            at = plan.end()
            continue
        if (first := _part(found)) is None:
            continue
        if _is_bullet(text, first):
            first = replace(first, value=abs(first.value))
        low, high = _joined(text, first)
        entity = _entity(reading, low, high, coins)
        if entity:
            at = max(at, entity.end)
            yield entity


_LISTED = re.compile(r"^ ?-", re.MULTILINE)


def _is_bullet(text: str, part: _Part) -> bool:
    """Whether the dash before a figure is the mark of a list's line, and no minus."""
    begins_line = text[: part.start].rpartition("\n")[2].strip() == ""
    return part.value < 0 and begins_line and len(_LISTED.findall(text)) > 1


_WORD_CODE = re.compile(rf"\b(?:{'|'.join(WORD_CODES)})\b")
_WORD = re.compile(r"[^\W\d_]{2,}")


def _with_word_codes(reading: Reading) -> str:
    """Return the text in small letters but for the codes that are words then, such as TRY.

    Among other words in capitals they tell nothing.
    """
    if reading.text == reading.lower or not _WORD_CODE.search(reading.text):
        return reading.lower
    others = _WORD.findall(_WORD_CODE.sub(" ", reading.text))
    text = reading.lower
    if others and all(word.isupper() for word in others):
        return text
    for found in _WORD_CODE.finditer(reading.text):
        text = text[: found.start()] + found[0] + text[found.end() :]
    return text


def _part(found: re.Match[str]) -> _Part | None:
    """Return the figure of a match; None when it is too long or a lone word such as "a"."""
    written = found["figure"] or found["worded"]
    scale = _scale(found["scale"] or found["glued"])
    if found["lakh"] and currency(found["before"]) in _IN_LAKHS:
        scale = SCALES["lakh"]
    bare = scale is None and not (found["after"] or found["percent"])
    if found["worded"] and bare and written in {"a", "an", "quarter", "a quarter"}:
        return None
    value = figure(written, grouped=not found["percent"])
    if value is None:
        return None
    value = (value + Decimal("0.5") if found["half"] else value) * (scale or 1)
    sign = -1 if "-" in {found["sign"], found["minus"]} else 1
    money = currency(found["before"]) or currency(found["after"])
    amount = tidy(sign * value * (unit(found["after"]) if not found["before"] else 1))
    place = (found.start(), found.end())
    return _Part(amount, scale, money, found["percent"], *place, bool(found["worded"]), written)


_IN_LAKHS = frozenset({"INR", "PKR", "BDT", "NPR", "LKR"})
"""Currencies that are counted in hundreds of thousands: ₹5L."""


def _scale(written: str | None) -> Decimal | None:
    if written is None:
        return None
    hundreds, _, rest = written.partition(" ")
    return SCALES[hundreds] * SCALES[rest] if rest else SCALES[hundreds]


def _joined(text: str, first: _Part) -> tuple[_Part, _Part]:
    """Return both ends of a range; a single figure is both ends."""
    join = _TO.match(text, first.end)
    if not join and _BETWEEN.search(text, max(0, first.start - 16), first.start):
        join = _AND.match(text, first.end)
    found = _quantity_at(text, join.end()) if join else None
    second = _part(found) if found else None
    if second is None or abs(second.value) < abs(first.value):
        return first, first
    low = _like(first, second)
    if _FROM.search(text, max(0, first.start - 16), first.start) and _far(low, second):
        return first, first
    return low, second


def _far(low: _Part, high: _Part) -> bool:
    """Whether two sums are a way to go and no range: "from 10k to 100k"."""
    return not high.percent and high.value >= low.value * _FAR


_FAR = 5
_FROM = re.compile(r"\b(?:from|grow|turn|get|go)\ (?:about\ )?$")


def _quantity_at(text: str, at: int) -> re.Match[str] | None:
    """Match the right end of a range, whatever stands before it."""
    return _right_end().match(text, at)


def _like(first: _Part, second: _Part) -> _Part:
    """Return the left end with what it leaves to the right one: scale, unit, thousands."""
    value = first.value
    if (
        first.scale is None
        and second.scale is not None
        and value < second.value / second.scale * 10
    ):
        value *= second.scale
    elif first.scale is None and value < 100 and second.value >= 1000 and not second.percent:
        value *= 1000
    return _Part(
        value, second.scale or first.scale, first.currency or second.currency,
        second.percent or first.percent, first.start, first.end, first.worded, first.written,
    )  # fmt: skip


def _entity(
    reading: Reading, low: _Part, high: _Part, coins: Mapping[int, Entity]
) -> Entity | None:
    text = reading.lower
    if high.percent:
        return _rate(text, low, high)
    if coin := _coin_after(text, high, coins):
        lowest = low.value if low.value < high.value else None
        held = Coins(str(coin.value), _quantity_of(high), lowest)
        return Entity(Kind.COINS, low.start, coin.end, held)
    return _money(text, low, high)


def _quantity_of(part: _Part) -> Decimal:
    """Return a number of coins: a single group of three after a point is decimals there."""
    exact = figure(part.written, grouped=False)
    if part.scale or part.worded or exact is None or exact == abs(part.value):
        return part.value
    if "." not in part.written or "," in part.written:
        return part.value
    return exact.copy_sign(part.value)


def _coin_after(text: str, part: _Part, coins: Mapping[int, Entity]) -> Entity | None:
    if part.currency:
        return None
    of = _OF_COIN.match(text, part.end)
    coin = coins.get(of.end()) if of else None
    return None if coin and _names_pair(text, coin.end, coins) else coin


def _names_pair(text: str, end: int, coins: Mapping[int, Entity]) -> bool:
    """Whether a coin is one of a pair such as "ETH/USDC", of which nobody has a number."""
    joined = _PAIR.match(text, end)
    return joined is not None and joined.end() in coins


_PAIR = re.compile(r" ?[/-] ?")


def _money(text: str, low: _Part, high: _Part) -> Entity | None:
    """Return a sum, a recurring sum, or a bare number that only context can make one."""
    money = low.currency or high.currency
    counted = _NOT_MONEY.match(text, high.end)
    tail = _TAIL.match(text, high.end)
    certain = bool(money or high.scale)
    if tail and not certain and tail["often"] in _ONLY_AFTER_MONEY:
        tail = None
    if counted and not money and not tail:
        return None
    often = period(tail["often"]) if tail else _often_before(text, low.start)
    end = tail.end() if tail else high.end
    if often and (certain or not low.worded):
        each = times(tail["often"]) if tail else Decimal(1)
        if not money and (named := _CURRENCY_LAST.match(text, end)):
            money, end = currency(named["after"]), named.end()
        flow = Sum(tidy(each * low.value), tidy(each * high.value), money, often)
        return Entity(Kind.FLOW, low.start, end, flow)
    if certain or _sum_like(text, low, high):
        return Entity(Kind.SUM, low.start, high.end, Sum(low.value, high.value, money))
    if low.worded or text[high.end : high.end + 1].isalnum():
        return None
    return Entity(Kind.NUMBER, low.start, low.end, low.value)


_CURRENCY_LAST = re.compile(rf",?\ (?:in\ )?(?P<after>{AFTER})", re.VERBOSE)
"""A currency behind the period: "1,200 a month in euros"."""


def _often_before(text: str, start: int) -> Period | None:
    found = RECURRING_BEFORE.search(text, max(0, start - 48), start)
    return period(found[1]) if found else None


def _sum_like(text: str, low: _Part, high: _Part) -> bool:
    """Whether a bare figure is large enough for money and is not a year."""
    if low.worded or (_is_year(text, low) and _is_year(text, high)):
        return False
    return low.value >= 1000 and high.value < _MOST_BARE


def _is_year(text: str, part: _Part) -> bool:
    """Whether a figure is a calendar year; 2000 is a round sum as well."""
    if not _YEAR.fullmatch(part.written):
        return False
    before = text[max(0, part.start - 16) : part.start]
    return part.written != "2000" or bool(_OF_YEAR.search(before))


_OF_YEAR = re.compile(r"\b(?:in|since|from|of|by|until|till|before|after|year|early|late|mid)\W*$")


def _rate(text: str, low: _Part, high: _Part) -> Entity:
    """Return a yearly rate, or an offer when another term goes with it."""
    part = Decimal(10000) if (high.percent or "").startswith(("b",)) else Decimal(100)
    gains = (low.value / part, high.value / part)
    term = _TERM.match(text, high.end)
    if _NO_RETURN.search(text, max(0, low.start - 24), low.start):
        return Entity(Kind.RATE, low.start, high.end, Rate(*gains))
    days = _days(term, gains[1]) if term else None
    if term is None and (often := _often_before(text, low.start)) and often is not Period.YEAR:
        days = _PERIOD_DAYS[often]
    if days is None:
        return Entity(Kind.RATE, low.start, high.end, Rate(*gains))
    return Entity(Kind.OFFER, low.start, term.end() if term else high.end, Offer(gains[1], days))


_NO_RETURN = re.compile(r"\b(?:vol|volatility|util|utili[sz]ation|usage)\ ?(?:is|of|at|to|:)?\ ?$")
"""What a percentage of is none that is paid: "vol 70 % for 3 months"."""

_PERIOD_DAYS = {
    Period.DAY: Decimal(1),
    Period.WEEK: Decimal(7),
    Period.MONTH: Decimal(30),
    Period.QUARTER: Decimal(90),
}


_NO_DAYS_GAIN = Decimal("0.03")


def _days(term: re.Match[str], gain: Decimal) -> Decimal | None:
    """Return the days of a term; None when the rate is a yearly one.

    Of a rate that "compounds daily" the small one is a day's, as such offers go, another a year's.
    """
    if "compounded" in term[0] and gain >= _NO_DAYS_GAIN:
        return None
    if term["often"]:
        return _PERIOD_DAYS.get(period(term["often"]))
    count = figure(term["count"])
    if count is None or count == 0:
        return None
    if term["unit"][0] == "y":
        if count < 1:
            return count * 365
        return count * 365 if count > 1 and gain >= Decimal("0.3") else None
    days = count * _DAYS[term["unit"][0]]
    return days if gain else None
