"""One message answered: load, take the turn, save. Terminal and Telegram share it."""

import logging
from dataclasses import replace
from html import escape

from bot.services import (
    Answer,
    IncomingMessage,
    Outgoing,
    Reply,
    Services,
    StaleChatError,
    StorageError,
)
from core.dialogue.card import Card, card_of
from core.dialogue.state import Said, Turn
from core.dialogue.turn import take_turn
from core.nlg.draft import Draft

_log = logging.getLogger(__name__)


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
            outgoing = await services.chats.save(chat, _answer(message, turn))
        except StaleChatError:
            continue
        return turn, replace(outgoing, draft=turn.draft)


async def card(said: Said, services: Services) -> Card | None:
    """Return the card that answers a question for anybody, without anyone's conversation."""
    return card_of(said, await services.snapshot())


async def worded(message: IncomingMessage, outgoing: Outgoing, services: Services) -> Outgoing:
    """Return a saved reply in a model's words, where one is set and its text may go out.

    It takes seconds at most and holds nothing locked. The words are stored before they are sent,
    so that what is kept is what was read; if they cannot be, the reply goes out as it was saved.
    """
    if outgoing.draft is None or services.wording is None:
        return outgoing
    day = message.said.at.date()
    phrased = await services.wording(outgoing.draft, outgoing.chat_id, day)
    if not phrased.author:
        return outgoing
    reply = _prefaced(message.preface, _reply(phrased.draft, phrased.author))
    reworded = replace(outgoing, reply=reply, draft=phrased.draft)
    try:
        await services.chats.reword(reworded)
    except StorageError as error:
        _log.error("the words of a reply could not be stored", exc_info=error)
        return outgoing
    return reworded


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
    return _reply(turn.draft)


def _reply(draft: Draft, author: str = "") -> Reply:
    words = (draft.text, draft.html, draft.buttons, draft.charts)
    return Reply(*words, author, in_place=draft.in_place)
