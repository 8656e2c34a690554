"""The cost of a turn, as a ratio to what python-telegram-bot spends on an echo.

    python -m benchmarks.turn

The peer is `Application.process_update` of a bot that echoes, with a connection that answers at
once: what the library itself costs for a message. A turn is `take_turn` on a new conversation;
its parts are measured apart on the same messages.
"""

import asyncio
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import BaseRequest

from core.advice import advise
from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said
from core.dialogue.turn import take_turn
from core.finance.market import MarketSnapshot, bundled_snapshot
from core.nlg.render import render
from core.nlu.parser import understand
from core.nlu.utterance import Context
from core.requests import Frame, MissingSlot, to_request
from core.slot_checks import InvalidSlot

MESSAGES = (
    "I have 300k in crypto and want 1-2k a month, nothing wild",
    "What would 50k USDC earn?",
    "How much do I need for 4,000 a month?",
    "I'm 50, have $1.5m and want 75k a year in five years",
    "I'm 35, have 750k and want 100k a year one day, what should I hold?",
)
ROUNDS = 200
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Instant(BaseRequest):
    """A connection that answers every call at once."""

    @property
    def read_timeout(self) -> float:
        return 1

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(self, url: str, *_: object, **__: object) -> tuple[int, bytes]:
        if url.endswith("getMe"):
            return (
                200,
                b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"e","username":"e_bot"}}',
            )
        chat = b'{"id":5,"type":"private","first_name":"p"}'
        return (
            200,
            b'{"ok":true,"result":{"message_id":2,"date":1,"chat":' + chat + b',"text":"x"}}',
        )


async def echo_bot() -> Application[Any, Any, Any, Any, Any, Any]:
    """Return a bot of the library that answers each text with itself."""

    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        await update.message.reply_text(update.message.text or "")

    builder = Application.builder().token("123456:" + "a" * 35)
    app = builder.request(Instant()).get_updates_request(Instant()).build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    await app.initialize()
    return app


def raw_update(number: int, text: str) -> dict[str, Any]:
    """Return a message as Telegram sends it."""
    person = {"id": 5, "first_name": "p"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1,
            "chat": person | {"type": "private"},
            "from": person | {"is_bot": False},
            "text": text,
        },
    }


def parts(snapshot: MarketSnapshot) -> dict[str, Callable[[str], object]]:
    """Return what is timed, each as a function of a message."""
    context, state, requests, advices = Context(NOW), DialogueState(), {}, {}
    for message in MESSAGES:
        utterance = understand(message, context)
        request = to_request(Frame(utterance.intent, utterance.slots), None, snapshot, NOW.date())
        assert not isinstance(request, MissingSlot | InvalidSlot), (message, request)
        requests[message] = request
        advices[message] = advise(request, snapshot)
    return {
        "parse": lambda text: understand(text, context),
        "advise": lambda text: advise(requests[text], snapshot),
        "render": lambda text: render(advices[text], 1, NOW),
        "turn": lambda text: take_turn(state, Person(), Said(NOW, text=text), snapshot),
    }


async def measure() -> dict[str, float]:
    """Return the median of each part and of the echo in microseconds.

    They take turns message by message, so that a machine whose speed drifts slows all alike.
    """
    app, timed = await echo_bot(), parts(bundled_snapshot())
    times: dict[str, list[float]] = {name: [] for name in (*timed, "echo")}
    for number in range(ROUNDS * len(MESSAGES)):
        text = MESSAGES[number % len(MESSAGES)]
        for name, work in timed.items():
            start = time.perf_counter()
            work(text)
            times[name].append(time.perf_counter() - start)
        start = time.perf_counter()
        await app.process_update(Update.de_json(raw_update(number, text), app.bot))
        times["echo"].append(time.perf_counter() - start)
    await app.shutdown()
    return {name: statistics.median(values) * 1e6 for name, values in times.items()}


def main() -> None:
    """Print the turn, its parts and the echo, and the ratio."""
    medians = asyncio.run(measure())
    for name, value in medians.items():
        print(f"{name:7} {value:8.0f} µs (p50)")
    ratio = medians["turn"] / medians["echo"]
    print(f"turn / echo of python-telegram-bot = {ratio:.2f} (goal: at most 5 now, 2 in time)")


if __name__ == "__main__":
    main()
