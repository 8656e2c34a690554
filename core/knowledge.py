"""Looking a topic up, and the figures its text may name."""

from decimal import Decimal
from functools import cache

from core.catalogue import (
    Figure,
    HouseRange,
    Topic,
    crash_returns,
    figures,
    house_yields,
    indices,
    policies,
    topics,
)
from core.facts import HOUSE, FactBook, Unit, Working

_RANGES = {
    "eth_staking": "eth-staking",
    "ada_staking": "ada-staking",
    "sol_staking": "sol-staking",
    "dot_staking": "dot-staking",
    "atom_staking": "atom-staking",
    "stablecoin_lending": "stablecoin-lending",
    "liquidity": "major-pairs",
}
_INDICES = {
    "large_cap": "large-cap-staking",
    "defi_yield": "defi-yield",
    "balanced": "balanced",
    "conservative_defi": "conservative-defi",
}

_BANDS = {"lending_band": "stablecoin-lending", "liquidity_band": "conservative-defi"}
"""The default bands (B1), as the policies that follow them state them."""
_DEFAULT_POLICY = "bold"


RISK_PAGES = frozenset({"risks", "value-at-risk", "volatility", "drawdown", "risk-parts"})
"""The pages that are worked out on a sum or a blend that a message names with them."""
RATE_PAGES = frozenset(
    {"apr-vs-apy", "compounding", "inflation", "real-yield", "utilisation", "what-is-left-out"}
)
"""The pages whose subject is computed where a message names a rate of its own."""


def find_topic(name: str) -> Topic | None:
    """Return the topic of an id; None when there is no such page."""
    return topics().get(name)


@cache
def topic_facts() -> FactBook:
    """Return every figure that the texts of the knowledge base may name."""
    working = Working()
    for name, house in _RANGES.items():
        _note_range(working, name, house_yields()[house])
    for name, index in _INDICES.items():
        _note_range(working, name, indices()[index].house)
    for name in (
        *("screen_limit", "coin_growth", "holding_fee"),
        *("guardrail_step", "guardrail_band"),
    ):
        _note_figure(working, name, figures()[name])
    paths = figures()["simulated_paths"]
    working.given("simulated_paths", paths.value, Unit.COUNT, paths.source, paths.as_of)
    for name in ("staking_band_low", "staking_band_high"):
        _note_figure(working, name, figures()[name])
    for name, index in _BANDS.items():
        _note_band(working, name, index)
    _note_falls(working)
    _note_impermanent_loss(working)
    return working.book


def _note_range(working: Working, name: str, house: HouseRange) -> None:
    for end, value in (("low", house.low), ("high", house.high)):
        working.given(f"{name}_{end}", value, Unit.RATIO, HOUSE, house.adopted)


def _note_figure(working: Working, name: str, figure: Figure) -> None:
    working.given(name, figure.value, Unit.RATIO, figure.source, figure.as_of)


def _note_band(working: Working, name: str, index: str) -> None:
    policy = next(policy for policy in policies() if policy.id == _DEFAULT_POLICY)
    leg = next(leg for leg in policy.legs if leg.index == index)
    adopted = indices()[index].house.adopted
    for end, value in (("low", leg.least), ("high", leg.most)):
        working.given(f"{name}_{end}", value, Unit.RATIO, HOUSE, adopted)


def _note_falls(working: Working) -> None:
    for coin, figure in crash_returns().items():
        key = coin.lower()
        leaf = f"{key}.crash_return"
        working.given(leaf, figure.value, Unit.RATIO, figure.source, figure.as_of)
        working.derive(f"{key}_loss", -figure.value, Unit.RATIO, f"-({leaf})")
    returns = sorted(crash_returns().values(), key=lambda figure: figure.value)
    for name, figure in (("crash_worst", returns[0]), ("crash_mildest", returns[-1])):
        working.given(f"{name}_return", figure.value, Unit.RATIO, figure.source, figure.as_of)
        working.derive(name, -figure.value, Unit.RATIO, f"-{name}_return")


def _note_impermanent_loss(working: Working) -> None:
    """Note the loss of a constant-product pair when one price doubles: 1 − 2√r / (1 + r)."""
    working.constant("price_ratio", Decimal(2), "a doubled price")
    ratio = working.number("price_ratio")
    loss = 1 - 2 * ratio.sqrt() / (1 + ratio)
    formula = "1 - 2 * price_ratio ** 0.5 / (1 + price_ratio)"
    working.derive("impermanent_loss_at_double", loss, Unit.RATIO, formula)
