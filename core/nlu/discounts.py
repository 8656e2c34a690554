"""Discounts on staking tokens in words: "steth 8 % under eth", "lsts trade at 0.93 eth"."""

import re
from decimal import Decimal

from core.catalogue import staked_coins
from core.nlu.matching import Tokens
from core.nlu.spans import Coins, Entity, Kind
from core.nlu.utterance import STAKING_TOKENS, Blow, Rate

_TOKENS = re.compile(
    r"\b(?:lsts?|(?:liquid )?staking tokens?|liquid staking|staked (?:\{asset\}|tokens?|coins?))"
    r"(?![\w}])"
)
_DISCOUNT = re.compile(r"\bdiscounts?\b")
_BELOW = re.compile(
    r"\{rate\} (?:below|under|beneath|less than|against|versus|vs|off) (?:the |its |their )?"
    r"(?:\{asset\}|coins?)(?![\w}])"
)
_FOR = re.compile(r"\b(?:at|for|to|only|just) (?P<ratio>\{coins\})(?![\w}])")


def discount_of(said: Tokens) -> Blow | None:
    """Return the discount at which a staking token is said to trade; None where none is told.

    Its subject is the token, or all of them where only "staked ETH" or "LSTs" are named; its
    change is None where no size was said.
    """
    text = said.text
    subject = _subject(said, text)
    if subject is None:
        return None
    ratio = _ratio(said, text)
    if ratio is not None:
        return Blow(subject, ratio - 1)
    found = _DISCOUNT.search(text) or _BELOW.search(text)
    if found is None:
        return None
    size = _nearest_rate(said, text.count(" ", 0, found.start()))
    return Blow(subject, None if size is None else -size)


def _nearest_rate(said: Tokens, place: int) -> Decimal | None:
    """Return the size of the percentage that stands nearest to a word."""
    rates = [(abs(at - place), e.value) for at, e in said.entities.items() if e.kind is Kind.RATE]
    near = min(rates, key=lambda one: one[0], default=(0, None))[1]
    return abs(near.high) if isinstance(near, Rate) else None


def _subject(said: Tokens, text: str) -> str | None:
    """Return the staking token that is named, or all of them."""
    named = (_coin(entity) for entity in said.entities.values())
    token = next((coin for coin in named if coin in staked_coins()), None)
    return token or (STAKING_TOKENS if _TOKENS.search(text) else None)


def _coin(entity: Entity) -> str:
    value = entity.value
    return value.asset if isinstance(value, Coins) else str(value)


def _ratio(said: Tokens, text: str) -> Decimal | None:
    """Return how much of its coin a token is said to trade for: "at 0.93 eth"."""
    found = _FOR.search(text)
    entity = said.entities.get(text.count(" ", 0, found.start("ratio"))) if found else None
    if entity is None or entity.kind is not Kind.COINS or not isinstance(entity.value, Coins):
        return None
    share = entity.value.quantity
    is_coin = entity.value.asset not in staked_coins()
    return share if is_coin and Decimal("0.3") < share < 1 else None
