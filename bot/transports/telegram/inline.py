"""Inline mode: a question after the bot's name, in any chat, gets a card to send there."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.transports.telegram.splitting import split_html
from core.dialogue.card import Card
from core.dialogue.state import Said

_log = logging.getLogger(__name__)

CACHE_SECONDS = 300
"""So long Telegram may show a card again: it holds nothing of the person who asks."""

FindCard = Callable[[Said], Awaitable[Card | None]]


@dataclass(frozen=True, slots=True)
class InlineQuestion:
    """What was written after the bot's name, and the id to answer it by."""

    query_id: str
    said: Said


class Cards:
    """Answers inline questions through one bot."""

    def __init__(self, bot: Bot, find: FindCard) -> None:
        self._bot = bot
        self._find = find

    async def answer(self, question: InlineQuestion) -> None:
        """Offer the card that answers a question, or none; what is too late is let go."""
        card = await self._find(question.said)
        results = [article(card, self._bot.link)] if card else []
        try:
            await self._bot.answer_inline_query(
                question.query_id, results, cache_time=CACHE_SECONDS, is_personal=False
            )
        except TelegramError as error:
            _log.info("an inline question was not answered: %s", type(error).__name__)


def article(card: Card, link: str) -> InlineQueryResultArticle:
    """Return a card as Telegram shows it, with the way to go on in a chat with the bot."""
    text, *_ = split_html(card.draft.html)
    address = f"{link}?start={card.payload}" if card.payload else link
    return InlineQueryResultArticle(
        id=sha256(text.encode()).hexdigest()[:32],
        title=card.title,
        description=card.summary,
        input_message_content=InputTextMessageContent(
            text, ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Go on from here", address)]]),
    )
