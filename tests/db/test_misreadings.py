"""Misreadings are kept of nobody, and printed for the operator."""

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from sqlalchemy import inspect

from bot.db.database import Database
from bot.db.misreadings import misreadings
from bot.db.store import DatabaseChats
from bot.services import Answer, IncomingMessage, Reply
from core.dialogue.effects import ForgetChat, NoteMisreading
from core.dialogue.state import DialogueState, Said
from core.nlu.utterance import Amount, Intent, Slots
from core.requests import Frame
from tests.db.test_store import AT

CASE = NoteMisreading(
    "does it pay \ud83d?",
    Frame(Intent.EXPLAIN, Slots(capital=Amount(Decimal(300000), "USD"))),
    Intent.YIELD_LOOKUP,
)


async def test_kept_of_nobody(database: Database) -> None:
    """A case is kept with the turn, names no chat, and stays when the chat is forgotten."""
    chats = DatabaseChats(database)
    message = IncomingMessage("77001133", Said(at=AT, press="wrong:1"))
    for effect in (CASE, ForgetChat()):
        chat = await chats.load("77001133")
        await chats.save(chat, Answer(message, DialogueState(), Reply("a", "a"), (effect,)))
    (case,) = await database.read(misreadings)
    assert (case.text, case.intent, case.meant) == (CASE.text, "explain", "yield_lookup")
    assert case.slots == {"capital": {"amount": "300000", "currency": "USD"}}
    names = await database.read(
        lambda it: {column["name"] for column in inspect(it).get_columns("misreadings")}
    )
    assert names == {"id", "noted_on", "text", "read_as", "meant"}


async def test_meaning_completes_its_case(database: Database) -> None:
    """A doubt and what was meant, told after it, are one case."""
    chats = DatabaseChats(database)
    message = IncomingMessage("77001133", Said(at=AT, press="wrong:1"))
    for effect in (replace(CASE, meant=None), CASE):
        chat = await chats.load("77001133")
        await chats.save(chat, Answer(message, DialogueState(), Reply("a", "a"), (effect,)))
    (case,) = await database.read(misreadings)
    assert (case.text, case.meant) == (CASE.text, "yield_lookup")


def test_printed(tmp_path: Path) -> None:
    """What was said to be read wrong in a chat is printed by one command."""
    environment = {"EVENKEEL_DATA_DIR": str(tmp_path), "PATH": ""}

    def run(*command: str, said: str = "") -> str:
        argv = [sys.executable, "-m", "bot.cli", *command]
        done = subprocess.run(
            argv, input=said, capture_output=True, text=True, env=environment, check=True
        )
        return done.stdout

    run("chat", said="what would 50k usdc earn, asks Anna\nthat was read wrong\n")
    printed = run("misread")
    assert "what would 50k usdc earn, asks …" in printed
    assert "read as income_estimate" in printed
    assert "1 message was said" in printed
