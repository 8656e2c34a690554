"""Short orders about what is kept: "sold half my ADA", "remove my holdings", "I live in Rome"."""

import re
from datetime import UTC, datetime
from decimal import Decimal

from core.catalogue import read_toml
from core.nlu.currencies import currency_named
from core.nlu.entities import find_entities
from core.nlu.places import zone_in
from core.nlu.reading import read
from core.nlu.spans import Kind
from core.nlu.standing import Preference
from core.nlu.utterance import (
    Holding,
    Intent,
    Slots,
    Utterance,
)

REMOVE_ALL = "remove_all"
"""What a wish about holdings is about that wants none of them kept."""

INCOME = "income"
"""What a wish to see what is kept is about that means the records of income; a year may follow."""

PARTS = {
    "half": Decimal("0.5"),
    "a half": Decimal("0.5"),
    "a third": Decimal(1) / 3,
    "one third": Decimal(1) / 3,
    "a quarter": Decimal("0.25"),
    "two thirds": Decimal(2) / 3,
    "three quarters": Decimal("0.75"),
}
_SOLD_PART = re.compile(
    rf"(?:i\ )?(?:just\ |have\ )?(?:sold|spent|withdrew|unloaded)\ (?:about\ )?"
    rf"(?P<part>{'|'.join(PARTS)}|(?P<percent>\d{{1,2}})\ ?%)\ (?:of\ )?(?:my\ |the\ )?"
    rf"(?P<coin>\w+)(?:\ (?:that\ (?:is|are|lies)\ )?(?:on|at|in|with|from)"
    rf"\ (?P<where>[a-z][\w .'-]*?))?\W*",
    re.VERBOSE,
)
_ALL_HOLDINGS = re.compile(
    r"(?:please\ )?(?:delete|remove|clear|erase|forget|drop)\ "
    r"(?:all\ |everything\ )?(?:of\ |that\ )?"
    r"(?:i\ (?:hold|own)|(?:in\ )?(?:my|the)\ (?:holdings|coins|positions|portfolio))\W*"
    r"|i\ (?:have\ )?sold\ (?:everything|(?:it|them)\ all|all\ (?:of\ it|of\ them|my\ coins))\W*",
    re.VERBOSE,
)
_LIVES = re.compile(
    r"(?:i\ live|i\ am|i'm|we\ live|living|based)(?:\ based)?\ in\ (?P<where>[a-z .'-]+)"
)


def order_about_kept(text: str, at: datetime) -> Utterance | None:
    """Return what a short order changes; None for any other message.

    >>> from datetime import UTC
    >>> now = datetime(2026, 9, 2, tzinfo=UTC)
    >>> str(order_about_kept("sold half my ADA", now).slots.holdings[0].share)
    '0.5'
    >>> order_about_kept("I live in Vienna", now).slots.preference.value
    'Europe/Vienna'
    """
    said = read(text).lower.strip()
    if _ALL_HOLDINGS.fullmatch(said):
        return Utterance(Intent.SET_HOLDINGS, about=REMOVE_ALL)
    income = own_income(said, at)
    if income:
        return Utterance(Intent.SHOW_PORTFOLIO, about=income)
    lives = _LIVES.fullmatch(said.rstrip(" .!"))
    zone = zone_in(lives["where"]) if lives else None
    if zone:
        return Utterance(Intent.SET_PREFERENCE, Slots(preference=Preference("timezone", zone)))
    return _part_sold(said)


def _part_sold(said: str) -> Utterance | None:
    """Return the part of a holding that was sold; it is counted of what is kept."""
    found = _SOLD_PART.fullmatch(said)
    coin = owned_coin(found["coin"]) if found else None
    if found is None or coin is None:
        return None
    percent = found["percent"]
    share = Decimal(percent) / 100 if percent else PARTS[found["part"]]
    where = found["where"]
    venue = _place_named(where) if where else None
    if where and venue is None:
        return None
    held = (Holding(coin, venue=venue, share=share),)
    return Utterance(Intent.SET_HOLDINGS, Slots(assets=(coin,), holdings=held), about="sold")


def _place_named(where: str) -> str | None:
    """Return the one place that words name; None for none, or for more."""
    named = find_entities(where, datetime.min.replace(tzinfo=UTC))
    places = [str(one.value) for one in named if one.kind in {Kind.PROTOCOL, Kind.VENUE}]
    return places[0] if len(places) == 1 else None


def owned_coin(word: str) -> str | None:
    """Return the symbol that a word stands for where it can only be a coin: "my sol"."""
    symbol = word.upper()
    if symbol in read_toml("assets.toml"):
        return symbol
    named = find_entities(word, datetime.min.replace(tzinfo=UTC))
    coins = [str(one.value) for one in named if one.kind is Kind.ASSET]
    return coins[0] if len(coins) == 1 else None


_CORRECTS = re.compile(
    r"(?:no,?\ )?(?:please\ )?(?:correct|change|fix|make)\ (?:that|it|this|the\ last(?:\ one)?)"
    r"\ (?:to\ )?(?P<how_many>\d[\d.,]*)\W*",
    re.VERBOSE,
)


def corrected_number(text: str) -> str | None:
    """Return the number that what was just recorded is corrected to.

    >>> corrected_number("correct that to 3.5"), corrected_number("correct my risk level")
    ('3.5', None)
    """
    found = _CORRECTS.fullmatch(read(text).lower.strip())
    return found["how_many"].rstrip(".,") if found else None


_YEAR = re.compile(r"\b(?:(?P<year>20\d\d)|(?P<last>last year))\b")
_WHEN = r"(?:\ (?:(?:in|for|of|from|during)\ )?(?:20\d\d|this\ year|last\ year))?"
_OWN_INCOME = re.compile(
    rf"(?:(?:please\ )?(?:show|list|see|view|give)(?:\ me)?\ )?(?:all\ )?(?:of\ )?my\ "
    rf"(?:income|earnings|rewards|interest|payouts)"
    rf"(?:\ (?:records?|history|total|so\ far|received))*{_WHEN}\W*"
    rf"|(?:what|how\ much(?:\ (?:income|money|interest))?)\ (?:did\ i|have\ i|i\ have|i)"
    rf"\ (?:earn(?:ed)?|receive[d]?|get|got|ma[dk]e)(?:\ (?:so\ far|in\ total|in\ rewards))?"
    rf"{_WHEN}\W*",
    re.VERBOSE,
)


def own_income(said: str, at: datetime) -> str | None:
    """Return the wish to see one's own records of income, with the year that was named.

    >>> from datetime import UTC
    >>> now = datetime(2026, 9, 2, tzinfo=UTC)
    >>> own_income("my income", now), own_income("what did i earn last year", now)
    ('income', 'income 2025')
    """
    if not _OWN_INCOME.fullmatch(said):
        return None
    year = year_named(said, at)
    return f"{INCOME} {year}" if year else INCOME


def year_named(said: str, at: datetime) -> int | None:
    """Return the one year that a message names; None for none or several."""
    found = {int(one["year"] or at.year - 1) for one in _YEAR.finditer(said)}
    return found.pop() if len(found) == 1 else None


_WISHES_CURRENCY = re.compile(
    r"(?:(?:and|ok|okay|now|please|can you|could you|can i|could i|i want to|let me),? )*"
    r"(?:(?:show|see|give|convert|put|tell|have|say|count|use|make|change|switch|back)(?: me)?"
    r"(?: (?:it|that|this|them|all of it|all that|everything|the (?:figures|numbers|amounts)))? ?)?"
    r"(?:(?:in|to|into|as) )?(?P<which>[a-z]{2,12}(?: [a-z]{2,12})?|[$€£])"
    r"(?:,? (?:please|instead|now|then))*\W*"
)


def currency_wished(text: str) -> Utterance | None:
    """Return the wish to see what was shown in a currency; None for any other message.

    >>> currency_wished("in euros please").slots.preference.value
    'EUR'
    >>> currency_wished("what is the euro")
    """
    said = read(text).lower.strip()
    found = _WISHES_CURRENCY.fullmatch(said)
    code = currency_named(found["which"]) if found else None
    return (
        Utterance(Intent.SET_PREFERENCE, Slots(preference=Preference("currency", code)))
        if code
        else None
    )
