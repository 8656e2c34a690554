"""What something pays now, and where: house ranges beside the live readings there are."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.blend_facts import note_readings_date
from core.advice.real_yield import note_real_yield
from core.advice.sums import note_capital, note_inflation
from core.advice.utilisation import example_facts
from core.catalogue import (
    asset_facts,
    coin_of,
    house_yields,
    income_sources,
    is_dollars,
    protocol_of,
    reference_readings,
    stablecoins,
)
from core.facts import HOUSE, FactBook, Unit, Working
from core.finance.compounding import real_yield
from core.finance.evidence import judge_reading
from core.finance.growth import MONTHS
from core.finance.market import MarketSnapshot, YieldReading, chain_slug
from core.finance.sustainability import Judgement, Standing
from core.money import DEFAULT_CURRENCY, Money
from core.requests import Profile, YieldLookupRequest

MOST = 5
"""So many readings are shown at most."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A house range that concerns the question: fact prefix and what it is of."""

    key: str
    of: str


@dataclass(frozen=True, slots=True)
class Rated:
    """A live reading with what is thought of it; `id` is our id of the pool."""

    id: str
    reading: YieldReading
    judgement: Judgement

    @property
    def key(self) -> str:
        """The prefix of its facts."""
        return self.id.replace("-", "_")


@dataclass(frozen=True, slots=True)
class YieldLookupAdvice:
    """House ranges and live readings: what was named itself, then the soundest, best paid first."""

    book: FactBook
    ranges: tuple[Quoted, ...]
    readings: tuple[Rated, ...]
    asked: YieldLookupRequest
    """What was asked about, as it was named."""
    lends: bool
    """Whether the answer is about lending, whose rates follow how much is lent out."""
    income: bool
    staked: str | None
    """The one coin that was asked about and earns by staking."""
    profile: Profile


def yield_lookup(request: YieldLookupRequest, snapshot: MarketSnapshot) -> YieldLookupAdvice:
    """Return what is known of what a coin, a protocol or a way to earn pays."""
    working = Working()
    ranges = _note_ranges(working, request)
    readings = _readings(request, snapshot)
    for rated in readings:
        _note_reading(working, rated.key, rated.reading)
    if readings:
        oldest = min(rated.reading.as_of for rated in readings).date()
        note_readings_date(working, oldest, request.profile.asked_on)
    coin = _note_real(working, request, ranges, readings)
    if [quoted.key for quoted in ranges] == ["stablecoin_lending"]:
        _note_after_inflation(working, request.profile, readings)
    income = bool(readings and request.capital) and _note_income(working, request, snapshot)
    lends = any(quoted.key.endswith("lending") for quoted in ranges)
    if lends:
        working.include(example_facts())
    return YieldLookupAdvice(
        working.book, ranges, readings, request, lends, income, coin, request.profile
    )


def _note_ranges(working: Working, request: YieldLookupRequest) -> tuple[Quoted, ...]:
    """Note the house range of each coin named, or of the way to earn, or of the main ways."""
    if request.assets:
        named = [_of_coin(asset, request.method) for asset in request.assets[:3]]
    elif request.stable or request.method in _METHODS:
        named = list(_METHODS["lending" if request.stable else request.method or ""])
    elif request.protocols:
        named = []
    else:
        named = [one for ways in _METHODS.values() for one in ways[:1]]
    quoted = []
    for name, of in named:
        key = name.replace("-", "_")
        house = house_yields()[name]
        for end, value in (("low", house.low), ("high", house.high)):
            note = f"house range for {of}"
            working.given(f"{key}.rate_{end}", value, Unit.RATIO, HOUSE, house.adopted, note=note)
        quoted.append(Quoted(key, of))
    return tuple(dict.fromkeys(quoted))


def _note_real(
    working: Working,
    request: YieldLookupRequest,
    ranges: tuple[Quoted, ...],
    readings: tuple[Rated, ...],
) -> str | None:
    """Note what a coin's staking yield is worth against its growing supply; return the coin."""
    coins = {coin_of(asset) for asset in request.assets}
    if len(coins) != 1 or len(ranges) != 1 or not ranges[0].of.endswith("staking"):
        return None
    coin, key = coins.pop(), ranges[0].key
    staked = (one.key for one in readings if _method_of(one.reading) == "staking")
    live = next((f"{name}.rate" for name in staked), None)
    note_real_yield(working, coin, (f"{key}.rate_low", f"{key}.rate_high"), live)
    return coin


def _note_after_inflation(working: Working, profile: Profile, readings: tuple[Rated, ...]) -> None:
    """Note what lent dollars pay after inflation: the house range, and the first live rate."""
    inflation = note_inflation(working, profile)
    rates = {
        "after_inflation_low": "stablecoin_lending.rate_low",
        "after_inflation_high": "stablecoin_lending.rate_high",
    }
    if readings:
        rates["after_inflation_live"] = f"{readings[0].key}.rate"
    for name, rate in rates.items():
        left = real_yield(working.number(rate), inflation)
        working.derive(name, left, Unit.RATIO, f"(1 + {rate}) / (1 + inflation) - 1")


_STAKED = ("ETH", "SOL", "ADA", "DOT", "ATOM")
"""Coins whose staking has a house range, the largest first."""
_METHODS = {
    "staking": tuple((f"{coin.lower()}-staking", f"{coin} staking") for coin in _STAKED),
    "lending": (("stablecoin-lending", "stablecoin lending"),),
    "liquidity": (("major-pairs", "liquidity in major pairs"),),
}


def _of_coin(asset: str, method: str | None) -> tuple[str, str]:
    """Return the house range of a coin and what it is of."""
    if is_dollars(asset):
        return "stablecoin-lending", "stablecoin lending"
    source = income_sources().get(asset)
    if source is None or method == "lending":
        return "volatile-lending", f"{asset} lending"
    name = next(key for key, house in house_yields().items() if house is source.house)
    return name, f"{coin_of(asset)} {source.method}"


def _readings(request: YieldLookupRequest, snapshot: MarketSnapshot) -> tuple[Rated, ...]:
    """Return the live readings that answer the question.

    What pays next to nothing is left out unless it was asked for by its name.
    """
    today = request.profile.asked_on
    found = [
        Rated(name, reading, judge_reading(reading, snapshot, today))
        for name, reading in snapshot.yields.items()
        if _is_asked(reading, request)
        and (_names_something(request) or name in reference_readings())
    ]
    worthy = [rated for rated in found if _is_worthy(rated, request)]
    return tuple(sorted(worthy, key=lambda rated: _rank(rated, request))[:MOST])


def _names_something(request: YieldLookupRequest) -> bool:
    named = request.assets or request.protocols or request.chain or request.method
    return bool(named or request.stable)


LEAST = Decimal("0.001")
"""A rate below it is told only of what was named."""


def _is_worthy(rated: Rated, request: YieldLookupRequest) -> bool:
    if rated.judgement.standing is Standing.SCREENED:
        return False
    named = rated.reading.symbol in request.assets or _is_named(rated, request.assets)
    return named or rated.reading.settled >= LEAST


def _rank(rated: Rated, request: YieldLookupRequest) -> tuple[bool, int, bool, Decimal]:
    """Return what a reading is sorted by: the one named, its standing, plain coins first, rate."""
    reading = rated.reading
    standing = list(Standing).index(rated.judgement.standing)
    odd = reading.symbol not in asset_facts()
    return not _is_named(rated, request.assets), standing, odd, -reading.settled


def _is_named(rated: Rated, assets: tuple[str, ...]) -> bool:
    """Whether a reading is the one meant by a coin: who names stETH or ETH means Lido's.

    That a staking token can be lent too is another yield than its own.
    """
    symbol = rated.reading.symbol
    protocol = protocol_of(rated.reading.project)
    if _is_token(symbol) and symbol in assets:
        return protocol is None or "lending" not in protocol.kind
    coins = (income_sources().get(asset) for asset in assets if asset not in stablecoins())
    return any(source and source.reading == rated.id for source in coins)


def _is_token(symbol: str) -> bool:
    """Whether a symbol is of a token that earns by itself."""
    facts = asset_facts().get(symbol)
    return facts is not None and facts.grows


def _is_asked(reading: YieldReading, request: YieldLookupRequest) -> bool:
    if request.chain and chain_slug(reading.chain) != request.chain:
        return False
    if request.protocols and not _is_at(reading, request.protocols):
        return False
    if reading.pair != (request.method == "liquidity") and request.method:
        return False
    if request.assets:
        return any(_is_of(reading, asset) for asset in request.assets)
    if request.stable and not is_dollars(reading.symbol):
        return False
    if request.method == "lending":
        return any(_is_of(reading, coin) for coin in stablecoins())
    return request.method is None or request.method == _method_of(reading)


def _is_at(reading: YieldReading, protocols: tuple[str, ...]) -> bool:
    protocol = protocol_of(reading.project)
    if protocol is None:
        return reading.project in protocols
    return protocol.slug in protocols


def _is_of(reading: YieldReading, asset: str) -> bool:
    """Whether a reading is of a coin, or of a token that stands for it."""
    if reading.pair:
        return asset in reading.symbol.split("-")
    return reading.symbol.endswith(asset) or coin_of(reading.symbol) == coin_of(asset)


def _method_of(reading: YieldReading) -> str:
    if reading.pair:
        return "liquidity"
    facts = asset_facts().get(reading.symbol)
    return "staking" if facts and facts.kind == "staked" else "lending"


def _note_reading(working: Working, key: str, reading: YieldReading) -> None:
    note, day = f"{reading.symbol} on {reading.venue}, {reading.chain}", reading.as_of.date()
    working.given(f"{key}.rate", reading.rate, Unit.RATIO, reading.source, day, note=note)
    size = Money(reading.size, DEFAULT_CURRENCY)
    working.given(f"{key}.size", size, Unit.MONEY, reading.source, day, note="money in the pool")
    if reading.usual is not None:
        note = f"what {reading.symbol} on {reading.venue} usually pays, over a month"
        working.given(f"{key}.usual", reading.usual, Unit.RATIO, reading.source, day, note=note)
    if reading.disbelieved is not None:
        note = "what was read and is not taken as fact"
        working.given(
            f"{key}.read", reading.disbelieved, Unit.RATIO, reading.source, day, note=note
        )


def _note_income(working: Working, request: YieldLookupRequest, snapshot: MarketSnapshot) -> bool:
    """Note what the sum that was named would earn a month at the usual rate of the first."""
    assert request.capital
    capital = note_capital(working, request.capital, snapshot)
    first = _readings(request, snapshot)[0]
    rate = f"{first.key}.usual" if first.reading.usual is not None else f"{first.key}.rate"
    working.constant("months_per_year", MONTHS, "months a year")
    income = capital.times(first.reading.settled / MONTHS)
    formula = f"capital * {rate} / months_per_year"
    working.derive("monthly_income", income, Unit.MONEY_MONTH, formula)
    return True
