"""What a subscriber gets: the core's summary as a message to be sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.conversation import summary_reply
from bot.unasked import Kind, Message, Occasion, Subscriber
from core.dialogue.summing import summary_of_week
from core.finance.market import MarketSnapshot
from core.nlg.localising import localised


def compose(
    subscriber: Subscriber, what: Occasion, at: datetime, snapshot: MarketSnapshot
) -> Sequence[Message]:
    """Return the messages of an occasion; one snapshot serves all who are due."""
    person = subscriber.chat.person
    summed = summary_of_week(person, what.due, at, snapshot, late=what.late)
    locale = person.preferences.written_as
    reply = summary_reply(replace(summed, draft=localised(summed.draft, locale)))
    return (Message(Kind.SUMMARY, what.due.period, reply, summed.effects),)
