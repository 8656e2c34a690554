"""Fill the slots of a message from its amounts, names and words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from core.catalogue import staked_coins
from core.money import Period
from core.nlu.blows import beside_crash, comes_besides, shocks_of
from core.nlu.currencies import currency_at_end, standing_period
from core.nlu.discounts import discount_of
from core.nlu.matching import Tokens, word_class
from core.nlu.pools import pool_said
from core.nlu.quotes import quote_of
from core.nlu.roles import Bound
from core.nlu.spans import Coins, Entity, Kind, Sum
from core.nlu.suppositions import (
    Growth,
    asks_what_is_real,
    bare_inflation,
    bare_tax,
    brings_new_money,
    growth_said,
    is_for_a_term,
    is_on_top_of_other,
    model_said,
    moves_yearly,
    reinvested_said,
    ruled_out,
    taken_out,
)
from core.nlu.utterance import (
    Amount,
    Blow,
    Contribution,
    Deposit,
    Holding,
    Income,
    Offer,
    Rate,
    Shock,
    Slots,
)
from core.nlu.wishes import staking_wish
from core.nlu.words import Words


def fill(said: Tokens, words: Words, bound: tuple[Bound, ...], *, of_pool: bool = False) -> Slots:
    """Return everything that a message states; what suits its intent is chosen later.

    `of_pool`: the answer before was about a pool, and its prices may be spoken of.
    """
    entities, pool = tuple(said.entities.values()), pool_said(said, spoken_of=of_pool)
    bound = tuple(one for one in bound if one.entity.start not in pool.starts)
    out, grows = taken_out(said), growth_said(said)
    years = _number(entities, Kind.YEARS)
    nothing = {name: Decimal(0) for name in ruled_out(said)}
    discount = discount_of(said)
    shock, blows = (None, ()) if moves_yearly(said) else shocks_of(said, discount)
    if pool.move and not shock:
        shock, blows = pool.move, ()
    if words.scenario == CRASH_YEAR and not (shock or blows):
        blows = beside_crash(said)
    bound = _without_prices(bound, blows)
    told = sorted(bound, key=lambda one: not one.said)  # before those that a role falls to
    ratios = _ratios(told)
    capital = _pots(bound, said) or _amount(told, "capital")
    stated = Slots(
        capital=capital,
        target_capital=_amount(told, "target_capital") or _whole_wanted(told, said),
        contribution=_contribution(told),
        income=_income(_wanted(told, said), "income")
        or _wanted_in_all(told, _other_income(told, said))
        or _yearly_income(told),
        yield_=_rate(told, grows),
        offer=_first_offer(entities),
        other_income=None if is_on_top_of_other(said) else _other_income(told, said),
        reserve=_amount(told, "reserve") or _share_of(capital, ratios.get("reserve_share")),
        tax_rate=ratios.get("tax_rate") or bare_tax(said),
        inflation=ratios.get("inflation", bare_inflation(said) or nothing.get("inflation")),
        reinvest_share=_reinvested(ratios, said),
        horizon_years=pool.years if years is None else years,
        age=_number(entities, Kind.AGE),
        target_age=_number(entities, Kind.TARGET_AGE),
        risk=words.risks,
        assets=_assets(entities),
        protocols=_names(entities, Kind.PROTOCOL),
        chain=next(iter(_names(entities, Kind.CHAIN)), None),
        method=words.method,
        indices=_names(entities, Kind.INDEX),
        holdings=_held(bound, blows) or _held_of_it(said, capital, shock),
        shock=shock,
        blows=blows,
        besides=(bool(shock or blows) and comes_besides(said)) or None,
        risk_shift=words.risk_shift,
        volatility=ratios.get("volatility", nothing.get("volatility")),
        model=model_said(said),
        growth=grows.yearly if grows else nothing.get("growth"),
        fee=ratios.get("fee", nothing.get("fee")),
        lasting=is_for_a_term(said) or None,
        added=(capital is not None and brings_new_money(said)) or None,
        real=asks_what_is_real(said) or None,
        quote=quote_of(said, bound),
        scenario="staking_scare" if discount else _scenario(words.scenario, _assets(entities)),
        pool=pool.shape_beside(shock),
        wish=staking_wish(said),
        placed=_placed(said),
        deposits=_deposits(said),
        venue=next(iter(_names(entities, Kind.VENUE)), None),
    )
    return replace(stated, reserve=out[0], capital=out[1]) if out else stated


def _sums(bound: Iterable[Bound], role: str) -> list[Sum]:
    """Return the sums of a role."""
    return [b.entity.value for b in bound if b.role == role and isinstance(b.entity.value, Sum)]


def _without_prices(bound: tuple[Bound, ...], blows: tuple[Blow, ...]) -> tuple[Bound, ...]:
    """Return the amounts without the prices that coins are said to go to."""
    prices = {one.level for one in blows} - {None}
    return tuple(
        one
        for one in bound
        if not (prices and isinstance(one.entity.value, Sum) and one.entity.value.low in prices)
    )


def _scenario(named: str | None, assets: tuple[str, ...]) -> str | None:
    """Return the scenario that is named; a staking token has no dollar to lose but its coin."""
    if named not in {"depeg", "below_coin"}:
        return named
    if assets and assets[0] in staked_coins():
        return "staking_scare"
    return named if named == "depeg" else None


def _placed(said: Tokens) -> str | None:
    """Return the place that a sum is said to lie at, or to leave: "100k on Aave", "from Aave"."""
    for at, entity in said.entities.items():
        if entity.kind not in {Kind.PROTOCOL, Kind.VENUE}:
            continue
        before = said.entities.get(at - 2)
        lies = said.words[at - 1] in _AT and before and before.kind is Kind.SUM
        if lies or said.words[at - 1] == "from":
            return str(entity.value)
    return None


def _deposits(said: Tokens) -> tuple[Deposit, ...]:
    """Return "20k on Binance and 30k on Kraken"; one alone is where all of the sum lies."""
    found = []
    for at, entity in said.entities.items():
        before = said.entities.get(at - 2)
        if entity.kind not in {Kind.PROTOCOL, Kind.VENUE} or said.words[at - 1] not in _AT:
            continue
        if before and isinstance(before.value, Sum) and before.value.period is None:
            found.append(Deposit(str(entity.value), before.value.low))
    return tuple(found) if len({one.place for one in found}) == len(found) > 1 else ()


CRASH_YEAR = "crash_year"
"""The scenario of the house that other shocks are told to come with."""
_AT = frozenset({"in", "on", "at", "with", "into", "inside"})


def _amount(bound: Iterable[Bound], role: str) -> Amount | None:
    first = next(iter(_sums(bound, role)), None)
    return Amount((first.low + first.high) / 2, first.currency) if first else None


def _pots(bound: Iterable[Bound], said: Tokens) -> Amount | None:
    """Return the whole of "85k in stablecoins and 40k in ETH"; None unless each says where it is.

    A sum that says nothing of where it is may be told beside them, if it is their whole.
    """
    places = [at for at, entity in said.entities.items() if entity.kind is Kind.SUM]
    placed = [at for at in places if _says_where(said.words[at + 1 : at + 4])]
    if len(placed) < 2 or not _NO_POTS.isdisjoint(said.words[placed[0] :]):
        return None
    money = {one.entity.start: s for one in bound for s in _sums([one], "capital")}
    pots = [money.get(said.entities[at].start) for at in placed]
    beside = [money.get(said.entities[at].start) for at in places if at not in placed]
    currencies = {pot.currency for pot in pots if pot and pot.currency}
    whole = sum((pot.low + pot.high for pot in pots if pot), Decimal(0)) / 2
    if (
        None in pots
        or len(currencies) > 1
        or any(one is None or one.low != whole for one in beside)
    ):
        return None
    return Amount(whole, next(iter(currencies), None))


_NO_POTS = frozenset(
    {"or", "vs", "versus", "than", "to", "into", "from", "aside", "apart", "reserve", "emergency"}
)
"""These tell of a choice, a move or a reserve, and not of what is there together."""


def _says_where(after: tuple[str, ...]) -> bool:
    """Whether the words after a sum say what it lies in: "in ETH", "of cash", "savings"."""
    named = next((word for word in after if word not in _IN), "")
    return named in _PLACES or named in word_class("pots")


_IN = frozenset({"in", "of", "worth", "is", "as", "on", "my", "the", "some"})
_PLACES = frozenset({"{asset}", "{venue}", "{protocol}"})


def _income(bound: Iterable[Bound], role: str) -> Income | None:
    for flow in _sums(bound, role):
        if flow.period:
            return Income(flow.low, flow.high, flow.currency, flow.period)
    return None


def _wanted_in_all(bound: Sequence[Bound], other: Income | None) -> Income | None:
    """Return "needs 2000" beside a pension a month as so much a month."""
    wanted = next(iter(_sums(bound, "wanted_in_all")), None)
    if wanted is None or other is None:
        return None
    return Income(wanted.low, wanted.high, wanted.currency, other.period)


def _whole_wanted(bound: Sequence[Bound], said: Tokens) -> Amount | None:
    """Return "want 500k in total" as the sum to reach, where no other income comes beside it."""
    return None if _other_income(bound, said) else _amount(bound, "wanted_in_all")


def _other_income(bound: Sequence[Bound], said: Tokens) -> Income | None:
    return _income(bound, "other_income") or _other_pay(bound, said)


def _other_pay(bound: Sequence[Bound], said: Tokens) -> Income | None:
    """Return "400 rent" as often as it says, or as what is wanted comes, or else a month's."""
    pay = next((one for one in bound if one.role == "other_pay"), None)
    if pay is None or not isinstance(pay.entity.value, Sum):
        return None
    place = next(at for at, e in said.entities.items() if e.start == pay.entity.start)
    wanted = (flow.period for flow in _sums(bound, "income") if flow.period)
    after = ["every" if word in {"a", "per"} else word for word in said.words[place : place + 6]]
    often = standing_period((*after, "")) or next(wanted, Period.MONTH)
    return Income(pay.entity.value.low, pay.entity.value.high, pay.entity.value.currency, often)


def _share_of(capital: Amount | None, share: Decimal | None) -> Amount | None:
    """Return the part of a sum that a ratio of it is."""
    if capital is None or not share or share >= 1:
        return None
    return Amount(capital.amount * share, capital.currency)


def _yearly_income(bound: Iterable[Bound]) -> Income | None:
    """Return "40k income from 1m" as a year's; what may be a month's is not guessed."""
    first = next(iter(_sums(bound, "yearly_income")), None)
    if first is None or first.low < _NO_MONTHS_INCOME:
        return None
    return Income(first.low, first.high, first.currency, Period.YEAR)


_NO_MONTHS_INCOME = 10_000


def _wanted(bound: Sequence[Bound], said: Tokens) -> Sequence[Bound]:
    """Return the amounts without a recurring sum that a long message leaves unexplained.

    "1m and 50k a year" needs no word for it: there the sum stands next to the capital.
    """
    has_capital = any(one.role in {"capital", "holdings", "unsaid"} for one in bound)
    if has_capital or len(said.words) <= _FEW_WORDS:
        return bound
    return tuple(one for one in bound if one.said)


_FEW_WORDS = 12


def _contribution(bound: Sequence[Bound]) -> Contribution | None:
    for flow in (*_sums(bound, "contribution"), *_saved_of_pay(bound)):
        if flow.period:
            return Contribution((flow.low + flow.high) / 2, flow.currency, flow.period)
    return None


def _saved_of_pay(bound: Sequence[Bound]) -> list[Sum]:
    """Return "3k a month and save 1k of it" as what is saved each month."""
    periods = (pay.period for role in ("salary", "income") for pay in _sums(bound, role))
    often = next(periods, None)
    return [replace(part, period=often) for part in _sums(bound, "saved_of_pay")]


def _rates(bound: Iterable[Bound], role: str) -> list[Rate]:
    return [b.entity.value for b in bound if b.role == role and isinstance(b.entity.value, Rate)]


def _rate(bound: Iterable[Bound], grows: Growth | None) -> Rate | None:
    """Return the rate that all of it earns; the growth of prices where none is named beside it."""
    of_prices = grows.rate.start if grows else None
    rates = sorted(bound, key=lambda one: (not one.said, one.entity.start == of_prices))
    return next(iter(_rates(rates, "yield")), None)


def _ratios(bound: Iterable[Bound]) -> dict[str, Decimal]:
    """Return the high end of the first rate of each role."""
    high: dict[str, Decimal] = {}
    for one in bound:
        if isinstance(one.entity.value, Rate):
            high.setdefault(one.role, one.entity.value.high)
    return high


def _reinvested(ratios: Mapping[str, Decimal], said: Tokens) -> Decimal | None:
    share = ratios.get("reinvest_share")
    return reinvested_said(said) if share is None else share


def _first_offer(entities: Iterable[Entity]) -> Offer | None:
    return next((e.value for e in entities if isinstance(e.value, Offer)), None)


def _number(entities: Iterable[Entity], kind: Kind) -> Decimal | None:
    return next((Decimal(str(e.value)) for e in entities if e.kind is kind), None)


def _names(entities: Iterable[Entity], kind: Kind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(e.value) for e in entities if e.kind is kind))


def _assets(entities: Iterable[Entity]) -> tuple[str, ...]:
    """Return the coins that are named, with or without a quantity, in order."""
    named = (
        e.value.asset if isinstance(e.value, Coins) else str(e.value)
        for e in entities
        if e.kind in {Kind.ASSET, Kind.COINS}
    )
    return tuple(dict.fromkeys(named))


def _holdings(bound: Iterable[Bound]) -> Iterable[Holding]:
    for one in bound:
        if one.role in {"holdings", "unsaid"} and isinstance(one.entity.value, Coins):
            yield Holding(one.entity.value.asset, quantity=one.entity.value.quantity)


def _held(bound: tuple[Bound, ...], blows: tuple[Blow, ...]) -> tuple[Holding, ...]:
    """Return the holdings; "eth -50 btc -30" tells of falls, and of no coins below zero.

    Nor does "steth at 0.93 eth", whose coins are what a token trades for.
    """
    held = _holdings(bound)
    left = {1 + one.change for one in blows if one.change is not None}
    return tuple(
        one
        for one in held
        if not (blows and one.quantity and (one.quantity < 0 or one.quantity in left))
    )


_OF_IT = re.compile(r"\{sum\} (?:of|in) (?:it|that|them)\b")


def _held_of_it(said: Tokens, capital: Amount | None, shock: Shock | None) -> tuple[Holding, ...]:
    """Return "if USDC drops 13 % and I hold 50k of it" as that much of the coin that drops."""
    if capital is None or shock is None or not shock.subject.isupper():
        return ()
    is_of_it = _OF_IT.search(" ".join(said.words))
    return (Holding(shock.subject, value=capital),) if is_of_it else ()


def without_unsaid_holdings(slots: Slots, bound: Iterable[Bound]) -> Slots:
    """Return the slots with only the holdings that the person says are theirs."""
    said = tuple(_holdings(b for b in bound if b.role == "holdings"))
    return slots if slots.holdings == said else replace(slots, holdings=said)


_SUMS = ("capital", "income", "contribution", "target_capital", "reserve", "other_income")


def in_named_currency(slots: Slots, text: str) -> Slots:
    """Return the slots with all sums in the currency that a message ends on: "…, in CHF"."""
    code = currency_at_end(text)
    sums = {name: value for name in _SUMS if (value := getattr(slots, name))}
    if code is None or any(value.currency for value in sums.values()):
        return slots
    return replace(slots, **{name: replace(value, currency=code) for name, value in sums.items()})


def only(slots: Slots, names: frozenset[str]) -> Slots:
    """Return the slots without those that a question of this kind does not read."""
    said = slots.named()
    if names.issuperset(said):
        return slots
    return Slots(**{name: getattr(slots, name) for name in said if name in names})
