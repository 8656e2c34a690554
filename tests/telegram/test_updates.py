import copy
import json
import math
import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.services import IncomingMessage, ReceivedUpdate
from bot.transports.telegram.updates import (
    Heard,
    Me,
    UnreadableUpdateError,
    as_received,
    has_secret,
    kind_of,
    translate,
)
from core.dialogue.state import Said

NOW = datetime(2026, 9, 2, 12, tzinfo=UTC)
ME = Me(7, "evenkeel_bot")
PERSON = {"id": 42, "is_bot": False, "first_name": "Ada"}
PRIVATE = {"id": 42, "type": "private", "first_name": "Ada"}


def message(**fields: Any) -> dict[str, Any]:
    return {"message_id": 1, "date": 1_788_000_000, "chat": PRIVATE, "from": PERSON} | fields


def heard(update: dict[str, Any]) -> Heard:
    received = as_received({"update_id": 7} | update)
    assert received
    return translate(received, NOW, ME)


def said_in(update: dict[str, Any]) -> Said | None:
    found = heard(update).message
    return found.said if found else None


def test_text() -> None:
    """A private text is a message of its chat, with the door's clock and the update's id."""
    expected = IncomingMessage("42", Said(at=NOW, text="300k <b>"), update_id=7)
    found = heard({"message": message(text="300k <b>")})
    written = datetime.fromtimestamp(1_788_000_000, UTC)
    assert found == Heard(expected, said_at=written, person="42")


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
    expected = IncomingMessage("42", Said(at=NOW, press="risk:1"), update_id=7, pressed_on=1)
    found = heard({"callback_query": query | {"message": message()}})
    assert found == Heard(expected, "q", pressed=(1, "risk:1"), person="42")


def test_press_under_a_picture() -> None:
    """A button carries the number of the picture above it, which is not what it says."""
    query = {"id": "q", "from": PERSON, "chat_instance": "1", "data": "do:1:stress_test:@812"}
    pressed = heard({"callback_query": query | {"message": message()}}).message
    assert pressed
    assert (pressed.said.press, pressed.pressed_on, pressed.picture) == (
        "do:1:stress_test:",
        1,
        812,
    )


GROUP = {"id": -9, "type": "supergroup", "title": "G"}
BOT = {"id": 7, "is_bot": True, "first_name": "Evenkeel", "username": "evenkeel_bot"}
OTHER = {"id": 8, "is_bot": True, "first_name": "Other", "username": "other_bot"}
MENTION = [{"type": "mention", "offset": 0, "length": 13}]


def in_group(**fields: Any) -> dict[str, Any]:
    return {"message": message(chat=GROUP, message_id=31, **fields)}


@pytest.mark.parametrize(
    "update",
    [
        in_group(text="hi"),
        in_group(text="/help@other_bot"),
        in_group(text="/unknown"),
        in_group(text="@other_bot hi", entities=[{"type": "mention", "offset": 0, "length": 10}]),
        in_group(text="mail me@evenkeel_bot"),
        in_group(text="yes", reply_to_message=message(chat=GROUP, **{"from": OTHER})),
        in_group(text="@evenkeel_bot hi", entities=MENTION, **{"from": OTHER}),
        in_group(text="@evenkeel_bot hi", entities=MENTION, is_automatic_forward=True),
        {"edited_message": message(location={"longitude": 1.0, "latitude": 2.0})},
        {"channel_post": message(text="hi", chat={"id": -8, "type": "channel", "title": "C"})},
        {"message": message(text="/help", chat={"id": -8, "type": "channel", "title": "C"})},
        {"message": message(delete_chat_photo=True)},
        {"message": message(chat=GROUP, new_chat_members=[BOT])},
        {"something_new": {"id": 1}},
    ],
)
def test_not_for_us(update: dict[str, Any]) -> None:
    """What is not addressed to the bot, and what has no words of a person, needs no answer.

    That is: talk in a group, another bot's command or name, other bots (two that answer each
    other never end), a place that moves, channels, service messages, kinds yet to come.
    """
    assert heard(update) == Heard()


@pytest.mark.parametrize(
    ("update", "text"),
    [
        (in_group(text="@evenkeel_bot hi", entities=MENTION), "hi"),
        (in_group(text="@Evenkeel_Bot, hi", entities=MENTION), "hi"),
        (
            in_group(
                text="🪙 so @evenkeel_bot 50k?",
                entities=[{"type": "mention", "offset": 6, "length": 13}],
            ),
            "🪙 so 50k?",
        ),
        (in_group(caption="@evenkeel_bot this?", caption_entities=MENTION, photo=[]), "this?"),
        (
            in_group(
                text="Evenkeel hi",
                entities=[{"type": "text_mention", "offset": 0, "length": 8, "user": BOT}],
            ),
            "Evenkeel hi",
        ),
        (in_group(text="/help"), "/help"),
        (in_group(text="/help@Evenkeel_bot"), "/help"),
        (in_group(text="yes", reply_to_message=message(chat=GROUP, **{"from": BOT})), "yes"),
    ],
)
def test_addressed_in_a_group(update: dict[str, Any], text: str) -> None:
    """In a group a name, a reply or a command addresses the bot; the answer is a reply."""
    said = Said(at=NOW, text=text, overheard=True)
    expected = IncomingMessage("-9", said, update_id=7, reply_to=31)
    assert heard(update).message == expected


def test_topic() -> None:
    """A message in a topic is answered there; a mere thread of replies is no topic."""
    topic = in_group(text="/help", message_thread_id=5, is_topic_message=True)
    thread = in_group(text="/help", message_thread_id=5)
    assert [getattr(heard(update).message, "thread_id", 0) for update in (topic, thread)] == [
        5,
        None,
    ]


def test_edited_message() -> None:
    """An edited message is a follow-up, waiting since it was edited."""
    found = heard({"edited_message": message(text="and 2k?", edit_date=1_788_000_600)})
    assert found.message == IncomingMessage("42", Said(at=NOW, text="and 2k?"), update_id=7)
    assert found.said_at == datetime.fromtimestamp(1_788_000_600, UTC)


def test_forwarded_text() -> None:
    """A forwarded text is read like one's own."""
    origin = {"type": "hidden_user", "sender_user_name": "Bob", "date": 1_788_000_000}
    assert said_in({"message": message(text="36% in 60 days", forward_origin=origin)}) == Said(
        at=NOW, text="36% in 60 days"
    )


def test_group_that_moved() -> None:
    """A group that became a supergroup tells its new id."""
    assert heard({"message": message(chat=GROUP, migrate_to_chat_id=-1009)}).moved_to == "-1009"


@pytest.mark.parametrize(
    ("status", "blocked"), [("kicked", True), ("left", True), ("member", False)]
)
def test_block(status: str, *, blocked: bool) -> None:
    """A block is noted, and so is its end."""
    member = {"user": BOT, "status": status, "until_date": 0}
    before = {"user": BOT, "status": "member"}
    change = {
        "chat": PRIVATE,
        "from": PERSON,
        "date": 1_788_000_000,
        "old_chat_member": before,
        "new_chat_member": member,
    }
    assert heard({"my_chat_member": change}) == Heard(blocked=blocked)


def test_press_in_a_group() -> None:
    """A button pressed in a group is answered under its message, in the group's conversation."""
    query = {"id": "q", "from": PERSON, "chat_instance": "1", "data": "do:1:help:"}
    under = message(chat=GROUP, message_id=31, **{"from": BOT})
    found = heard({"callback_query": query | {"message": under}}).message
    assert found
    assert (found.chat_id, found.reply_to) == ("-9", 31)


def test_press_without_a_message() -> None:
    """A button under a message of inline mode is none of ours: acknowledged, not answered."""
    query = {"id": "q", "from": PERSON, "chat_instance": "1", "data": "x", "inline_message_id": "i"}
    assert heard({"callback_query": query}) == Heard(query_id="q")


def test_chat_that_moved_meanwhile() -> None:
    """An update stored under a group's old id is answered under the new one."""
    received = as_received({"update_id": 7} | in_group(text="/help"))
    assert received
    found = translate(replace(received, chat_id="-1009"), NOW, ME).message
    assert found
    assert found.chat_id == "-1009"


PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"


@pytest.mark.parametrize(
    "update",
    [
        {"message": message(text=PHRASE)},
        {"message": message(reply_to_message=message(text=PHRASE))},
        {"odd": [[{"x": PHRASE}]]},
    ],
)
def test_secret_anywhere(update: dict[str, Any]) -> None:
    """A recovery phrase is found wherever in an update it stands."""
    received = as_received({"update_id": 7} | update)
    assert received
    assert has_secret(received)
    assert not has_secret(ReceivedUpdate(1, None, '{"text": "what is staking and lending in it?"}'))


def test_kind() -> None:
    """An update is counted under one of a few fixed words, whatever is in it."""
    press = {"callback_query": {"message": message()}}
    updates: list[dict[str, Any]] = [{"message": message()}, press, {"poll": {"id": "message"}}]
    kinds = [as_received({"update_id": 7} | update) for update in updates]
    assert [kind_of(it) for it in kinds if it] == ["message", "callback_query", "other"]


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
            found = translate(received, NOW, ME).message
        except UnreadableUpdateError:
            unreadable += 1
            continue
        assert found is None or isinstance(found.said.text or found.said.press or "", str)
    assert unreadable > 300


def test_payload_that_is_no_json() -> None:
    """A stored payload that cannot be read as JSON is unreadable too."""
    with pytest.raises(UnreadableUpdateError):
        translate(ReceivedUpdate(1, None, "{"), NOW, ME)


def test_half_a_character() -> None:
    """A lone surrogate, which no reply could quote, becomes a question mark."""
    assert said_in({"message": message(text="a\ud800")}) == Said(at=NOW, text="a?")


def test_stored_payload_is_ascii() -> None:
    """A lone surrogate is stored escaped, which every database takes."""
    received = as_received({"update_id": 1, "message": message(text="\ud800")})
    assert received
    assert json.loads(received.payload)["message"]["text"] == "\ud800"
    assert received.payload.isascii()
