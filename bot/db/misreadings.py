"""What people say was read wrong, kept for the operator and of nobody."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, func, insert, select, update

from bot.db.codec import encode_frame
from bot.db.statements import table_of
from bot.db.tables import MisreadingRow
from core.dialogue.effects import NoteMisreading

_misreadings = table_of(MisreadingRow)


@dataclass(frozen=True, slots=True)
class Misreading:
    """A case: the day, the words without names, how they were read, and what was meant if told."""

    noted_on: date
    text: str
    intent: str
    slots: dict[str, object]
    meant: str | None


def note_misreading(connection: Connection, case: NoteMisreading) -> None:
    """Keep a case; nothing in the row tells whose it was.

    What was meant is told after the doubt: it completes the case that was kept then.
    """
    row = {
        "noted_on": datetime.now(UTC).date(),
        "text": case.text,
        "read_as": encode_frame(case.read_as),
        "meant": case.meant,
    }
    if case.meant is None or not _is_completed(connection, row):
        connection.execute(insert(_misreadings), row)


def _is_completed(connection: Connection, row: Mapping[str, object]) -> bool:
    """Tell the meaning of the newest case of the same words and reading; False without one."""
    same = (_misreadings.c[name] == row[name] for name in ("noted_on", "text", "read_as"))
    untold = select(func.max(_misreadings.c.id)).where(*same, _misreadings.c.meant.is_(None))
    found = connection.scalar(untold)
    told = update(_misreadings).where(_misreadings.c.id == found).values(meant=row["meant"])
    return found is not None and connection.execute(told).rowcount == 1


def misreadings(connection: Connection) -> list[Misreading]:
    """Return all cases, oldest first."""
    rows = connection.execute(select(_misreadings).order_by(_misreadings.c.id))
    return [_case(row.noted_on, row.text, json.loads(row.read_as), row.meant) for row in rows]


def _case(day: date, text: str, read_as: dict[str, object], meant: str | None) -> Misreading:
    slots = read_as.get("slots")
    return Misreading(
        day, text, str(read_as["intent"]), slots if isinstance(slots, dict) else {}, meant
    )
