"""How likely it is: chances out of simulated futures, as facts that can be simulated again.

A chance's formula names everything that its simulation stands on, so that `way_of` makes the same
plan from the same facts.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_CEILING, Decimal

from core.advice.fit_facts import leg_facts
from core.advice.sums import note_figure
from core.catalogue import figures, index_named, monthly_returns
from core.facts import HOUSE, YOU, Unit, Working
from core.finance.blends import ZERO, Blend
from core.finance.held_legs import HeldIndex, Unrecorded, blend_volatility
from core.finance.indices import is_recorded, price_share
from core.finance.outlook import Outlook, Way, outlook, standard_error
from core.finance.unrecorded import market_correlation, usual_volatility
from core.money import Money
from core.requests import Profile

LONGEST = Decimal(60)
"""Years: further than that no chance is told."""
FIELDS = {
    "capital": "capital",
    "price_growth": "growth",
    "level_growth": "growth",
    "holding_fee": "fee",
    "simulated_paths": "paths",
    "block_months": "block",
    "own_volatility": "volatility",
    "model_volatility": "volatility",
    "tail_degrees": "tails",
    "monthly_contribution": "monthly",
    "tax_rate": "tax",
    "inflation": "inflation",
    "shift_years": "shift",
}
"""What the facts that a simulation stands on are in its plan."""
OF_SWINGS = ("own_volatility", "model_volatility", "tail_degrees", "market_correlation")
"""What only says how prices swing: what does not swing needs none of it."""
WEIGHT, DRAWING, SWING = ".weight", ".drawing_weight", ".volatility"

Number = Callable[[str], Decimal]


def note_futures(
    working: Working, blend: Blend, profile: Profile, within: str = "", *, own_rate: bool = False
) -> tuple[str, ...]:
    """Note what is assumed of a blend's months to come; return the names a simulation stands on.

    The blend's weights are facts already, `within` as they were noted. With `own_rate` the whole,
    prices and what is paid, grows at the rate that the person named: the facts `rate_low` and
    `rate_high`.
    """
    for leg in blend.legs:
        working.include(leg_facts(leg.index.id))
    _note_unrecorded(working, blend)
    names = tuple(_held(working, [leg.index.key for leg in blend.legs], within))
    grow = _note_own_growth if own_rate else _note_growth
    grow(working, blend, profile, within)
    weights = ", ".join(name for name in names if name != "capital")
    spread = blend_volatility(legs_of(names, working.number))
    note = "of its prices, by the months of history"
    working.derive("volatility", spread, Unit.RATIO, f"blend_volatility({weights})", note=note)
    _note_own(working, profile)
    _note_model(working, profile)
    for name, unit in (("simulated_paths", Unit.COUNT), ("block_months", Unit.MONTHS)):
        note_figure(working, name, unit)
    _note_history(working)
    return standing_on(working, [leg.index.key for leg in blend.legs], within)


def standing_on(working: Working, keys: Iterable[str], within: str = "") -> tuple[str, ...]:
    """Return the names that a simulation of the parts of these keys stands on, noted before."""
    own = ("own_volatility", "model_volatility", "tail_degrees", "tax_rate", "inflation")
    said = (name for name in own if name in working)
    assumed = ("price_growth", "holding_fee", "simulated_paths", "block_months")
    stands = ("capital", *_held(working, keys, within), *assumed, *said)
    return tuple(dict.fromkeys(stands))


def _held(working: Working, keys: Iterable[str], within: str) -> Iterator[str]:
    """Yield the names of the facts that parts of these keys are simulated by."""
    keys = tuple(keys)
    for key in keys:
        yield from (f"{within}{key}{WEIGHT}", f"{key}.yield_low", f"{key}.yield_high")
        if f"{key}{SWING}" in working:
            yield f"{key}{SWING}"
    if any(f"{key}{SWING}" in working for key in keys):
        yield from ("market_correlation", "tail_degrees")


def _note_unrecorded(working: Working, blend: Blend) -> None:
    """Note how parts without a history are modelled: as those that have one swing and correlate."""
    table = monthly_returns()
    for leg in blend.legs:
        if is_recorded(leg.index):
            continue
        _note_tails(working)
        for name, value, note in (
            (
                f"{leg.index.key}{SWING}",
                usual_volatility(),
                "three in four recorded coins swing less",
            ),
            ("market_correlation", market_correlation(), "of a recorded coin with the others"),
        ):
            working.given(name, value, Unit.RATIO, table.source, table.as_of, note=note)


def _note_model(working: Working, profile: Profile) -> None:
    """Note that all parts move by the parametric model, where it was asked for or swings named."""
    if profile.volatility is None and profile.model != "parametric":
        return
    _note_tails(working)
    if profile.volatility is None:
        swings = working.number("volatility")
        working.derive("model_volatility", swings, Unit.RATIO, "volatility")


def _note_tails(working: Working) -> None:
    figure, note = figures()["tail_degrees"], "degrees of the tails, likeliest for recorded coins"
    working.given("tail_degrees", figure.value, Unit.COUNT, figure.source, figure.as_of, note=note)


def _note_growth(working: Working, blend: Blend, profile: Profile, within: str) -> None:
    """Note the growth of the whole's prices: that of coins, on the share that moves with them."""
    growth = _coin_growth(working, profile)
    terms, moving = [], ZERO
    for leg in blend.legs:
        name = f"{leg.index.key}.coin_share"
        note = f"share of {leg.index.name} that moves with coin prices"
        share = price_share(leg.index)
        working.given(name, share, Unit.RATIO, HOUSE, leg.index.house.adopted, note=note)
        terms.append(f"{within}{leg.index.key}.weight * {name}")
        moving += leg.weight * share
    formula = f"coin_growth * ({' + '.join(terms)})"
    note = "growth of the prices of the whole, in the middle of all futures"
    working.derive("price_growth", growth * moving, Unit.RATIO, formula, note=note)


def _coin_growth(working: Working, profile: Profile) -> Decimal:
    """Note what coin prices grow a year: as the person said, else as the house assumes."""
    if profile.growth is None:
        return note_figure(working, "coin_growth")
    working.given("coin_growth", profile.growth, Unit.RATIO, YOU)
    return profile.growth


def _note_own_growth(working: Working, blend: Blend, profile: Profile, within: str) -> None:
    """Note the growth of prices that makes up, with what is paid, the rate a person named.

    A growth of prices named beside that rate is a part of it.
    """
    if profile.growth is not None:
        working.given("named_growth", profile.growth, Unit.RATIO, YOU)
    rate = (working.number("rate_low") + working.number("rate_high")) / 2
    paid = sum((leg.weight * leg.index.house.middle for leg in blend.legs), ZERO)
    terms = (f"{within}{leg.index.key}.weight * {leg.index.key}.yield_mid" for leg in blend.legs)
    formula = f"(1 + (rate_low + rate_high) / 2) / (1 + {' + '.join(terms)}) - 1"
    note = "growth of prices that makes up the rate you named with what is paid"
    growth = (1 + rate) / (1 + paid) - 1
    working.derive("price_growth", growth, Unit.RATIO, formula, note=note)


def _note_own(working: Working, profile: Profile) -> None:
    """Note what the person said of costs, swings, tax and inflation, or the house's costs."""
    if profile.fee is None:
        note_figure(working, "holding_fee")
    else:
        working.given("holding_fee", profile.fee, Unit.RATIO, YOU)
    for name, value in (
        ("own_volatility", profile.volatility),
        ("tax_rate", profile.tax_rate),
        ("inflation", profile.inflation),
    ):
        if value is not None and name not in working:
            working.given(name, value, Unit.RATIO, YOU)


def _note_history(working: Working) -> None:
    table = monthly_returns()
    for name, day in (("history_from", table.first_month), ("history_until", table.as_of)):
        working.given(name, day, Unit.DATE, table.source, table.as_of)


def note_level(working: Working) -> None:
    """Note the growth of prices that only keep level in the middle of all futures."""
    note = "coin prices neither grow nor fall in the middle of all futures"
    working.given("level_growth", ZERO, Unit.RATIO, HOUSE, note=note)


def at_level(names: Iterable[str]) -> tuple[str, ...]:
    """Return what a simulation stands on, with prices that only keep level."""
    return tuple("level_growth" if name == "price_growth" else name for name in names)


def way_of(names: Iterable[str], number: Number, **own: Decimal | str) -> Way:
    """Return the plan that facts of these names make, with what is its `own` besides."""
    names = tuple(names)
    fields = {FIELDS[name]: number(name) for name in names if name in FIELDS}
    return Way(legs=legs_of(names, number), **{**fields, **own})  # type: ignore[arg-type]


def legs_of(names: Iterable[str], number: Number) -> tuple[HeldIndex, ...]:
    """Return the indices that facts of these names hold."""
    names = tuple(names)
    return tuple(_leg(name, names, number) for name in names if name.endswith(WEIGHT))


def _leg(name: str, names: tuple[str, ...], number: Number) -> HeldIndex:
    key = name.removesuffix(WEIGHT).rpartition(".")[2]
    drawing = next((n for n in names if n.endswith(f"{key}{DRAWING}")), None)
    index = index_named(key.replace("_", "-"))
    return HeldIndex(
        index.id,
        number(name),
        number(f"{key}.yield_low"),
        number(f"{key}.yield_high"),
        number(drawing) if drawing else None,
        None if is_recorded(index) else _unrecorded(key, number),
    )


def _unrecorded(key: str, number: Number) -> Unrecorded:
    swing, correlation, tails = f"{key}{SWING}", "market_correlation", "tail_degrees"
    return Unrecorded(number(swing), number(correlation), number(tails))


def futures(working: Working, names: Iterable[str], **own: Decimal | str) -> Outlook:
    """Simulate the plan that facts noted before make."""
    return outlook(way_of(names, working.number, **own))


def note_holding(
    working: Working, name: str, seen: Outlook, goal: str, years: str, names: Iterable[str]
) -> None:
    """Note the chance to hold the goal after some years; both are names of facts."""
    formula = f"chance_of_holding({goal}, {years}, {', '.join(names)})"
    chance = seen.holds(working.number(years))
    working.derive(name, chance, Unit.PROBABILITY, formula)


def note_error(working: Working, chance: str) -> None:
    """Note how far a chance may be off for having been counted in so many futures only."""
    error = standard_error(working.number(chance), working.number("simulated_paths"))
    formula = f"standard_error({chance}, simulated_paths)"
    working.derive("standard_error", error, Unit.PROBABILITY, formula)


def note_later_chance(
    working: Working, blend: Blend, profile: Profile, income: str
) -> Outlook | None:
    """Note how likely the blend pays an income by the horizon, inflation counted.

    `income` is the fact of the goal a year. The capital that pays it at the middle yield is held
    in so many futures.
    """
    if working.number("horizon") > LONGEST or not working.number("blend_yield_mid"):
        return None
    currency = working.book["capital"].value
    assert isinstance(currency, Money)
    paying = Money(working.number(income) / working.number("blend_yield_mid"), currency.currency)
    working.derive("goal_capital", paying, Unit.MONEY, f"{income} / blend_yield_mid")
    names = note_futures(working, blend, profile)
    years = working.number("horizon").to_integral_value(ROUND_CEILING)
    seen = futures(working, names, goal=paying.amount, years=years)
    note_holding(working, "horizon_chance", seen, "goal_capital", "horizon", names)
    note_closer(working, names, "horizon", "horizon_chance")
    return seen


def note_closer(working: Working, names: tuple[str, ...], years: str, chance: str) -> None:
    """Note how sure a chance is, what level prices make of it, and the worst fall on the way."""
    note_error(working, chance)
    note_level(working)
    goal, level = working.number("goal_capital"), at_level(names)
    span = working.number(years)
    seen = futures(working, level, goal=goal, years=span)
    note_holding(working, "level_chance", seen, "goal_capital", years, level)
    fall = futures(working, names, goal=goal, years=span).drawdowns[MIDDLE]
    formula = f"fall_on_the_way({years}, {', '.join(names)})"
    working.derive("typical_drawdown", fall, Unit.RATIO, formula)


MIDDLE = 50
"""The hundredth of the futures that half of them lie below."""
