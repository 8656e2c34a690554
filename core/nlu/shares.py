"""How money is split over coins: "60 % ETH 40 % USDC", "80/20 BTC/USDC", "half ETH half SOL"."""

from collections.abc import Iterable
from decimal import Decimal

from core.nlu.matching import Tokens
from core.nlu.reading import Reading
from core.nlu.roles import Bound
from core.nlu.spans import Coins, Entity, Kind
from core.nlu.utterance import Amount, Blow, Holding, Slots

ZERO, ONE, HALF = Decimal(0), Decimal(1), Decimal("0.5")
_REST = frozenset({"rest", "remainder", "remaining", "balance"})


def split_of(
    listed: tuple[Holding, ...],
    slots: Slots,
    bound: tuple[Bound, ...],
    said: Tokens,
    reading: Reading,
) -> tuple[Holding, ...]:
    """Return the share or the value of each coin that a sum is split over; empty if none is told.

    `listed` is what the message names with a size. Shares may come to more than the whole: that
    is for the one who counts with them to refuse.
    """
    listed = _unshocked(listed, slots.shocks)
    shares = _percents(listed, bound) or _pair(slots) or _halves(slots, said, reading)
    if shares:
        return (*shares, *_rest(shares, slots, said))
    valued = tuple(one for one in listed if one.value)
    return valued if len(valued) > 1 or _is_shocked(valued, slots) else ()


def whole_of(listed: Iterable[Holding], capital: Amount | None) -> Amount | None:
    """Return what valued holdings come to, where that is more than the sum that was read."""
    values = [one.value for one in listed if one.value]
    worth = sum((value.amount for value in values), ZERO)
    if not values or (capital and capital.amount >= worth):
        return capital
    return Amount(worth, values[0].currency)


def _unshocked(listed: tuple[Holding, ...], shocks: tuple[Blow, ...]) -> tuple[Holding, ...]:
    """Leave out "a crash of 80 % in SOL", which is no share."""
    falls = {(shock.subject, -shock.change) for shock in shocks if shock.change is not None}
    return tuple(one for one in listed if (one.asset, one.share) not in falls)


def _percents(listed: tuple[Holding, ...], bound: tuple[Bound, ...]) -> tuple[Holding, ...]:
    """Return the coins with a percentage each; one that may be what a coin pays is no share."""
    shares = tuple(one for one in listed if one.share is not None)
    is_whole = len(shares) > 1 and sum(one.share or ZERO for one in shares) == ONE
    pays = any(one.role == "yield" and one.entity.kind is Kind.RATE for one in bound)
    return shares if is_whole or not pays else ()


def _pair(slots: Slots) -> tuple[Holding, ...]:
    """Return two coins split as two numbers say that make a hundred."""
    weight = slots.pool.weight if slots.pool else None
    if weight is None or len(slots.assets) != 2:
        return ()
    return tuple(
        Holding(asset, share=share)
        for asset, share in zip(slots.assets, (weight, ONE - weight), strict=True)
    )


def _halves(slots: Slots, said: Tokens, reading: Reading) -> tuple[Holding, ...]:
    """Return the coins of which "half" is said beside a sum: half the money, not half a coin."""
    coins = [entity for entity in said.entities.values() if isinstance(entity.value, Coins)]
    if not slots.capital or not coins or not all(_is_half(one, reading) for one in coins):
        return ()
    return tuple(
        Holding(one.value.asset, share=HALF) for one in coins if isinstance(one.value, Coins)
    )


def _is_half(entity: Entity, reading: Reading) -> bool:
    return reading.lower.startswith("half", reading.index(entity.start))


def _rest(shares: tuple[Holding, ...], slots: Slots, said: Tokens) -> tuple[Holding, ...]:
    """Return the one further coin that is said to take the rest."""
    left = ONE - sum(one.share or ZERO for one in shares)
    named = {one.asset for one in shares}
    others = [asset for asset in slots.assets if asset not in named]
    if left <= 0 or len(others) != 1 or _REST.isdisjoint(said.words):
        return ()
    return (Holding(others[0], share=left),)


def _is_shocked(valued: tuple[Holding, ...], slots: Slots) -> bool:
    """Whether the money is said to be in the very coin that a shock is about."""
    subjects = [shock.subject for shock in slots.shocks]
    return [one.asset for one in valued] == subjects == list(slots.assets)
