"""The figures of one of several options as facts; the option's key is the prefix of each."""

from datetime import date
from decimal import Decimal

from core.advice.blend_facts import crash_facts, live_facts, note_weights
from core.advice.fit_facts import leg_facts
from core.advice.options import WHOLE, Option, falls
from core.catalogue import Index, crash_returns
from core.facts import HOUSE, Unit, Working
from core.finance import blends
from core.finance.blends import Blend
from core.finance.growth import MONTHS
from core.finance.market import MarketSnapshot
from core.money import Money

Part = tuple[Index, Decimal, str]
"""An index, its share of an option (ratio), and that share as it stands in a formula."""


def note_option(working: Working, option: Option, snapshot: MarketSnapshot) -> date | None:
    """Note an option's rates, its loss in the crash year, live readings, what is known of it.

    Returns the day of its oldest live reading, if it has any.
    """
    if option.blend:
        _note_blend_rates(working, option, option.blend)
    elif option.house:
        _note_house_rates(working, option)
    if option.index:
        adopted, note = option.index.house.adopted, f"all of it in {option.index.name}"
        working.given(f"{option.key}.whole", WHOLE, Unit.RATIO, HOUSE, adopted, note=note)
    _note_loss(working, option)
    _note_protocol(working, option)
    return _note_live(working, option, snapshot)


def note_income(working: Working, option: Option, capital: Money) -> None:
    """Note what an option pays a month on the capital, where its rate is known."""
    for end in ("low", "high"):
        rate = f"{option.key}.rate_{end}"
        if rate in working:
            pays = capital.times(working.number(rate) / MONTHS)
            formula = f"capital * {rate} / months_per_year"
            working.derive(f"{option.key}.income_{end}", pays, Unit.MONEY_MONTH, formula)


def _note_house_rates(working: Working, option: Option) -> None:
    assert option.house
    house, key, note = option.house, option.key, f"house range for {option.of or option.name}"
    for end, value in (("low", house.low), ("high", house.high)):
        working.given(f"{key}.rate_{end}", value, Unit.RATIO, HOUSE, house.adopted, note=note)
    formula = f"({key}.rate_low + {key}.rate_high) / 2"
    working.derive(f"{key}.rate_mid", house.middle, Unit.RATIO, formula)


def _note_blend_rates(working: Working, option: Option, blend: Blend) -> None:
    """Note what a level's blend pays by its legs, and its published target beside it."""
    note_weights(working, blend, f"{option.key}.")
    for leg in blend.legs:
        working.include(leg_facts(leg.index.id))
    for end, value in (
        ("low", blends.low_yield(blend)),
        ("mid", blends.middle_yield(blend)),
        ("high", blends.high_yield(blend)),
    ):
        terms = (f"{share} * {index.key}.yield_{end}" for index, _, share in _parts(option))
        working.derive(f"{option.key}.rate_{end}", value, Unit.RATIO, " + ".join(terms))
    if target := blend.policy.published:
        note = "published target of this blend"
        for end, value in (("low", target.low), ("high", target.high)):
            name = f"{option.key}.target_{end}"
            working.given(name, value, Unit.RATIO, HOUSE, target.adopted, note=note)


def _parts(option: Option) -> tuple[Part, ...]:
    """Return the indices that an option is made of; none for a coin or a protocol."""
    if option.blend:
        return tuple(
            (leg.index, leg.weight, f"{option.key}.{leg.index.key}.weight")
            for leg in option.blend.legs
        )
    return ((option.index, WHOLE, f"{option.key}.whole"),) if option.index else ()


def _note_loss(working: Working, option: Option) -> None:
    """Note what prices alone took in the crash year (ratio), where that is known."""
    if falls(option):
        _note_coin_loss(working, option)
    loss, terms = Decimal(0), []
    for index, weight, share in _parts(option):
        crash = crash_facts(index.id)
        if crash.change:
            working.include(crash.book)
            terms.append(f"{share} * ({crash.formula})")
            loss -= weight * crash.change
    if terms:
        working.derive(f"{option.key}.loss", loss, Unit.RATIO, f"-({' + '.join(terms)})")


def _note_coin_loss(working: Working, option: Option) -> None:
    assert option.coin
    figure = crash_returns()[option.coin]
    name, note = f"{option.coin.lower()}.crash_return", f"price change of {option.coin}, the year"
    working.given(name, figure.value, Unit.RATIO, figure.source, figure.as_of, note=note)
    formula = f"-({option.moves} * {name})"
    working.derive(f"{option.key}.loss", -option.moves * figure.value, Unit.RATIO, formula)


def _note_protocol(working: Working, option: Option) -> None:
    """Note since when a protocol is open, how often its users lost money, when it failed."""
    facts = option.protocol
    if facts is None:
        return
    since, note = date(facts.since, 1, 1), f"the year {facts.name} opened"
    name = f"{option.key}.since_year"
    working.given(name, since, Unit.DATE, facts.source, facts.as_of, note=note)
    if facts.failed:
        name = f"{option.key}.failed_on"
        working.given(name, facts.failed, Unit.DATE, facts.source, facts.as_of)
    if facts.incidents:
        count, note = Decimal(len(facts.incidents)), f"losses of users' money at {facts.name}"
        name = f"{option.key}.incidents"
        working.given(name, count, Unit.COUNT, facts.source, facts.as_of, note=note)


def _note_live(working: Working, option: Option, snapshot: MarketSnapshot) -> date | None:
    """Note the reading of a source, or what the parts with one pay now, and their share."""
    if option.live:
        reading, day = option.live, option.live.as_of.date()
        note = f"{reading.symbol} on {reading.venue}, {reading.chain}"
        name = f"{option.key}.live_rate"
        working.given(name, reading.rate, Unit.RATIO, reading.source, day, note=note)
        return day
    return _note_live_parts(working, option, snapshot)


def _note_live_parts(working: Working, option: Option, snapshot: MarketSnapshot) -> date | None:
    found = [(p, live) for p in _parts(option) if (live := live_facts(p[0], snapshot))]
    if not found:
        return None
    share = sum((weight * live.share for (_, weight, _), live in found), Decimal(0))
    paid = sum((weight * live.paid for (_, weight, _), live in found), Decimal(0))
    for _, live in found:
        working.include(live.book)
    shares = " + ".join(_within(live.share_formula, part) for part, live in found)
    rates = " + ".join(_within(live.paid_formula, part) for part, live in found)
    name = f"{option.key}.live_share"
    working.derive(name, share, Unit.RATIO, shares)
    working.derive(f"{option.key}.live_yield", paid / share, Unit.RATIO, f"({rates}) / {name}")
    return min(live.oldest for _, live in found)


def _within(formula: str, part: Part) -> str:
    """Return a formula over an index's own weight as one over its share of the option."""
    index, _, share = part
    return formula.replace(f"{index.key}.weight", share)
