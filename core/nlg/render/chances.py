"""Sentences on what was simulated: chances, what they stand on, and the picture of the fan."""

from decimal import Decimal

from core.advice.likelihood import SWING
from core.catalogue import figures, index_named
from core.facts import YOU, FactBook
from core.finance.blends import Blend
from core.finance.outlook import Outlook
from core.money import Money
from core.nlg.draft import Button, FanChart
from core.nlg.formats import display
from core.nlg.press import do
from core.nlg.render.fan import fan_chart
from core.nlg.render.parts import blend_line, lines, ratio
from core.nlu.utterance import Intent, Risk
from core.requests import Profile

LEFT_OUT = "Left out: protocols that fail, stablecoins that break, tax on gains. No forecast."


def years_rows(book: FactBook, rates: tuple[str, ...]) -> str | None:
    """Say how long a goal takes at each stated growth, and how likely it is held by then."""
    named = [name for name in rates if f"{name}_years" in book]
    if not any(f"{name}_chance" in book for name in named):
        return lines(*(f"At {{{name}}} growth: {{{name}_years}}" for name in named)) or None
    return lines(
        "Years at each growth · share of {simulated_paths} simulated futures that hold the goal "
        "then (± {standard_error}):",
        *(_years_row(book, name) for name in rates),
    )


def chances_line(book: FactBook, rates: tuple[str, ...]) -> str:
    """Say how likely a goal is held by the years at each rate, in their order."""
    chances = [f"{{{name}_chance}}" for name in rates if f"{name}_chance" in book]
    if not chances:
        return ""
    counted = "{simulated_paths} simulated futures (± {standard_error})"
    return f"By then {', '.join(chances)} of {counted} hold it."


def _years_row(book: FactBook, name: str) -> str:
    if f"{name}_years" not in book:
        return f"{{{name}}}: never"
    return f"{{{name}}}: {{{name}_years}}{_chance(book, name)}"


def _chance(book: FactBook, name: str) -> str:
    return f" · {{{name}_chance}}" if f"{name}_chance" in book else ""


def closer(book: FactBook) -> str | None:
    """Say what level prices would make of the chance, and what happens on the way."""
    years = next((years for years in _CLOSER if f"{_stem(years)}_chance" in book), None)
    if years is None:
        return None
    return (
        f"If prices only keep level: {{level_chance}} after {{{years}}}. Half were down "
        "{typical_drawdown} or more on the way."
    )


def _stem(years: str) -> str:
    return years.removesuffix("_years")


_CLOSER = (
    *("horizon", "growth_steady_years", "rate_low_years"),
    *("growth_slow_years", "growth_good_years", "growth_strong_years"),
)
"""Which years are looked at closer, the first that are there."""


def assumed(book: FactBook) -> str:
    """Say what the futures are made of, by which model, and what of that the person said."""
    swing = "swing as they did since {history_from}"
    if "own_volatility" in book:
        swing = "swing {own_volatility} a year (yours), by the parametric model"
    elif is_modelled(book):
        swing = "swing {model_volatility} a year as they did, by the parametric model"
    told = f"Assumed: {_growth(book)} in the middle, and {swing}{own_costs(book)}."
    without = None if is_modelled(book) else unrecorded_line(book)
    return f"{told} {without}" if without else told


def is_modelled(book: FactBook) -> bool:
    """Whether all parts move by the parametric model, and none by the months of history."""
    return "own_volatility" in book or "model_volatility" in book


def unrecorded(book: FactBook) -> tuple[str, ...]:
    """Return the coins that are held and whose prices are not recorded."""
    keys = (fact.name.removesuffix(SWING) for fact in book if fact.name.endswith(SWING))
    return tuple(index_named(key.replace("_", "-")).constituents[0].asset for key in keys)


def unrecorded_line(book: FactBook) -> str | None:
    """Say how coins without recorded prices are taken to move; None where there are none."""
    coins = unrecorded(book)
    if not coins:
        return None
    swing = next(fact.name for fact in book if fact.name.endswith(SWING))
    each = " each" if len(coins) > 1 else ""
    return (
        f"No prices of {' and '.join(coins)} are recorded here: the parametric model moves"
        f"{each or ' it'} with the market, swinging {{{swing}}} a year."
    )


def _growth(book: FactBook) -> str:
    if "coin_growth" in book:
        return f"coin prices grow {{coin_growth}} a year{_own(book, 'coin_growth')}"
    named = ", not {named_growth}" if "named_growth" in book else ""
    leaves = f"which leaves prices {{price_growth}}{named},"
    return f"prices and pay together grow {own_rate(book)} a year (yours), {leaves}"


def too_high(book: FactBook) -> str | None:
    """Say that a rate the person named is more than a whole portfolio can be planned on."""
    if "rate_high" not in book or ratio(book, "rate_high") < ratio(book, "unsustainable_yield"):
        return None
    return (
        "That is counted at your rate, but from {unsustainable_yield} a year on no whole portfolio "
        "can be planned on: ask where such a rate would come from."
    )


def own_rate(book: FactBook) -> str:
    """Return the rate that the person named, both ends where there are two."""
    single = book["rate_low"].value == book["rate_high"].value
    return "{rate_low}" if single else "{rate_low}–{rate_high}"


def own_assumptions(book: FactBook) -> str | None:
    """Say which of the assumptions of a simulation are the person's own; None for none."""
    said = (
        ("coin_growth", "coin prices that grow {coin_growth} a year"),
        ("own_volatility", "swings of {own_volatility} a year"),
        ("holding_fee", "costs of {holding_fee} a year"),
    )
    own = [words for name, words in said if name in book and book[name].source == YOU]
    return f"Counted with {', '.join(own)}, as you said." if own else None


def own_costs(book: FactBook) -> str:
    """Return the costs that the person named, to go behind what else is assumed."""
    return "; costs take {holding_fee} a year (yours)" if _own(book, "holding_fee") else ""


def _own(book: FactBook, name: str) -> str:
    return " (yours)" if book[name].source == YOU else ""


def goal_fan(book: FactBook, seen: Outlook | None) -> tuple[FanChart, ...]:
    """Return the picture of the way to `goal_capital`, where one was simulated."""
    if seen is None:
        return ()
    goal = book["goal_capital"].value
    assert isinstance(goal, Money)
    inflation = ratio(book, "inflation") if "inflation" in book else Decimal(0)
    paths = display(book["simulated_paths"])
    return (fan_chart(seen, goal.currency, goal=goal.amount, inflation=inflation, paths=paths),)


def own_coins(book: FactBook, blend: Blend) -> str:
    """Return coins that are held with what they pay together."""
    if not ratio(book, "blend_yield_high"):
        return f"{blend_line(blend)}, which pays nothing here"
    return f"{blend_line(blend)}, paying {{blend_yield_low}}–{{blend_yield_high}} a year"


def in_a_blend(answer: int) -> Button:
    """Return the way from coins that are held to the blend of a level."""
    return do("In a blend instead", answer, Intent.WHAT_IF, risk=Risk.MODERATE)


def assumption_steps(book: FactBook, profile: Profile, answer: int) -> tuple[Button, ...]:
    """Return the way to what was assumed, and to counting inflation where none was counted."""
    if "simulated_paths" not in book:
        return ()
    row = [do("Assumptions", answer, Intent.EXPLAIN, topic="assumptions")]
    if profile.inflation is None and "inflation" not in book:
        usual = str(figures()["inflation"].value)
        row.append(do("Count inflation", answer, Intent.WHAT_IF, inflation=usual))
    return tuple(row)
