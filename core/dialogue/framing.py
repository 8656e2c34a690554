"""Which question a message asks, seen beside the one under discussion."""

from dataclasses import replace
from types import MappingProxyType

from core.dialogue.currencies import pinned, reread_in, sums_in
from core.dialogue.explaining import HOLDS_SOMETHING
from core.dialogue.portfolio import COUNTS_ON_HOLDINGS
from core.dialogue.state import DialogueState
from core.nlu.utterance import Intent, Risk, Slots, Utterance
from core.requests import QUESTIONS, Frame, held_in, repooled, restacked, unshocked

HISTORY = "history"
"""The model of the months that were."""


def asked_by(state: DialogueState, utterance: Utterance) -> Frame:
    """Return a new question, or the one whose missing slot this message fills.

    A press on another reading of the same words, and a question that lacks a sum the person
    has just named, go on with what was said.
    """
    if _is_about_kept(state, utterance):
        state = replace(state, frame=None)
    before, slots = state.frame, of_prices_alone(_shifted(state, utterance.slots))
    if before is None:
        return Frame(utterance.intent, slots)
    if utterance.refers and utterance.intent in _POINTING:
        slots = _pointed_at(before.slots).overlaid(slots)
    if _stresses(before, utterance):
        slots = _shocked(before, _shocking_it(before, utterance, slots))
    elif _tells_more(before, state.asked, utterance):
        return Frame(before.intent, before.slots.overlaid(slots))
    elif _continues(before, state.asked, utterance):
        slots = before.slots.overlaid(slots)
    elif not (slots.capital or slots.holdings):
        kept = (
            _WHOSE_MONEY
            if {utterance.intent, before.intent} <= _PLANS
            else ("capital", "holdings", "counted_in")
        )
        slots = Slots(**{name: getattr(before.slots, name) for name in kept}).overlaid(slots)
    return Frame(utterance.intent, slots)


_PLANS = frozenset(
    {
        Intent.REQUIRED_YIELD,
        Intent.RECOMMEND_BLEND,
        Intent.TIME_TO_GOAL,
        Intent.WITHDRAWAL_PLAN,
    }
)
"""The questions about the same money and the same wish: each goes on from the other."""
_WHOSE_MONEY = (
    "capital",
    "holdings",
    "counted_in",
    "income",
    "other_income",
    "reserve",
    "tax_rate",
    "inflation",
    "age",
    "target_age",
)
"""What stays true of a person and a plan from one such question to the next."""


def changed_by(state: DialogueState, utterance: Utterance) -> Frame | None:
    """Return the question under discussion with something changed; None where there is none."""
    if state.frame is None or state.frame.intent not in QUESTIONS:
        return None
    before, said = state.frame.slots, _shifted(state, utterance.slots)
    if before.counted_in:
        said = sums_in(said, before.counted_in)
    changed = _changed(state.frame, said)
    if reread_in(before, changed.slots):
        return replace(changed, slots=changed.slots.without("counted_in"))
    return changed


def _is_about_kept(state: DialogueState, utterance: Utterance) -> bool:
    """Whether a question comes right after what the person holds was kept: it is about that."""
    just_kept = state.undo is not None and state.undo.answer == state.turns
    return just_kept and utterance.intent in COUNTS_ON_HOLDINGS


def _changed(frame: Frame, said: Slots) -> Frame:
    """Return the question with what was said put over it.

    A capital named after "how much do I need" asks whether it suffices, and a contribution
    after "can it pay that" asks when it does; an income named after a stress test is the plan's
    again; a share to reinvest leaves no fixed sum to draw; a shock is tried on the plan, and a rate
    takes the place of an offer; another coin named after "what would it earn" takes the place of
    the first, whose quantity is not its own.
    """
    said = _of_this(frame, said)
    if change := _OF_ITS_OWN.get(frame.intent):
        return Frame(frame.intent, change(frame.slots, said))
    if (said.shocks or said.scenario) and frame.intent is not Intent.IMPERMANENT_LOSS:
        return Frame(Intent.STRESS_TEST, _shocked(frame, said))
    slots = pinned(frame.slots, said).without(*_instead(frame, said)).overlaid(said)
    if frame.intent is Intent.WITHDRAWAL_PLAN and said.reinvest_share and not said.income:
        slots = slots.without("income")
    if said.assets and not said.holdings and frame.slots.holdings:
        slots = slots.without("holdings", *(() if said.capital else ("capital",)))
    if said.yield_ or said.offer:
        slots = slots.without("offer" if said.yield_ else "yield_")
    if said.protocols or said.assets or said.venue:
        slots = slots.without(*(("protocols", "assets") if said.venue else ("venue",)))
    if frame.intent is Intent.REQUIRED_CAPITAL and (said.capital or said.holdings):
        return Frame(Intent.REQUIRED_YIELD, slots)
    if frame.intent is Intent.STRESS_TEST and said.income and (slots.capital or slots.holdings):
        return Frame(Intent.REQUIRED_YIELD, unshocked(slots).without("fitted"))
    if said.contribution and slots.income and frame.intent not in _TIMED:
        return Frame(Intent.TIME_TO_GOAL, slots)
    return Frame(frame.intent, slots)


_OF_ITS_OWN = MappingProxyType({Intent.IMPERMANENT_LOSS: repooled, Intent.YIELD_STACK: restacked})
"""The questions about one thing of several parts, each of which is changed by itself."""
_TIMED = frozenset({Intent.TIME_TO_GOAL, Intent.WITHDRAWAL_PLAN})
"""The questions whose answer is counted over years: what is said of a year is no single event."""


def _of_this(frame: Frame, said: Slots) -> Slots:
    """Return what was said as this question reads it.

    After a shock a bare rate is the size of another.
    """
    shock = frame.slots.shock
    if frame.intent is Intent.STRESS_TEST and shock and said.yield_ and said.named() == ("yield_",):
        size = said.yield_.high if shock.change > 0 else -said.yield_.high
        return Slots(shock=replace(shock, change=size))
    if said.quote and frame.slots.quote and said.yield_ is None:
        said = replace(said, quote=frame.slots.quote.overlaid(said.quote))
    if frame.intent in _TIMED and said.growth is not None:
        said = said.without("shock")
    return of_prices_alone(said)


def of_prices_alone(said: Slots) -> Slots:
    """Return the slots with a growth of prices as that alone: no return, and no share to draw."""
    if said.growth is None or said.yield_ is None:
        return said
    sizes = {abs(said.yield_.low), abs(said.yield_.high)}
    return said.without("yield_") if sizes == {abs(said.growth)} else said


def _instead(frame: Frame, said: Slots) -> tuple[str, ...]:
    """Return what no longer holds: a return has the growth of prices in it, so the later counts.

    Swings that are named are those of a model, which history takes the place of.
    """
    swings = ("volatility",) if said.model == HISTORY else ()
    if said.volatility is not None:
        swings = ("model",)
    if frame.intent is not Intent.TIME_TO_GOAL and not _is_drawn(frame):
        return swings
    if said.yield_ is None:
        return (*swings, "yield_") if said.growth is not None else swings
    return (*swings, "growth") if said.growth is None else swings


def _is_drawn(frame: Frame) -> bool:
    """Whether a sum is drawn: a rate beside it is a return, and no share to draw."""
    return frame.intent is Intent.WITHDRAWAL_PLAN and frame.slots.income is not None


def _shocking_it(before: Frame, utterance: Utterance, slots: Slots) -> Slots:
    """Return the shock that is tried: "what if it drops 80 %" is about what dropped before."""
    shock, first = slots.shock, before.slots.shock
    if utterance.refers and shock and first and shock.subject == "market":
        return replace(slots, shock=replace(shock, subject=first.subject))
    return slots


def _shocked(frame: Frame, said: Slots) -> Slots:
    """Return what is held with what is tried on it now, and what was tried before if it stays."""
    before = frame.slots
    held = held_in(frame).without("protocols")
    if len(before.protocols) == 1 and not before.shocks and (held.assets or held.holdings):
        held = replace(held, placed=held.placed or before.protocols[0])
    slots = held.overlaid(said.without("assets") if held.assets else said)
    if not said.besides:
        return slots
    earlier = [one for one in before.shocks if one.subject not in {s.subject for s in said.shocks}]
    all_of_them = (*earlier, *said.shocks)
    return replace(slots, blows=all_of_them if len(all_of_them) > 1 else (), besides=None)


_POINTING = frozenset(
    {
        Intent.CHECK_YIELD,
        Intent.STAKING_ADVICE,
        Intent.YIELD_LOOKUP,
        Intent.INCOME_ESTIMATE,
        Intent.YIELD_STACK,
    }
)
"""The questions that are asked about one thing, which "it" may stand for."""


def _pointed_at(before: Slots) -> Slots:
    """Return what "it" and "them" may stand for in a question about what was named before."""
    return Slots(
        assets=before.assets,
        protocols=before.protocols,
        indices=before.indices,
        yield_=before.yield_,
        offer=before.offer,
        method=before.method,
    )


def _stresses(frame: Frame, utterance: Utterance) -> bool:
    """Whether a stress test is about the plan under discussion, and not about another holding."""
    said = utterance.slots
    names_its_own = said.capital or said.holdings or said.indices
    return (
        utterance.intent is Intent.STRESS_TEST
        and (frame.intent in HOLDS_SOMETHING or _is_of_a_deposit(frame))
        and not names_its_own
    )


def _is_of_a_deposit(frame: Frame) -> bool:
    """Whether a question was about a sum of one's own that lies in something."""
    return frame.intent in {Intent.CHECK_YIELD, Intent.YIELD_LOOKUP} and bool(frame.slots.capital)


def _continues(before: Frame, asked: str | None, utterance: Utterance) -> bool:
    if not set(utterance.slots.named()) - {"wish"}:
        return True
    return utterance.intent is before.intent and asked in utterance.slots.named()


def _tells_more(before: Frame, asked: str | None, utterance: Utterance) -> bool:
    """Whether a plan is told in reply to what a question about saving lacked: it goes on."""
    return (
        before.intent is Intent.TIME_TO_GOAL
        and before.slots.contribution is not None
        and asked in utterance.slots.named()
        and utterance.intent in _PLANS
    )


def _shifted(state: DialogueState, slots: Slots) -> Slots:
    """Turn a relative wish, safer or bolder, into a risk level."""
    if slots.risk_shift is None:
        return slots
    said = state.frame.slots.risk[0] if state.frame and state.frame.slots.risk else state.risk
    levels = list(Risk)
    index = levels.index(said or Risk.MODERATE) + slots.risk_shift
    level = levels[min(max(index, 0), len(levels) - 1)]
    return replace(slots, risk=(level,), risk_shift=None)
