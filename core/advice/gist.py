"""What a plan comes to in a few figures: to say it plainly, to weigh it, and to begin with it."""

from dataclasses import dataclass

from core.advice.blend_facts import note_worst_coins
from core.advice.held import note_blend_for
from core.advice.outcome import note_outcome
from core.advice.sums import note_capital
from core.catalogue import monthly_returns
from core.facts import FactBook, Unit, Working
from core.finance.blends import Blend
from core.finance.market import MarketSnapshot
from core.finance.stress import Scenario, held_of
from core.money import Money
from core.requests import Profile, StressTestRequest


@dataclass(frozen=True, slots=True)
class Gist:
    """A plan in a few figures.

    `<leg>.sum` is what a leg gets of the capital and `pays_low`, `pays_mid` and `pays_high`
    what the blend pays a year, where a capital was named; `crash_year` is what the crash year
    would take.
    """

    book: FactBook
    blend: Blend
    profile: Profile
    has_capital: bool
    need: str | None
    """The fact of the yield that was asked for."""


def gist(request: StressTestRequest, snapshot: MarketSnapshot) -> Gist:
    """Return the plan under discussion in a few figures."""
    working, capital = Working(), None
    if request.capital:
        capital = note_capital(working, request.capital, snapshot, request.profile.reserve)
    blend = note_blend_for(working, request, capital, snapshot).blend
    if capital:
        _note_sums(working, blend, capital)
    crash = Scenario("crash_year", history=True)
    note_outcome(working, held_of(blend), crash, "", monthly_returns().source)
    note_worst_coins(working)
    need = next((name for name in _NEEDS if name in working), None)
    return Gist(working.book, blend, request.profile, capital is not None, need)


_NEEDS = ("planned_need", "required_yield")


def _note_sums(working: Working, blend: Blend, capital: Money) -> None:
    """Note what each leg gets of the capital, and what the whole pays a year."""
    for leg in blend.legs:
        key = leg.index.key
        value = capital.times(leg.weight)
        working.derive(f"{key}.sum", value, Unit.MONEY, f"capital * {key}.weight")
    for end in ("low", "mid", "high"):
        value = capital.times(working.number(f"blend_yield_{end}"))
        formula = f"capital * blend_yield_{end}"
        working.derive(f"pays_{end}", value, Unit.MONEY_YEAR, formula)
