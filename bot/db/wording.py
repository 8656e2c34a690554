"""Queries about a model's wording: what a chat had reworded in a day, and the words sent."""

from datetime import date

from sqlalchemy import Connection, bindparam, case, or_, update

from bot.db.codec import encode_reply
from bot.db.statements import insert_new, table_of
from bot.db.tables import OutboxRow, WordingRow
from bot.services import Outgoing

_wordings, _outbox = table_of(WordingRow), table_of(OutboxRow)

_FIRST = {
    dialect: statement.returning(_wordings.c.taken)
    for dialect, statement in insert_new(_wordings).items()
}
_another_day = _wordings.c.day != bindparam("the_day")
_NEXT = (
    update(_wordings)
    .where(
        _wordings.c.chat_id == bindparam("the_chat"),
        or_(_another_day, _wordings.c.taken < bindparam("the_limit")),
    )
    .values(day=bindparam("the_day"), taken=case((_another_day, 1), else_=_wordings.c.taken + 1))
    .returning(_wordings.c.taken)
)
_REWORD = update(_outbox).where(
    _outbox.c.id == bindparam("the_entry"),
    _outbox.c.sent_at.is_(None),
    _outbox.c.failure.is_(None),
)


def take_wording(connection: Connection, chat_id: str, day: date, limit: int) -> bool:
    """Count one rewording more for a chat and day; False when there were so many already."""
    if limit < 1:
        return False
    values = {"the_chat": chat_id, "the_day": day, "the_limit": limit}
    if connection.execute(_NEXT, values).first():
        return True
    row = {"chat_id": chat_id, "day": day, "taken": 1}
    return (
        limit > 0 and connection.execute(_FIRST[connection.dialect.name], row).first() is not None
    )


def reword(connection: Connection, outgoing: Outgoing) -> None:
    """Store other words for a reply that has not gone out yet."""
    values = {"the_entry": outgoing.entry_id, "reply": encode_reply(outgoing.reply)}
    connection.execute(_REWORD, values)
