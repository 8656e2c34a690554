"""What borrowers of a lending pool pay and lenders get when so much of it is lent out."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from core.advice.blend_facts import note_readings_date
from core.advice.sums import note_capital
from core.catalogue import ProtocolFacts, coin_of, is_dollars, protocol_facts
from core.facts import HOUSE, YOU, FactBook, Unit, Working
from core.finance.evidence import dollars_at, readings_at
from core.finance.growth import MONTHS
from core.finance.lending import SlopedCurve, free_share, own_slope, published_curve, supply_rate
from core.finance.market import MarketSnapshot, YieldReading
from core.money import DEFAULT_CURRENCY, Money
from core.requests import Coins, Profile, UtilisationRequest

LENDING, SAVINGS = "lending market", "savings rate and borrowing system"


@dataclass(frozen=True, slots=True)
class UtilisationAdvice:
    """Rates and the share that can leave on a curve, `before` and `after`."""

    book: FactBook
    curve: str
    """The name of the published curve."""
    own: bool
    """Whether the kink, a slope or the base of the curve is the person's."""
    scaled: bool
    """Whether the curve is scaled to the rate that lenders were said to get before."""
    savings: str | None
    """The name of a protocol whose rate is set and follows no curve."""
    free: YieldReading | None
    """What could leave the pool that was named when it was read."""
    other: str | None
    """A coin that is no dollar, whose curve is another."""
    run: bool
    """Whether it was asked who can leave when all want to."""
    profile: Profile


def utilisation_advice(request: UtilisationRequest, snapshot: MarketSnapshot) -> UtilisationAdvice:
    """Return what a change of the lent share does to both rates and to the way out."""
    working = Working()
    scaled = _note_own_curve(working, request)
    if request.terms.borrow is None:
        _note_place(working, "before", request.before)
    after = published_curve().stressed if request.after is None else request.after
    source = HOUSE if request.after is None else YOU
    _note_place(working, "after", after, source, request.terms.borrow)
    _note_income(working, request, snapshot)
    protocol = protocol_facts().get(next(iter(request.protocols), ""))
    free = _note_free(working, protocol, request, snapshot)
    parts = request.terms
    return UtilisationAdvice(
        book=working.book,
        curve=published_curve().name,
        own=any(part is not None for part in (parts.kink, parts.base, parts.slope, parts.steep)),
        scaled=scaled,
        savings=protocol.name if protocol and protocol.kind == SAVINGS else None,
        free=free,
        run=request.after is None,
        other=next((one for one in request.assets if not is_dollars(one)), None),
        profile=request.profile,
    )


@cache
def example_facts() -> FactBook:
    """Return the curve at its kink and a little past it, as `usual` and `stressed`."""
    working = Working()
    _note_curve(working)
    _note_place(working, "usual", published_curve().usual, HOUSE)
    _note_place(working, "stressed", published_curve().stressed, HOUSE)
    return working.book


def _note_curve(working: Working) -> None:
    published = published_curve()
    curve = published.curve
    parts = {name: getattr(curve, name) for name in ("kink", "base", "slope", "steep")}
    for name, value in (parts | {"reserve_factor": published.reserve_factor}).items():
        note = f"{name.replace('_', ' ')} of {published.name}"
        working.given(
            f"curve.{name}", value, Unit.RATIO, published.source, published.as_of, note=note
        )


def _note_own_curve(working: Working, request: UtilisationRequest) -> bool:
    """Note the curve with what was said of it; return whether its slope fits a rate of one's own.

    Where lenders are said to get a rate before, and no slope is, the slope up to the kink is that
    which pays it; beyond the kink nothing can be told from it.
    """
    _note_curve(working)
    said = {name: getattr(request.terms, name) for name in ("kink", "base", "slope", "steep")}
    said["reserve_factor"] = request.terms.reserve
    for name, value in said.items():
        if value is not None:
            working.given(f"curve.{name}", value, Unit.RATIO, YOU)
    before = working.number("curve.kink") if request.before is None else request.before
    fits = request.rate and not request.terms.slope and request.terms.borrow is None
    curve, kept = _curve(working), working.number("curve.reserve_factor")
    if not fits or request.rate is None or not 0 < before <= curve.kink:
        return False
    slope = own_slope(curve, request.rate, before, kept)
    if slope <= 0:
        return False
    working.given("own_rate", request.rate, Unit.RATIO, YOU, note="what lenders get before")
    if request.before is None:
        working.derive("own_share", before, Unit.RATIO, "curve.kink")
    else:
        working.given("own_share", before, Unit.RATIO, YOU, note="what is lent out before")
    paid = "own_rate / ((1 - curve.reserve_factor) * own_share)"
    formula = f"({paid} - curve.base) * curve.kink / own_share"
    working.derive("own_slope", slope, Unit.RATIO, formula)
    working.derive("curve.slope", slope, Unit.RATIO, "own_slope")
    return True


def _curve(working: Working) -> SlopedCurve:
    return SlopedCurve(
        *(working.number(f"curve.{name}") for name in ("kink", "base", "slope", "steep"))
    )


def _note_place(
    working: Working,
    place: str,
    said: Decimal | None,
    source: str = YOU,
    paid: Decimal | None = None,
) -> None:
    """Note both rates (ratios a year) and the free share where so much of a pool is lent out.

    That is the kink where nothing was `said`. `paid` is what borrowers were said to pay there:
    then no curve is needed.
    """
    curve, kept = _curve(working), working.number("curve.reserve_factor")
    share, rate = f"{place}.lent_share", f"{place}.borrow_rate"
    lent = curve.kink if said is None else said
    if said is None:
        working.derive(share, lent, Unit.RATIO, "curve.kink")
    else:
        as_of = published_curve().as_of if source == HOUSE else None
        note = "part of the pool that is lent out"
        working.given(share, lent, Unit.RATIO, source, as_of, note=note)
    formula = f"curve.base + curve.slope * {share} / curve.kink"
    if lent > curve.kink:
        beyond = f"({share} - curve.kink) / (1 - curve.kink)"
        formula = f"curve.base + curve.slope + curve.steep * {beyond}"
    if paid is None:
        working.derive(rate, curve.borrow_rate(lent), Unit.RATIO, formula)
        earned = supply_rate(curve, lent, kept)
    else:
        working.given(rate, paid, Unit.RATIO, YOU, note="what borrowers pay")
        earned = paid * (1 - kept) * lent
    formula = f"{rate} * (1 - curve.reserve_factor) * {share}"
    working.derive(f"{place}.supply_rate", earned, Unit.RATIO, formula)
    working.derive(f"{place}.free_share", free_share(lent), Unit.RATIO, f"1 - {share}")


def _note_income(working: Working, request: UtilisationRequest, snapshot: MarketSnapshot) -> None:
    """Note what the money that was named earns a month at the rate after."""
    held = request.capital
    coins = held.quantities if isinstance(held, Coins) else ()
    if held is None or any(coin_of(coin) not in snapshot.prices for coin in coins):
        return
    capital = note_capital(working, held, snapshot)
    working.constant("months_per_year", MONTHS, "months a year")
    month = capital.times(working.number("after.supply_rate") / MONTHS)
    formula = "capital * after.supply_rate / months_per_year"
    working.derive("after_income", month, Unit.MONEY_MONTH, formula)


def _note_free(
    working: Working,
    protocol: ProtocolFacts | None,
    request: UtilisationRequest,
    snapshot: MarketSnapshot,
) -> YieldReading | None:
    """Note what could leave the pool when it was read: what lies in it and is not lent."""
    if protocol is None or protocol.kind != LENDING:
        return None
    there = readings_at(protocol, snapshot)
    named = next((one for one in there if one.symbol in request.assets), None)
    of_dollars = all(map(is_dollars, request.assets))
    found = named or (dollars_at(protocol, snapshot) if of_dollars else None)
    if found is None:
        return None
    day, note = found.as_of.date(), f"{found.symbol} on {found.venue}, {found.chain}, not lent out"
    size = Money(found.size, DEFAULT_CURRENCY)
    working.given("free_size", size, Unit.MONEY, found.source, day, note=note)
    note_readings_date(working, day, request.profile.asked_on)
    return found
