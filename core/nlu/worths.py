"""What coins that were received were worth: a sum for all of them, or a price of each."""

import re
from decimal import Decimal

from core.nlu.matching import Tokens
from core.nlu.spans import Coins, Entity, Kind, Sum
from core.nlu.utterance import Amount

EACH = "each"
"""What a reply is about that tells the price of a coin, and not what all of them were worth."""
_MONEY = r"\{(?:sum|number)\}"
_ABOUT = r"(?:(?:about|around|roughly|only|just|some|like|a price of|the price of) )*"
_EACH = re.compile(
    rf"(?:(?<!valued )(?<!value )\b(?:at|@)|\bprice(?: (?!of)\w+){{0,3}}(?: of)?"
    rf"|(?<!the )(?<!my )(?<!those )\{{asset\}} (?:was|were|stood|traded|cost)(?: (?:at|worth))?)"
    rf" {_ABOUT}(?P<before>{_MONEY})"
    rf"|(?P<after>{_MONEY}) (?:each|apiece|a piece|a coin|per (?:coin|token|piece|\{{asset\}}))"
)
_IN_ALL = re.compile(
    rf"\b(?:worth|value|valued at|total|totalling|equals|equal to|being|so|=) "
    rf"(?:(?:of|was|is|then) )*{_ABOUT}(?P<money>{_MONEY})"
)


def tells_price(said: Tokens) -> bool:
    """Whether the money of a message is the price of each coin."""
    return _EACH.search(said.text) is not None


def worth_said(said: Tokens) -> Amount | None:
    """Return what all that a message says was received was worth; None where it says nothing.

    A bare figure is money beside words that call it a worth or a price. A price is that of each of
    the coins, where one quantity of them is named.
    """
    text, coins = said.text, _quantity(said)
    each = _EACH.search(text) if coins is not None else None
    if each and coins is not None:
        price = _amount_at(said, text, each.start("before" if each["before"] else "after"))
        return Amount(price.amount * coins, price.currency) if price else None
    whole = _IN_ALL.search(text)
    if whole:
        return _amount_at(said, text, whole.start("money"))
    sums = [money for one in said.entities.values() if (money := _sum(one))]
    return sums[0] if len(sums) == 1 else None


def _quantity(said: Tokens) -> Decimal | None:
    coins = [e.value for e in said.entities.values() if isinstance(e.value, Coins)]
    return coins[0].quantity if len(coins) == 1 else None


def _amount_at(said: Tokens, text: str, start: int) -> Amount | None:
    entity = said.entities[text.count(" ", 0, start)]
    if entity.kind is Kind.NUMBER and isinstance(entity.value, Decimal):
        return Amount(entity.value)
    return _sum(entity)


def _sum(entity: Entity) -> Amount | None:
    """Return the sum that an entity is, if it is one and no range."""
    match entity.value:
        case Sum(low, high, currency, None) if low == high:
            return Amount(low, currency)
        case _:
            return None
