"""Conversations kept for the length of a run, where nothing is to be stored."""

from dataclasses import replace

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

    async def purge(self) -> None:
        """Have nothing to purge: there are no files."""
