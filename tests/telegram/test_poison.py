"""Poison: whatever an update holds, the loop goes on, and nothing of it is in the log."""

import asyncio
import io
import json
import logging
import os
import random
from typing import Any, cast

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.routing import Route

from bot.services import ReceivedUpdate, Services
from bot.transports.telegram.desk import Desk
from bot.transports.telegram.sending import Sender
from bot.transports.telegram.updates import (
    Me,
    UnreadableUpdateError,
    as_received,
    has_secret,
    translate,
)
from bot.transports.telegram.webhook import HEADER, WebhookEndpoint
from tests.telegram.fakes import EchoConversation, MemoryMailbox
from tests.telegram.test_door import log as log  # a fixture
from tests.telegram.test_updates import ME, NOW, mutated

ROUNDS = int(os.environ.get("POISON", "1000"))
MARK = "zanzibar"
"""A word in every text of a poisoned update, to be looked for in the log."""
SECRET = SecretStr("the-secret-of-a-test")


class Silent:
    """Sends nothing and remembers it."""

    def __init__(self) -> None:
        self.delivered = 0

    async def deliver(self, outgoing: object) -> None:
        self.delivered += 1

    async def acknowledge(self, query_id: str) -> None:
        """Take no notice."""

    async def show_typing(self, chat_id: str) -> None:
        """Take no notice."""


def marked(value: Any) -> Any:
    """Return an update with the mark in each of its texts."""
    if isinstance(value, dict):
        return {key: marked(part) for key, part in value.items()}
    if isinstance(value, list):
        return [marked(part) for part in value]
    return f"{value}{MARK}" if isinstance(value, str) and len(value) > 7 else value


async def test_poisoned_door(log: io.StringIO) -> None:
    """Each of many mutated updates is answered with 200 and worked off, and none is in the log.

    A last, sound message is answered as if nothing had been.
    """
    mailbox, sender = MemoryMailbox(), Silent()
    conversation = EchoConversation(mailbox)
    services = cast("Services", None)
    desk = Desk(
        lambda message: conversation.respond(message, services),
        cast("Sender", sender),
        mailbox,
        Me(7, "evenkeel_bot"),
    )
    endpoint = WebhookEndpoint(SECRET, mailbox, desk)
    app = Starlette(routes=[Route("/", endpoint.__call__, methods=["POST"])])
    keeping_up = asyncio.create_task(desk.keep_up())
    rng = random.Random(int(os.environ.get("POISON_SEED", "7")))  # noqa: S311
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url="http://bot",
        headers={HEADER: SECRET.get_secret_value()},
    ) as telegram:
        for number in range(1, ROUNDS + 1):
            update = marked(mutated(rng)) | {"update_id": number}
            words = json.dumps(update)
            cut = words[: rng.randrange(len(words))] if rng.random() < 0.02 else words
            assert (await telegram.post("/", content=cut)).status_code == 200
        sound = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "hello"}
        last = {"update_id": ROUNDS + 1, "message": sound}
        assert (await telegram.post("/", json=last)).status_code == 200
    async with asyncio.timeout(60 + ROUNDS // 50):
        while await mailbox.waiting():  # noqa: ASYNC110 - the mailbox has no event for it
            await asyncio.sleep(0.1)
    keeping_up.cancel()
    await desk.close()
    assert "hello" in [message.said.text for message in conversation.heard]
    assert len(mailbox.rejected) > ROUNDS // 20
    assert MARK not in log.getvalue()
    assert logging.getLogger("bot").isEnabledFor(logging.DEBUG), "the log was listening"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["chat", "id", "type", "text", "from", "date", "entities", "message", "message_id"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
KINDS = st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "poll"])


@given(kind=KINDS, content=ANYTHING)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_anything_at_all(kind: str, content: object) -> None:
    """Whatever stands under a kind of update, it is read or told to be unreadable."""
    received = as_received({"update_id": 1, kind: content})
    assert isinstance(received, ReceivedUpdate)
    has_secret(received)
    try:
        translate(received, NOW, ME)
    except UnreadableUpdateError:
        return
