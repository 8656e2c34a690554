"""The risks of what is held, each with a figure of its own (C1 to C7)."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.blend_facts import note_worst_coins
from core.advice.held import note_held
from core.advice.outcome import note_outcome
from core.advice.stress import is_of_blend
from core.catalogue import monthly_returns, staking_facts, stress_scenarios
from core.facts import FactBook, Unit, Working
from core.finance import exposure
from core.finance.exposure import Wanted, share_of
from core.finance.liquidity import impermanent_loss
from core.finance.market import MarketSnapshot
from core.finance.risk import (
    drawdown,
    expected_shortfall,
    risk_shares,
    value_at_risk,
    whole_returns,
    yearly_volatility,
)
from core.finance.stress import Held, Scenario
from core.requests import Profile, StressTestRequest


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
    profile: Profile | None
    """Whose blend it is; None where it is something of one's own."""


def risk_page(request: StressTestRequest, snapshot: MarketSnapshot) -> RiskPage:
    """Return what could go wrong with what a question is about, and how much of it is touched."""
    working = Working()
    held = note_held(working, request, snapshot)
    _note_prices(working, held)
    _note_share(working, "program_share", held, exposure.in_a_program)
    protocol = _note_largest(working, held, "protocol")
    chain = _note_largest(working, held, "chain")
    dollar = _note_dollar(working, held)
    _note_pools(working, held)
    slowest = _note_staking(working, held)
    _note_income_taxed(working)
    queue = slowest is not None and staking_facts()[slowest].queue
    profile = request.profile if is_of_blend(request) else None
    return RiskPage(working.book, held, protocol, chain, dollar, slowest, queue, profile)


def _note_prices(working: Working, held: tuple[Held, ...]) -> None:
    """Note how prices moved what is held: by the table of months, and in the crash year (C7)."""
    returns, table = whole_returns(held), monthly_returns()
    if not returns.any():
        return
    shares = ", ".join(f"{one.key}.weight" for one in held)
    note = f"by the table of months, {table.source}"
    for name, measure in MEASURES.items():
        value = Decimal(repr(measure(returns))).quantize(Decimal("0.001"))
        working.derive(name, value, Unit.RATIO, f"{name}_of({shares})", note)
    _note_money(working)
    for one, share in zip(held, risk_shares(held), strict=True):
        value = Decimal(repr(share)).quantize(Decimal("0.001"))
        name = f"{one.key}.risk_share"
        working.derive(name, value, Unit.RATIO, f"risk_share_of({one.key}.weight, {shares})", note)
    working.given("table_start", table.first_month, Unit.DATE, table.source, table.as_of)
    working.given("table_end", table.as_of, Unit.DATE, table.source, table.as_of)
    note_worst_coins(working)
    note_outcome(working, held, Scenario("crash_year", history=True), "", table.source)


def _note_money(working: Working) -> None:
    """Note what the measures come to in money, where a sum is known."""
    if "capital" not in working:
        return
    for name, of in _IN_MONEY.items():
        taken = working.money("capital").times(working.number(of))
        working.derive(name, taken, Unit.MONEY, f"capital * {of}")


_IN_MONEY = {
    "bad_month_money": "bad_month_loss",
    "worst_months_money": "worst_months_loss",
    "drawdown_money": "deepest_drawdown",
}
MEASURES = {
    "yearly_volatility": yearly_volatility,
    "deepest_drawdown": drawdown,
    "bad_month_loss": value_at_risk,
    "worst_months_loss": expected_shortfall,
}


def _note_share(working: Working, name: str, held: tuple[Held, ...], wanted: Wanted) -> None:
    """Note the share of the whole that is wanted, where there is any."""
    shares = {one.key: share_of(one, wanted) for one in held}
    terms = [f"{key}.weight * {share}" for key, share in shares.items() if share]
    if terms:
        working.derive(name, exposure.exposure(held, wanted), Unit.RATIO, " + ".join(terms))


def _note_largest(working: Working, held: tuple[Held, ...], kind: str) -> str | None:
    """Note the share of the protocol, or chain, that holds the most; return its name (C1, C6)."""
    largest = exposure.largest(held, kind)
    if largest:
        _note_share(working, f"{kind}_share", held, exposure.lies_in(kind, largest))
    return largest


def _note_dollar(working: Working, held: tuple[Held, ...]) -> str | None:
    """Note the share in stablecoins, and in the one held most (C2)."""
    _note_share(working, "dollar_share", held, exposure.is_dollar)
    largest = exposure.largest_dollar(held)
    if largest:
        _note_share(working, "one_dollar_share", held, exposure.holds(largest))
    return largest


def _note_pools(working: Working, held: tuple[Held, ...]) -> None:
    """Note the shares in pools, and what a doubled price or a broken tie costs them (C3)."""
    _note_share(working, "pool_share", held, exposure.is_paired)
    _note_share(working, "tied_share", held, exposure.is_tied)
    if "pool_share" in working:
        working.constant("price_ratio", Decimal(2), "a doubled price")
        lost = impermanent_loss(Decimal(2))
        formula = "1 - 2 * price_ratio ** 0.5 / (1 + price_ratio)"
        working.derive("pool_loss_at_double", lost, Unit.RATIO, formula)
        whole, formula = lost * working.number("pool_share"), "pool_share * pool_loss_at_double"
        working.derive("whole_loss_at_double", whole, Unit.RATIO, formula)
    if "tied_share" in working:
        depeg = next(one for one in stress_scenarios() if one.id == "depeg")
        size = depeg.changes["stablecoin"]
        working.given("depeg_change", size, Unit.RATIO, depeg.source, depeg.as_of)
        working.derive("depeg_fall", -size, Unit.RATIO, "-depeg_change")
        formula = "1 - 2 * (1 + depeg_change) ** 0.5 / (2 + depeg_change)"
        working.derive("tied_loss", impermanent_loss(1 + size), Unit.RATIO, formula)


def _note_staking(working: Working, held: tuple[Held, ...]) -> str | None:
    """Note the share that is staked, exposed to slashing, and the longest wait (C5)."""
    _note_share(working, "staked_share", held, exposure.is_staked)
    _note_share(working, "slashed_share", held, exposure.can_be_slashed)
    slowest = exposure.slowest_out(held)
    if slowest:
        facts, note = staking_facts()[slowest], f"wait to get staked {slowest} back"
        days = facts.unbonding_days
        working.given("unbonding", days, Unit.DAYS, facts.source, facts.as_of, note=note)
    return slowest


def _note_income_taxed(working: Working) -> None:
    """Note the income a year that is usually taxable when received (C4)."""
    if "capital" not in working or not working.number("blend_yield_mid"):
        return
    income = working.money("capital").times(working.number("blend_yield_mid"))
    working.derive("taxed_income", income, Unit.MONEY_YEAR, "capital * blend_yield_mid")
