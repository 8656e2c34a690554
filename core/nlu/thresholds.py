"""Levels that an alert waits for: "when the ETH yield falls under 2.5 %", "if USDC depegs"."""

import re
from collections.abc import Iterable
from decimal import Decimal

from core.catalogue import stablecoins
from core.nlu.spans import Coins, Entity, Kind, Sum
from core.nlu.standing import Measure, Threshold
from core.nlu.utterance import (
    Rate,
)

_BELOW = re.compile(
    r"\b(?:below|under|beneath|less than|lower than|smaller than|falls?|fell|drops?|dips?|sinks?"
    r"|goes down|down to|loses|slips|crash\w*|underneath|no longer)\b|<"
)
_ABOVE = re.compile(
    r"\b(?:above|over|more than|higher than|exceeds?|exceeding|rises?|climbs?"
    r"|tops?|up to|beats?|goes up|better than|at least)\b|>"
)
_MEETS = re.compile(
    r"\b(?:at|is|it's|gets? to|goes to|comes to|reach(?:es)?|hits?|touch(?:es)?|passes|breaks?"
    r"|cross(?:es)?|equals?|price alerts?)\b|="
)
"""Of a level alone: from which side it is met, where it is now tells."""
_CHANGES = re.compile(
    r"\bby (?:more than |over |at least |about )?[$€£]?\d|\b(?:chang(?:es?|ed|ing)|moves?|swings?"
    r"|every)\b"
)
_MEASURES = (
    (
        Measure.TVL,
        r"tvl|total value|value locked|locked value|supply|market caps?|mcap|in circulation",
    ),
    (Measure.PEG, r"de-?peg\w*|peg|off peg"),
    (Measure.YIELD, r"ap[yr]s?|yields?|rates?|interest|rewards?|pays?|paying|returns?"),
    (Measure.PRICE, r"prices?|trades?|trading|costs?|worth"),
)
_EARNING = re.compile(r"\b(?:staking|lending|savings?)\b")
_MEASURE = tuple((measure, re.compile(rf"\b(?:{said})\b")) for measure, said in _MEASURES)
_PEG_RANGE = (Decimal("0.5"), Decimal("1.5"))
_WHOLE = re.compile(r"\bmy (?:portfolio|holdings|income|yields?|blend|plan)\b")


def threshold_of(text: str, entities: Iterable[Entity]) -> Threshold | None:
    """Return the level that a message in lower case names; None without a subject or measure.

    A fall without a level ("drops 20 %") is none: only a depeg needs no figure to be meant.
    """
    found = tuple(entities)
    subject = _subject(text, found)
    level, currency = _level(found)
    measure = _measure(text, subject, level)
    if subject is None or measure is None:
        return None
    if level is None:
        return Threshold(subject, measure) if measure is Measure.PEG else None
    return _crossed(text, Threshold(subject, measure, currency=currency), level)


def _crossed(text: str, watched: Threshold, level: Decimal | Rate) -> Threshold | None:
    """Return the threshold with its level on the side that the words name; None for both.

    "Falls above" is no side, and a change is no level. Where a level is only met ("is at", "hits")
    it may be met from either side: a peg from above, anything else from below, until it is known
    where it is now.
    """
    value = level.low if isinstance(level, Rate) else level
    is_below, is_above = bool(_BELOW.search(text)), bool(_ABOVE.search(text))
    is_met = not is_below and not is_above and bool(_MEETS.search(text))
    if (isinstance(level, Rate)) != (watched.measure is Measure.YIELD) or _CHANGES.search(text):
        return None
    if is_below == is_above and not is_met:
        return None
    falls = is_below or (is_met and watched.measure is Measure.PEG)
    return Threshold(
        watched.subject,
        watched.measure,
        below=value if falls else None,
        above=None if falls else value,
        currency=watched.currency if watched.measure is not Measure.YIELD else None,
        either_side=is_met,
    )


def _subject(text: str, entities: tuple[Entity, ...]) -> str | None:
    """Return what is watched: the coin before its protocol ("USDC on Aave"), or one's own."""
    for kinds in ({Kind.ASSET, Kind.COINS}, {Kind.PROTOCOL}, {Kind.INDEX}):
        named = {_name(entity) for entity in entities if entity.kind in kinds}
        if named:
            return named.pop() if len(named) == 1 else None
    return "portfolio" if _WHOLE.search(text) else None


def _name(entity: Entity) -> str:
    return entity.value.asset if isinstance(entity.value, Coins) else str(entity.value)


def _level(entities: tuple[Entity, ...]) -> tuple[Decimal | Rate | None, str | None]:
    """Return the one figure of a message, with its currency; None for none or several."""
    levels = [e.value for e in entities if isinstance(e.value, Sum | Rate | Decimal)]
    if len(levels) != 1:
        return None, None
    value = levels[0]
    if isinstance(value, Sum):
        return (value.low, value.currency) if value.low == value.high else (None, None)
    if isinstance(value, Rate) and value.low != value.high:
        return None, None
    return value, None


def _measure(text: str, subject: str | None, level: Decimal | Rate | None) -> Measure | None:
    """Return what is watched: as the words name it, or as the level tells."""
    said = next((measure for measure, pattern in _MEASURE if pattern.search(text)), None)
    is_near_one = isinstance(level, Decimal) and _PEG_RANGE[0] < level < _PEG_RANGE[1]
    if said in {None, Measure.PRICE} and subject in stablecoins() and is_near_one:
        return Measure.PEG
    if said is None and isinstance(level, Rate) and _EARNING.search(text):
        return Measure.YIELD
    if said is None and isinstance(level, Decimal) and subject and subject.isupper():
        return Measure.PRICE
    return said
