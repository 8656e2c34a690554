"""What makes no sense in what was said, so that no calculator ever meets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.catalogue import coin_of
from core.finance.market import MarketSnapshot, PriceReading
from core.money import DEFAULT_CURRENCY, ExchangeRates
from core.nlu.described import LendingTerms, Loop, PoolShape
from core.nlu.utterance import (
    Amount,
    Blow,
    Contribution,
    Holding,
    Income,
    Offer,
    Quote,
    Rate,
    Slots,
)

LEAST_SUM = Decimal("0.01")
LARGEST_SUM = Decimal("1e15")
LEAST_QUANTITY = Decimal("1e-8")
LEAST_RATE = Decimal("1e-6")
LARGEST_RATE = Decimal(100)
LARGEST_OFFER = Decimal(10**6)
SHORTEST_TERM, LONGEST_TERM = Decimal("0.04"), Decimal(36_500)
"""Days: about an hour, and a century."""
LONGEST_HORIZON = Decimal(100)
SHORTEST_HORIZON = Decimal("0.05")
"""Less than a month is no time to plan for."""
OLDEST_AGE = Decimal(120)


class Problem(StrEnum):
    """Why a slot cannot be used as it was said."""

    NOT_POSITIVE = "not_positive"
    TOO_LARGE = "too_large"
    OUT_OF_RANGE = "out_of_range"
    AGES_REVERSED = "ages_reversed"
    NO_RATE = "no_rate"
    NO_PRICE = "no_price"
    TAKES_ALL = "takes_all"
    NO_AMOUNT = "no_amount"
    TOO_MANY = "too_many"
    WHICH_ONE = "which_one"
    MORE_THAN_KEPT = "more_than_kept"
    NOT_WHOLE = "not_whole"


@dataclass(frozen=True, slots=True)
class InvalidSlot:
    """A slot that makes no sense, and why."""

    slot: str
    problem: Problem

    @property
    def asks(self) -> str:
        """The slot to ask for instead: what all of it was taken from, or the slot itself."""
        if self.problem is not Problem.TAKES_ALL:
            return self.slot
        return {"reserve": "capital", "other_income": "income"}[self.slot]


def problem_of(slots: Slots, snapshot: MarketSnapshot) -> InvalidSlot | None:
    """Return the first slot that makes no sense."""
    checks = (
        _sum_problem("capital", slots.capital),
        _sum_problem("target_capital", slots.target_capital),
        _sum_problem("contribution", slots.contribution),
        _sum_problem("reserve", slots.reserve),
        _income_problem(slots.income),
        _within("tax_rate", slots.tax_rate, Decimal(0), Decimal("0.95")),
        _within("inflation", slots.inflation, Decimal("-0.5"), Decimal(1)),
        _within("volatility", slots.volatility, Decimal(0), Decimal(3)),
        _within("reinvest_share", slots.reinvest_share, Decimal(0), Decimal(1)),
        _within("growth", slots.growth, Decimal("-0.9"), Decimal(1)),
        _within("fee", slots.fee, Decimal(0), Decimal("0.5")),
        _within("horizon_years", slots.horizon_years, SHORTEST_HORIZON, LONGEST_HORIZON),
        _within("age", slots.age, Decimal(1), OLDEST_AGE),
        _within("target_age", slots.target_age, Decimal(1), OLDEST_AGE),
        _quote_problem(slots.quote),
        _share_problem(slots.utilisation),
        _lending_problem(slots.lending),
        _loop_problem(slots.loop),
        _pool_problem(slots.pool),
        _rate_problem(slots.yield_),
        _offer_problem(slots.offer),
        _shock_problem(slots.shocks, snapshot.prices),
        _age_problem(slots),
        _holdings_problem(slots.holdings, snapshot.prices),
        _currency_problem(slots, snapshot.exchange_rates),
    )
    alone = next((problem for problem in checks if problem), None)
    return alone or _growth_problem(slots) or _nothing_left(slots, snapshot)


def _sum_problem(slot: str, amount: Amount | Contribution | None) -> InvalidSlot | None:
    if amount is None:
        return None
    if amount.amount < LEAST_SUM:
        return InvalidSlot(slot, Problem.NOT_POSITIVE)
    return InvalidSlot(slot, Problem.TOO_LARGE) if amount.amount > LARGEST_SUM else None


def _income_problem(income: Income | None) -> InvalidSlot | None:
    if income is None:
        return None
    if min(income.low, income.high) < LEAST_SUM:
        return InvalidSlot("income", Problem.NOT_POSITIVE)
    too_large = max(income.low, income.high) > LARGEST_SUM
    return InvalidSlot("income", Problem.TOO_LARGE) if too_large else None


def _within(slot: str, value: Decimal | None, least: Decimal, most: Decimal) -> InvalidSlot | None:
    if value is None or least <= value <= most:
        return None
    return InvalidSlot(slot, Problem.OUT_OF_RANGE)


def _quote_problem(quote: Quote | None) -> InvalidSlot | None:
    if quote is None:
        return None
    return (
        _within("quote", quote.fee, Decimal(0), Decimal("0.95"))
        or _within("quote", quote.cost, Decimal(0), Decimal("0.5"))
        or _within("quote", quote.dilution, Decimal("-0.5"), Decimal(1))
    )


def _rate_problem(rate: Rate | None) -> InvalidSlot | None:
    if (
        rate is None
        or LEAST_RATE <= min(rate.low, rate.high) <= max(rate.low, rate.high) <= LARGEST_RATE
    ):
        return None
    return InvalidSlot("yield_", Problem.OUT_OF_RANGE)


def _offer_problem(offer: Offer | None) -> InvalidSlot | None:
    """Return an offer that pays nothing, or for a term that is none."""
    if offer is None or (
        0 < offer.gain <= LARGEST_OFFER and SHORTEST_TERM <= offer.days <= LONGEST_TERM
    ):
        return None
    return InvalidSlot("offer", Problem.OUT_OF_RANGE)


def _share_problem(share: Rate | None) -> InvalidSlot | None:
    """Return a utilisation that is no share of a pool."""
    if share is None or 0 <= min(share.low, share.high) <= max(share.low, share.high) <= 1:
        return None
    return InvalidSlot("utilisation", Problem.OUT_OF_RANGE)


def _lending_problem(terms: LendingTerms | None) -> InvalidSlot | None:
    """Return a curve whose kink or whose pool's part is no share, or whose rates are none."""
    if terms is None:
        return None
    shares = terms.kink is None or 0 < terms.kink <= 1
    kept = terms.reserve is None or 0 <= terms.reserve < 1
    rates = (terms.base, terms.slope, terms.steep, terms.borrow)
    sound = all(rate is None or 0 <= rate <= LARGEST_RATE for rate in rates)
    return None if shares and kept and sound else InvalidSlot("lending", Problem.OUT_OF_RANGE)


def _loop_problem(loop: Loop | None) -> InvalidSlot | None:
    """Return a loop that borrows nothing, or all of the pledge, or at a rate that is none."""
    if loop is None:
        return None
    times = loop.multiple is None or 1 < loop.multiple <= MOST_TIMES
    part = loop.share is None or 0 < loop.share < 1
    paid = loop.cost is None or 0 <= loop.cost <= LARGEST_RATE
    return None if times and part and paid else InvalidSlot("loop", Problem.OUT_OF_RANGE)


MOST_TIMES = 30
"""No lender takes a pledge that is nearly all borrowed."""


def _pool_problem(pool: PoolShape | None) -> InvalidSlot | None:
    """Return a pool whose weight is no share, or whose prices are none or the wrong way round."""
    if pool is None:
        return None
    prices = [p for p in (pool.low, pool.high, pool.start, pool.end) if p is not None]
    sound = all(LEAST_QUANTITY <= price <= LARGEST_SUM for price in prices)
    ordered = pool.low is None or (pool.high is not None and pool.low < pool.high)
    shared = pool.weight is None or 0 < pool.weight < 1
    return None if sound and ordered and shared else InvalidSlot("pool", Problem.OUT_OF_RANGE)


def _shock_problem(
    shocks: tuple[Blow, ...], prices: Mapping[str, PriceReading]
) -> InvalidSlot | None:
    """Return a shock that takes more than all there is, or nothing, or is beyond counting."""
    for shock in shocks:
        change = shock.change
        if change is not None and not (-1 <= change <= LARGEST_RATE and change):
            return InvalidSlot("shock", Problem.OUT_OF_RANGE)
        if shock.level is None:
            continue
        if shock.subject == "yields":
            if not 0 <= shock.level <= 1:
                return InvalidSlot("shock", Problem.OUT_OF_RANGE)
            continue
        price = prices.get(coin_of(shock.subject))
        if price is None:
            return InvalidSlot("shock", Problem.NO_PRICE)
        if not 0 <= shock.level <= price.price * LARGEST_RATE:
            return InvalidSlot("shock", Problem.OUT_OF_RANGE)
    return None


def _age_problem(slots: Slots) -> InvalidSlot | None:
    if slots.age is not None and slots.target_age is not None and slots.target_age <= slots.age:
        return InvalidSlot("target_age", Problem.AGES_REVERSED)
    return None


MOST_GROWTH = 10_000
"""Prices may rise so many times over until the income starts; beyond it nothing can be planned."""


def _growth_problem(slots: Slots) -> InvalidSlot | None:
    """Return an inflation under which prices multiply beyond counting until the income starts."""
    if slots.inflation is None:
        return None
    years = slots.horizon_years
    if years is None and slots.age is not None and slots.target_age is not None:
        years = slots.target_age - slots.age
    if years is None or (1 + slots.inflation) ** years <= MOST_GROWTH:
        return None
    return InvalidSlot("inflation", Problem.OUT_OF_RANGE)


def _holdings_problem(
    holdings: tuple[Holding, ...], prices: Mapping[str, PriceReading]
) -> InvalidSlot | None:
    if sum(one.share or 0 for one in holdings) > 1:
        return InvalidSlot("holdings", Problem.NOT_WHOLE)
    for holding in holdings:
        if holding.quantity is None:
            continue
        if holding.quantity < LEAST_QUANTITY:
            return InvalidSlot("holdings", Problem.NOT_POSITIVE)
        price = prices.get(coin_of(holding.asset))
        if price is None:
            return InvalidSlot("holdings", Problem.NO_PRICE)
        if holding.quantity * max(price.price, Decimal(1)) > LARGEST_SUM:
            return InvalidSlot("holdings", Problem.TOO_LARGE)
    return None


def _nothing_left(slots: Slots, snapshot: MarketSnapshot) -> InvalidSlot | None:
    """Return what leaves nothing to put to work, or to earn; each slot makes sense by itself."""
    return _reserve_problem(slots, snapshot) or _other_income_problem(
        slots, snapshot.exchange_rates
    )


def _reserve_problem(slots: Slots, snapshot: MarketSnapshot) -> InvalidSlot | None:
    """Return a reserve that leaves nothing of the money, which includes coins at their price."""
    held = _worth(slots, snapshot)
    if slots.reserve is None or held is None:
        return None
    aside = _in_dollars(slots.reserve, slots, snapshot.exchange_rates)
    return InvalidSlot("reserve", Problem.TAKES_ALL) if aside >= held else None


def _worth(slots: Slots, snapshot: MarketSnapshot) -> Decimal | None:
    """Return what was said to be held, in US dollars; None when nothing was."""
    worth = sum(
        (
            held.quantity * snapshot.prices[coin_of(held.asset)].price
            for held in slots.holdings
            if held.quantity
        ),
        Decimal(0),
    )
    if slots.capital:
        worth += _in_dollars(slots.capital, slots, snapshot.exchange_rates)
    return worth or None


def _in_dollars(amount: Amount, slots: Slots, rates: ExchangeRates) -> Decimal:
    """Return a sum in US dollars; in a currency without a rate, as if it were the only one."""
    said = amount.currency or (slots.capital.currency if slots.capital else None)
    rate = rates.rate(said or DEFAULT_CURRENCY, DEFAULT_CURRENCY)
    return amount.amount * (rate if rate is not None else 1)


def _other_income_problem(slots: Slots, rates: ExchangeRates) -> InvalidSlot | None:
    """Return an income from elsewhere that leaves nothing for the money to earn."""
    goal, other = slots.income, slots.other_income
    if goal is None or other is None or other.low <= 0:
        return None
    rate = rates.rate(other.currency or DEFAULT_CURRENCY, goal.currency or DEFAULT_CURRENCY)
    if other.currency in {None, goal.currency} or rate is None:
        rate = Decimal(1)
    covered = other.low * rate * other.period.per_year / goal.period.per_year
    left = min(goal.low, goal.high) - covered
    return InvalidSlot("other_income", Problem.TAKES_ALL) if left < LEAST_SUM else None


_SUMS = ("capital", "income", "contribution", "target_capital", "reserve", "other_income")
"""The sums of a question; one of the first four tells the currency of those said without."""


def _currency_problem(slots: Slots, rates: ExchangeRates) -> InvalidSlot | None:
    """Return the sum whose currency has no rate, when it meets another currency."""
    sums = {name: part for name in _SUMS if (part := getattr(slots, name))}
    said = {name: part.currency for name, part in sums.items() if part.currency}
    unsaid = next((said[name] for name in _SUMS[:4] if name in said), DEFAULT_CURRENCY)
    met = {part.currency or unsaid for part in sums.values()}
    if slots.holdings or slots.assets:
        met.add(DEFAULT_CURRENCY)
    if len(met) < 2:
        return None
    unknown = (name for name, currency in said.items() if currency not in rates.per_euro)
    return next((InvalidSlot(name, Problem.NO_RATE) for name in unknown), None)
