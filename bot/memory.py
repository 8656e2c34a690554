"""Conversations kept for the length of a run, where nothing is to be stored."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.services import Answer, Chat, Outgoing
from core.dialogue.effects import applied


class InMemoryChats:
    """A chat store that forgets everything with the process."""

    def __init__(self) -> None:
        self._chats: dict[str, Chat] = {}

    async def load(self, chat_id: str) -> Chat:
        """Return the chat, a new one when it is not known."""
        return self._chats.get(chat_id, Chat(chat_id))

    async def save(self, chat: Chat, answer: Answer) -> Outgoing:
        """Keep what the turn leaves; a run has one reader, so a chat is never stale."""
        self._chats[chat.chat_id] = replace(
            chat,
            state=answer.state,
            person=applied(chat.person, answer.effects),
            version=chat.version + 1,
        )
        return Outgoing(None, chat.chat_id, answer.reply)

    async def accounts(self, _: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return nothing: no message and no reply is stored."""
        return {}

    async def reword(self, outgoing: Outgoing) -> None:
        """Have nothing to change: no reply is stored."""

    async def purge(self) -> None:
        """Have nothing to purge: there are no files."""


class InMemoryBudget:
    """A budget of rewordings that is counted anew by each process."""

    def __init__(self, daily: int) -> None:
        self._daily = daily
        self._taken: Counter[tuple[str, date]] = Counter()

    async def take(self, chat_id: str, day: date) -> bool:
        """Count one rewording more; False when the day's are used up."""
        if self._taken[chat_id, day] >= self._daily:
            return False
        self._taken[chat_id, day] += 1
        return True
