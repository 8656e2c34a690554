"""That was read wrong: what was understood is shown, more is offered, the case is kept."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.effects import NoteMisreading
from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said, Turn
from core.dialogue.turn import take_turn
from core.finance.market import bundled_snapshot
from core.nlg.press import LONGEST, READ_WRONG, doubt, meant, read_doubt
from core.nlg.render.misread import READINGS
from core.nlu.anonymous import without_names
from core.nlu.utterance import Intent

AT = datetime(2026, 9, 2, 12, tzinfo=UTC)


def say(text: str, state: DialogueState | None = None) -> Turn:
    return take_turn(state or DialogueState(), Person(), Said(AT, text=text), bundled_snapshot())


def press(data: str, state: DialogueState) -> Turn:
    return take_turn(state, Person(), Said(AT, press=data), bundled_snapshot())


def presses(turn: Turn) -> dict[str, str]:
    return {button.label: button.press for row in turn.draft.buttons for button in row}


@pytest.mark.parametrize(
    "text", ["What would 50k USDC earn?", "how is the weather", "thanks", "what is slashing?"]
)
def test_under_every_answer(text: str) -> None:
    """Whatever was read can be said to be read wrong, by its button or by its words."""
    turn = say(text)
    assert turn.doubt
    shown = press(turn.doubt.press, turn.state)
    assert shown.draft.text.startswith("It was read as ")
    assert shown.draft == say(READ_WRONG.lower(), turn.state).draft
    (case,) = shown.effects
    assert isinstance(case, NoteMisreading)
    assert (case.read_as.intent, case.meant) == (turn.utterance.intent, None)


@pytest.mark.parametrize(
    "text", ["/help", "/start", "", "legal winner thank year wave sausage " * 2]
)
def test_where_nothing_was_read(text: str) -> None:
    """A command, an empty message and a secret are not read, so nothing of them is kept."""
    turn = say(text)
    assert turn.doubt is None
    assert turn.state.understood is None


def test_what_was_understood() -> None:
    """Each figure that was understood is shown as one that the person gave."""
    asked = say("I have 300k and want 1-2k a month for 10 years, 25% tax")
    assert asked.doubt
    shown = press(asked.doubt.press, asked.state).draft
    assert "Capital $300,000" in shown.text
    assert "income $1,000–$2,000 a month" in shown.text
    assert "tax rate 25 %" in shown.text
    assert {fact.source for fact in shown.book} == {"you"}
    assert all(
        figure in "".join(shown.displays.values()) for figure in re.findall(r"\d+", shown.text)
    )


def test_what_was_meant() -> None:
    """Another reading is answered with what was said, and the case tells which it was."""
    asked = say("I have 300k and want 1500 a month")
    assert asked.doubt
    shown = press(asked.doubt.press, asked.state)
    readings = presses(shown)
    assert "What to hold" in readings
    assert len(readings) <= 4
    meant_so = press(readings["What to hold"], shown.state)
    assert meant_so.state.frame
    assert meant_so.state.frame.intent is Intent.RECOMMEND_BLEND
    assert meant_so.state.frame.slots.capital == asked.utterance.slots.capital
    (case,) = [e for e in meant_so.effects if isinstance(e, NoteMisreading)]
    assert case.meant is Intent.RECOMMEND_BLEND
    assert case.text == "I have 300k and want 1500 a month"


def test_an_older_answer() -> None:
    """Of an answer before the last one only the question is left, without the words."""
    asked = say("I have 300k and want 1500 a month")
    assert asked.doubt
    later = say("what is staking?", asked.state)
    (case,) = press(asked.doubt.press, later.state).effects
    assert isinstance(case, NoteMisreading)
    assert (case.text, case.read_as.intent) == ("", Intent.REQUIRED_YIELD)


@pytest.mark.parametrize("data", ["wrong:99", "wrong:99:explain"])
def test_an_answer_that_is_not_kept(data: str) -> None:
    """A button of an answer that is no longer known says so, and keeps nothing."""
    turn = press(data, say("what is staking?").state)
    assert "no longer kept" in turn.draft.text
    assert not turn.effects


@pytest.mark.parametrize(
    "data", ["wrong:", "wrong:x", "wrong:1:nonsense", "wrong:1:2:3", "wrong:٣"]
)
def test_forged(data: str) -> None:
    """What this bot did not write is no press of its own."""
    assert read_doubt(data) is None
    assert "no longer kept" in press(data, DialogueState()).draft.text


def test_every_intent_has_words() -> None:
    """Whatever a message was read as can be said, and be a button's press."""
    assert set(READINGS) == set(Intent)
    assert all(len(meant("x", 10**8, intent).press.encode()) <= LONGEST for intent in Intent)
    assert read_doubt(doubt(7).press)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ask @ada_l or ada@example.org", "ask … or …"),
        ("see https://t.me/joinchat/abc now", "see … now"),
        ("send it to 0x52908400098527886E0F7030069857D2E4169EE7", "send it to …"),
        ("I'm with Anna Karlsson at Aave", "I'm with … … at Aave"),
        ("my name is ada lovelace and I hold ETH", "my name is … and I hold ETH"),
        ("call +49 170 1234567", "call …"),
        ("my wife anna karlsson and i have 300k", "my wife … … and i have 300k"),
        ("anna here, is anna's ETH safe with zebedee", "… here, is …'s ETH safe with …"),
        ("put 300k to work. Zebedee wants 1k", "put 300k to work. … wants 1k"),
        ("what does lido pay with usdc and aave", "what does lido pay with usdc and aave"),
        (
            "What would Bitcoin pay in May? Is Lido safe",
            "What would Bitcoin pay in May? Is Lido safe",
        ),
        ("I have 300k, want 1,000-2,000 a month", "I have 300k, want 1,000-2,000 a month"),
        ("$1,500,000 or 1 000 000 for 10 years", "$1,500,000 or 1 000 000 for 10 years"),
    ],
)
def test_without_names(text: str, kept: str) -> None:
    """Names, addresses and numbers of people go; what the question is about stays."""
    assert without_names(text) == kept


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    """Any text can be freed of names, and no handle survives it."""
    assert not re.search(r"(?<!\w)@\w", without_names(f"{text} @somebody"))
