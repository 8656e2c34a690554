"""How to draw on money: whether a sum lasts, which could, and what each way of drawing does."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from core.advice.blend_facts import note_blend, note_crash, note_worst_coins
from core.advice.draw_calendar import note_calendar
from core.advice.fit_facts import leg_facts
from core.advice.held_blend import note_held_blend
from core.advice.likelihood import (
    OF_SWINGS,
    at_level,
    futures,
    note_error,
    note_futures,
    note_level,
)
from core.advice.sums import (
    note_capital,
    note_converted,
    note_figure,
    note_goal,
    note_inflation,
    note_own_rate,
)
from core.catalogue import PolicyLeg, indices
from core.facts import HOUSE, YOU, FactBook, Unit, Working
from core.finance.blends import ZERO, Blend, Stage, policy_blend, policy_for
from core.finance.growth import MONTHS
from core.finance.indices import price_share
from core.finance.market import MarketSnapshot
from core.finance.outlook import GUARDED, SHARE, VARIABLE, Outlook
from core.finance.withdrawals import MonthDrawn
from core.money import Money, Period
from core.nlu.utterance import Contribution
from core.requests import Profile, WithdrawalPlanRequest
from core.requests.withdrawal import STEADY

HUNDRED = Decimal(100)
ONE = Decimal(1)
MIDDLE = 50
"""The hundredth of the futures that half of them lie below."""
WAYS = (SHARE, VARIABLE, GUARDED)
"""The ways to draw that are set beside a fixed sum."""


@dataclass(frozen=True, slots=True)
class WithdrawalPlanAdvice:
    """What drawing comes to. Chances, sums and ways are facts; see `note_ways` for their names."""

    book: FactBook
    blend: Blend
    profile: Profile
    period: Period | None
    """How often the sum asked about is wanted; None where none was named."""
    frequency: Period
    months: tuple[MonthDrawn, ...]
    """The calendar of the next twelve months, where it was asked for."""
    seen: Outlook
    """What becomes of the money with the sum asked about, or with the careful one."""
    index: str | None = None
    """The one index that all of it is in, where one was named."""
    adds: Period | None = None
    """How often something is added beside drawing; None where nothing is."""
    holds_own: bool = False
    """Whether it is counted in the coins that are held, and not in a blend."""

    @property
    def swings(self) -> bool:
        """Whether any part of it moves with coin prices."""
        return any(price_share(leg.index) for leg in self.blend.legs)


def withdrawal_plan(
    request: WithdrawalPlanRequest, snapshot: MarketSnapshot
) -> WithdrawalPlanAdvice:
    """Count how long money lasts in a blend of the person's risk level, and how to draw on it."""
    working, profile = Working(), request.profile
    capital = note_capital(working, request.capital, snapshot, profile.reserve)
    own = note_held_blend(working, request.capital, request.mix, Stage.NOW, profile.risk)
    blend = own or _blend(request)
    if own is None:
        note_blend(working, blend)
    working.constant("months_per_year", MONTHS, "months a year")
    names = _note_futures(working, blend, request)
    wanted = _note_wanted(working, request, capital, snapshot)
    seen = _note_lasting(working, names, wanted)
    _note_careful(working, names, capital.currency)
    _note_steady(working, names, capital.currency)
    frequency = request.frequency or Period.MONTH
    asked = request.frequency is not None or request.reinvest_share is not None
    months = note_calendar(working, capital, wanted, frequency, request.reinvest_share, asked=asked)
    if not months and wanted is None:
        _note_ways(working, names, request, capital)
    elif not months and wanted:
        _note_bending(working, names, wanted, capital.currency)
    _note_pay(working, capital)
    _note_buffer(working, wanted or "monthly_pay", capital.currency)
    note_crash(working, blend)
    note_worst_coins(working)
    return WithdrawalPlanAdvice(
        working.book,
        blend,
        profile,
        request.goal.period if request.goal else None,
        frequency,
        months,
        seen,
        request.index,
        request.contribution.period if request.contribution and request.goal else None,
        holds_own=own is not None,
    )


def _blend(request: WithdrawalPlanRequest) -> Blend:
    """Return the blend of the person's risk level, or the one index that was named."""
    policy = policy_for(request.profile.risk, Stage.NOW)
    if request.index is None:
        return policy_blend(policy)
    own = PolicyLeg(request.index, ONE, ZERO, ONE)
    return policy_blend(replace(policy, legs=(own,), published=None))


def _note_futures(
    working: Working, blend: Blend, request: WithdrawalPlanRequest
) -> tuple[str, ...]:
    """Note how long it is to last, and what is assumed of the months to come."""
    profile = request.profile
    years = profile.horizon_years
    if years is None:
        years = note_figure(working, "drawing_years", Unit.YEARS)
        working.derive("last_years", years, Unit.YEARS, "drawing_years")
    else:
        working.given("last_years", years, Unit.YEARS, YOU)
    note_inflation(working, profile)
    if request.rate:
        note_own_rate(working, request.rate)
        note_figure(working, "unsustainable_yield")
    return note_futures(working, blend, profile, own_rate=request.rate is not None)


def _note_wanted(
    working: Working, request: WithdrawalPlanRequest, capital: Money, snapshot: MarketSnapshot
) -> str | None:
    """Note the sum wanted a month, after tax and less what comes in; return its fact's name."""
    if request.goal is None:
        return None
    after_tax = replace(request.profile, tax_rate=None)
    income = note_goal(working, request.goal, capital.currency, after_tax, snapshot)
    monthly = Money(income.high / MONTHS, capital.currency)
    formula = f"annual_income{income.end} / months_per_year"
    working.derive("monthly_withdrawal", monthly, Unit.MONEY_MONTH, formula)
    drawn = "monthly_withdrawal"
    if request.contribution:
        drawn = _note_net(working, request.contribution, monthly, snapshot)
    rate = working.number(drawn) * MONTHS / capital.amount
    working.derive("withdrawal_rate", rate, Unit.RATIO, f"{drawn} * months_per_year / capital")
    return drawn


def _note_net(
    working: Working, said: Contribution, monthly: Money, snapshot: MarketSnapshot
) -> str:
    """Note what is drawn a month beside what comes in; return its fact's name."""
    amount = Money(said.amount, said.currency or monthly.currency)
    noted = note_converted(working, "contribution", amount, monthly.currency, snapshot)
    working.constant("contributions_per_year", said.period.per_year, f"{said.period}s a year")
    comes = noted.amount * said.period.per_year / MONTHS
    left = Money(max(Decimal(0), monthly.amount - comes), monthly.currency)
    formula = "max(0, monthly_withdrawal - contribution * contributions_per_year / months_per_year)"
    working.derive("net_withdrawal", left, Unit.MONEY_MONTH, formula)
    return "net_withdrawal"


def _note_lasting(working: Working, names: tuple[str, ...], wanted: str | None) -> Outlook:
    """Note how likely the sum wanted lasts, and for how long it does in nearly all futures."""
    years = working.number("last_years")
    if wanted is None:
        return futures(working, names, years=years, withdrawal=Decimal(0))
    seen = drawn(working, names, wanted)
    note_lasting_chance(working, "lasting_chance_seen", names, wanted)
    note_error(working, "lasting_chance_seen")
    note_level(working)
    note_lasting_chance(working, "level_chance", at_level(names), wanted)
    note_figure(working, "lasting_chance", Unit.PROBABILITY)
    _note_odds(working)
    for name, odds in (("least", "lasting_chance"), ("middle", "even_chance"), ("most", "rare")):
        span = seen.years_that(working.number(odds))
        if span is not None:
            formula = f"years_that_last({wanted}, last_years, {odds}, {', '.join(names)})"
            working.derive(f"{name}_years", span, Unit.YEARS, formula)
    return seen


def _note_odds(working: Working) -> None:
    working.given("even_chance", Decimal("0.5"), Unit.PROBABILITY, HOUSE, note="even odds")
    rare = 1 - working.number("lasting_chance")
    working.derive("rare", rare, Unit.PROBABILITY, "1 - lasting_chance")


def drawn(working: Working, names: tuple[str, ...], wanted: str) -> Outlook:
    """Simulate drawing a sum a month, in today's money, for as long as it is to last."""
    years, amount = working.number("last_years"), working.number(wanted)
    return futures(working, names, years=years, withdrawal=amount)


def note_lasting_chance(working: Working, name: str, names: tuple[str, ...], wanted: str) -> None:
    """Note the chance that a sum is paid to the end."""
    formula = f"chance_of_lasting({wanted}, last_years, {', '.join(names)})"
    chance = drawn(working, names, wanted).lasts(working.number("last_years"))
    working.derive(name, chance, Unit.PROBABILITY, formula)


def _note_careful(working: Working, names: tuple[str, ...], currency: str) -> None:
    """Note the sum a month that lasts in nearly all futures, and the one that lasts in half."""
    seen = futures(working, names, years=working.number("last_years"), withdrawal=Decimal(0))
    careful = note_figure(working, "lasting_chance", Unit.PROBABILITY)
    _note_odds(working)
    for name, chance in (("careful", careful), ("even", Decimal("0.5"))):
        amount = Money(seen.affordable[int((1 - chance) * HUNDRED)], currency)
        odds = "lasting_chance" if name == "careful" else "even_chance"
        formula = f"affordable_withdrawal({odds}, last_years, {', '.join(names)})"
        working.derive(f"{name}_withdrawal", amount, Unit.MONEY_MONTH, formula)


def _note_steady(working: Working, names: tuple[str, ...], currency: str) -> None:
    """Note the sum a month that lasts as surely where all lies in what does not swing."""
    key, index = STEADY.replace("-", "_"), indices()[STEADY]
    if "level_growth" not in working:
        note_level(working)
    working.include(leg_facts(STEADY))
    note = f"all of it in {index.name}, for comparison"
    adopted = index.house.adopted
    working.given(f"steady.{key}.weight", Decimal(1), Unit.RATIO, HOUSE, adopted, note=note)
    held = (f"steady.{key}.weight", f"{key}.yield_low", f"{key}.yield_high")
    rest = (name for name in at_level(names) if "." not in name and name not in OF_SWINGS)
    stands = (*held, *rest)
    years, odds = working.number("last_years"), working.number("lasting_chance")
    seen = futures(working, stands, years=years, withdrawal=Decimal(0))
    amount = Money(seen.affordable[int((1 - odds) * HUNDRED)], currency)
    formula = f"affordable_withdrawal(lasting_chance, last_years, {', '.join(stands)})"
    working.derive("steady_withdrawal", amount, Unit.MONEY_MONTH, formula)


def _note_ways(
    working: Working, names: tuple[str, ...], request: WithdrawalPlanRequest, capital: Money
) -> None:
    """Note for each way `<way>.first`, the first month's sum, and `<way>.leanest`.

    The latter is the sum a month in a future's worst year, in today's money, that half of the
    futures fall to or below. Where it can run out there is `<way>.chance` that it does not.
    """
    if request.share:
        working.given("drawn_share", request.share.high, Unit.RATIO, YOU)
    else:
        note_figure(working, "drawn_share")
    currency = capital.currency
    share = capital.times(working.number("drawn_share") / MONTHS)
    working.derive(
        "share.first", share, Unit.MONEY_MONTH, "capital * drawn_share / months_per_year"
    )
    equal = capital.times(1 / working.number("last_years") / MONTHS)
    formula = "capital / last_years / months_per_year"
    working.derive("variable.first", equal, Unit.MONEY_MONTH, formula)
    working.derive("guarded.first", share, Unit.MONEY_MONTH, "share.first")
    for way in WAYS:
        _note_leanest(working, names, way, currency)
    _note_guarded_chance(working, names)


def _note_bending(working: Working, names: tuple[str, ...], wanted: str, currency: str) -> None:
    """Note what becomes of a sum wanted where guardrails cut and raise it."""
    amount = Money(working.number(wanted), currency)
    working.derive("guarded.first", amount, Unit.MONEY_MONTH, wanted)
    _note_leanest(working, names, GUARDED, currency)
    _note_guarded_chance(working, names)


def _note_leanest(working: Working, names: tuple[str, ...], way: str, currency: str) -> None:
    seen = futures(working, names, **way_drawn(way, working.number))
    stands = f"{_STANDS_ON[way]}, last_years, {', '.join(names)}"
    least = Money(seen.leanest[MIDDLE], currency)
    working.derive(f"{way}.leanest", least, Unit.MONEY_MONTH, f"leanest_{way}({stands})")


def _note_guarded_chance(working: Working, names: tuple[str, ...]) -> None:
    chance = futures(working, names, **way_drawn(GUARDED, working.number)).lasts(
        working.number("last_years")
    )
    formula = f"chance_of_guarded(guarded.first, last_years, {', '.join(names)})"
    working.derive("guarded.chance", chance, Unit.PROBABILITY, formula)


_STANDS_ON = {SHARE: "drawn_share", VARIABLE: "variable.first", GUARDED: "guarded.first"}


def way_drawn(way: str, number: Callable[[str], Decimal]) -> dict[str, Decimal | str]:
    """Return what a way of drawing is in a plan."""
    amount = Decimal(0) if way == VARIABLE else number(_STANDS_ON[way])
    return {"years": number("last_years"), "withdrawal": amount, "rule": way}


def _note_pay(working: Working, capital: Money) -> None:
    """Note what the blend pays a month at its middle yield, after tax."""
    pay = capital.times(working.number("blend_yield_mid") / MONTHS)
    formula = "capital * blend_yield_mid / months_per_year"
    if "tax_rate" in working:
        pay, formula = pay.times(1 - working.number("tax_rate")), f"{formula} * (1 - tax_rate)"
    working.derive("monthly_pay", pay, Unit.MONEY_MONTH, formula)


def _note_buffer(working: Working, drawn_sum: str, currency: str) -> None:
    """Note what to keep in cash, so that a bad year forces no sale."""
    months = note_figure(working, "buffer_months", Unit.MONTHS)
    cash = Money(working.number(drawn_sum) * months, currency)
    working.derive("cash_buffer", cash, Unit.MONEY, f"{drawn_sum} * buffer_months")
