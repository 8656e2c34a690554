"""The packaged data as frozen values: read once, here and nowhere else."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from core.facts import HOUSE


@cache
def read_toml(name: str) -> dict[str, Any]:
    """Return a packaged data file as plain values; numbers with a point are Decimal."""
    text = files("core").joinpath("data", name).read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


@cache
def data_names(folder: str) -> tuple[str, ...]:
    """Return the names of the data files in a folder, without their ending, sorted."""
    entries = files("core").joinpath("data", folder).iterdir()
    return tuple(sorted(e.name.removesuffix(".toml") for e in entries if e.name.endswith(".toml")))


@dataclass(frozen=True)
class HouseRange:
    """A published range of yields: ratios a year, with its id in the domain brief."""

    low: Decimal
    high: Decimal
    brief_id: str
    adopted: date
    source: str = HOUSE

    @cached_property
    def middle(self) -> Decimal:
        """The middle of the range."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Constituent:
    """A part of an index: what it is, its weight, and how it earns (None: it is only held)."""

    id: str
    name: str
    asset: str
    weight: Decimal
    house: HouseRange | None
    reading: str | None
    """Id of the live reading in the snapshot, when there is one."""
    paired: bool
    """Whether it is a pool of its coin with dollars, half of each."""
    partner: str | None
    """The other coin of a pool, where it is another."""
    method: str
    chain: str
    protocol: str | None
    """Slug of the protocol it lies in; None for a coin held or staked with its own network."""


@dataclass(frozen=True)
class Index:
    """An index or sleeve of the brief. `exposed` is the share of it open to each risk (ratio)."""

    id: str
    name: str
    character: str
    definition: str
    """Whose choice the constituents are, in a few words."""
    house: HouseRange
    plan_on_middle: bool
    """Whether its top is never planned on (the DeFi legs)."""
    constituents: tuple[Constituent, ...]
    exposed: Mapping[str, Decimal]

    def __hash__(self) -> int:
        """Hash by the id alone: what is remembered for an index is looked up often."""
        return hash(self.id)

    @cached_property
    def key(self) -> str:
        """The id as a fact name's prefix."""
        return self.id.replace("-", "_")


@dataclass(frozen=True, slots=True)
class PolicyLeg:
    """A leg of a policy blend with the band it may move in; all are shares of the whole."""

    index: str
    weight: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Policy:
    """A published or house blend for a kind of person, with the reason for it."""

    id: str
    brief_id: str
    risks: tuple[str, ...]
    stages: tuple[str, ...]
    legs: tuple[PolicyLeg, ...]
    published: HouseRange | None

    def __hash__(self) -> int:
        """Hash by the id alone: what is remembered for a policy is looked up often."""
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class ConcentrationLimit:
    """The most of a blend that may lie in one chain, protocol or method (ratio)."""

    kind: str
    subject: str | None
    """The method it holds for; None where it holds for each alike."""
    most: Decimal
    adopted: date


@dataclass(frozen=True, slots=True)
class RiskKind:
    """A risk the product names, with its topic and the mitigation."""

    id: str
    brief_id: str
    title: str
    mitigation: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A single constant of the domain with its source and date."""

    value: Decimal
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of the knowledge base: short and long, with fact names in braces."""

    id: str
    title: str
    aliases: tuple[str, ...]
    short: str
    long: str
    related: tuple[str, ...]


def _range(entry: Mapping[str, Any], adopted: date) -> HouseRange:
    return HouseRange(
        Decimal(entry["low"]), Decimal(entry["high"]), entry.get("brief_id", ""), adopted
    )


@cache
def house_yields() -> Mapping[str, HouseRange]:
    """Return the published ranges of income sources (A1 to A10) by name."""
    data = read_toml("house_yields.toml")
    return MappingProxyType(
        {name: _range(entry, data["adopted"]) for name, entry in data["yields"].items()}
    )


@dataclass(frozen=True, slots=True)
class IncomeSource:
    """How one coin earns by itself."""

    asset: str
    method: str
    house: HouseRange
    reading: str | None
    priced_as: str | None
    """The coin whose price stands in for a token that follows it and has no price of its own."""


@cache
def income_sources() -> Mapping[str, IncomeSource]:
    """Return how each coin earns by itself, by symbol; coins not listed earn nothing known."""
    data = read_toml("income_sources.toml")
    return MappingProxyType(
        {
            asset: IncomeSource(
                asset,
                entry["method"],
                house_yields()[entry["house"]],
                entry.get("reading"),
                entry.get("priced_as"),
            )
            for asset, entry in data.items()
            if isinstance(entry, dict)
        }
    )


def coin_of(asset: str) -> str:
    """Return the coin whose price an asset follows: a staking token follows its coin."""
    source = income_sources().get(asset)
    return source.priced_as or asset if source else asset


@cache
def indices() -> Mapping[str, Index]:
    """Return the indices and sleeves D1 to D6 by id."""
    data = read_toml("indices.toml")
    return MappingProxyType(
        {
            entry["id"]: Index(
                id=entry["id"],
                name=entry["name"],
                character=entry["character"],
                definition=entry["definition"],
                house=_range(entry, data["adopted"]),
                plan_on_middle=entry["plan_on_middle"],
                constituents=tuple(_constituent(part) for part in entry["constituents"]),
                exposed=MappingProxyType(
                    {risk: Decimal(share) for risk, share in entry["exposed"].items()}
                ),
            )
            for entry in data["index"]
        }
    )


def _constituent(part: Mapping[str, Any]) -> Constituent:
    return Constituent(
        id=part["id"],
        name=part["name"],
        asset=part["asset"],
        weight=Decimal(part["weight"]),
        house=house_yields()[part["house"]] if "house" in part else None,
        reading=part.get("reading"),
        paired=part.get("paired", False),
        partner=part.get("partner"),
        method=part["method"],
        chain=part["chain"],
        protocol=part.get("protocol"),
    )


@cache
def policies() -> tuple[Policy, ...]:
    """Return the policy blends; the first whose risk and stage fit is the one to use."""
    data = read_toml("policies.toml")
    return tuple(
        Policy(
            id=entry["id"],
            brief_id=entry["brief_id"],
            risks=tuple(entry["risks"]),
            stages=tuple(entry["stages"]),
            legs=tuple(
                PolicyLeg(leg["index"], leg["weight"], leg["least"], leg["most"])
                for leg in entry["legs"]
            ),
            published=_range(entry["published"], data["adopted"]) if "published" in entry else None,
        )
        for entry in data["policy"]
    )


@cache
def concentration_limits() -> tuple[ConcentrationLimit, ...]:
    """Return what no recommended blend exceeds in one place."""
    data = read_toml("limits.toml")
    return tuple(
        ConcentrationLimit(
            entry["kind"], entry.get("subject"), Decimal(entry["most"]), data["adopted"]
        )
        for entry in data["limit"]
    )


@cache
def crash_budgets() -> Mapping[str, Decimal]:
    """Return by risk level what coin prices alone may take in a year like the crash year."""
    budgets = read_toml("limits.toml")["crash_loss"]
    return MappingProxyType({level: v for level, v in budgets.items() if level != "reason"})


@cache
def risk_kinds() -> tuple[RiskKind, ...]:
    """Return the risks, the gravest first where the same share of the money is exposed."""
    return tuple(RiskKind(**entry) for entry in read_toml("risks.toml")["risk"])


@cache
def figures() -> Mapping[str, Figure]:
    """Return the single constants of the domain by name."""
    return MappingProxyType(
        {
            name: Figure(Decimal(entry["value"]), entry["source"], entry["as_of"])
            for name, entry in read_toml("figures.toml").items()
        }
    )


CRASH_YEAR = 2022
"""The last calendar year in which the coins behind these yields fell together (X17)."""


@cache
def crash_returns() -> Mapping[str, Figure]:
    """Return what each coin's price did in the crash year, as a ratio (−0.64 is a 64 % fall)."""
    data = read_toml("price_history.toml")
    returns = data[f"returns_{CRASH_YEAR}"]
    return MappingProxyType(
        {coin: Figure(value, data["source"], data["as_of"]) for coin, value in returns.items()}
    )


@dataclass(frozen=True, slots=True)
class MonthlyReturns:
    """Price changes of coins from month end to month end (ratios), oldest month first.

    Every coin has the same months: `first_month` is the end of the first, `as_of` of the last.
    """

    by_coin: Mapping[str, tuple[Decimal, ...]]
    first_month: date
    as_of: date
    source: str


@cache
def monthly_returns() -> MonthlyReturns:
    """Return the table of monthly returns that risks are measured with."""
    data = read_toml("monthly_returns.toml")
    by_coin = {coin: tuple(changes) for coin, changes in data["returns"].items()}
    return MonthlyReturns(
        MappingProxyType(by_coin), data["first_month"], data["as_of"], data["source"]
    )


@dataclass(frozen=True, slots=True)
class Incident:
    """A loss of users' money: the day, and how much in USD."""

    day: date
    loss_usd: Decimal


@dataclass(frozen=True, slots=True)
class ProtocolFacts:
    """What is known of a protocol; the newest incident first."""

    slug: str
    kind: str
    since: int
    """The year in which it opened."""
    audited: bool
    incidents: tuple[Incident, ...]
    failed: date | None
    story: str | None
    """How it failed, in a few words."""
    source: str
    as_of: date

    @property
    def name(self) -> str:
        """The slug as a name."""
        return self.slug.replace("-", " ").title()


@cache
def protocol_facts() -> Mapping[str, ProtocolFacts]:
    """Return what is known of protocols, by slug."""
    data = read_toml("protocol_facts.toml")
    return MappingProxyType(
        {
            slug: ProtocolFacts(
                slug,
                entry["kind"],
                entry["since"],
                entry["audited"],
                tuple(
                    Incident(one["day"], Decimal(one["loss_usd"]))
                    for one in reversed(entry.get("incidents", ()))
                ),
                entry.get("failed"),
                entry.get("story"),
                data["source"],
                data["as_of"],
            )
            for slug, entry in data["protocols"].items()
        }
    )


@cache
def stablecoins() -> frozenset[str]:
    """Return the symbols that keep to a currency."""
    return frozenset(s for s, about in read_toml("assets.toml").items() if "stable" in about)


@dataclass(frozen=True, slots=True)
class StressScenario:
    """A scenario of the house: its title, the sizes of its shocks by kind, source and date."""

    id: str
    title: str
    history: bool
    changes: Mapping[str, Decimal]
    source: str
    as_of: date


@cache
def stress_scenarios() -> tuple[StressScenario, ...]:
    """Return what a plan is tried against."""
    return tuple(
        StressScenario(
            entry["id"],
            entry["title"],
            entry.get("history", False),
            MappingProxyType({k: v for k, v in entry.items() if isinstance(v, Decimal)}),
            entry["source"],
            entry["as_of"],
        )
        for entry in read_toml("stress_scenarios.toml")["scenario"]
    )


@dataclass(frozen=True, slots=True)
class StakingRoute:
    """A way to stake a coin: `direct`, `delegated` or `liquid`."""

    kind: str
    least: Decimal
    """The fewest coins it takes."""
    skill: int
    """From 1, a wallet, to 3, a server of one's own."""
    fee: Decimal | None
    """The share of the rewards that goes to who does the work; None where each asks another."""
    example: str | None
    source: str


@dataclass(frozen=True, slots=True)
class StakingFacts:
    """How a coin is staked."""

    asset: str
    network: str
    unbonding_days: Decimal
    queue: bool
    """Whether leaving takes longer when many leave at once."""
    slashing: bool
    routes: tuple[StakingRoute, ...]
    source: str
    as_of: date


@cache
def staking_facts() -> Mapping[str, StakingFacts]:
    """Return how coins are staked, by symbol; a coin that is not listed is not known."""
    data = read_toml("staking.toml")
    return MappingProxyType(
        {
            asset: StakingFacts(
                asset,
                entry["network"],
                Decimal(entry["unbonding_days"]),
                entry.get("queue", False),
                entry["slashing"],
                tuple(
                    StakingRoute(
                        route["kind"],
                        Decimal(route["least"]),
                        route["skill"],
                        route.get("fee"),
                        route.get("example"),
                        route.get("source", entry["source"]),
                    )
                    for route in entry["routes"]
                ),
                entry["source"],
                data["as_of"],
            )
            for asset, entry in data.items()
            if isinstance(entry, dict)
        }
    )


@cache
def topics() -> Mapping[str, Topic]:
    """Return the pages of the knowledge base by id."""
    return MappingProxyType({name: _topic(name) for name in data_names("topics")})


def _topic(name: str) -> Topic:
    page = read_toml(f"topics/{name}.toml")
    return Topic(
        id=name,
        title=page["title"],
        aliases=tuple(page["aliases"]),
        short=page["short"],
        long=page["long"],
        related=tuple(page["related"]),
    )
