"""The quarterly review: the health of each place, its yield beside others, the shares of it all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.advice.blend_facts import note_readings_date
from core.advice.portfolio import Holding, Owner, PortfolioAdvice, portfolio_advice
from core.advice.rebalance import RebalanceAdvice, rebalance
from core.catalogue import ProtocolFacts, protocol_facts
from core.facts import YOU, FactBook, Unit, Working
from core.finance.alternatives import better_place
from core.finance.evidence import evidence_of_place, losses
from core.finance.market import MarketSnapshot, YieldReading
from core.finance.portfolio import Position, protocol_of
from core.finance.sustainability import Judgement, Standing, judge_yield
from core.money import DEFAULT_CURRENCY, Money
from core.requests import ReviewRequest

QUARTER = timedelta(weeks=13)


@dataclass(frozen=True, slots=True)
class Place:
    """A protocol that something lies in, and what is thought of it; its facts are under `key`."""

    protocol: ProtocolFacts
    judgement: Judgement
    lost_lately: bool
    """Whether its users lost money within the quarter."""

    @property
    def key(self) -> str:
        """The prefix of its facts."""
        return f"at_{self.protocol.slug.replace('-', '_')}"

    @property
    def is_grave(self) -> bool:
        """Whether staying there is a decision to take now."""
        return self.lost_lately or self.judgement.standing in {Standing.FRAGILE, Standing.SCREENED}


@dataclass(frozen=True, slots=True)
class Beside:
    """A holding whose yield is read, and the place that is as sound and pays clearly more.

    Both rates are facts under the holding's key: `live_rate` and `other_rate`.
    """

    holding: Holding
    better: YieldReading | None


@dataclass(frozen=True, slots=True)
class ReviewAdvice:
    """The review; the facts of the rebalancing are among the others."""

    portfolio: PortfolioAdvice
    book: FactBook
    places: tuple[Place, ...]
    """The worst first."""
    yields: tuple[Beside, ...]
    unread: tuple[Holding, ...]
    """Holdings that earn and whose own rate is read nowhere."""
    rebalance: RebalanceAdvice | None


def review_advice(request: ReviewRequest, snapshot: MarketSnapshot) -> ReviewAdvice:
    """Look at all that is held with the eyes of a quarter."""
    today, working = request.profile.asked_on, Working()
    owner = Owner(request.currency, None, today)
    portfolio = portfolio_advice(request.positions, owner, snapshot)
    working.include(portfolio.book)
    note_review_days(working, today, request.next_on)
    slugs = (protocol_of(position) for position in _all(portfolio))
    places = places_of(working, slugs, today, snapshot)
    yields = tuple(_beside(working, holding, today, snapshot) for holding in _read(portfolio))
    unread = tuple(h for h in portfolio.holdings if h.house and not h.reading)
    moved = rebalance(request.rebalance, snapshot) if request.rebalance else None
    if moved:
        working.include(moved.book)
    return ReviewAdvice(portfolio, working.book, places, yields, unread, moved)


def note_review_days(working: Working, today: date, next_on: date | None) -> None:
    """Note the day of a review, and that of the next for those to whom it is sent."""
    working.given("review_day", today, Unit.DATE, YOU, today, note="the day of this review")
    if next_on:
        working.given("review_on", next_on, Unit.DATE, YOU, note="the next review")


def _read(portfolio: PortfolioAdvice) -> tuple[Holding, ...]:
    return tuple(holding for holding in portfolio.holdings if holding.reading)


def places_of(
    working: Working, slugs: Iterable[str | None], today: date, snapshot: MarketSnapshot
) -> tuple[Place, ...]:
    """Note protocols, the worst first: the size of each, how that moved, its losses."""
    found = []
    for slug in dict.fromkeys(filter(None, slugs)):
        protocol = protocol_facts()[slug]
        judged = judge_yield(evidence_of_place(protocol, snapshot, today))
        lost = losses(protocol, snapshot)
        place = Place(protocol, judged, bool(lost) and lost[0].day >= today - QUARTER)
        _note_place(working, place, today, snapshot)
        found.append(place)
    order = list(Standing)
    return tuple(
        sorted(found, key=lambda one: (not one.is_grave, -order.index(one.judgement.standing)))
    )


def _all(portfolio: PortfolioAdvice) -> list[Position]:
    return [*(holding.position for holding in portfolio.holdings), *portfolio.unpriced]


def _note_place(working: Working, place: Place, today: date, snapshot: MarketSnapshot) -> None:
    if reading := snapshot.protocols.get(place.protocol.slug):
        day, size = reading.as_of.date(), Money(reading.size, DEFAULT_CURRENCY)
        working.given(f"{place.key}.size", size, Unit.MONEY, reading.source, day)
        if "readings_date" not in working:
            note_readings_date(working, day, today)
        if reading.change_week is not None:
            name = "grew" if reading.change_week >= 0 else "shrank"
            change = abs(reading.change_week)
            working.given(f"{place.key}.{name}", change, Unit.RATIO, reading.source, day)
    lost = losses(place.protocol, snapshot)
    if lost:
        source, as_of = place.protocol.source, place.protocol.as_of
        working.given(f"{place.key}.lost_on", lost[0].day, Unit.DATE, source, as_of)


def _beside(working: Working, holding: Holding, today: date, snapshot: MarketSnapshot) -> Beside:
    assert holding.reading
    better = better_place(holding.position, holding.reading, snapshot, today)
    if better:
        key, day = holding.position.key, better.as_of.date()
        note = f"{better.symbol} on {better.venue}, {better.chain}"
        working.given(
            f"{key}.other_rate", better.settled, Unit.RATIO, better.source, day, note=note
        )
        size = Money(better.size, DEFAULT_CURRENCY)
        working.given(f"{key}.other_size", size, Unit.MONEY, better.source, day, note=note)
    return Beside(holding, better)
