"""Every figure can be traced: formulas recompute their values, and leaves have a source."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.advice.likelihood import legs_of, way_of
from core.catalogue import Policy, PolicyLeg, crash_budgets, policies
from core.facts import Fact, FactBook, Unit, UntraceableFactError, Working
from core.finance.blends import nearest_blend, reachable_yield
from core.finance.growth import years_to_reach
from core.finance.held_legs import blend_volatility
from core.finance.liquidity import EVEN, RangePool, WeightedPool, expected_loss
from core.finance.outlook import Outlook, outlook, standard_error
from core.money import Money
from core.nlu.utterance import Risk
from core.requests import Frame
from tests.advice.questions import ALL, advice_of

NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*(?!\()\b")
CLOSE = Decimal("1e-18")


def number(fact: Fact) -> object:
    return fact.value.amount if isinstance(fact.value, Money) else fact.value


FUNCTIONS = {
    "Decimal": Decimal,
    "years_to_reach": years_to_reach,
    "standard_error": standard_error,
    "expected_loss": lambda volatility, years, weight=EVEN.weight: expected_loss(
        volatility, years, WeightedPool(weight)
    ),
    "expected_range_loss": lambda volatility, years, low, high: expected_loss(
        volatility, years, RangePool(low, high)
    ),
}


def recomputed(fact: Fact, book: FactBook) -> object:
    """Evaluate a formula on its inputs, with every literal a Decimal."""
    assert fact.formula is not None
    values = {f"v{i}": number(book[name]) for i, name in enumerate(fact.inputs)}
    places = {name: f"v{i}" for i, name in enumerate(fact.inputs)}
    code = NAME.sub(lambda match: places[match[0]], fact.formula)
    code = re.sub(r"(?<![v\w.])(\d+(?:\.\d+)?)", r'Decimal("\1")', code)
    return eval(code, FUNCTIONS, values)  # noqa: S307


def program_again(frame: Frame, names: tuple[str, ...], book: FactBook) -> Policy:
    """Return the policy that a formula's inputs describe: the crash budget, then leg by leg."""
    budget, *legs = names
    assert number(book[budget]) == crash_budgets()[risk_of(frame)]
    return replace(
        policies()[1],
        legs=tuple(
            PolicyLeg(
                weight.partition(".")[0].replace("_", "-"),
                *(Decimal(str(number(book[name]))) for name in legs[4 * at : 4 * at + 3]),
            )
            for at, weight in enumerate(legs[::4])
        ),
    )


def risk_of(frame: Frame) -> Risk:
    return frame.slots.risk[0] if frame.slots.risk else Risk.MODERATE


def solved_again(fact: Fact, frame: Frame, book: FactBook) -> object:
    """Solve a quadratic program again from the inputs of its formula."""
    assert fact.formula
    if fact.formula.startswith("highest_yield("):
        return reachable_yield(program_again(frame, fact.inputs, book), risk_of(frame))
    need, *names = fact.inputs
    policy = program_again(frame, tuple(names), book)
    fitted = nearest_blend(policy, risk_of(frame), Decimal(str(number(book[need]))))
    if fact.formula.startswith("limit_multiplier("):
        assert fitted.binding
        return fitted.binding.easing
    shares = {f"{leg.index.key}.weight": leg.weight for leg in fitted.blend.legs}
    return shares[fact.name]


def assert_recomputes(fact: Fact, book: FactBook) -> None:
    """Assert that a formula of plain arithmetic gives the value it stands beside."""
    again = recomputed(fact, book)
    if isinstance(fact.value, date):
        assert again == fact.value
    elif fact.unit is Unit.DAYS:
        assert isinstance(again, timedelta)
        assert again.days == number(fact)
    else:
        assert isinstance(again, Decimal)
        value = number(fact)
        assert isinstance(value, Decimal)
        assert abs(again - value) <= CLOSE * max(Decimal(1), abs(value)), fact.name


PROGRAMS = ("nearest_blend(", "highest_yield(", "limit_multiplier(")


def seen_again(names: tuple[str, ...], book: FactBook, **own: Decimal | str) -> Outlook:
    """Simulate again what a formula's inputs describe."""
    return outlook(way_of(names, lambda name: Decimal(str(number(book[name]))), **own))


def simulated_again(fact: Fact, book: FactBook) -> object:
    """Evaluate the function of a simulation from the inputs of its formula alone."""
    assert fact.formula
    first, *rest = fact.inputs
    value = Decimal(str(number(book[first])))
    match fact.formula.partition("(")[0]:
        case "blend_volatility":
            return blend_volatility(legs_of(fact.inputs, lambda n: Decimal(str(number(book[n])))))
        case "chance_of_holding":
            years = Decimal(str(number(book[rest[0]])))
            return seen_again(tuple(rest[1:]), book, goal=value, years=years).holds(years)
        case "fall_on_the_way":
            return seen_again(tuple(rest), book, years=value).drawdowns[50]
        case "chance_of_lasting":
            years = Decimal(str(number(book[rest[0]])))
            return seen_again(tuple(rest[1:]), book, withdrawal=value, years=years).lasts(years)
        case "chance_of_path":
            years, wait = (Decimal(str(number(book[name]))) for name in rest[:2])
            own_path: dict[str, Decimal | str] = {"withdrawal": value, "years": years, "wait": wait}
            return seen_again(tuple(rest[2:]), book, **own_path).lasts(years)
        case "years_that_last":
            years, odds = (Decimal(str(number(book[name]))) for name in rest[:2])
            seen = seen_again(tuple(rest[2:]), book, withdrawal=value, years=years)
            return seen.years_that(odds)
        case "affordable_withdrawal":
            years = Decimal(str(number(book[rest[0]])))
            seen = seen_again(tuple(rest[1:]), book, withdrawal=Decimal(0), years=years)
            return seen.affordable[int((1 - value) * 100)]
        case function:
            way = function.rpartition("_")[2]
            years = Decimal(str(number(book[rest[0]])))
            amount = Decimal(0) if way == "variable" else value
            own: dict[str, Decimal | str] = {"withdrawal": amount, "years": years, "rule": way}
            seen = seen_again(tuple(rest[1:]), book, **own)
            return seen.lasts(years) if function.startswith("chance") else seen.leanest[50]


OTHER_SIMULATIONS = (
    *("chance_of_lasting(", "years_that_last(", "affordable_withdrawal("),
    "chance_of_path(",
    *("leanest_share(", "leanest_variable(", "leanest_guarded(", "chance_of_guarded("),
)


SIMULATIONS = (
    *("blend_volatility(", "chance_of_holding(", "fall_on_the_way("),
    *OTHER_SIMULATIONS,
)


@pytest.mark.parametrize("frame", ALL, ids=lambda frame: str(frame.intent))
def test_a_formula_gives_the_value_it_stands_beside(frame: Frame) -> None:
    """What "show working" prints is what was computed, for every derived fact of every answer."""
    book = advice_of(frame).book
    for fact in book:
        if fact.formula is None:
            continue
        if fact.formula.startswith(PROGRAMS):
            assert number(fact) == solved_again(fact, frame, book), fact.name
            continue
        if fact.formula.startswith(SIMULATIONS):
            assert number(fact) == simulated_again(fact, book), fact.name
            continue
        assert_recomputes(fact, book)


@pytest.mark.parametrize("frame", ALL, ids=lambda frame: str(frame.intent))
def test_every_fact_can_be_followed_to_leaves_with_a_source(frame: Frame) -> None:
    """A fact has a formula with inputs that are there, or a source; never neither, never both."""
    book = advice_of(frame).book
    for fact in book:
        assert (fact.formula is None) == (fact.source is not None), fact.name
        assert bool(fact.inputs) == (fact.formula is not None), fact.name
        assert any(leaf.source for leaf in book.behind([fact.name]))


def test_a_fact_cannot_rest_on_a_figure_that_is_not_there() -> None:
    """Deriving from an unknown name is our mistake and is refused at once."""
    working = Working()
    working.constant("two", Decimal(2), "two")
    with pytest.raises(UntraceableFactError):
        working.derive("four", Decimal(4), Unit.COUNT, "two * other_two")
