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

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import BaseRequest

from core.advice import advise
from core.dialogue.state import DialogueState, Said
from core.dialogue.turn import take_turn
from core.finance.market import bundled_snapshot
from core.nlg.render import render
from core.nlu.parser import understand
from core.nlu.utterance import Context
from core.requests import Frame, InvalidSlot, MissingSlot, to_request

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


async def echo_microseconds() -> float:
    """Return the median time of an echo in python-telegram-bot."""

    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        await update.message.reply_text(update.message.text or "")

    builder = Application.builder().token("123456:" + "a" * 35)
    app = builder.request(Instant()).get_updates_request(Instant()).build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    await app.initialize()
    person = {"id": 5, "first_name": "p"}
    times = []
    for number in range(ROUNDS * len(MESSAGES)):
        raw = {
            "update_id": number,
            "message": {
                "message_id": number,
                "date": 1,
                "chat": person | {"type": "private"},
                "from": person | {"is_bot": False},
                "text": MESSAGES[number % len(MESSAGES)],
            },
        }
        start = time.perf_counter()
        await app.process_update(Update.de_json(raw, app.bot))
        times.append(time.perf_counter() - start)
    await app.shutdown()
    return statistics.median(times) * 1e6


def microseconds(work: Callable[[str], object]) -> float:
    """Return the median over all messages and rounds."""
    times = []
    for _ in range(ROUNDS):
        for message in MESSAGES:
            start = time.perf_counter()
            work(message)
            times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


def main() -> None:
    """Print the turn, its parts and the echo, and the ratio."""
    snapshot = bundled_snapshot()
    context = Context(NOW)
    requests = {}
    for message in MESSAGES:
        utterance = understand(message, context)
        request = to_request(Frame(utterance.intent, utterance.slots), None, snapshot, NOW.date())
        assert not isinstance(request, MissingSlot | InvalidSlot), (message, request)
        requests[message] = request
    advices = {message: advise(request, snapshot) for message, request in requests.items()}
    state = DialogueState()
    turn = microseconds(lambda text: take_turn(state, Said(NOW, text=text), snapshot))
    echo = asyncio.run(echo_microseconds())
    print(f"parse   {microseconds(lambda text: understand(text, context)):8.0f} µs")
    print(f"advise  {microseconds(lambda text: advise(requests[text], snapshot)):8.0f} µs")
    print(f"render  {microseconds(lambda text: render(advices[text], 1, NOW)):8.0f} µs")
    print(f"turn    {turn:8.0f} µs (p50)")
    print(f"echo    {echo:8.0f} µs (p50, python-telegram-bot)")
    print(f"turn / echo = {turn / echo:.2f} (goal: at most 5 now, 2 in time)")


if __name__ == "__main__":
    main()
