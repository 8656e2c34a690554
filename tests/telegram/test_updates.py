import copy
import json
import math
import random
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.services import IncomingMessage, ReceivedUpdate
from bot.transports.telegram.updates import Heard, UnreadableUpdateError, as_received, translate
from core.dialogue.state import Said

NOW = datetime(2026, 9, 2, 12, tzinfo=UTC)
PERSON = {"id": 42, "is_bot": False, "first_name": "Ada"}
PRIVATE = {"id": 42, "type": "private", "first_name": "Ada"}


def message(**fields: Any) -> dict[str, Any]:
    return {"message_id": 1, "date": 1_788_000_000, "chat": PRIVATE, "from": PERSON} | fields


def heard(update: dict[str, Any]) -> Heard:
    received = as_received({"update_id": 7} | update)
    assert received
    return translate(received, NOW)


def said_in(update: dict[str, Any]) -> Said | None:
    found = heard(update).message
    return found.said if found else None


def test_text() -> None:
    """A private text is a message of its chat, with the door's clock and the update's id."""
    expected = IncomingMessage("42", Said(at=NOW, text="300k <b>"), update_id=7)
    assert heard({"message": message(text="300k <b>")}) == Heard(expected)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("/start", "/start"),
        ("/start@evenkeel_bot", "/start"),
        ("/start@evenkeel_bot ref-1", "/start ref-1"),
        ("mail me@home", "mail me@home"),
    ],
)
def test_command(written: str, text: str) -> None:
    """A command is passed on as text, without the name of the bot it is addressed to."""
    assert said_in({"message": message(text=written)}) == Said(at=NOW, text=text)


def test_caption() -> None:
    """What is written under a photo is read like a text."""
    photo = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]
    assert said_in({"message": message(photo=photo, caption="is this safe?")}) == Said(
        at=NOW, text="is this safe?"
    )


def test_no_words() -> None:
    """A voice note or a place is an empty text, so that the core finds a kind line for it."""
    place = {"longitude": 1.0, "latitude": 2.0}
    assert said_in({"message": message(location=place)}) == Said(at=NOW, text="")


def test_press() -> None:
    """A press says what its button carries, and names the query to acknowledge."""
    query = {"id": "q", "from": PERSON, "chat_instance": "1", "data": "risk:1"}
    expected = IncomingMessage("42", Said(at=NOW, press="risk:1"), update_id=7)
    assert heard({"callback_query": query | {"message": message()}}) == Heard(expected, "q")


@pytest.mark.parametrize(
    "update",
    [
        {"message": message(text="hi", chat={"id": -9, "type": "group", "title": "G"})},
        {"edited_message": message(text="hi")},
        {"channel_post": message(text="hi", chat={"id": -8, "type": "channel", "title": "C"})},
        {"message": message(delete_chat_photo=True)},
        {"something_new": {"id": 1}},
    ],
    ids=["group", "edit", "channel", "service message", "unknown kind"],
)
def test_not_for_us(update: dict[str, Any]) -> None:
    """Groups, edits, channels, service messages and kinds yet to come hold nothing to answer."""
    assert heard(update) == Heard()


@pytest.mark.parametrize(
    "raw",
    [None, 7, "x", [], {}, *({"update_id": junk} for junk in ("7", True, -1, 2**63, math.nan))],
)
def test_no_usable_id(raw: object) -> None:
    """What has no id that can be stored is not an update."""
    assert as_received(raw) is None


def test_chat_of_a_stored_update() -> None:
    """The chat is read from the raw update, so that it finds its lane before it is parsed."""
    update = as_received({"update_id": 1, "callback_query": {"message": {"chat": {"id": 5}}}})
    assert update
    assert update.chat_id == "5"


SAMPLES = (
    {"update_id": 7, "message": message(text="/start", entities=[{"type": "bold"}])},
    {
        "update_id": 7,
        "callback_query": {
            "id": "q",
            "from": PERSON,
            "chat_instance": "1",
            "data": "a",
            "message": message(text="t"),
        },
    },
)
JUNK: tuple[object, ...] = (
    None,
    "x",
    "",
    -1,
    0,
    2**70,
    1e400,
    math.nan,
    [],
    {},
    [None],
    {"id": []},
    True,
    "\ud800",
)


def mutated(rng: random.Random) -> dict[str, Any]:
    """Return a sample with one value, at any depth, replaced or gone."""
    update: dict[str, Any] = copy.deepcopy(rng.choice(SAMPLES))
    part: Any = update[list(update)[1]]
    while True:
        key = rng.choice(list(part) if isinstance(part, dict) else range(len(part)))
        if isinstance(part[key], dict | list) and part[key] and rng.random() < 0.6:
            part = part[key]
            continue
        if rng.random() < 0.2:
            del part[key]
        else:
            part[key] = rng.choice(JUNK)
        return update


def test_mutated_updates() -> None:
    """However an update is mutated, it is read or told to be unreadable; nothing else is raised."""
    rng = random.Random(1)  # noqa: S311
    unreadable = 0
    for _ in range(3_000):
        update = mutated(rng)
        received = as_received(update)
        assert received
        try:
            found = translate(received, NOW).message
        except UnreadableUpdateError:
            unreadable += 1
            continue
        assert found is None or isinstance(found.said.text or found.said.press or "", str)
    assert unreadable > 300


def test_payload_that_is_no_json() -> None:
    """A stored payload that cannot be read as JSON is unreadable too."""
    with pytest.raises(UnreadableUpdateError):
        translate(ReceivedUpdate(1, None, "{"), NOW)


def test_half_a_character() -> None:
    """A lone surrogate, which no reply could quote, becomes a question mark."""
    assert said_in({"message": message(text="a\ud800")}) == Said(at=NOW, text="a?")


def test_stored_payload_is_ascii() -> None:
    """A lone surrogate is stored escaped, which every database takes."""
    received = as_received({"update_id": 1, "message": message(text="\ud800")})
    assert received
    assert json.loads(received.payload)["message"]["text"] == "\ud800"
    assert received.payload.isascii()
