"""One message answered: load, take the turn, save. Terminal and Telegram share it."""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import replace
from html import escape

from bot.computing import in_thread
from bot.services import (
    Answer,
    IncomingMessage,
    Outgoing,
    Reply,
    Services,
    Slow,
    StaleChatError,
    StorageError,
)
from core.dialogue.card import Card, card_of
from core.dialogue.data_file import with_accounts
from core.dialogue.hearing import hear
from core.dialogue.person import Person
from core.dialogue.pricing import prices_missing
from core.dialogue.simulating import will_simulate
from core.dialogue.state import Said, Turn
from core.dialogue.turn import answer
from core.nlg.draft import Button, Draft
from core.nlg.localising import localised
from core.nlu.utterance import Intent
from core.schedule import find_zone

LONG_SECONDS = 0.5
"""A simulation that is computed for longer is told of."""

_log = logging.getLogger(__name__)


Buttons = tuple[tuple[Button, ...], ...]


async def respond(
    message: IncomingMessage, services: Services, slow: Slow | None = None
) -> Outgoing:
    """Answer a message and return the reply, which is stored as "to send" by then.

    `slow` tells the person of a simulation that takes long.
    """
    _, outgoing = await take_and_save(message, services, slow)
    return outgoing


async def take_and_save(
    message: IncomingMessage, services: Services, slow: Slow | None = None
) -> tuple[Turn, Outgoing]:
    """Take a turn, save it, and return it with the reply to send.

    Two messages of one chat may meet here: the later one to save is taken again on the state
    that the other left, which is safe because a turn is pure. So is one that needs a price of a
    past day, once it is there or known not to be.
    """
    snapshot, past_prices = await services.snapshot(), services.past_prices
    while True:
        chat = await services.chats.load(message.chat_id)
        said = by_own_clock(message.said, chat.person)
        heard = hear(chat.state, said)
        if will_simulate(heard, chat.person):
            computing = in_thread(answer, heard, chat.person, said, snapshot)
            turn, line = await _waited_for(computing, message, slow)
        else:  # a thread would cost more than the answer
            turn, line = answer(heard, chat.person, said, snapshot), None
        missing = prices_missing(turn.effects)
        if missing and past_prices:
            found = await past_prices(missing, said.at)
            snapshot, past_prices = snapshot.with_price_days(found), None
            continue
        if turn.utterance.intent is Intent.EXPORT_DATA and turn.draft.files:
            accounts = await services.chats.accounts(message.chat_id)
            turn = replace(turn, draft=with_accounts(turn.draft, accounts))
        try:
            outgoing = await services.chats.save(chat, _answer(message, turn))
        except StaleChatError:
            continue
        edits = outgoing.edits if outgoing.edits is not None else line
        return turn, replace(outgoing, draft=turn.draft, edits=edits)


def by_own_clock(said: Said, person: Person) -> Said:
    """Return what was said with its moment by the clock of the person's zone, where it is known."""
    zone = find_zone(person.preferences.zone) if person.preferences.zone else None
    return replace(said, at=said.at.astimezone(zone)) if zone else said


async def _waited_for(
    computing: Awaitable[Turn], message: IncomingMessage, slow: Slow | None
) -> tuple[Turn, int | None]:
    """Return the turn, and the line that told the person to wait for it, if there was one.

    It is computed in a thread: a simulation takes a tenth of a second, and the loop goes on.
    """
    turn = asyncio.ensure_future(computing)
    await asyncio.wait({turn}, timeout=LONG_SECONDS)
    line = None
    if slow and not turn.done():
        line = await slow(message)
    return await turn, line


async def card(said: Said, services: Services) -> Card | None:
    """Return the card that answers a question for anybody, without anyone's conversation."""
    snapshot = await services.snapshot()
    return await in_thread(card_of, said, snapshot)  # it may take a simulation


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
    reply = _prefaced(
        message.preface, _reply(phrased.draft, outgoing.reply.buttons, phrased.author)
    )
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
    return _reply(turn.draft, _with_doubt(turn))


def unasked_reply(draft: Draft, person: Person) -> Reply:
    """Return what is sent unasked for a draft, its figures as the person's app has them."""
    shown = localised(draft, person.preferences.written_as)
    return _reply(shown, shown.buttons)


def _with_doubt(turn: Turn) -> Buttons:
    """Return the buttons with the quiet one last that says the message was read wrong."""
    return (*turn.draft.buttons, *(((turn.doubt,),) if turn.doubt else ()))


def _reply(draft: Draft, buttons: Buttons, author: str = "") -> Reply:
    words = (draft.text, draft.html, buttons, draft.charts)
    return Reply(*words, author, in_place=draft.in_place, files=draft.files)
