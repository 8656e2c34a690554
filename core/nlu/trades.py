"""What coins were traded for: "sold 2 ETH at 3,000 on 3 March", "bought 10 SOL for 900"."""

import re
from datetime import date
from decimal import Decimal

from core.catalogue import stablecoins
from core.nlu.reading import Reading
from core.nlu.spans import Coins, Entity, Sum
from core.nlu.utterance import Amount, Traded

_TRADES = re.compile(r"\b(?:sold|sale|spent|bought|purchased?|swapped|exchanged)\b")
_NO_DOLLARS = frozenset({"EURC", "SDAI", "SUSDE", "SUSDS", "USDY", "USYC", "BUIDL", "UST", "USDX"})
"""Stablecoins of which one is no dollar: of another currency, with pay in the price, or lost."""
_PLACE = r"(?: (?:on|at|from|via|through) [a-z][a-z.]{1,15}(?: [a-z]{2,10})?)?"
_LEADS = rf"(?: (?:coins?|tokens?|of them))?{_PLACE}(?: (?:back|again|today|yesterday))?"
_ABOUT = r"(?: (?:about|around|only|just|a price of|a total of))?"
_EACH = re.compile(rf"{_LEADS},? ?(?:at|@)(?: the price of)?{_ABOUT} ?")
_IN_ALL = re.compile(rf"{_LEADS},? (?:for|and got|and received|and paid){_ABOUT} ")
_PER_COIN = re.compile(r" ?(?:each|apiece|a piece|a coin|per \w+|/ ?(?:coin|[a-z]{2,5})\b)")


def traded_in(entities: tuple[Entity, ...], reading: Reading, day: date | None) -> Traded | None:
    """Return what one trade of one coin was done for, and when; None where neither is said."""
    coins = [one for one in entities if isinstance(one.value, Coins)]
    if not _TRADES.search(reading.lower):
        return None
    if len(coins) == 2:
        paid = _value(coins[0], coins[1], reading)
        return Traded(paid, day) if paid else None
    if len(coins) != 1:
        return None
    values = (_value(coins[0], one, reading) for one in entities)
    value = next((value for value in values if value), None)
    return Traded(value, day) if value or day else None


def _value(coins: Entity, money: Entity, reading: Reading) -> Amount | None:
    """Return the whole sum that stands behind the coins; "at" means each of them."""
    said, held = _sum_of(money), coins.value
    assert isinstance(held, Coins)
    if said is None or money.start < coins.end:
        return None
    start, end = reading.index(coins.end), reading.index(money.start)
    each = _EACH.fullmatch(reading.lower, start, end)
    in_all = _IN_ALL.fullmatch(reading.lower, start, end)
    if each or (in_all and _PER_COIN.match(reading.lower, reading.index(money.end))):
        return Amount(said.amount * held.quantity, said.currency)
    return said if in_all else None


def _sum_of(entity: Entity) -> Amount | None:
    """Return the sum that an entity is; a bare figure behind "for" or "at" is one too.

    What was paid in stablecoins was paid in dollars.
    """
    match entity.value:
        case Sum(low, high, currency, None) if low == high:
            return Amount(low, currency)
        case Coins(asset, quantity) if asset in stablecoins() - _NO_DOLLARS:
            return Amount(quantity, "USD")
        case Decimal() as number if entity.kind == "number":
            return Amount(number)
        case _:
            return None
