"""A blend's figures as facts: yields, incomes, each leg's part, risks, live readings."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from core.advice.fit_facts import leg_facts, note_nearest_weights
from core.advice.sums import note_figure
from core.catalogue import Index, Policy, crash_returns, index_named
from core.facts import HOUSE, YOU, FactBook, Unit, Working
from core.finance import blends
from core.finance.blends import ZERO, Blend
from core.finance.growth import MONTHS
from core.finance.indices import LivePart, crash_return, live_parts, moving_parts
from core.finance.market import MarketSnapshot, YieldReading
from core.money import Money


def note_blend(
    working: Working, blend: Blend, risk: str | None = None, need_name: str | None = None
) -> None:
    """Note the legs' weights and yields and what they make together.

    `need_name` is the fact of the need that moved the blend away from its policy at a risk level,
    if one did.
    """
    if blend.is_policy:
        working.include(_policy_facts(blend.policy))
    else:
        assert risk, "only a need at a risk level moves a blend away from its policy"
        assert need_name
        note_nearest_weights(working, blend, risk, need_name)
        note_legs(working, blend)
        _note_bands(working, blend.policy)


@lru_cache(maxsize=64)
def _policy_facts(policy: Policy) -> FactBook:
    """Return what holds of a policy's own blend, whoever asks."""
    working, blend = Working(), blends.policy_blend(policy)
    note_weights(working, blend)
    note_legs(working, blend)
    _note_stretch_limit(working, blend)
    _note_bands(working, policy)
    return working.book


def _note_bands(working: Working, policy: Policy) -> None:
    if policy.published:
        note_figure(working, "staking_band_low")
        note_figure(working, "staking_band_high")


def note_legs(working: Working, blend: Blend) -> None:
    """Note what a blend pays by its legs, whose weights are facts already."""
    for leg in blend.legs:
        working.include(leg_facts(leg.index.id))
    keys = tuple(leg.index.key for leg in blend.legs)
    for end, value in (
        ("low", blends.low_yield(blend)),
        ("mid", blends.middle_yield(blend)),
        ("high", blends.high_yield(blend)),
    ):
        formula = _weighted_formula(keys, end)
        working.derive(f"blend_yield_{end}", value, Unit.RATIO, formula)
    _note_income_shares(working, blend)


def note_weights(working: Working, blend: Blend, within: str = "") -> None:
    """Note the shares of a policy's own blend; `within` tells a second blend's facts apart."""
    working.include(_policy_weights(blend.policy, within))


@lru_cache(maxsize=64)
def _policy_weights(policy: Policy, within: str) -> FactBook:
    working, note = Working(), "share in the blend for this profile"
    for leg in blends.policy_blend(policy).legs:
        name, adopted = f"{within}{leg.index.key}.weight", leg.index.house.adopted
        working.given(name, leg.weight, Unit.RATIO, HOUSE, adopted, note=note)
    return working.book


@cache
def _weighted_formula(keys: tuple[str, ...], end: str) -> str:
    return " + ".join(f"{key}.weight * {key}.yield_{end}" for key in keys)


def _note_stretch_limit(working: Working, blend: Blend) -> None:
    """Note the planned top and the published one; the higher is the most to call a stretch."""
    formula = " + ".join(_planned_top_term(leg.index) for leg in blend.legs)
    planned = blends.planned_high_yield(blend)
    working.derive("planned_yield_high", planned, Unit.RATIO, formula)
    published, formula = blend.policy.published, "planned_yield_high"
    if published:
        for end, value in (("low", published.low), ("high", published.high)):
            working.given(
                f"published_yield_{end}",
                value,
                Unit.RATIO,
                HOUSE,
                published.adopted,
                note="published target of this blend",
            )
        formula = "max(planned_yield_high, published_yield_high)"
    working.derive("stretch_limit", blends.stretch_limit(blend), Unit.RATIO, formula)


def _planned_top_term(index: Index) -> str:
    end = "mid" if index.plan_on_middle else "high"
    return f"{index.key}.weight * {index.key}.yield_{end}"


def _note_income_shares(working: Working, blend: Blend) -> None:
    whole = blends.middle_yield(blend)
    if not whole:
        return
    for leg in blend.legs:
        name, formula = _income_share_formula(leg.index.key)
        share = leg.weight * leg.index.house.middle / whole
        working.derive(name, share, Unit.RATIO, formula)


@cache
def _income_share_formula(key: str) -> tuple[str, str]:
    return f"{key}.income_share", f"{key}.weight * {key}.yield_mid / blend_yield_mid"


def note_income(working: Working, capital: Money) -> None:
    """Note what the blend pays a month on the capital, and at the published target."""
    working.constant("months_per_year", MONTHS, "months a year")
    for end in ("low", "mid", "high"):
        _note_monthly(working, f"monthly_income_{end}", f"blend_yield_{end}", capital)
    if "published_yield_low" in working:
        for end in ("low", "high"):
            _note_monthly(working, f"published_income_{end}", f"published_yield_{end}", capital)


def _note_monthly(working: Working, name: str, rate_name: str, capital: Money) -> None:
    income = capital.times(working.number(rate_name) / MONTHS)
    working.derive(name, income, Unit.MONEY_MONTH, f"capital * {rate_name} / months_per_year")


def note_crash(working: Working, blend: Blend, within: str = "") -> Decimal:
    """Note what coin prices alone did to a blend in the crash year; return the loss (ratio).

    Its weights are facts already, `within` as they were noted.
    """
    loss, terms = ZERO, []
    for leg in blend.legs:
        crash = crash_facts(leg.index.id)
        if crash.change:
            working.include(crash.book)
            terms.append(f"{within}{leg.index.key}.weight * ({crash.formula})")
            loss -= leg.weight * crash.change
    if terms:
        working.derive("crash_loss", loss, Unit.RATIO, f"-({' + '.join(terms)})")
    return loss


@dataclass(frozen=True, slots=True)
class CrashFacts:
    """What coin prices did to an index in the crash year (ratio), with its formula and facts."""

    book: FactBook
    formula: str
    change: Decimal


@cache
def crash_facts(index_id: str) -> CrashFacts:
    """Return the coins' returns behind `core.finance.indices.crash_return`."""
    working, index, terms = Working(), index_named(index_id), []
    for part in moving_parts(index):
        figure = crash_returns()[part.asset]
        name = f"{part.asset.lower()}.crash_return"
        note = f"price change of {part.asset} over the year"
        working.given(name, figure.value, Unit.RATIO, figure.source, figure.as_of, note=note)
        moved = f"((1 + {name}) ** 0.5 - 1)" if part.paired else name
        terms.append(f"{part.weight} * {moved}")
    return CrashFacts(working.book, " + ".join(terms), crash_return(index))


def note_worst_coins(working: Working) -> None:
    """Note the mildest and the worst fall of the coins behind these yields in the crash year."""
    working.include(_worst_coins())


@cache
def _worst_coins() -> FactBook:
    working, returns = Working(), crash_returns()
    any_figure = next(iter(returns.values()))
    working.given(
        "crash_year",
        any_figure.as_of,
        Unit.DATE,
        any_figure.source,
        any_figure.as_of,
        note="the last year in which such coins fell together",
    )
    for name, pick in (("coin_loss_high", min), ("coin_loss_low", max)):
        asset = pick(returns, key=lambda coin: returns[coin].value)
        figure = returns[asset]
        leaf = f"{asset.lower()}.crash_return"
        note = f"price change of {asset} over the year"
        working.given(leaf, figure.value, Unit.RATIO, figure.source, figure.as_of, note=note)
        working.derive(name, -figure.value, Unit.RATIO, f"-({leaf})")
    return working.book


def note_live(working: Working, blend: Blend, snapshot: MarketSnapshot, asked_on: date) -> bool:
    """Note what the parts with a live reading pay now, beside their house middle.

    Returns whether there is any. `live_share` is the share of the money they make up; the rest
    has no live figure and is not guessed.
    """
    found = [(leg.weight, live) for leg in blend.legs if (live := live_facts(leg.index, snapshot))]
    if not found:
        return False
    share = paid = planned = ZERO
    for weight, live in found:
        working.include(live.book)
        share += weight * live.share
        paid += weight * live.paid
        planned += weight * live.planned
    of_share, of_paid, of_planned = _live_formulas(tuple(live for _, live in found))
    working.derive("live_share", share, Unit.RATIO, of_share)
    working.derive("live_yield", paid / share, Unit.RATIO, of_paid)
    working.derive("live_house_yield", planned / share, Unit.RATIO, of_planned)
    note_readings_date(working, min(live.oldest for _, live in found), asked_on)
    return True


@dataclass(frozen=True, eq=False)
class LiveFacts:
    """The live readings of an index as facts, with what they make of a whole in it (ratios)."""

    book: FactBook
    oldest: date
    share: Decimal
    share_formula: str
    paid: Decimal
    """What they pay of the whole index."""
    paid_formula: str
    planned: Decimal
    """What the house would plan for the same parts."""
    planned_formula: str


@lru_cache(maxsize=64)
def _live_formulas(found: tuple[LiveFacts, ...]) -> tuple[str, str, str]:
    """Return how the share with live readings, what it pays and what was planned are summed."""
    paid = " + ".join(live.paid_formula for live in found)
    planned = " + ".join(live.planned_formula for live in found)
    share = " + ".join(live.share_formula for live in found)
    return share, f"({paid}) / live_share", f"({planned}) / live_share"


@lru_cache(maxsize=64)
def live_facts(index: Index, snapshot: MarketSnapshot) -> LiveFacts | None:
    """Return what is known live of an index's parts; None when nothing is."""
    parts = live_parts(index, snapshot)
    if not parts:
        return None
    working = Working()
    names = [
        (_note_reading(working, part.reading_id, part.reading), _note_house_middle(working, part))
        for part in parts
    ]
    weights = [f"{index.key}.weight * {part.weight}" for part in parts]
    rated = list(zip(weights, names, strict=True))
    return LiveFacts(
        book=working.book,
        oldest=min(part.reading.as_of for part in parts).date(),
        share=sum((part.weight for part in parts), ZERO),
        share_formula=" + ".join(weights),
        paid=sum((part.weight * part.reading.settled for part in parts), ZERO),
        paid_formula=" + ".join(f"{weight} * {rate}" for weight, (rate, _) in rated),
        planned=sum((part.weight * part.house.middle for part in parts), ZERO),
        planned_formula=" + ".join(f"{weight} * {middle}" for weight, (_, middle) in rated),
    )


def note_readings_date(working: Working, as_of: date, asked_on: date) -> None:
    """Note the day of the live readings, and their age unless they are newer than the question."""
    working.given("readings_date", as_of, Unit.DATE, "DefiLlama", as_of)
    if asked_on >= as_of:
        working.given("asked_on", asked_on, Unit.DATE, YOU, note="the day you asked")
        age = Decimal((asked_on - as_of).days)
        working.derive("readings_age", age, Unit.DAYS, "asked_on - readings_date")


def _note_reading(working: Working, reading_id: str, reading: YieldReading) -> str:
    name = f"{reading_id.replace('-', '_')}.rate"
    note = f"{reading.symbol} on {reading.venue}, {reading.chain}"
    working.given(
        name, reading.settled, Unit.RATIO, reading.source, reading.as_of.date(), note=note
    )
    return name


def _note_house_middle(working: Working, part: LivePart) -> str:
    name = f"{part.reading_id.replace('-', '_')}.house_mid"
    note = f"middle of the house range for {part.name}"
    working.given(
        name, part.house.middle, Unit.RATIO, part.house.source, part.house.adopted, note=note
    )
    return name
