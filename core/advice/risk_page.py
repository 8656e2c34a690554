"""The risks of what is held, each with a figure of its own (C1 to C7)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from core.advice.blend_facts import note_worst_coins
from core.advice.stress import note_held
from core.catalogue import (
    Constituent,
    coin_of,
    crash_returns,
    monthly_returns,
    stablecoins,
    staking_facts,
)
from core.facts import FactBook, Unit, Working
from core.finance.blends import ZERO
from core.finance.market import MarketSnapshot
from core.finance.risk import (
    drawdown,
    expected_shortfall,
    risk_shares,
    value_at_risk,
    whole_returns,
    yearly_volatility,
)
from core.finance.stress import Held, Scenario, changes, held_change, loss
from core.money import Money
from core.requests import StressTestRequest

Wanted = Callable[[Constituent], bool]


@dataclass(frozen=True, slots=True)
class RiskPage:
    """The risks of what is held; a figure that is not there does not concern it."""

    book: FactBook
    held: tuple[Held, ...]
    protocol: str | None
    """The protocol that holds the most."""
    chain: str | None
    dollar: str | None
    """The stablecoin held most."""
    slowest: str | None
    """The coin that takes longest to get back."""
    queue: bool
    """Whether that takes longer when many leave at once."""


def risk_page(request: StressTestRequest, snapshot: MarketSnapshot) -> RiskPage:
    """Return what could go wrong with what a question is about, and how much of it is touched."""
    working = Working()
    held = note_held(working, request, snapshot)
    _note_prices(working, held)
    protocol = _note_largest(working, held, "protocol")
    chain = _note_largest(working, held, "chain")
    dollar = _note_dollar(working, held)
    _note_pools(working, held)
    slowest = _note_staking(working, held)
    _note_income_taxed(working)
    queue = slowest is not None and staking_facts()[slowest].queue
    return RiskPage(working.book, held, protocol, chain, dollar, slowest, queue)


def _note_prices(working: Working, held: tuple[Held, ...]) -> None:
    """Note how prices moved what is held: by the table of months, and in the crash year (C7)."""
    returns, table = whole_returns(held), monthly_returns()
    if not returns.any():
        return
    shares = ", ".join(f"{one.key}.weight" for one in held)
    for name, measure in _MEASURES.items():
        value = Decimal(repr(measure(returns))).quantize(Decimal("0.001"))
        working.derive(name, value, Unit.RATIO, f"{name}_of({shares})")
    for one, share in zip(held, risk_shares(held), strict=True):
        value = Decimal(repr(share)).quantize(Decimal("0.001"))
        name = f"{one.key}.risk_share"
        working.derive(name, value, Unit.RATIO, f"risk_share_of({one.key}.weight, {shares})")
    working.given("table_start", table.first_month, Unit.DATE, table.source, table.as_of)
    working.given("table_end", table.as_of, Unit.DATE, table.source, table.as_of)
    _note_crash(working, held)


_MEASURES = {
    "yearly_volatility": yearly_volatility,
    "deepest_drawdown": drawdown,
    "bad_month_loss": value_at_risk,
    "worst_months_loss": expected_shortfall,
}


def _note_crash(working: Working, held: tuple[Held, ...]) -> None:
    """Note what the crash year would take, as the stress test has it."""
    note_worst_coins(working)
    crash, terms = Scenario("crash_year", history=True), []
    for one in held:
        moved = [part for part in one.parts if coin_of(part.asset) in crash_returns()]
        if not moved:
            continue
        for part in moved:
            figure = crash_returns()[coin_of(part.asset)]
            name = f"{coin_of(part.asset).lower()}.crash_return"
            working.given(name, figure.value, Unit.RATIO, figure.source, figure.as_of)
        formula = " + ".join(map(_crash_term, moved))
        name = f"{one.key}.crash_change"
        working.derive(name, held_change(one, crash), Unit.RATIO, formula)
        terms.append(f"{one.key}.weight * {name}")
    if terms:
        formula = f"-({' + '.join(terms)})"
        taken = loss(held, changes(held, crash))
        working.derive("crash_loss", taken, Unit.RATIO, formula)


def _crash_term(part: Constituent) -> str:
    name = f"{coin_of(part.asset).lower()}.crash_return"
    return (
        f"{part.weight} * ((1 + {name}) ** 0.5 - 1)" if part.paired else f"{part.weight} * {name}"
    )


def _note_share(
    working: Working, name: str, held: tuple[Held, ...], chosen: dict[str, Decimal]
) -> None:
    """Note a share of the whole: of each holding the share in question, by its key."""
    terms = [f"{one.key}.weight * {chosen[one.key]}" for one in held if chosen.get(one.key)]
    share = sum((one.share * chosen.get(one.key, ZERO) for one in held), ZERO)
    if terms:
        working.derive(name, share, Unit.RATIO, " + ".join(terms))


def _shares_where(held: tuple[Held, ...], wanted: Wanted) -> dict[str, Decimal]:
    return {one.key: sum((part.weight for part in one.parts if wanted(part)), ZERO) for one in held}


def _note_largest(working: Working, held: tuple[Held, ...], kind: str) -> str | None:
    """Note the share of the protocol, or chain, that holds the most; return its name (C1, C6)."""
    names: set[str] = {getattr(part, kind) for one in held for part in one.parts} - {None, ""}
    if not names:
        return None
    by_name = {name: _shares_where(held, _in(kind, name)) for name in sorted(names)}
    totals = {
        name: sum((one.share * shares[one.key] for one in held), ZERO)
        for name, shares in by_name.items()
    }
    largest: str = max(totals, key=totals.__getitem__)
    _note_share(working, f"{kind}_share", held, by_name[largest])
    return largest


def _in(kind: str, name: str) -> Wanted:
    return lambda part: getattr(part, kind) == name


def _note_dollar(working: Working, held: tuple[Held, ...]) -> str | None:
    """Note the share in stablecoins, and in the one held most (C2)."""
    _note_share(working, "dollar_share", held, _shares_where(held, _is_dollar))
    coins = {part.asset for one in held for part in one.parts} & stablecoins()
    by_coin = {coin: _shares_where(held, _holds(coin)) for coin in sorted(coins)}
    if not by_coin:
        return None
    totals = {
        coin: sum((one.share * shares[one.key] for one in held), ZERO)
        for coin, shares in by_coin.items()
    }
    largest = max(totals, key=totals.__getitem__)
    _note_share(working, "one_dollar_share", held, by_coin[largest])
    return largest


def _is_dollar(part: Constituent) -> bool:
    return part.asset in stablecoins()


def _holds(coin: str) -> Wanted:
    return lambda part: coin in {part.asset, part.partner}


def _note_pools(working: Working, held: tuple[Held, ...]) -> None:
    """Note the share in pools of coins with dollars, and what a doubled price costs it (C3)."""
    _note_share(working, "pool_share", held, _shares_where(held, _is_paired))
    if "pool_share" not in working:
        return
    working.constant("price_ratio", Decimal(2), "a doubled price")
    ratio = Decimal(2)
    lost = 1 - 2 * ratio.sqrt() / (1 + ratio)
    formula = "1 - 2 * price_ratio ** 0.5 / (1 + price_ratio)"
    working.derive("pool_loss_at_double", lost, Unit.RATIO, formula)
    whole = lost * working.number("pool_share")
    working.derive("whole_loss_at_double", whole, Unit.RATIO, "pool_share * pool_loss_at_double")


def _is_paired(part: Constituent) -> bool:
    return part.paired


def _note_staking(working: Working, held: tuple[Held, ...]) -> str | None:
    """Note the share that is staked, exposed to slashing, and the longest wait (C5)."""
    _note_share(working, "staked_share", held, _shares_where(held, _is_staked))
    _note_share(working, "slashed_share", held, _shares_where(held, _can_be_slashed))
    known = [
        staking_facts()[coin_of(part.asset)]
        for one in held
        for part in one.parts
        if _is_staked(part) and coin_of(part.asset) in staking_facts()
    ]
    if not known:
        return None
    slowest = max(known, key=lambda facts: facts.unbonding_days)
    note = f"wait to get staked {slowest.asset} back"
    days = slowest.unbonding_days
    working.given("unbonding", days, Unit.DAYS, slowest.source, slowest.as_of, note=note)
    return slowest.asset


def _is_staked(part: Constituent) -> bool:
    return part.method == "staking"


def _can_be_slashed(part: Constituent) -> bool:
    facts = staking_facts().get(coin_of(part.asset))
    return _is_staked(part) and facts is not None and facts.slashing


def _note_income_taxed(working: Working) -> None:
    """Note the income a year that is usually taxable when received (C4)."""
    if "capital" not in working or not working.number("blend_yield_mid"):
        return
    capital = working.book["capital"].value
    assert isinstance(capital, Money)
    income = capital.times(working.number("blend_yield_mid"))
    working.derive("taxed_income", income, Unit.MONEY_YEAR, "capital * blend_yield_mid")
