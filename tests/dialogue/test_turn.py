"""The dialogue: what a message does to the state, and that nothing ever raises."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dialogue.effects import EraseMessage
from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said, Turn
from core.dialogue.turn import KEPT_ANSWERS, take_turn
from core.finance.market import bundled_snapshot
from core.nlg.draft import Button
from core.nlu.utterance import (
    Amount,
    Intent,
    Risk,
    Shock,
    Slots,
)
from core.requests import Frame
from tests.dialogue.anything import any_slots, states_with

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SNAPSHOT = bundled_snapshot()
QUESTION = "I have 300k in crypto and want 1-2k a month, nothing wild"


def take(state: DialogueState, text: str) -> Turn:
    return take_turn(state, Person(), Said(NOON, text=text), SNAPSHOT)


def press(state: DialogueState, label: str, said: Turn) -> Turn:
    (found,) = {b.press for row in said.draft.buttons for b in row if b.label == label}
    return take_turn(state, Person(), Said(NOON, press=found), SNAPSHOT)


def talk(*texts: str) -> Turn:
    turn = take(DialogueState(), texts[0])
    for text in texts[1:]:
        turn = take(turn.state, text)
    return turn


texts = st.text(max_size=300) | st.sampled_from(
    [
        QUESTION,
        "and with 2k?",
        "make it safer",
        "why?",
        "how did you get 6.35 %?",
        "200",
        "what would 50k USDC earn",
        "show working",
        "for €1,000 a month after 25% tax",
        "in 5 years",
        "-5",
        "$0",
        "9" * 400,
        "<b>{capital}</b> ** {x}",
    ]
)


@given(states_with(any_slots), texts)
@settings(max_examples=100, deadline=None)
def test_a_turn_never_raises(state: DialogueState, text: str) -> None:
    """Any text in any state gets an answer with words in it, and so does what follows on it."""
    for said in ("and with 2k?", text, "show working", "safer"):
        turn = take(state, said)
        state = turn.state
        assert turn.draft.text.strip()
        assert turn.draft.html.strip()


@given(
    states_with(any_slots),
    st.text(max_size=64)
    | st.builds("do:{}:{}:{}".format, st.integers(), st.sampled_from(Intent), st.text(max_size=30)),
)
@settings(deadline=None)
def test_a_press_never_raises(state: DialogueState, forged: str) -> None:
    """Any callback data gets an answer: a button may be old, or not ours at all."""
    assert take_turn(state, Person(), Said(NOON, press=forged), SNAPSHOT).draft.text


@given(st.lists(texts, max_size=5))
@settings(max_examples=50, deadline=None)
def test_the_same_messages_give_the_same_conversation(said: list[str]) -> None:
    """Same messages, same snapshot, same replies and state."""
    assert _played(said) == _played(said)


def _played(said: list[str]) -> tuple[list[str], DialogueState]:
    state, replies = DialogueState(), []
    for text in said:
        turn = take(state, text)
        state = turn.state
        replies.append(turn.draft.text)
    return replies, state


def test_a_follow_up_changes_one_thing() -> None:
    """ "and with 2k?" keeps the capital and changes the income."""
    turn = talk(QUESTION, "and with 2k?")
    assert turn.utterance.intent is Intent.WHAT_IF
    assert turn.state.frame is not None
    assert turn.state.frame.slots.capital == Amount(Decimal(300_000), None)
    assert "$2,000 a month is 8 % of $300,000: a stretch." in turn.draft.text


def test_safer_and_bolder_step_from_the_level_in_force() -> None:
    """Two steps bolder end at aggressive and stay there; safer steps back."""
    turn = talk(QUESTION, "make it bolder", "bolder")
    assert turn.state.risk is Risk.AGGRESSIVE
    assert take(turn.state, "safer").state.risk is Risk.MODERATE


def test_what_is_missing_is_asked_for_one_thing_at_a_time() -> None:
    """A goal without a capital asks for it; the bare answer fills it and nothing else."""
    turn = talk("can I get 1,000 a month from my crypto?")
    assert turn.state.asked == "capital"
    turn = take(turn.state, "250k")
    assert turn.state.asked is None
    assert "4.8 %" in turn.draft.text


def test_a_closed_choice_comes_as_buttons() -> None:
    """Without goal and risk level the level is asked for; a press answers the question."""
    asked = talk("what should I do with 50k?")
    assert asked.state.asked == "risk"
    labels = [b.label for row in asked.draft.buttons for b in row]
    assert labels == ["Conservative", "Moderate", "Aggressive"]
    turn = press(asked.state, "Moderate", asked)
    assert "60 % large-cap staking" in turn.draft.text


def test_typing_a_label_is_pressing_it() -> None:
    """The label's words do what the button does."""
    asked = talk("what should I do with 50k?")
    typed = take(asked.state, "moderate")
    pressed = press(asked.state, "Moderate", asked)
    assert replace(typed.draft, in_place=pressed.draft.in_place) == pressed.draft


def test_an_old_button_belongs_to_its_own_answer() -> None:
    """After another question the first answer's "Safer" changes the first question."""
    first = talk(QUESTION)
    second = take(first.state, "1,000,000 and 50,000 a year")
    turn = press(second.state, "Safer", first)
    assert turn.state.frame is not None
    assert turn.state.frame.slots.capital == Amount(Decimal(300_000), None)
    assert turn.state.frame.slots.risk == (Risk.CONSERVATIVE,)


def test_a_button_too_old_says_so() -> None:
    """A question that is no longer kept is not answered with another one's figures."""
    first = talk(QUESTION)
    state = first.state
    for _ in range(KEPT_ANSWERS + 1):
        state = take(state, "1,000,000 and 50,000 a year").state
    turn = press(state, "Safer", first)
    assert "no longer kept" in turn.draft.text


def test_working_of_an_older_answer_is_its_own() -> None:
    """ "Show working" under an old answer shows that answer's figures."""
    first = talk(QUESTION)
    second = take(first.state, "1,000,000 and 50,000 a year")
    turn = press(second.state, "Show working", first)
    assert "$300,000" in turn.draft.text
    assert "$1,000,000" not in turn.draft.text


def test_asides_leave_the_question_alone() -> None:
    """Help and thanks in between do not lose the thread."""
    turn = talk(QUESTION, "help", "thanks", "and with 2k?")
    assert "$2,000 a month is 8 %" in turn.draft.text


def test_the_working_of_a_figure_can_be_asked_for() -> None:
    """ "how did you get 6.35 %?" walks down to the ranges it rests on."""
    turn = talk(QUESTION, "how did you get 6.35 %?")
    assert "6.35 % = 60 % × 6 % + 30 % × 5 % + 10 % × 12.5 %" in turn.draft.text


def test_a_figure_that_was_not_shown_has_no_working() -> None:
    """A percentage of the person's own is not passed off as ours."""
    assert "did not show" in talk(QUESTION, "how did you get 7.77 %?").draft.text


def test_distress_comes_before_anything_else() -> None:
    """Someone who lost everything is not sold a blend, whatever else the message says."""
    turn = talk("I lost everything, I can't go on. I had 300k and wanted 1k a month")
    assert "emergency number" in turn.draft.text
    assert "%" not in turn.draft.text
    assert not turn.draft.buttons


def test_a_recovery_phrase_is_erased_and_not_read() -> None:
    """The words stand nowhere in the turn, and the shell is told to overwrite the message."""
    phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    turn = talk(f"here it is: {phrase}")
    assert turn.effects == (EraseMessage(),)
    assert turn.state == DialogueState()
    assert "sausage" not in repr(turn)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😀😀😀",
        "\u202e\u200b\u0000\x07",
        "x" * 4097,
        "<b>bold</b> & <script>alert(1)</script>",
        "'; DROP TABLE chats; --",
        "{capital} {0} %s **",
        "NaN and inf a month",
        "I have $0 and want $1,000 a month",
        "I have -500 dollars and want 10 a month",
        f"I have {'9' * 400} dollars and want 10 a month",
        "I have 100 dollars and want 1,000 dollars a month",
        "I have 100k euros and want 500 pounds a month",
        "I have 100k and want 500 XAF a month",
    ],
)
def test_bad_input_gets_a_kind_answer(text: str) -> None:
    """Nonsense is answered in words, without the person's markup in ours."""
    turn = talk(text)
    assert turn.draft.text
    assert "<script>" not in turn.draft.html
    assert "Traceback" not in turn.draft.text


def test_sums_that_make_no_sense_are_asked_for_again() -> None:
    """$0 is refused kindly, and the next bare sum takes its place."""
    turn = talk("I have $0 and want $1,000 a month")
    assert turn.state.asked == "capital"
    assert "6 %" in take(turn.state, "200k").draft.text


def test_mixed_currencies_name_the_rate_and_its_date() -> None:
    """An income in pounds from a capital in euros says which rate it was converted at."""
    text = talk("I have 100k euros and want 400 pounds a month").draft.text
    assert "EUR for one GBP, by the ECB on 30 Oct 2026" in text


def test_typed_text_is_never_part_of_a_press() -> None:
    """Buttons of an answer hold our words alone."""
    turn = talk("I have 300k <i>evil</i> and want 2k a month")
    presses = [b for row in turn.draft.buttons for b in row]
    assert all(isinstance(b, Button) and "evil" not in b.press for b in presses)


def test_a_state_forgets_old_questions() -> None:
    """The state stays small however long a conversation is."""
    state = replace(DialogueState(), turns=5)
    for _ in range(KEPT_ANSWERS * 2):
        state = take(state, QUESTION).state
    assert len(state.answers) == KEPT_ANSWERS


def test_start_begins_anew() -> None:
    """After /start a follow-up has nothing to follow, but an old button still works."""
    first = talk(QUESTION)
    started = take(first.state, "/start")
    assert started.state.frame is None
    assert "no answer yet" in take(started.state, "make it safer").draft.text
    assert "conservative" in press(started.state, "Safer", first).draft.text


def test_an_unclear_message_leaves_the_question_alone() -> None:
    """Which of two readings was meant is asked beside the question under discussion."""
    first = talk(QUESTION)
    unclear = replace(first.state, asked=None)
    assert take(unclear, "eth").state.frame == first.state.frame


def test_a_slot_is_asked_for_only_until_the_next_message() -> None:
    """After an aside a bare number is no longer the answer to an older question."""
    turn = talk("can I get 1,000 a month from my crypto?", "thanks")
    assert turn.state.asked is None


def test_an_old_button_keeps_the_risk_level_of_its_answer() -> None:
    """Safer, then "Bolder" under the first answer, is bolder than that answer."""
    first = talk(QUESTION.replace(", nothing wild", ""))
    safer = press(first.state, "Safer", first)
    assert press(safer.state, "Bolder", first).state.risk is Risk.AGGRESSIVE
    working = press(safer.state, "Show working", first)
    assert "conservative" not in working.draft.text


def test_ways_out_are_of_the_same_kind_as_the_goal() -> None:
    """A goal after tax a year is answered after tax a year, and pressing the button closes it."""
    turn = talk("I have 250k and want 24k a year after 25% tax")
    assert "Instead of $24,000 a year: $11,906 a year" in turn.draft.text
    taken = press(turn.state, "Take what can be planned on", turn)
    assert "achievable" in taken.draft.text


def test_a_change_that_changes_nothing_says_so() -> None:
    """The old answer is never passed off as a new one."""
    turn = talk("what would 50k USDC earn?", "make it safer")
    assert "changes nothing" in turn.draft.text


def test_a_capital_after_how_much_asks_whether_it_suffices() -> None:
    """ "I have 100k" after "how much do I need" is judged, not ignored."""
    turn = talk("how much do I need for 500 a month?", "what if I have 100k?")
    assert "6 % of $100,000: achievable" in turn.draft.text


def test_growth_over_a_century_is_written_out() -> None:
    """The largest figures that can be asked for are still rounded and shown."""
    turn = talk("I have 100k and want 100k a year in 100 years, 100% inflation")
    assert turn.draft.text


def test_a_contribution_after_a_need_asks_when() -> None:
    """ "what if I add 2k a month" is answered with years, not with the same yield again."""
    turn = talk("I have 100k and want 2k a month", "what if I add 2k a month?")
    assert "$2,000 a month" in turn.draft.text
    assert "years" in turn.draft.text


def test_what_pays_nothing_loses_no_income_when_yields_halve() -> None:
    """An index that pays nothing is untouched by a cut of all yields, and that is said."""
    slots = Slots(indices=("aggressive-growth",), shock=Shock("yields", Decimal("-0.5")))
    turn = take(DialogueState(frame=Frame(Intent.STRESS_TEST, slots)), "and with 2k?")
    assert "nothing" in turn.draft.text
