"""The steps of a turn about the person's own plan: keep an answer as it, show its versions."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.advice import advise
from core.catalogue import indices
from core.dialogue.effects import SavePlan
from core.dialogue.person import Person, PlanLeg, PlanVersion
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState
from core.facts import FactBook
from core.nlg.draft import Draft, names_in
from core.nlg.press import Act, Deed, act
from core.nlg.render import plans as words
from core.nlg.render import render
from core.nlu.utterance import Intent
from core.requests import Frame, MissingSlot, RebalanceRequest, Request, to_request
from core.slot_checks import InvalidSlot

PLANS = frozenset({Intent.REQUIRED_YIELD, Intent.RECOMMEND_BLEND})
"""The questions whose answer can be a plan."""


def with_offer(draft: Draft, frame: Frame, scene: Scene, *, again: bool = False) -> Draft:
    """Return an answer with the button that keeps it as a plan, where it recommends a blend.

    One that was shown before is told `again` without its picture, and can be kept all the same.
    """
    if frame.intent not in PLANS or not (draft.charts or (again and _legs(draft.book))):
        return draft
    keep = act("Keep as my plan", scene.number, Act.SAVE_PLAN)
    return replace(draft, buttons=(*draft.buttons, (keep,)))


def keep(state: DialogueState, deed: Deed, scene: Scene) -> Reply:
    """Keep the answer that the button stands under as a version of the plan, as of today.

    Said in words after something else, the last plan of the conversation is meant.
    """
    meant = [one.frame for one in state.answers if one.number == deed.answer]
    earlier = () if scene.pressed else tuple(one.frame for one in reversed(state.answers))
    found = next(filter(None, (_plan(one, state, scene) for one in (*meant, *earlier))), None)
    if found is None:
        return Reply(state, words.no_answer())
    frame, request = found
    draft = render(advise(request, scene.snapshot), scene.number, scene.snapshot.as_of)
    shown = draft.book.behind(names_in(draft.template))
    plan = PlanVersion(
        scene.person.last_number + 1, scene.today, frame, _legs(draft.book), draft.template, shown
    )
    kept = words.kept(plan.saved_on, scene.number, subscribed=scene.person.weekly is not None)
    return Reply(state, kept, effects=(SavePlan(plan),))


def _plan(frame: Frame, state: DialogueState, scene: Scene) -> tuple[Frame, Request] | None:
    """Return a question whose answer can be a plan, with all it takes; None for another."""
    if frame.intent not in PLANS:
        return None
    request = to_request(frame, state.risk, scene.snapshot, scene.today)
    return None if isinstance(request, MissingSlot | InvalidSlot) else (frame, request)


def _legs(book: FactBook) -> tuple[PlanLeg, ...]:
    """Return the parts of the blend that an answer recommends."""
    named = {index.id: f"{index.key}.weight" for index in indices().values()}
    weights = {leg: book[name].value for leg, name in named.items() if name in book}
    return tuple(
        PlanLeg(leg, weight) for leg, weight in weights.items() if isinstance(weight, Decimal)
    )


def against_plan(request: Request, frame: Frame, scene: Scene) -> Request:
    """Return a question about rebalancing with the newest plan as what to compare with.

    One who names a risk level asks about the house's blend of that level. It is counted in the
    person's currency.
    """
    if not isinstance(request, RebalanceRequest):
        return request
    own = replace(request, currency=scene.person.preferences.currency or request.currency)
    return own if frame.slots.risk else replace(own, planned=planned_shares(scene.person))


def planned_shares(person: Person) -> tuple[tuple[str, Decimal], ...]:
    """Return index and share of each part of the newest plan; nothing where none is kept."""
    legs = person.plans[-1].legs if person.plans else ()
    return tuple((leg.index, leg.weight) for leg in legs if leg.weight)


def show(state: DialogueState, deed: Deed, scene: Scene) -> Reply:
    """Show a version of the plan as it read then; the newest where none is named."""
    if not scene.person.plans:
        return Reply(state, words.none_kept())
    if not deed.numbers:
        return page(state, scene)
    found = next((one for one in scene.person.plans if one.number in deed.numbers), None)
    if found is None:
        return Reply(state, words.no_answer())
    return Reply(state, _page(found, scene))


def page(state: DialogueState, scene: Scene) -> Reply:
    """Show the newest version of the plan, with the ways to those before it."""
    return Reply(state, _page(scene.person.plans[-1], scene))


def of_time(state: DialogueState, when: tuple[date, date], scene: Scene) -> Reply:
    """Show the last version kept in a time; else the one that held then, or the first of all."""
    plans, (begin, end) = scene.person.plans, when
    if not plans:
        return Reply(state, words.none_kept())
    by_then = [one for one in plans if one.saved_on <= end]
    found = by_then[-1] if by_then else plans[0]
    note = None if begin <= found.saved_on <= end else words.of_another_time(later=not by_then)
    return Reply(state, _page(found, scene, note))


def _page(plan: PlanVersion, scene: Scene, note: str | None = None) -> Draft:
    others = tuple(
        (one.number, one.saved_on) for one in scene.person.plans[::-1] if one.number != plan.number
    )
    return words.page(plan.template, plan.figures, plan.saved_on, others, scene.number, note)
