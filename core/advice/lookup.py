"""What something pays now, and where: house ranges beside the live readings there are."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.blend_facts import note_readings_date
from core.advice.real_yield import note_real_yield
from core.advice.sums import note_capital
from core.advice.utilisation import example_facts
from core.catalogue import coin_of, house_yields, income_sources, stablecoins
from core.facts import HOUSE, FactBook, Unit, Working
from core.finance.growth import MONTHS
from core.finance.market import MarketSnapshot, YieldReading
from core.finance.sustainability import levels
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
class YieldLookupAdvice:
    """House ranges and live readings, the largest pool first."""

    book: FactBook
    ranges: tuple[Quoted, ...]
    readings: tuple[tuple[str, YieldReading], ...]
    asked: tuple[str, ...]
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
    for key, reading in readings:
        _note_reading(working, key, reading)
    if readings:
        oldest = min(reading.as_of for _, reading in readings).date()
        note_readings_date(working, oldest, request.profile.asked_on)
    coin = _note_real(working, request, ranges, readings)
    income = bool(readings and request.capital) and _note_income(working, request, snapshot)
    lends = any(quoted.key.endswith("lending") for quoted in ranges)
    if lends:
        working.include(example_facts())
    asked = (*request.assets, *request.protocols)
    return YieldLookupAdvice(
        working.book, ranges, readings, asked, lends, income, coin, request.profile
    )


def _note_ranges(working: Working, request: YieldLookupRequest) -> tuple[Quoted, ...]:
    """Note the house range of each coin named, or of the way to earn, or of the main ways."""
    if request.assets:
        named = [_of_coin(asset, request.method) for asset in request.assets[:3]]
    elif request.method in _METHODS:
        named = list(_METHODS[request.method])
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
    readings: tuple[tuple[str, YieldReading], ...],
) -> str | None:
    """Note what a coin's staking yield is worth against its growing supply; return the coin."""
    coins = {coin_of(asset) for asset in request.assets}
    if len(coins) != 1 or len(ranges) != 1 or not ranges[0].of.endswith("staking"):
        return None
    coin, key = coins.pop(), ranges[0].key
    live = next((name for name, one in readings if _method_of(one) == "staking"), None)
    house = (f"{key}.rate_low", f"{key}.rate_high")
    note_real_yield(working, coin, house, f"{live}.rate" if live else None)
    return coin


_METHODS = {
    "staking": (("eth-staking", "ETH staking"), ("sol-staking", "SOL staking")),
    "lending": (("stablecoin-lending", "stablecoin lending"),),
    "liquidity": (("major-pairs", "liquidity in major pairs"),),
}


def _of_coin(asset: str, method: str | None) -> tuple[str, str]:
    """Return the house range of a coin and what it is of."""
    if asset in stablecoins():
        return "stablecoin-lending", "stablecoin lending"
    source = income_sources().get(asset)
    if source is None or method == "lending":
        return "volatile-lending", f"{asset} lending"
    name = next(key for key, house in house_yields().items() if house is source.house)
    return name, f"{coin_of(asset)} {source.method}"


def _readings(
    request: YieldLookupRequest, snapshot: MarketSnapshot
) -> tuple[tuple[str, YieldReading], ...]:
    """Return the live readings that answer the question, the largest pool first."""
    found = [
        (name.replace("-", "_"), reading)
        for name, reading in snapshot.yields.items()
        if _is_asked(reading, request) and reading.rate <= levels()["screen"]
    ]
    return tuple(sorted(found, key=_size, reverse=True)[:MOST])


def _size(found: tuple[str, YieldReading]) -> Decimal:
    return found[1].size


def _is_asked(reading: YieldReading, request: YieldLookupRequest) -> bool:
    if request.chain and reading.chain.lower() != request.chain:
        return False
    if request.protocols and not any(reading.project.startswith(p) for p in request.protocols):
        return False
    if request.assets:
        return any(_is_of(reading, asset) for asset in request.assets)
    if request.method == "lending":
        return any(_is_of(reading, coin) for coin in stablecoins())
    return request.method is None or request.method == _method_of(reading)


def _is_of(reading: YieldReading, asset: str) -> bool:
    """Whether a reading is of a coin, or of a token that stands for it."""
    return reading.symbol.endswith(asset) or coin_of(reading.symbol) == coin_of(asset)


def _method_of(reading: YieldReading) -> str:
    source = income_sources().get(reading.symbol)
    return source.method if source and reading.symbol not in stablecoins() else "lending"


def _note_reading(working: Working, key: str, reading: YieldReading) -> None:
    note, day = f"{reading.symbol} on {reading.venue}, {reading.chain}", reading.as_of.date()
    working.given(f"{key}.rate", reading.rate, Unit.RATIO, reading.source, day, note=note)
    size = Money(reading.size, DEFAULT_CURRENCY)
    working.given(f"{key}.size", size, Unit.MONEY, reading.source, day, note="money in the pool")


def _note_income(working: Working, request: YieldLookupRequest, snapshot: MarketSnapshot) -> bool:
    """Note what the sum that was named would earn a month at the rate of the largest pool."""
    assert request.capital
    capital = note_capital(working, request.capital, snapshot)
    key, reading = _readings(request, snapshot)[0]
    working.constant("months_per_year", MONTHS, "months a year")
    income = capital.times(reading.rate / MONTHS)
    formula = f"capital * {key}.rate / months_per_year"
    working.derive("monthly_income", income, Unit.MONEY_MONTH, formula)
    return True
