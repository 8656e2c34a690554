"""What people keep comes back as the core says, on both databases, and to nobody else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, time
from decimal import Decimal
from itertools import count
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, make_url

from bot.db.keeping import KEPT, apply_effects, load_person
from bot.db.migrating import sync_engine
from bot.db.queries import forget_chat, load_chat, migrate_chat, save_chat
from bot.services import Chat
from core.dialogue.effects import (
    CallOffAlerts,
    Effect,
    EraseMessage,
    HoldImport,
    LogIncome,
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
from core.dialogue.state import DialogueState
from core.facts import FactBook
from core.finance.income_records import IncomeKind
from core.finance.monitoring import Alert, Watched
from core.finance.portfolio import Kind, Position
from core.finance.receipts import Receipt, TradeKind
from core.finance.weeks import HoldingThen, LastSummary
from core.nlu.utterance import Intent
from core.requests import Frame
from core.requests.preferences import Preferences
from core.schedule import Due, Weekly
from tests.db.test_codec import ANY_TEXT, values_of
from tests.db.test_store import AT

ETHER = Position(1, "ETH", Decimal("10.50"), "aave", Kind.LENT)
_chats = count(1)

NUMBERS = st.integers(1, 6)
SYMBOLS = st.text("ABCXYZ", min_size=1, max_size=5)
FIGURES = st.decimals(allow_nan=False, allow_infinity=False)
LEVELS = st.one_of(st.none(), FIGURES)
DAYS = st.dates()
POSITIONS = st.builds(
    Position, NUMBERS, SYMBOLS, FIGURES, ANY_TEXT, st.one_of(st.none(), st.sampled_from(Kind))
)
RECEIPTS = st.builds(
    Receipt,
    *(NUMBERS, DAYS, SYMBOLS, FIGURES, st.sampled_from([*IncomeKind, *TradeKind])),
    *(LEVELS, SYMBOLS, ANY_TEXT, ANY_TEXT),
)
ALERTS = st.builds(
    Alert,
    *(NUMBERS, SYMBOLS, st.sampled_from(Watched), LEVELS, LEVELS),
    *(SYMBOLS, st.one_of(st.none(), DAYS), st.booleans(), st.booleans(), st.booleans()),
)
PLANS = st.builds(replace, values_of(PlanVersion), number=NUMBERS)
_Thing = TypeVar("_Thing", Position, Receipt, Alert)


def several(things: st.SearchStrategy[_Thing]) -> st.SearchStrategy[tuple[_Thing, ...]]:
    return st.lists(things, max_size=3, unique_by=lambda thing: thing.number).map(tuple)


SOME_NUMBERS = st.lists(NUMBERS, max_size=3).map(tuple)
IMPORTS = st.builds(Import, NUMBERS, several(RECEIPTS), several(POSITIONS))
HELD_THEN = st.lists(st.builds(HoldingThen, NUMBERS, FIGURES, LEVELS, LEVELS), max_size=2)
SUMMARIES = st.builds(
    LastSummary, st.just(AT.astimezone(UTC)), SYMBOLS, FIGURES, SYMBOLS, HELD_THEN.map(tuple)
)
WEEKLIES = st.builds(
    Weekly,
    st.integers(0, 6),
    st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    st.sampled_from(["UTC", "Asia/Tokyo"]),
)
EFFECTS: st.SearchStrategy[Effect] = st.one_of(
    st.builds(SaveHoldings, several(POSITIONS)),
    st.builds(LogIncome, several(RECEIPTS)),
    st.builds(SetAlerts, several(ALERTS)),
    st.builds(SavePlan, PLANS),
    st.builds(HoldImport, st.one_of(st.none(), IMPORTS)),
    st.builds(Remove, SOME_NUMBERS),
    st.builds(SavePreferences, values_of(Preferences)),
    st.builds(SaveSummary, SUMMARIES),
    st.builds(Subscribe, WEEKLIES, st.just(Due(AT, AT.date()))),
    st.just(Unsubscribe()),
    st.just(CallOffAlerts()),
    st.just(EraseMessage()),
)
DONE = (
    SaveHoldings((ETHER,)),
    LogIncome((Receipt(2, AT.date(), "ATOM", Decimal("1.50"), IncomeKind.REWARD),)),
    SetAlerts((Alert(3, "ETH", Watched.PRICE, below=Decimal(2000)),)),
    SavePlan(PlanVersion(4, AT.date(), Frame(Intent.RECOMMEND_BLEND), (), "hold it", FactBook())),
    HoldImport(Import(5)),
    SavePreferences(Preferences(currency="EUR")),
    Subscribe(Weekly(0, AT.time(), "UTC"), Due(AT, AT.date())),
    SaveSummary(LastSummary(AT.astimezone(UTC), "2026-W36", Decimal("1.50"), "USD", ())),
)
"""Something of everything that is kept."""


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    with sync_engine(make_url(database_url)).connect() as connection:
        yield connection


def new_chat(connection: Connection) -> str:
    chat_id = f"chat {next(_chats)}"
    save_chat(connection, Chat(chat_id), DialogueState(), AT)
    return chat_id


def rows_of(connection: Connection, chat_id: str) -> int:
    found = (connection.execute(t.select().where(t.c.chat_id == chat_id)).all() for t in KEPT)
    return sum(map(len, found))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=st.lists(st.tuples(st.booleans(), st.lists(EFFECTS, max_size=3)), max_size=4))
def test_kept_as_the_core_says(
    connection: Connection, turns: list[tuple[bool, list[Effect]]]
) -> None:
    """After any effects of two chats in turn, each finds its own as `applied` has it."""
    chats = {new_chat(connection): Person(), new_chat(connection): Person()}
    first, second = chats
    for is_first, effects in turns:
        chat_id = first if is_first else second
        apply_effects(connection, chat_id, chats[chat_id], effects)
        chats[chat_id] = applied(chats[chat_id], effects)
        for each, person in chats.items():
            assert repr(load_person(connection, each)) == repr(person)  # 1.50 is not 1.5


def test_forgotten_with_the_chat(connection: Connection) -> None:
    """When a chat is forgotten no table holds a row of it, and another's stay."""
    mine, other = new_chat(connection), new_chat(connection)
    for chat_id in (mine, other):
        apply_effects(connection, chat_id, Person(), DONE)
    assert rows_of(connection, mine) == len(KEPT)
    forget_chat(connection, mine)
    assert rows_of(connection, mine) == 0
    assert load_person(connection, other) == applied(Person(), DONE)


def test_moves_with_the_chat(connection: Connection) -> None:
    """What is kept follows a group that became a supergroup."""
    old = new_chat(connection)
    apply_effects(connection, old, Person(), DONE)
    migrate_chat(connection, old, f"-100{old}")
    assert load_chat(connection, f"-100{old}").person == applied(Person(), DONE)
    assert rows_of(connection, old) == 0


def test_what_is_kept_already_stays(connection: Connection) -> None:
    """Where the new id keeps something of its own, that is the newer, and nothing is mixed."""
    old, new = new_chat(connection), new_chat(connection)
    apply_effects(connection, old, Person(), [SaveHoldings((ETHER,))])
    kept = Position(1, "ADA", Decimal(3))
    apply_effects(connection, new, Person(), [SaveHoldings((kept,))])
    migrate_chat(connection, old, new)
    assert load_person(connection, new).holdings == (kept,)
    assert rows_of(connection, old) == 0
