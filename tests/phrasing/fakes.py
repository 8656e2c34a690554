"""Drafts to word, and models that word them: of langchain's own making and of ours."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, date, datetime

from bot.memory import InMemoryBudget
from bot.models import ModelError, Written
from bot.phrasing import Breaker, Phrasing
from bot.prompts import prompts
from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said
from core.dialogue.turn import take_turn
from core.finance.market import bundled_snapshot
from core.nlg.draft import Draft

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = date(2026, 11, 22)


def draft_for(text: str = "1m, I want 50k a year") -> Draft:
    return take_turn(DialogueState(), Person(), Said(NOON, text=text), bundled_snapshot()).draft


def reworded(text: str) -> str:
    """Say a text a little differently, in a way that every draft's gate lets through."""
    sign = next(sign for sign in (": ", "; ", ", ") if sign in text)
    return text.replace(sign, " – ", 1)


class FakeModel:
    """A Model that answers with what a function makes of the text, and keeps what it was told."""

    name = "fake:writer"

    def __init__(self, words: Callable[[str], str] = reworded, *, seconds: float = 0) -> None:
        self._words = words
        self._seconds = seconds
        self.told: list[str] = []
        self.at_once = self.most_at_once = 0

    async def write(self, instruction: str, about: str) -> Written:
        self.told.append(f"{instruction}\n{about}")
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self._seconds)
        finally:
            self.at_once -= 1
        return Written(self._words(json.loads(about)["text"]), 700, 200)


class BrokenModel:
    """A Model that never answers."""

    name = "fake:broken"

    def __init__(self) -> None:
        self.calls = 0

    async def write(self, instruction: str, about: str) -> Written:
        self.calls += 1
        raise ModelError("the language model fake:broken did not answer")


def phrasing_by(
    model: FakeModel | BrokenModel,
    *,
    seconds: float = 4,
    daily: int = 100,
    breaker: Breaker | None = None,
) -> Phrasing:
    return Phrasing(
        model, prompts(), InMemoryBudget(daily), seconds=seconds, breaker=breaker or Breaker()
    )
