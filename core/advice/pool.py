"""What a pool of two coins loses against holding them, and what fees would make up for it."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.pool_shape import Shaped, note_pool
from core.advice.sums import note_capital, note_own_rate
from core.catalogue import coin_of, house_yields, monthly_returns, stablecoins, staked_coin
from core.facts import HOUSE, YOU, FactBook, Unit, Working
from core.finance.growth import MONTHS
from core.finance.liquidity import break_even_yield, expected_loss, impermanent_loss
from core.finance.market import MarketSnapshot
from core.finance.returns import coin_returns, pair_returns
from core.finance.risk import log_volatility
from core.finance.sustainability import levels
from core.money import Money
from core.requests import Coins, ImpermanentLossRequest, Profile

MOVES = tuple(map(Decimal, ("0.25", "0.5", "1", "2", "4")))
"""The price changes that are shown when none was named: up a quarter to five times."""
TIED_MOVES = tuple(map(Decimal, ("-0.01", "-0.05", "-0.13", "-0.5")))
"""Those of two coins that keep together, down to a lost peg and worse."""
BOTH_WAYS = tuple(map(Decimal, ("-0.5", "-0.25", "0.25", "0.5", "1")))
"""Those of a pool that falls and rises do not cost alike."""
ONE_YEAR = Decimal(1)
FEWEST_MONTHS = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class ImpermanentLossAdvice:
    """The loss at the move that was named, or at several, and in a usual time."""

    book: FactBook
    pair: tuple[str, ...]
    """The coins of the pool, the one that moves first; one when its partner was not named."""
    kind: str
    """`stable`: both keep to the same currency; `tied`: one follows the other; else `free`."""
    shape: str
    """`even`, `weighted`, `range`, or `outside`: a range that the price has left already."""
    named: bool
    gone: bool
    """Whether the coin was said to lose all its worth."""
    falls: bool
    above: bool
    """Whether the price has left the range by its upper end."""
    moving: tuple[str, ...]
    """The coin, or the two against one another, whose usual movement is told."""
    profile: Profile


def impermanent_loss_of(
    request: ImpermanentLossRequest, snapshot: MarketSnapshot
) -> ImpermanentLossAdvice:
    """Return the loss against holding, in percent and in money, and the fees that break even."""
    working, shock = Working(), request.shock
    shaped = note_pool(working, request, snapshot)
    gone = any(one.change <= -1 for one in (shock, request.beside) if one)
    moving: tuple[str, ...] = ()
    if shaped.kind != "outside":
        if not gone:
            _note_losses(working, request, shaped, snapshot)
        moving = _note_usual(working, shaped, request)
        if not gone and shaped.change is None and _kind(shaped.pair) == "free":
            _note_usual_money(working, request.capital, snapshot)
    if request.rate:
        note_own_rate(working, request.rate)
        _note_months(working)
    start, high = ("start_price", "range_high_price")
    left = {start, high} <= {fact.name for fact in working.book}
    return ImpermanentLossAdvice(
        book=working.book,
        pair=shaped.pair,
        kind=_kind(shaped.pair),
        shape=shaped.kind,
        named="pool_shortfall" in working,
        gone=gone,
        falls=shaped.change is not None and shaped.change < 0,
        above=left and working.number(start) >= working.number(high),
        moving=moving,
        profile=request.profile,
    )


def _kind(pair: tuple[str, ...]) -> str:
    if len(pair) < 2:
        return "free"
    if set(pair) <= stablecoins():
        return "stable"
    first, second = (coin_of(staked_coin(coin)) for coin in pair[:2])
    return "tied" if first == second else "free"


def _note_losses(
    working: Working, request: ImpermanentLossRequest, shaped: Shaped, snapshot: MarketSnapshot
) -> None:
    """Note the loss at the move that was named, in money too; else at several moves."""
    if shaped.change is not None:
        _note_loss(working, "pool_", shaped)
        working.derive("price_fall", -shaped.change, Unit.RATIO, "-pool_change")
        _note_money(working, request, shaped, snapshot)
        _note_fees(working, "break_even_fees", "pool_shortfall", request.years or ONE_YEAR)
        return
    for at, move in enumerate(_moves(shaped)):
        name = f"row_{at}."
        working.given(f"{name}change", move, Unit.RATIO, HOUSE, note="a price change to look at")
        working.derive(f"{name}fall", -move, Unit.RATIO, f"-{name}change")
        working.derive(f"{name}ratio", 1 + move, Unit.COUNT, f"1 + {name}change")
        _note_loss(working, name, shaped)


def _moves(shaped: Shaped) -> tuple[Decimal, ...]:
    if _kind(shaped.pair) != "free":
        return TIED_MOVES
    return MOVES if shaped.kind == "even" else BOTH_WAYS


def _note_loss(working: Working, name: str, shaped: Shaped) -> None:
    """Note what the pool is short of at a ratio; of a range, beside the pool without one."""
    ratio = working.number(f"{name}ratio")
    loss, formula = impermanent_loss(ratio, shaped.pool), shaped.loss_formula(f"{name}ratio")
    working.derive(f"{name}shortfall", loss, Unit.RATIO, formula)
    if shaped.kind == "range":
        whole = f"1 - 2 * {name}ratio ** 0.5 / (1 + {name}ratio)"
        working.derive(f"{name}plain_shortfall", impermanent_loss(ratio), Unit.RATIO, whole)


def _note_money(
    working: Working, request: ImpermanentLossRequest, shaped: Shaped, snapshot: MarketSnapshot
) -> None:
    """Note what the money in the pool becomes, and what it would be if held."""
    held = request.capital
    if held is None or not _is_priced(held, snapshot):
        return
    capital, ratio = note_capital(working, held, snapshot), working.number("pool_ratio")
    kept, formula = capital.times(shaped.pool.held(ratio)), f"capital * {shaped.held_formula}"
    if "other_change" in working:
        kept = kept.times(1 + working.number("other_change"))
        formula += " * (1 + other_change)"
    working.derive("held_value", kept, Unit.MONEY, formula)
    pool = Money(kept.amount * (1 - working.number("pool_shortfall")), kept.currency)
    working.derive("pool_value", pool, Unit.MONEY, "held_value * (1 - pool_shortfall)")
    short = Money(kept.amount - pool.amount, kept.currency)
    working.derive("short_of_holding", short, Unit.MONEY, "held_value - pool_value")


def _is_priced(held: Money | Coins, snapshot: MarketSnapshot) -> bool:
    coins = held.quantities if isinstance(held, Coins) else ()
    return all(coin_of(coin) in snapshot.prices for coin in coins)


def _note_fees(working: Working, name: str, loss: str, years: Decimal) -> None:
    """Note the fees a year that make up for a loss, unless none that can be written do."""
    lost = working.number(loss)
    if lost >= 1:
        return
    fees = break_even_yield(lost, years)
    if fees <= levels()["countless"]:
        formula = f"(1 / (1 - {loss})) ** (1 / pool_years) - 1"
        working.derive(name, fees, Unit.RATIO, formula)


def _note_months(working: Working) -> None:
    """Note how long fees at the rate that was named take to make up for the loss."""
    if "break_even_fees" not in working or not working.number("rate_high"):
        return
    working.constant("months_per_year", MONTHS, "months a year")
    needed = 1 / (1 - working.number("pool_shortfall")) - 1
    months = needed / working.number("rate_high") * MONTHS
    if months >= FEWEST_MONTHS:
        formula = "(1 / (1 - pool_shortfall) - 1) / rate_high * months_per_year"
        working.derive("months_to_break_even", months, Unit.MONTHS, formula)


def _note_usual(
    working: Working, shaped: Shaped, request: ImpermanentLossRequest
) -> tuple[str, ...]:
    """Note what pools pay and what a time of usual movement costs; return what moves."""
    house = house_yields()["major-pairs"]
    for end, value in (("low", house.low), ("high", house.high)):
        note = "house range for liquidity in major pairs"
        working.given(f"fees_{end}", value, Unit.RATIO, HOUSE, house.adopted, note=note)
    moving = _moving(shaped.pair)
    _note_volatility(working, moving, request.profile.volatility)
    years = request.years or ONE_YEAR
    mean = expected_loss(working.number("volatility"), years, shaped.pool)
    working.derive("usual_shortfall", mean, Unit.RATIO, shaped.mean_formula)
    _note_fees(working, "usual_fees", "usual_shortfall", years)
    if request.years and years < 1:
        working.constant("months_per_year", MONTHS, "months a year")
        formula = "pool_years * months_per_year"
        working.derive("pool_months", years * MONTHS, Unit.MONTHS, formula)
    return moving


def _note_usual_money(working: Working, held: Money | Coins | None, prices: MarketSnapshot) -> None:
    """Note what a time of usual movement costs the money in the pool, on average."""
    if held is None or "capital" in working or not _is_priced(held, prices):
        return
    capital = note_capital(working, held, prices)
    short = capital.times(working.number("usual_shortfall"))
    working.derive("usual_short", short, Unit.MONEY, "capital * usual_shortfall")


def _note_volatility(working: Working, moving: tuple[str, ...], said: Decimal | None) -> None:
    """Note what prices swing a year: as it was said, else as the table of months shows."""
    if said is not None:
        note = "standard deviation of log returns a year"
        working.given("volatility", said, Unit.RATIO, YOU, note=note)
        return
    table = monthly_returns()
    returns = coin_returns(moving[0]) if len(moving) == 1 else pair_returns(*moving)
    measured = Decimal(repr(round(log_volatility(returns), 2)))
    note = f"standard deviation of {' in '.join(moving)}'s log months, times the root of twelve"
    working.given("volatility", measured, Unit.RATIO, table.source, table.as_of, note=note)
    for name, day in (("moves_from", table.first_month), ("moves_to", table.as_of)):
        working.given(name, day, Unit.DATE, table.source, table.as_of)


def _moving(pair: tuple[str, ...]) -> tuple[str, ...]:
    """Return the coins of a pair that have a table of months; ether stands for an unknown one."""
    coins = [coin_of(staked_coin(coin)) for coin in pair]
    known = [coin for coin in coins if coin in monthly_returns().by_coin]
    return tuple(dict.fromkeys(known)) or ("ETH",)
