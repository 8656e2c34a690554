"""Bringing a database up to the tables of this version of the code."""

from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.db import sqlite
from bot.services import StorageError

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(url: str) -> None:
    """Migrate a database to the newest version, and make up for a purge that is owed.

    Blocks for a moment, in a running loop as well. Of several that start together one migrates
    and the others wait. Raises StorageError.
    """
    try:
        command.upgrade(alembic_config(url), "head")
        _settle_purge(make_url(url))
    except (DBAPIError, OSError) as error:
        raise StorageError(type(error).__name__) from error


def alembic_config(url: str) -> Config:
    """Return what Alembic is told; the URL goes beside its options, where % has a meaning."""
    config = Config(attributes={"url": url})
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def sync_engine(address: URL) -> Engine:
    """Return an engine for one connection outside any loop."""
    if address.get_backend_name() != "sqlite":
        return create_engine(address, hide_parameters=True, poolclass=NullPool)
    if address.database:
        Path(address.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(
        address.set(drivername="sqlite"), hide_parameters=True, poolclass=NullPool
    )
    sqlite.prepare(engine, begin="BEGIN IMMEDIATE")
    return engine


def _settle_purge(address: URL) -> None:
    if address.get_backend_name() == "sqlite":
        options = {sqlite.OUTSIDE_TRANSACTION: True}
        with closing(sync_engine(address).connect()) as connection:
            sqlite.purge(connection.execution_options(**options))
