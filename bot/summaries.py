"""What a subscriber gets: the core's summary as a message to be sent."""

from collections.abc import Sequence
from datetime import datetime

from bot.conversation import unasked_reply
from bot.unasked import Kind, Message, Occasion, Subscriber
from core.dialogue.reviewing import review_of_quarter
from core.dialogue.summing import Week, summary_of_week
from core.finance.market import MarketSnapshot
from core.schedule import quarter


def compose(
    subscriber: Subscriber, what: Occasion, at: datetime, snapshot: MarketSnapshot
) -> Sequence[Message]:
    """Return the messages of an occasion; one snapshot serves all who are due."""
    person, next_on = subscriber.chat.person, what.then.review_day
    week = Week(what.due, what.late, what.missed, next_on)
    summed = summary_of_week(person, week, at, snapshot)
    reply = unasked_reply(summed.draft, person)
    summary = Message(Kind.SUMMARY, what.due.period, reply, summed.effects)
    review = review_of_quarter(person, at, snapshot, next_on) if what.review else None
    if review is None:
        return (summary,)
    return (summary, Message(Kind.REVIEW, quarter(what.due.day), unasked_reply(review, person)))
