"""Whether what is held has drifted, which moves mend it, and what each does to pay and risk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.advice.blend_facts import crash_facts, note_worst_coins
from core.advice.fit_facts import leg_facts, program_facts
from core.advice.sums import note_converted, note_exchange_rate, note_figure
from core.catalogue import Policy, PolicyLeg, coin_of, index_named, indices
from core.facts import YOU, FactBook, Unit, Working
from core.finance.blends import Blend, Stage, policy_blend, policy_for
from core.finance.market import MarketSnapshot
from core.finance.rebalancing import (
    NEW_MONEY,
    ZERO,
    Move,
    Target,
    moved,
    moves,
    outside,
    part_for,
)
from core.money import DEFAULT_CURRENCY, Money
from core.nlu.utterance import Holding
from core.requests import Profile, RebalanceRequest


@dataclass(frozen=True, slots=True)
class RebalanceAdvice:
    """What to move. Of each part there are facts under its index's key, of each move under `mN`."""

    book: FactBook
    blend: Blend
    """The target."""
    parts: tuple[str, ...]
    """The keys of the target's parts, the largest first."""
    outside: tuple[str, ...]
    """Those outside their band."""
    moves: tuple[Move, ...]
    contribution: bool
    in_shares: bool
    """Whether only shares were said, so that moves are shares of the whole too."""
    own_plan: bool
    """Whether the target is the person's own plan and not the house's blend."""
    profile: Profile
    unsized: bool = False
    """Whether new money was named beside shares of a whole that nobody sized."""


def rebalance(request: RebalanceRequest, snapshot: MarketSnapshot) -> RebalanceAdvice:
    """Compare what is held with the person's plan, or else the blend of their risk level."""
    working, profile = Working(), request.profile
    policy = policy_for(profile.risk, Stage.NOW)
    counted = _Counted(working, request, snapshot)
    held = counted.note_parts(policy_blend(policy))
    targets = _note_targets(working, request, policy)
    names = [target.key for target in targets]
    new = counted.note_new_money()
    least = note_figure(working, "rebalance_least")
    found = moves(held, targets, new, least)
    for key in (*names, *(key for key in held if key not in names)):
        _note_part(working, key)
    _note_moves(working, found, counted)
    _note_effect(working, held, moved(held, found), new)
    note_worst_coins(working)
    return RebalanceAdvice(
        working.book,
        policy_blend(policy),
        tuple(target.key for target in targets),
        outside(held, targets),
        found,
        contribution=bool(new),
        in_shares=counted.in_shares,
        own_plan=bool(request.planned),
        profile=profile,
        unsized=counted.in_shares and request.contribution is not None,
    )


class _Counted:
    """What is held as facts: in one currency, or in shares where nothing else was said."""

    def __init__(
        self, working: Working, request: RebalanceRequest, snapshot: MarketSnapshot
    ) -> None:
        self._working, self._request, self._snapshot = working, request, snapshot
        shares = all(not (h.quantity or h.value) for h in request.holdings)
        self.in_shares = shares and request.capital is None
        self._oldest: date | None = None
        self._currency = request.capital.currency if request.capital else request.currency
        if request.capital:
            working.given("capital", request.capital, Unit.MONEY, YOU)

    def worth(self, amount: Decimal) -> Decimal | Money:
        """Return an amount as the facts' values have it."""
        return amount if self.in_shares else Money(amount, self._currency)

    @property
    def unit(self) -> Unit:
        """What the facts count."""
        return Unit.RATIO if self.in_shares else Unit.MONEY

    def note_parts(self, blend: Blend) -> dict[str, Decimal]:
        """Note each holding, the parts they make up, and the whole; return the parts' sums."""
        terms: dict[str, list[str]] = {leg.index.key: [] for leg in blend.legs}
        for number, holding in enumerate(self._request.holdings, 1):
            name = f"h{number}.worth"
            self._note_holding(name, holding)
            key = index_named(part_for(holding.asset, holding.kind)).key
            terms.setdefault(key, []).append(name)
        held = {k: sum(map(self._working.number, names), ZERO) for k, names in terms.items()}
        for key, names in terms.items():
            if names:
                name = f"{key}.held_share" if self.in_shares else f"{key}.held"
                self._working.derive(name, self.worth(held[key]), self.unit, " + ".join(names))
        every = [name for names in terms.values() for name in names]
        whole = sum(held.values(), ZERO)
        self._working.derive("held_whole", self.worth(whole), self.unit, " + ".join(every))
        for key, names in terms.items():
            if names:
                share = held[key] / whole
                formula = f"({' + '.join(names)}) / held_whole"
                self._working.derive(f"{key}.now_share", share, Unit.RATIO, formula)
        return held

    def _note_holding(self, name: str, holding: Holding) -> None:
        working = self._working
        if holding.quantity:
            self._note_coins(name, holding)
        elif holding.value:
            said = Money(holding.value.amount, holding.value.currency or self._currency)
            note_converted(working, name, said, self._currency, self._snapshot)
        elif holding.share and self._request.capital:
            share = f"{name}_share"
            working.given(share, holding.share, Unit.RATIO, YOU, note=holding.asset)
            value = Money(self._request.capital.amount * holding.share, self._currency)
            working.derive(name, value, Unit.MONEY, f"capital * {share}")
        elif holding.share:
            working.given(name, holding.share, Unit.RATIO, YOU, note=holding.asset)

    def _note_coins(self, name: str, holding: Holding) -> None:
        assert holding.quantity
        working, reading = self._working, self._snapshot.prices[coin_of(holding.asset)]
        working.given(f"{name}_coins", holding.quantity, Unit.COUNT, YOU, note=holding.asset)
        price, day = Money(reading.price, DEFAULT_CURRENCY), reading.as_of.date()
        working.given(f"{name}_price", price, Unit.MONEY, reading.source, day)
        if self._oldest is None or day < self._oldest:
            self._oldest = day
            working.given("price_date", day, Unit.DATE, reading.source, day)
        value, formula = holding.quantity * reading.price, f"{name}_coins * {name}_price"
        currency = self._currency
        exchange = note_exchange_rate(working, DEFAULT_CURRENCY, currency, self._snapshot)
        if exchange:
            value, formula = value * exchange[1], f"{formula} * {exchange[0]}"
        working.derive(name, Money(value, currency), Unit.MONEY, formula)

    def note_new_money(self) -> Decimal:
        """Note what is put in; none where only shares are known."""
        said = self._request.contribution
        if said is None or self.in_shares:
            return ZERO
        amount = Money(said.amount, said.currency or self._currency)
        noted = note_converted(self._working, NEW_MONEY, amount, self._currency, self._snapshot)
        return noted.amount


def _note_targets(
    working: Working, request: RebalanceRequest, policy: Policy
) -> tuple[Target, ...]:
    """Note the share of each part and the band it may lie in."""
    tolerance = note_figure(working, "drift_tolerance")
    if request.planned:
        own = sorted(request.planned, key=lambda part: -part[1])
        return tuple(_note_planned(working, *part, tolerance) for part in own)
    working.include(program_facts(policy, request.profile.risk).book)
    legs = (leg for leg in policy.legs if leg.most)
    return tuple(_note_band(working, indices()[leg.index].key, leg, tolerance) for leg in legs)


def _note_planned(working: Working, index: str, weight: Decimal, tolerance: Decimal) -> Target:
    """Note a part's share in the person's plan; a plan has no bands but the tolerance."""
    key, note = indices()[index].key, "share in your plan"
    working.given(f"{key}.policy_weight", weight, Unit.RATIO, YOU, note=note)
    low, high = max(ZERO, weight - tolerance), min(Decimal(1), weight + tolerance)
    formula = f"max(0, {key}.policy_weight - drift_tolerance)"
    working.derive(f"{key}.drift_low", low, Unit.RATIO, formula)
    formula = f"min(1, {key}.policy_weight + drift_tolerance)"
    working.derive(f"{key}.drift_high", high, Unit.RATIO, formula)
    return Target(key, weight, low, high)


def _note_band(working: Working, key: str, leg: PolicyLeg, tolerance: Decimal) -> Target:
    """Note between what a part is left alone: its policy's band, or a tolerance if that is more."""
    low = max(ZERO, min(leg.least, leg.weight - tolerance))
    high = max(leg.most, leg.weight + tolerance)
    formula = f"max(0, min({key}.least_weight, {key}.policy_weight - drift_tolerance))"
    working.derive(f"{key}.drift_low", low, Unit.RATIO, formula)
    formula = f"max({key}.most_weight, {key}.policy_weight + drift_tolerance)"
    working.derive(f"{key}.drift_high", high, Unit.RATIO, formula)
    return Target(key, leg.weight, low, high)


def _note_part(working: Working, key: str) -> None:
    """Note what a part of the target pays, and what a year like the crash year did to it."""
    index = index_named(key.replace("_", "-"))
    working.include(leg_facts(index.id))
    crash = crash_facts(index.id)
    if crash.change:
        working.include(crash.book)
        working.derive(f"{key}.crash_return", crash.change, Unit.RATIO, crash.formula)


def _note_moves(working: Working, found: tuple[Move, ...], counted: _Counted) -> None:
    """Note each move with what it does: pay a year gained, and loss of a crash year saved."""
    new = " + new_money" if NEW_MONEY in working else ""
    after = working.number("held_whole") + (working.number(NEW_MONEY) if new else ZERO)
    working.derive("whole", counted.worth(after), counted.unit, f"held_whole{new}")
    for number, move in enumerate(found, 1):
        name = f"m{number}"
        amount = f"{name}.moved_share" if counted.in_shares else f"{name}.amount"
        formula = _amount_formula(working, found[: number - 1], move, counted)
        working.derive(amount, counted.worth(move.amount), counted.unit, formula)
        for kind, (more, less) in _EFFECTS.items():
            change, of = _change(working, move, kind)
            if of:
                value, formula = move.amount / after * change, f"{amount} / whole * ({of})"
                effect, sign = (more, "") if value >= 0 else (less, "-")
                working.derive(f"{name}.{effect}", abs(value), Unit.RATIO, f"{sign}{formula}")


_EFFECTS = {"yield_mid": ("pays_more", "pays_less"), "crash_return": ("saved_share", "lost_share")}
"""What a move does to pay and to the loss of a crash year, by the fact it is read from."""


def _change(working: Working, move: Move, end: str) -> tuple[Decimal, str]:
    """Return what a move changes of a rate, and the formula; a part without the fact has none."""
    gained, lost = f"{move.target}.{end}", f"{move.source}.{end}"
    terms = [(1, gained)] if gained in working else []
    terms += [(-1, lost)] if lost in working else []
    value = sum((sign * working.number(name) for sign, name in terms), ZERO)
    written = " ".join(f"{'+' if sign > 0 else '-'} {name}" for sign, name in terms)
    return value, f"0 {written}" if written else ""


def _amount_formula(
    working: Working, before: tuple[Move, ...], move: Move, counted: _Counted
) -> str:
    """Return the smaller of what is over and what is short, less what was moved before."""
    kind = "moved_share" if counted.in_shares else "amount"

    def gap(key: str, *, over: bool) -> str:
        flows = "".join(
            f" {'+' if m.target == key else '-'} m{n}.{kind}"
            for n, m in enumerate(before, 1)
            if key in {m.source, m.target}
        )
        if key == NEW_MONEY:
            return f"{NEW_MONEY}{flows}"
        share = "held_share" if counted.in_shares else "held"
        held = f"{key}.{share}" if f"{key}.{share}" in working else "0"
        target = f"{key}.policy_weight * whole" if f"{key}.policy_weight" in working else "0"
        return f"{held}{flows} - {target}" if over else f"{target} - ({held}{flows})"

    return f"min({gap(move.source, over=True)}, {gap(move.target, over=False)})"


def _note_effect(
    working: Working, before: dict[str, Decimal], after: Mapping[str, Decimal], new: Decimal
) -> None:
    """Note what the whole pays and would lose in a crash year, before and after the moves."""
    whole = sum(before.values(), ZERO)
    for end, name in (("yield_mid", "pay_before"), ("crash_return", "before_loss")):
        keys = [k for k in before if f"{k}.now_share" in working and f"{k}.{end}" in working]
        value = sum((before[k] / whole * working.number(f"{k}.{end}") for k in keys), ZERO)
        formula = " + ".join(f"{k}.now_share * {k}.{end}" for k in keys) or "0 * held_whole"
        sign = -1 if end == "crash_return" else 1
        formula = f"-({formula})" if sign < 0 else formula
        working.derive(name, sign * value, Unit.RATIO, formula)
    names = working.book.by_name
    pay, paid = _summed(working, names, "pays_more", "pays_less")
    if not paid:
        return
    part = whole / (whole + new)
    pay += working.number("pay_before") * part
    formula = f"pay_before * held_whole / whole{paid}"
    working.derive("pay_after", pay, Unit.RATIO, formula)
    saved, kept = _summed(working, names, "lost_share", "saved_share")
    formula = f"before_loss * held_whole / whole{kept}"
    lost = working.number("before_loss") * part + saved
    working.derive("after_loss", lost, Unit.RATIO, formula)


def _summed(
    working: Working, names: Mapping[str, object], more: str, less: str
) -> tuple[Decimal, str]:
    """Return what the moves' facts of one end add less those of the other, and its formula."""
    signs = [(1, n) for n in names if n.endswith(f".{more}")]
    signs += [(-1, n) for n in names if n.endswith(f".{less}")]
    value = sum((sign * working.number(name) for sign, name in signs), ZERO)
    return value, "".join(f" {'+' if sign > 0 else '-'} {name}" for sign, name in signs)
