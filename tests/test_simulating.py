"""A turn that is computed for long: off the event loop, and the person is told."""

import json
import threading
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import conversation
from bot.conversation import take_and_save
from bot.memory import InMemoryChats
from bot.oneshot import bundled
from bot.services import IncomingMessage, Services
from core.dialogue.effects import applied
from core.dialogue.hearing import hear
from core.dialogue.person import Person
from core.dialogue.simulating import will_simulate
from core.dialogue.state import Answered, DialogueState, Said, Turn, Understood
from core.dialogue.turn import answer
from core.finance.market import bundled_snapshot
from core.money import Period
from core.nlu.utterance import Amount, Income, Intent, Slots
from core.requests import QUESTIONS, Frame
from tests.dialogue.anything import likely_slots
from tests.dialogue.simulated import SimulatedError, taken, without_simulation

HELD_OUT = sorted((Path(__file__).parent / "corpora" / "heldout").glob("*.jsonl"))
MESSAGE = IncomingMessage(
    "1", Said(datetime(2026, 11, 22, tzinfo=UTC), text="when can I live off 3k a month with 200k")
)


class Slow:
    """A computation that lasts until the person was told of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.told = threading.Event()
        self.thread: threading.Thread | None = None
        monkeypatch.setattr(conversation, "LONG_SECONDS", 0.01)
        monkeypatch.setattr(conversation, "answer", self.answer)

    def answer(self, *args: object) -> Turn:
        self.thread = threading.current_thread()
        assert self.told.wait(10)
        return answer(*args)  # type: ignore[arg-type]

    async def say(self, message: IncomingMessage) -> int | None:
        assert message is MESSAGE
        self.told.set()
        return 7


async def test_a_long_turn_is_told_of_and_its_answer_takes_the_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The line's number is what the answer edits; the loop stays free to say it."""
    slow = Slow(monkeypatch)
    services = Services(InMemoryChats(), bundled)
    _, outgoing = await take_and_save(MESSAGE, services, slow.say)
    assert outgoing.edits == 7
    assert slow.thread is not threading.main_thread()


async def test_any_other_turn_is_taken_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread would cost more than the answer."""
    threads = []

    def noted(*args: object) -> Turn:
        threads.append(threading.current_thread())
        return answer(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(conversation, "answer", noted)
    asked = IncomingMessage("1", Said(MESSAGE.said.at, text="what does ETH pay now"))
    await take_and_save(asked, Services(InMemoryChats(), bundled))
    assert threads == [threading.main_thread()]


def test_only_plans_over_years_are_simulated() -> None:
    """Whoever asks for help, or what a coin pays, does not wait for a thread."""
    state = DialogueState()
    assert will_simulate(hear(state, MESSAGE.said), Person())
    for text in ("help", "what does ETH pay now", "", "I have 300k and want 1k a month"):
        assert not will_simulate(hear(state, Said(MESSAGE.said.at, text=text)), Person())


def test_an_unforeseen_simulation_is_noticed() -> None:
    """What the tests below rely on: without its foresight a simulation raises."""
    heard = hear(DialogueState(), MESSAGE.said)
    with without_simulation(), pytest.raises(SimulatedError):
        answer(heard, Person(), MESSAGE.said, bundled_snapshot())


def test_every_held_out_message_is_foreseen() -> None:
    """However it is worded: a simulation comes where one was foreseen. Most need none."""
    state, at, simulated = DialogueState(), MESSAGE.said.at, 0
    lines = [line for path in HELD_OUT for line in path.read_text().splitlines()]
    for line in lines:
        said = Said(at, text=json.loads(line)["text"])
        simulated += will_simulate(hear(state, said), Person())
        taken(state, Person(), said, bundled_snapshot())
    assert simulated < len(lines) / 3


TIMED = Slots(
    capital=Amount(Decimal(300_000), "USD"),
    income=Income(Decimal(2000), Decimal(2000), "USD", Period.MONTH),
    horizon_years=Decimal(10),
)
SIMULATED = (Intent.REQUIRED_YIELD, Intent.TIME_TO_GOAL, Intent.WITHDRAWAL_PLAN)
UNDER_DISCUSSION = (None, *(Frame(intent, TIMED) for intent in SIMULATED))


def pressed(state: DialogueState, press: str, person: Person) -> Turn:
    return taken(state, person, Said(MESSAGE.said.at, press=press), bundled_snapshot())


@pytest.mark.parametrize("intent", Intent)
def test_every_intent_and_every_button_is_foreseen(intent: Intent) -> None:
    """After any question: no press of an intent, or of a button of its answer, simulates unseen."""
    for frame in UNDER_DISCUSSION:
        answers = (Answered(1, frame),) if frame else ()
        state, person = DialogueState(frame=frame, answers=answers, turns=1), Person()
        turn = pressed(state, f"do:1:{intent}:", person)
        for button in turn.state.buttons:
            pressed(turn.state, button.press, applied(person, turn.effects))


FRAMES = st.builds(Frame, st.sampled_from(sorted(QUESTIONS)), likely_slots)
STATES = st.builds(
    DialogueState,
    frame=st.none() | FRAMES,
    asked=st.sampled_from([None, "capital", "income", "intent", "horizon_years"]),
    answers=st.lists(st.builds(Answered, st.integers(1, 3), FRAMES), max_size=2).map(tuple),
    understood=st.none() | st.builds(Understood, st.just(3), st.just("so"), FRAMES),
    turns=st.just(3),
)
NUMBERS, INTENTS = st.integers(1, 4), st.sampled_from(Intent)
PRESSES = (
    st.builds("do:{}:{}:risk_shift=1".format, NUMBERS, INTENTS)
    | st.builds("do:{}:{}:topic=assumptions".format, NUMBERS, INTENTS)
    | st.builds("wrong:{}:{}".format, NUMBERS, INTENTS)
    | st.builds("act:{}:save_plan:".format, NUMBERS)
)


@given(STATES, PRESSES)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_was_said_before(state: DialogueState, press: str) -> None:
    """A press after any conversation, forged or not, simulates nothing that was not foreseen."""
    pressed(state, press, Person())


def test_a_kept_plan_is_foreseen() -> None:
    """The week of a plan for later is simulated, and so is the answer that is kept as one."""
    frame = Frame(Intent.RECOMMEND_BLEND, TIMED)
    state = DialogueState(answers=(Answered(1, frame),), turns=1)
    kept = pressed(state, "act:1:save_plan:", Person())
    person = applied(Person(), kept.effects)
    assert person.plans
    assert will_simulate(hear(state, Said(MESSAGE.said.at, text="my summary now")), person)
