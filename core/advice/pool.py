"""What a pool of two coins loses against holding them, and what fees would make up for it."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.sums import note_capital, note_own_rate
from core.catalogue import coin_of, house_yields, monthly_returns, stablecoins
from core.facts import HOUSE, YOU, FactBook, Unit, Working
from core.finance.growth import MONTHS
from core.finance.liquidity import break_even_yield, expected_loss, impermanent_loss
from core.finance.market import MarketSnapshot
from core.finance.returns import coin_returns
from core.finance.risk import yearly_volatility
from core.money import Money
from core.requests import Coins, ImpermanentLossRequest, Profile

MOVES = tuple(map(Decimal, ("0.25", "0.5", "1", "2", "4")))
"""The price changes that are shown when none was named: up a quarter to five times."""
ONE_YEAR = Decimal(1)
FEWEST_MONTHS = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class ImpermanentLossAdvice:
    """The loss at the move that was named, or at several."""

    book: FactBook
    pair: tuple[str, ...]
    """The coins of the pool; one when its partner was not named."""
    kind: str
    """`stable`: both keep to the same currency; `tied`: one follows the other; else `free`."""
    named: bool
    gone: bool
    """Whether the coin was said to lose all its worth."""
    falls: bool
    coin: str
    """The coin whose usual movement is told."""
    profile: Profile


def impermanent_loss_of(
    request: ImpermanentLossRequest, snapshot: MarketSnapshot
) -> ImpermanentLossAdvice:
    """Return the loss against holding, in percent and in money, and the fees that break even."""
    working = Working()
    capital = _note_money(working, request, snapshot)
    if request.shock and request.shock.change > -1:
        _note_move(working, request.shock.change, capital)
    else:
        for at, move in enumerate(MOVES):
            _note_row(working, f"row_{at}.", move)
    if request.rate:
        note_own_rate(working, request.rate)
        _note_months(working)
    coin = _note_usual(working, request.assets)
    return ImpermanentLossAdvice(
        book=working.book,
        pair=request.assets[:2],
        kind=_kind(request.assets),
        named="pool_shortfall" in working,
        gone=request.shock is not None and request.shock.change <= -1,
        falls=request.shock is not None and request.shock.change < 0,
        coin=coin,
        profile=request.profile,
    )


def _note_money(
    working: Working, request: ImpermanentLossRequest, snapshot: MarketSnapshot
) -> Money | None:
    """Note the money in the pool; coins that are named with a quantity count at their price."""
    if request.capital is None:
        return None
    held = request.capital
    if isinstance(held, Coins) and not all(coin_of(c) in snapshot.prices for c in held.quantities):
        return None
    return note_capital(working, held, snapshot)


def _kind(assets: tuple[str, ...]) -> str:
    if len(assets) < 2:
        return "free"
    if set(assets[:2]) <= stablecoins():
        return "stable"
    return "tied" if coin_of(assets[0]) == coin_of(assets[1]) else "free"


_LOSS = "1 - 2 * {ratio} ** 0.5 / (1 + {ratio})"


def _note_row(working: Working, name: str, change: Decimal) -> Decimal:
    """Note a price change, the ratio it makes, and the loss at it."""
    note = "a price change to look at"
    source = HOUSE if name.endswith(".") else YOU
    working.given(f"{name}change", change, Unit.RATIO, source, note=note)
    ratio = 1 + change
    working.derive(f"{name}ratio", ratio, Unit.COUNT, f"1 + {name}change")
    loss = impermanent_loss(ratio)
    working.derive(f"{name}shortfall", loss, Unit.RATIO, _LOSS.format(ratio=f"{name}ratio"))
    return loss


def _note_move(working: Working, change: Decimal, capital: Money | None) -> None:
    """Note the loss at the move that was named, in money where a sum was, and its break-even."""
    loss = _note_row(working, "pool_", change)
    working.derive("price_fall", -change, Unit.RATIO, "-pool_change")
    ratio = 1 + change
    if capital:
        held = Money(capital.amount * (1 + ratio) / 2, capital.currency)
        working.derive("held_value", held, Unit.MONEY, "capital * (1 + pool_ratio) / 2")
        pool = Money(capital.amount * ratio.sqrt(), capital.currency)
        working.derive("pool_value", pool, Unit.MONEY, "capital * pool_ratio ** 0.5")
        short = Money(held.amount - pool.amount, capital.currency)
        working.derive("short_of_holding", short, Unit.MONEY, "held_value - pool_value")
    fees = break_even_yield(loss, ONE_YEAR)
    working.derive("break_even_fees", fees, Unit.RATIO, "1 / (1 - pool_shortfall) - 1")


def _note_months(working: Working) -> None:
    """Note how long fees at the rate that was named take to make up for the loss."""
    if "break_even_fees" not in working or not working.number("rate_high"):
        return
    working.constant("months_per_year", MONTHS, "months a year")
    months = working.number("break_even_fees") / working.number("rate_high") * MONTHS
    if months < FEWEST_MONTHS:
        return
    formula = "break_even_fees / rate_high * months_per_year"
    working.derive("months_to_break_even", months, Unit.MONTHS, formula)


def _note_usual(working: Working, assets: tuple[str, ...]) -> str:
    """Note what pools pay and what a year of a coin's usual movement costs; return the coin."""
    house = house_yields()["major-pairs"]
    for end, value in (("low", house.low), ("high", house.high)):
        note = "house range for liquidity in major pairs"
        working.given(f"fees_{end}", value, Unit.RATIO, HOUSE, house.adopted, note=note)
    coin = next((coin_of(a) for a in assets if coin_of(a) in monthly_returns().by_coin), "ETH")
    table = monthly_returns()
    volatility = Decimal(repr(round(yearly_volatility(coin_returns(coin)), 2)))
    note = f"standard deviation of {coin}'s monthly returns, times the root of twelve"
    working.given("volatility", volatility, Unit.RATIO, table.source, table.as_of, note=note)
    mean = expected_loss(volatility, ONE_YEAR)
    working.derive("usual_shortfall", mean, Unit.RATIO, "expected_loss(volatility)")
    return coin
