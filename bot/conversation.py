"""One message answered: load, take the turn, save. Terminal and Telegram share it."""

import stamina

from bot.services import IncomingMessage, Outgoing, Reply, Services, StaleChatError
from core.dialogue.state import Turn
from core.dialogue.turn import take_turn


async def respond(message: IncomingMessage, services: Services) -> Outgoing:
    """Answer a message and return the reply, which is stored as "to send" by then.

    Two messages of one chat may meet here: the later one to save is taken again on the state
    that the other left, which is safe because a turn is pure.
    """
    snapshot = await services.snapshot()
    async for attempt in stamina.retry_context(on=StaleChatError, attempts=100, wait_initial=0.01):
        with attempt:
            chat = await services.chats.load(message.chat_id)
            turn = take_turn(chat.state, message.said, snapshot)
            outgoing = await services.chats.save(
                chat,
                turn.state,
                reply_of(turn),
                update_id=message.update_id,
                erase="erase_message" in turn.effects,
                at=message.said.at,
            )
    return outgoing


def reply_of(turn: Turn) -> Reply:
    """Return what a door sends for a turn."""
    draft = turn.draft
    return Reply(text=draft.text, html=draft.html, buttons=draft.buttons, charts=draft.charts)
