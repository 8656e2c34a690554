"""The conversations that were saved last, as they were saved: who writes again is not read again.

Nothing remembered is trusted: a turn taken on it is saved only if the chat's version is still the
one it was taken on. So whatever else changes what `load_chat` returns, in whichever process,
raises the version: see `queries.outdate`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.services import Answer, Chat, ChatStore, Outgoing
from core.dialogue.effects import applied

MOST = 1_000
"""So many chats are remembered; one with an answer full of figures takes some 30 kB."""


class RecentChats:
    """A ChatStore that remembers the chats of the latest turns of another."""

    def __init__(self, chats: ChatStore) -> None:
        self._chats = chats
        self._recent: dict[str, Chat] = {}

    async def load(self, chat_id: str) -> Chat:
        """Return a chat as it was saved here, or as it is stored.

        It may have changed since; saving what follows on it says so, and forgets it.
        """
        return self._recent.get(chat_id) or await self._chats.load(chat_id)

    async def save(self, chat: Chat, answer: Answer) -> Outgoing:
        """Save a turn; raise what the other store raises, after which it is asked again."""
        self._recent.pop(chat.chat_id, None)
        outgoing = await self._chats.save(chat, answer)
        if not answer.forget:
            person = applied(chat.person, answer.effects)
            self._remember(Chat(chat.chat_id, answer.state, person, chat.version + 1))
        return outgoing

    def _remember(self, chat: Chat) -> None:
        self._recent[chat.chat_id] = chat
        if len(self._recent) > MOST:
            del self._recent[next(iter(self._recent))]

    async def accounts(self, chat_id: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return by name what else is stored of a chat."""
        return await self._chats.accounts(chat_id)

    async def reword(self, outgoing: Outgoing) -> None:
        """Store the words in which a reply goes out."""
        await self._chats.reword(outgoing)

    async def purge(self) -> None:
        """Return when nothing of what was erased before stays in the database's files."""
        await self._chats.purge()
