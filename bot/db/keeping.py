"""What people keep, by the asking chat's id: loaded as one value, changed by a turn's effects.

Every statement here names one chat. What `load_person` returns after `apply_effects` is what
`core.dialogue.effects.applied` makes of the person before.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TypeVar, assert_never

from pydantic import TypeAdapter
from sqlalchemy import Connection, Select, Table, bindparam, delete, exists, select, update

from bot.db import subscribing
from bot.db.codec import (
    UnreadableError,
    decode_import,
    decode_plan,
    decode_preferences,
    decode_summary,
    encode_import,
    encode_plan,
    encode_preferences,
    encode_summary,
)
from bot.db.misreadings import note_misreading
from bot.db.statements import insert_new, insert_or_replace, table_of
from bot.db.tables import (
    AlertRow,
    HoldingRow,
    ImportRow,
    PersonRow,
    PlanRow,
    ReceiptRow,
    SubscriptionRow,
    SummaryRow,
)
from bot.unasked import awaited
from core.dialogue.effects import (
    CallOffAlerts,
    Effect,
    EraseMessage,
    ForgetChat,
    HoldImport,
    LogIncome,
    NoteMisreading,
    Remove,
    SaveHoldings,
    SavePlan,
    SavePreferences,
    SaveSummary,
    SetAlerts,
    Subscribe,
    Unsubscribe,
    applied,
)
from core.dialogue.person import Import, Person, PlanVersion
from core.finance.monitoring import Alert
from core.finance.portfolio import Position
from core.finance.receipts import Receipt
from core.requests.preferences import Preferences
from core.schedule import Weekly

_log = logging.getLogger(__name__)

_people, _imports = table_of(PersonRow), table_of(ImportRow)
_holdings, _plans = table_of(HoldingRow), table_of(PlanRow)
_receipts, _alerts = table_of(ReceiptRow), table_of(AlertRow)
_subscriptions, _summaries = table_of(SubscriptionRow), table_of(SummaryRow)
_THINGS = (_holdings, _plans, _receipts, _alerts)
"""The tables of what is kept under a number."""
KEPT = (*_THINGS, _imports, _summaries, _people)
"""All tables of what people keep. The last one tells whether a chat keeps anything."""


def _own(table: Table) -> Select[tuple[object, ...]]:
    """Return what selects all that one chat has in a table, without the chat's id."""
    columns = [column for column in table.c if column.name != "chat_id"]
    return select(*columns).where(table.c.chat_id == bindparam("the_chat"))


_ADD_PERSON = insert_new(_people)
_PUT = {table: insert_or_replace(table) for table in KEPT}
_LOAD_PERSON = (
    select(
        _people.c.preferences,
        _people.c.last_number,
        _imports.c.pending,
        _subscriptions.c.weekday,
        _subscriptions.c.at,
        _subscriptions.c.zone,
        _summaries.c.summary,
    )
    .outerjoin(_imports, _imports.c.chat_id == _people.c.chat_id)
    .outerjoin(_subscriptions, _subscriptions.c.chat_id == _people.c.chat_id)
    .outerjoin(_summaries, _summaries.c.chat_id == _people.c.chat_id)
    .where(_people.c.chat_id == bindparam("the_chat"))
)
_LOAD = {table: _own(table).order_by(table.c.number) for table in _THINGS}
_REMOVE = {
    table: delete(table).where(
        table.c.chat_id == bindparam("the_chat"), table.c.number == bindparam("the_number")
    )
    for table in _THINGS
}
_DROP_IMPORT = delete(_imports).where(_imports.c.chat_id == bindparam("the_chat"))
_POSITIONS = TypeAdapter(tuple[Position, ...])
_RECEIPTS = TypeAdapter(tuple[Receipt, ...])
_ALERTS = TypeAdapter(tuple[Alert, ...])
_Value = TypeVar("_Value")


def load_person(connection: Connection, chat_id: str) -> Person:
    """Return what is kept about the person of a chat; nothing when nothing is."""
    row = connection.execute(_LOAD_PERSON, {"the_chat": chat_id}).one_or_none()
    if row is None:
        return Person()
    return Person(
        holdings=_POSITIONS.validate_python(_rows(connection, chat_id, _holdings)),
        plans=_loaded_plans(connection, chat_id),
        receipts=_RECEIPTS.validate_python(_rows(connection, chat_id, _receipts)),
        alerts=_ALERTS.validate_python(_rows(connection, chat_id, _alerts)),
        pending=_readable(decode_import, row.pending) if row.pending else None,
        preferences=_readable(decode_preferences, row.preferences) or Preferences(),
        weekly=None if row.zone is None else Weekly(row.weekday, row.at, row.zone),
        last_summary=_readable(decode_summary, row.summary) if row.summary else None,
        last_number=row.last_number,
    )


def _rows(connection: Connection, chat_id: str, table: Table) -> list[dict[str, object]]:
    return [dict(r) for r in connection.execute(_LOAD[table], {"the_chat": chat_id}).mappings()]


def _loaded_plans(connection: Connection, chat_id: str) -> tuple[PlanVersion, ...]:
    rows = connection.execute(_LOAD[_plans], {"the_chat": chat_id})
    plans = (_readable(decode_plan, row.plan) for row in rows)
    return tuple(plan for plan in plans if plan)


def _readable(decode: Callable[[str], _Value], words: str) -> _Value | None:
    try:
        return decode(words)
    except UnreadableError:
        _log.warning("something stored does not fit this version of the code and was dropped")
        return None


def apply_effects(
    connection: Connection, chat_id: str, person: Person, effects: Iterable[Effect]
) -> None:
    """Change what is kept about a person as a turn says; the chat's own row is there already.

    `person` is what was loaded for the turn. When a chat is forgotten its rows go with its own.
    """
    effects = tuple(effects)
    for effect in effects:
        _apply(connection, chat_id, effect)
    after = applied(person, effects)
    if (after.preferences, after.last_number) != (person.preferences, person.last_number):
        words = encode_preferences(after.preferences)
        row = {"preferences": words, "last_number": after.last_number}
        _put_rows(connection, chat_id, _people, [row])


def _apply(connection: Connection, chat_id: str, effect: Effect) -> None:
    match effect:
        case SaveHoldings():
            _put_rows(connection, chat_id, _holdings, map(asdict, effect.holdings))
        case SavePlan():
            row = {"number": effect.plan.number, "plan": encode_plan(effect.plan)}
            _put_rows(connection, chat_id, _plans, [row])
        case LogIncome():
            _put_rows(connection, chat_id, _receipts, map(asdict, effect.receipts))
        case SetAlerts():
            _put_rows(connection, chat_id, _alerts, map(asdict, effect.alerts))
        case Remove():
            _remove(connection, chat_id, effect.numbers)
        case HoldImport():
            _hold(connection, chat_id, effect.pending)
        case Subscribe() | Unsubscribe() | SaveSummary() | CallOffAlerts():
            _apply_unasked(connection, chat_id, effect)
        case NoteMisreading():
            note_misreading(connection, effect)
        case SavePreferences() | EraseMessage() | ForgetChat():
            pass
        case _:
            assert_never(effect)


def _apply_unasked(
    connection: Connection,
    chat_id: str,
    effect: Subscribe | Unsubscribe | SaveSummary | CallOffAlerts,
) -> None:
    match effect:
        case Subscribe():
            _add_person(connection, chat_id)
            awaits = awaited(chat_id, effect.weekly, effect.first)
            subscribing.put_subscription(connection, chat_id, effect.weekly, awaits)
        case Unsubscribe():
            subscribing.drop_subscription(connection, chat_id)
        case CallOffAlerts():
            subscribing.call_off_alerts(connection, chat_id)
        case SaveSummary():
            _add_person(connection, chat_id)
            row = {"at": effect.last.at, "summary": encode_summary(effect.last)}
            _put_rows(connection, chat_id, _summaries, [row])


def _add_person(connection: Connection, chat_id: str) -> None:
    """Let something be known of a person; what is known already stays as it is."""
    row = {"preferences": encode_preferences(Preferences()), "last_number": 0}
    connection.execute(_ADD_PERSON[connection.dialect.name], {"chat_id": chat_id, **row})


def _put_rows(
    connection: Connection, chat_id: str, table: Table, rows: Iterable[Mapping[str, object]]
) -> None:
    own = [{"chat_id": chat_id, **row} for row in rows]
    if own:
        connection.execute(_PUT[table][connection.dialect.name], own)


def _remove(connection: Connection, chat_id: str, numbers: Sequence[int]) -> None:
    own = [{"the_chat": chat_id, "the_number": number} for number in numbers]
    for table in _THINGS if own else ():
        connection.execute(_REMOVE[table], own)


def _hold(connection: Connection, chat_id: str, pending: Import | None) -> None:
    if pending is None:
        connection.execute(_DROP_IMPORT, {"the_chat": chat_id})
    else:
        _put_rows(connection, chat_id, _imports, [{"pending": encode_import(pending)}])


def move_person(connection: Connection, chat_id: str, to: str) -> None:
    """Let what is kept under one id go on under another, unless something is kept there."""
    known = exists().where(_people.alias("known").c.chat_id == to)
    for table in KEPT:
        moved = update(table).where(table.c.chat_id == chat_id, ~known)
        connection.execute(moved.values(chat_id=to))
