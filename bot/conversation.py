"""One message answered: load, take the turn, save. Terminal and Telegram share it."""

from bot.services import IncomingMessage, Outgoing, Reply, Services, StaleChatError
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
        turn = take_turn(chat.state, message.said, snapshot)
        try:
            return turn, await services.chats.save(
                chat,
                turn.state,
                reply_of(turn),
                update_id=message.update_id,
                erase="erase_message" in turn.effects,
                at=message.said.at,
            )
        except StaleChatError:
            continue


def reply_of(turn: Turn) -> Reply:
    """Return what a door sends for a turn."""
    draft = turn.draft
    return Reply(text=draft.text, html=draft.html, buttons=draft.buttons, charts=draft.charts)
