"""Sentences on what was simulated: chances, what they stand on, and the picture of the fan."""

from decimal import Decimal

from core.facts import FactBook
from core.finance.outlook import Outlook
from core.money import Money
from core.nlg.draft import FanChart
from core.nlg.formats import display
from core.nlg.render.fan import fan_chart
from core.nlg.render.parts import lines, ratio


def beside(book: FactBook, name: str) -> str:
    """Return the chance that stands beside the years of a rate, where there is one."""
    return f" · {{{name}_chance}} of futures hold it by then" if f"{name}_chance" in book else ""


def closer(book: FactBook) -> str | None:
    """Say how sure the chance looked at closer is, what level prices make of it, and the way."""
    chance = next((name for name in _CLOSER if name in book), None)
    if chance is None:
        return None
    years = chance.removesuffix("_chance")
    years = years if years == "horizon" else f"{years}_years"
    return (
        f"Counted in {{simulated_paths}} simulated futures (± {{standard_error}}). Where coin "
        f"prices only keep level, {{level_chance}} hold it after {{{years}}}. On the way half of "
        "all futures lost {typical_drawdown} or more at some time."
    )


_CLOSER = (
    "horizon_chance",
    "growth_steady_chance",
    "rate_low_chance",
    "growth_slow_chance",
    "growth_good_chance",
    "growth_strong_chance",
)


def assumed(book: FactBook) -> str:
    """Say in two lines what the futures are made of and what they leave out."""
    growth = (
        "coin prices grow {coin_growth}"
        if "coin_growth" in book
        else "prices and pay make {rate_low}"
    )
    return lines(
        f"Assumed: in the middle {growth} a year, and swing as in {{history_from}} to "
        "{history_until}.",
        LEFT_OUT,
    )


LEFT_OUT = "Left out: protocols that fail, stablecoins that break, tax on gains. No forecast."


def goal_fan(book: FactBook, seen: Outlook) -> tuple[FanChart, ...]:
    """Return the picture of the way to `goal_capital`."""
    goal = book["goal_capital"].value
    assert isinstance(goal, Money)
    inflation = ratio(book, "inflation") if "inflation" in book else Decimal(0)
    paths = display(book["simulated_paths"])
    return (fan_chart(seen, goal.currency, goal=goal.amount, inflation=inflation, paths=paths),)
