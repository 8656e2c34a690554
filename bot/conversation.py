"""One message answered: load, take the turn, save. Terminal and Telegram share it."""

from dataclasses import replace
from html import escape

from bot.services import Answer, IncomingMessage, Outgoing, Reply, Services, StaleChatError
from core.dialogue.state import Turn
from core.dialogue.turn import take_turn


async def respond(message: IncomingMessage, services: Services) -> Outgoing:
    """Answer a message and return the reply, which is stored as "to send" by then."""
    _, outgoing = await take_and_save(message, services)
    return outgoing


async def take_and_save(message: IncomingMessage, services: Services) -> tuple[Turn, Outgoing]:
    """Take a turn, save it, and return it with the reply to send.

    Two messages of one chat may meet here: the later one to save is taken again on the state
    that the other left, which is safe because a turn is pure.
    """
    snapshot = await services.snapshot()
    while True:
        chat = await services.chats.load(message.chat_id)
        turn = take_turn(chat.state, chat.person, message.said, snapshot)
        try:
            return turn, await services.chats.save(chat, _answer(message, turn))
        except StaleChatError:
            continue


def _answer(message: IncomingMessage, turn: Turn) -> Answer:
    reply = _prefaced(message.preface, reply_of(turn))
    return Answer(message, turn.state, reply, turn.effects)


def _prefaced(words: str, reply: Reply) -> Reply:
    if not words:
        return reply
    text, html = f"{words}\n\n{reply.text}", f"{escape(words)}\n\n{reply.html}"
    return replace(reply, text=text, html=html)


def reply_of(turn: Turn) -> Reply:
    """Return what a door sends for a turn."""
    draft = turn.draft
    return Reply(draft.text, draft.html, draft.buttons, draft.charts, draft.files)
