"""Short orders about what is kept: "sold half my ADA", "remove my holdings", "I live in Rome"."""

import re
from datetime import datetime
from decimal import Decimal

from core.nlu.entities import find_entities
from core.nlu.places import zone_in
from core.nlu.reading import read
from core.nlu.spans import Kind
from core.nlu.utterance import Holding, Intent, Preference, Slots, Utterance

REMOVE_ALL = "remove_all"
"""What a wish about holdings is about that wants none of them kept."""

_PARTS = {
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
    rf"(?P<part>{'|'.join(_PARTS)}|(?P<percent>\d{{1,2}})\ ?%)\ (?:of\ )?(?:my\ |the\ )?\w+\W*",
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
    lives = _LIVES.fullmatch(said.rstrip(" .!"))
    zone = zone_in(lives["where"]) if lives else None
    if zone:
        return Utterance(Intent.SET_PREFERENCE, Slots(preference=Preference("timezone", zone)))
    return _part_sold(text, said, at)


def _part_sold(text: str, said: str, at: datetime) -> Utterance | None:
    """Return the part of a holding that was sold; it is counted of what is kept."""
    found = _SOLD_PART.fullmatch(said)
    if found is None:
        return None
    coins = [str(e.value) for e in find_entities(text, at) if e.kind is Kind.ASSET]
    if len(coins) != 1:
        return None
    percent = found["percent"]
    share = Decimal(percent) / 100 if percent else _PARTS[found["part"]]
    held = (Holding(coins[0], share=share),)
    return Utterance(Intent.SET_HOLDINGS, Slots(assets=(coins[0],), holdings=held), about="sold")


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
