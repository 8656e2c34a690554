"""Holdings in words: what is said of them, against what is kept, becomes what is kept next."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from core.catalogue import coin_of
from core.dialogue.person import Person
from core.finance.market import MarketSnapshot
from core.finance.portfolio import Kind, Position, kind_of
from core.money import DEFAULT_CURRENCY
from core.nlu.moves import WITHDRAWN
from core.nlu.own_words import ADDED
from core.nlu.utterance import Amount, Slots
from core.nlu.utterance import Holding as Said
from core.slot_checks import LARGEST_SUM, LEAST_QUANTITY, InvalidSlot, Problem

MOST_HOLDINGS = 1_000
"""What one person can keep; a list that long is a file, and a view of it a page."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change to what is held: holdings as they are from now on, and those that go."""

    saved: tuple[Position, ...] = ()
    removed: tuple[Position, ...] = ()


def stated(
    person: Person, slots: Slots, manner: str | None, snapshot: MarketSnapshot
) -> Change | InvalidSlot:
    """Return what a statement changes: it sets, adds to or takes from what is kept.

    `manner` is `add` or `sold` where the words say so. One who says where and how a holding lies
    speaks of the one there; without that, of the only one of its coin.
    """
    change, number = Change(), person.last_number
    for said in slots.holdings:
        meant = _meant(_besides(person, change, manner), said) or _same(change, said, manner)
        quantity = _quantity(said, slots.capital, snapshot)
        if manner == "sold" and said.share and meant:
            quantity = _plain(meant[0].quantity * said.share)
        if isinstance(quantity, InvalidSlot):
            return quantity
        if len(meant) > 1:
            return InvalidSlot("holdings", Problem.WHICH_ONE)
        before = next(iter(meant), None)
        if manner == "sold" and before and quantity > before.quantity:
            return InvalidSlot("holdings", Problem.MORE_THAN_KEPT)
        number += before is None
        is_again = before in change.saved and manner is None
        change = _changed(
            change, before, _as_said(said, quantity, number), ADDED if is_again else manner
        )
    kept = len(_after(person.holdings, change))
    return InvalidSlot("holdings", Problem.TOO_MANY) if kept > MOST_HOLDINGS else change


def _besides(person: Person, change: Change, manner: str | None) -> tuple[Position, ...]:
    """Return what a further holding of a statement can be about.

    "10 ETH on Lido, 5 ETH in a wallet" are two; of what was sold, the rest can be sold too.
    """
    after = _after(person.holdings, change)
    if manner == "sold":
        return after
    return tuple(held for held in after if held not in change.saved)


def _same(change: Change, said: Said, manner: str | None) -> list[Position]:
    """Return the holding of the same statement that lies the very same way: both are one."""
    if manner == "sold":
        return []
    place = (said.asset, said.venue or "", said.kind)
    return [one for one in change.saved if (one.asset, one.venue, one.kind) == place][:1]


def _quantity(
    said: Said, capital: Amount | None, snapshot: MarketSnapshot
) -> Decimal | InvalidSlot:
    """Return how many coins were said, a value or a share of a capital at today's price."""
    quantity = said.quantity
    if quantity is None:
        value = said.value or _shared(said, capital)
        if value is None:
            return InvalidSlot("holdings", Problem.NO_AMOUNT)
        quantity = _bought(value, said.asset, snapshot)
        if quantity is None:
            return InvalidSlot("holdings", Problem.NO_PRICE)
    if quantity < LEAST_QUANTITY:
        return InvalidSlot("holdings", Problem.NOT_POSITIVE)
    return quantity if quantity <= LARGEST_SUM else InvalidSlot("holdings", Problem.TOO_LARGE)


def _shared(said: Said, capital: Amount | None) -> Amount | None:
    if said.share is None or capital is None:
        return None
    return Amount(said.share * capital.amount, capital.currency)


def _bought(value: Amount, asset: str, snapshot: MarketSnapshot) -> Decimal | None:
    """Return how many coins a sum is worth, to eight places; None without a price or rate."""
    reading = snapshot.prices.get(coin_of(asset))
    rate = snapshot.exchange_rates.rate(value.currency or DEFAULT_CURRENCY, DEFAULT_CURRENCY)
    if reading is None or rate is None or not reading.price:
        return None
    return round(value.amount * rate / reading.price, 8)


def moved(person: Person, said: Said, manner: str) -> Change | InvalidSlot:
    """Return what a move changes: coins lie elsewhere now, and their number stays.

    With `withdrawn` the place that was said is the one they left, and they lie idle.
    """
    leaves = manner == WITHDRAWN
    mine = [held for held in person.holdings if held.asset == said.asset]
    there = [held for held in mine if _lies_there(held, said)]
    sources = there if leaves else [held for held in mine if held not in there]
    if len(sources) != 1:
        return InvalidSlot("holdings", Problem.WHICH_ONE) if sources else Change()
    (source,) = sources
    quantity = said.quantity or _plain(source.quantity * (said.share or 1))
    if quantity > source.quantity:
        return InvalidSlot("holdings", Problem.MORE_THAN_KEPT)
    venue, kind = ("", Kind.IDLE) if leaves else (said.venue or "", _kind(said))
    goal = next((one for one in mine if (one.venue, one.kind) == (venue, kind)), None)
    number = goal.number if goal else person.last_number + 1
    arrived = Position(number, said.asset, quantity + (goal.quantity if goal else 0), venue, kind)
    left = replace(source, quantity=source.quantity - quantity)
    if left.quantity >= LEAST_QUANTITY:
        return Change((left, arrived))
    return (
        Change((arrived,), (source,)) if goal else Change((replace(arrived, number=source.number),))
    )


def _lies_there(held: Position, said: Said) -> bool:
    """Whether a holding lies where, or as, it was said."""
    if said.venue is None and said.kind:
        return kind_of(held) == said.kind
    return held.venue == (said.venue or "") and _fits(held, said)


def _kind(said: Said) -> Kind | None:
    return Kind(said.kind) if said.kind in set(Kind) else None


def _plain(quantity: Decimal) -> Decimal:
    """Return a quantity to eight places, without zeros behind it."""
    rounded = round(quantity, 8)
    return rounded.quantize(Decimal(1)) if rounded == int(rounded) else rounded.normalize()


def _as_said(said: Said, quantity: Decimal, number: int) -> Position:
    return Position(number, said.asset, quantity, said.venue or "", _kind(said), said.unlocks)


def _after(holdings: Iterable[Position], change: Change) -> tuple[Position, ...]:
    gone = {position.number for position in (*change.saved, *change.removed)}
    return (*(kept for kept in holdings if kept.number not in gone), *change.saved)


def _meant(holdings: Iterable[Position], said: Said) -> list[Position]:
    """Return the holdings that a statement can be about: none when it is a new one."""
    fitting = [held for held in holdings if held.asset == said.asset and _fits(held, said)]
    exact = [
        held for held in fitting if held.venue == (said.venue or "") and held.kind == said.kind
    ]
    there = [held for held in fitting if said.venue and held.venue == said.venue]
    return exact[:1] or there or fitting


def _fits(held: Position, said: Said) -> bool:
    """Whether nothing that was said of a holding speaks against its being this one."""
    same_venue = not (held.venue and said.venue) or held.venue == said.venue
    return same_venue and (held.kind is None or said.kind in {None, held.kind.value})


def _changed(change: Change, before: Position | None, said: Position, manner: str | None) -> Change:
    if before is None:
        return change if manner == "sold" else replace(change, saved=(*change.saved, said))
    quantity = said.quantity
    if manner == "add":
        quantity = before.quantity + said.quantity
    if manner == "sold":
        quantity = _plain(before.quantity - said.quantity)
    others = tuple(one for one in change.saved if one.number != before.number)
    if quantity < LEAST_QUANTITY:
        return Change(others, (*change.removed, before))
    now = Position(
        before.number,
        before.asset,
        quantity,
        said.venue or before.venue,
        said.kind or before.kind,
        said.unlocks or before.unlocks,
    )
    return replace(change, saved=(*others, now))


def named_for_removal(person: Person, slots: Slots) -> tuple[Position, ...]:
    """Return the kept holdings that a wish to remove something names."""
    named = {*slots.assets, *(said.asset for said in slots.holdings)}
    return tuple(
        held
        for held in person.holdings
        if held.asset in named or (held.venue and held.venue in slots.protocols)
    )


def as_slots(positions: Iterable[Position], snapshot: MarketSnapshot) -> tuple[Said, ...]:
    """Return holdings as a question names them, those with a price, each with what it does."""
    return tuple(
        Said(held.asset, held.quantity, held.venue or None, kind=kind_of(held))
        for held in positions
        if coin_of(held.asset) in snapshot.prices
    )
