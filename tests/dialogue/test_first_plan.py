"""A first plan by taps, and a plan as a link."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.first_plan import Chosen, question, read_tap, utterance_of
from core.dialogue.person import Person
from core.dialogue.plan_link import link, read_link
from core.dialogue.state import DialogueState, Said, Turn
from core.dialogue.turn import take_turn
from core.finance.market import bundled_snapshot
from core.money import Period
from core.nlg.press import LONGEST
from core.nlu.utterance import Amount, Income, Intent, Risk, Slots
from core.requests.preferences import Preferences
from tests.dialogue.test_turn import NOON, press, take

sums = st.integers(1, 10**15 - 1).map(Decimal)
plans = st.builds(Chosen, st.sampled_from(["USD", "EUR"]), sums, sums, st.sampled_from(Risk))


def tapped(*labels: str) -> Turn:
    turn = take(DialogueState(), "/start")
    for label in labels:
        turn = press(turn.state, label, turn)
    return turn


def test_three_taps_lead_to_a_plan() -> None:
    """After sum, income and risk level the plan stands there as if it had been written."""
    turn = tapped("A first plan in three taps", "$100,000", "$420", "Moderate")
    written = take(DialogueState(), "$100k, I want $420 a month, moderate risk")
    assert turn.draft.text == written.draft.text
    assert turn.state.frame == written.state.frame


def test_an_income_can_be_passed_over() -> None:
    """Without a figure in mind there is a plan all the same."""
    turn = tapped("A first plan in three taps", "$50,000", "No figure in mind", "Conservative")
    assert turn.utterance.intent is Intent.RECOMMEND_BLEND
    assert turn.state.asked is None


def test_a_choice_can_be_typed() -> None:
    """What is typed where a choice is offered is that choice."""
    asked = tapped("A first plan in three taps", "$100,000")
    turn = take(asked.state, "450")
    assert turn.state.frame
    assert turn.state.frame.slots.income == Income(Decimal(450), Decimal(450), None, Period.MONTH)


def test_an_old_tap_goes_on_where_it_stood() -> None:
    """A tap carries what was chosen before it: another talk in between takes nothing away."""
    begun = tapped("A first plan in three taps", "$100,000")
    between = take(begun.state, "what is slashing?")
    turn = press(between.state, "$580", begun)
    assert turn.state.asked == "risk"


def test_choices_are_asked_in_one_message() -> None:
    """Each question takes the place of the one before; the plan with its picture does not."""
    assert tapped("A first plan in three taps", "$100,000").draft.in_place
    plan = tapped("A first plan in three taps", "$100,000", "$420", "Moderate")
    assert not plan.draft.in_place
    assert plan.draft.charts


def test_a_step_takes_the_place_of_its_plan() -> None:
    """The plan is worked out again as a whole, under the picture of the same blend."""
    plan = tapped("A first plan in three taps", "$100,000", "$420", "Moderate")
    step = press(plan.state, "$470 a month", plan)
    assert step.draft.in_place
    assert not step.draft.charts
    assert "Published:" in step.draft.text


def test_a_step_to_another_blend_takes_its_picture_along() -> None:
    """One picture comes with it, which takes the place of the one above the plan."""
    plan = tapped("A first plan in three taps", "$100,000", "$420", "Moderate")
    for label in ("Safer", "In 5 years"):
        step = press(plan.state, label, plan).draft
        assert step.in_place
        assert len(step.charts) == 1


def test_later_years_are_drawn_where_the_blend_stays() -> None:
    """What becomes of the same blend takes the place of how it is shared out."""
    plan = tapped("A first plan in three taps", "$100,000", "$420", "Conservative")
    step = press(plan.state, "In 5 years", plan).draft
    assert step.in_place
    assert [type(chart).__name__ for chart in step.charts] == ["FanChart"]


def test_sums_are_offered_in_the_persons_currency() -> None:
    """Who counts in euros taps euros."""
    person = Person(preferences=Preferences(currency="EUR"))
    turn = take_turn(DialogueState(), person, Said(NOON, text="/start"), bundled_snapshot())
    assert turn.draft.buttons[0][0].press == "tap:EUR"


@given(plans, st.integers(0, 2))
def test_a_tap_reads_back(plan: Chosen, left: int) -> None:
    """What a button carries is read as it was written, within Telegram's 64 bytes."""
    chosen = (plan, begun := replace(plan, risk=None), replace(begun, income=None))[left]
    assert read_tap(chosen.press) == chosen
    assert len(chosen.press.encode()) <= LONGEST
    if chosen.asks:
        assert all(read_tap(b.press) for row in question(chosen).buttons for b in row)


@given(plans)
def test_a_link_reads_back(plan: Chosen) -> None:
    """A plan's link shows the same plan, in the characters that a payload may have."""
    payload = link(utterance_of(plan).slots)
    assert payload
    assert set(payload) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
    assert len(payload) <= 64
    assert read_link(payload) == plan


def test_a_link_opens_its_plan() -> None:
    """A link is answered like the words that it stands for, whatever was talked of before."""
    before = take(DialogueState(), "1m, I want 50k a year after 25 % tax")
    linked = take(before.state, "/start plan_300k_1500")
    written = take(DialogueState(), "300k USD, I want 1500 USD a month")
    assert linked.draft.text == written.draft.text


@pytest.mark.parametrize("payload", ["plan_", "plan_1e9_5", "plan_300k", "x", "plan_300k_15_wild"])
def test_a_broken_link_is_a_start(payload: str) -> None:
    """A payload that holds no plan greets like any start."""
    assert "three taps" in str(take(DialogueState(), f"/start {payload}").draft.buttons)


def test_a_plan_with_more_to_it_has_no_link() -> None:
    """What a link cannot carry is not shared as if it were the same plan."""
    slots = Slots(
        capital=Amount(Decimal(100_000), "USD"),
        income=Income(Decimal(400), Decimal(400), "USD", Period.MONTH),
    )
    assert link(slots)
    assert link(replace(slots, tax_rate=Decimal("0.25"))) is None
    assert link(replace(slots, capital=None)) is None
    assert link(replace(slots, capital=Amount(Decimal("0.5"), "USD"))) is None
