"""Pages: what a term means, and what an index, a blend and its risks come to in figures."""

from dataclasses import replace
from types import MappingProxyType

from core.advice import advise
from core.advice.freshness import freshness
from core.advice.gist import gist
from core.advice.index_page import index_page
from core.advice.policy_page import policy_page
from core.advice.risk_page import risk_page
from core.catalogue import indices
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState
from core.knowledge import find_topic, topic_facts
from core.nlg import asides
from core.nlg.draft import Draft
from core.nlg.render.assumptions import render_assumptions
from core.nlg.render.freshness import render_freshness
from core.nlg.render.gist import render_first_steps, render_plainly, render_weighed
from core.nlg.render.index_page import render_index_page
from core.nlg.render.policy_page import render_policy_page
from core.nlg.render.risk_measures import MEASURED, render_risk_measure
from core.nlg.render.risk_page import render_carriers, render_risk_page
from core.nlg.writing import shown_in_order
from core.nlu.utterance import Intent
from core.requests import QUESTIONS, Frame, MissingSlot, StressTestRequest, held_in, to_request
from core.slot_checks import InvalidSlot

HOLDS_SOMETHING = frozenset(
    {
        Intent.REQUIRED_YIELD,
        Intent.RECOMMEND_BLEND,
        Intent.INCOME_ESTIMATE,
        Intent.STRESS_TEST,
        Intent.TIME_TO_GOAL,
        Intent.WITHDRAWAL_PLAN,
    }
)
"""The questions that are about money put to work, whose risks can be told."""

_OF_A_PLAN = MappingProxyType(
    {
        "plain-words": render_plainly,
        "worth-it": render_weighed,
        "first-steps": render_first_steps,
    }
)
"""The pages about a plan as a whole, told of the one under discussion."""


def explain(state: DialogueState, topic: str, scene: Scene) -> Reply:
    """Explain a topic, the whole page when its id ends in a plus; risks have a second such."""
    page, long = find_topic(topic.rstrip("+")), topic.endswith("+")
    if page is None:
        return Reply(state, asides.ask_for("topic", scene.number), "topic")
    carriers = topic.endswith("++")
    draft = _carriers(state, scene) if carriers else _in_figures(state, page.id, scene, long=long)
    if draft is None:
        return Reply(state, asides.topic_page(page, topic_facts(), scene.number, long=long))
    shown = shown_in_order(draft)
    return Reply(replace(state, book=draft.book, shown=shown, shown_in=scene.number), draft)


def _carriers(state: DialogueState, scene: Scene) -> Draft | None:
    """Return who carries the risks of what is under discussion; None where that is nothing."""
    held = _held(state, scene)
    if held is None:
        return None
    return render_carriers(risk_page(held, scene.snapshot), scene.number, scene.snapshot.as_of)


def _in_figures(state: DialogueState, topic: str, scene: Scene, *, long: bool) -> Draft | None:
    """Return a page computed on what is under discussion; None where there is only a text."""
    as_of, held = scene.snapshot.as_of, _held(state, scene)
    if topic == "risks" and held:
        return render_risk_page(risk_page(held, scene.snapshot), scene.number, as_of, long=long)
    if long:
        return None
    if topic in MEASURED and held:
        return render_risk_measure(risk_page(held, scene.snapshot), topic, scene.number, as_of)
    if topic == "income-risk" and held:
        return render_risk_page(risk_page(held, scene.snapshot), scene.number, as_of, long=True)
    if topic == "assumptions":
        return _assumptions(state, scene)
    if topic == "data-freshness":
        page_of_dates = freshness(scene.snapshot, scene.today)
        return render_freshness(page_of_dates, scene.number, as_of)
    is_blend = held is not None and not held.assets and not held.indices
    if topic == "income-allocation" and held and is_blend:
        return render_policy_page(policy_page(held, scene.snapshot), scene.number, as_of)
    if topic in _OF_A_PLAN and held and is_blend:
        return _OF_A_PLAN[topic](gist(held, scene.snapshot), scene.number, as_of)
    if topic in indices():
        page = index_page(indices()[topic], scene.snapshot, scene.today)
        return render_index_page(page, scene.number, as_of)
    return None


def _assumptions(state: DialogueState, scene: Scene) -> Draft | None:
    """Return what the simulation under discussion stands on; None when nothing was simulated."""
    if state.frame is None or state.frame.intent not in QUESTIONS:
        return None
    request = to_request(state.frame, state.risk, scene.snapshot, scene.today)
    if isinstance(request, MissingSlot | InvalidSlot):
        return None
    book = advise(request, scene.snapshot).book
    if "simulated_paths" not in book:
        return None
    return render_assumptions(book, scene.number, scene.snapshot.as_of)


def holds_something(state: DialogueState) -> bool:
    """Whether what is under discussion is money put to work."""
    return state.frame is not None and state.frame.intent in HOLDS_SOMETHING


def _held(state: DialogueState, scene: Scene) -> StressTestRequest | None:
    """Return what is under discussion as what is held; None when that is nothing."""
    if state.frame is None or state.frame.intent not in HOLDS_SOMETHING:
        return None
    held = Frame(Intent.STRESS_TEST, held_in(state.frame))
    request = to_request(held, state.risk, scene.snapshot, scene.today)
    return request if isinstance(request, StressTestRequest) else None
