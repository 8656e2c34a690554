"""Run by Alembic for every command: connect and migrate in one transaction."""

from alembic import context
from sqlalchemy import Connection, make_url, text
from sqlmodel import SQLModel

from bot.db import tables
from bot.db.migrating import sync_engine

_LOCK = 0x6576656E  # any number that is ours: replicas that start together take turns


def migrate(connection: Connection) -> None:
    """Migrate over a connection; on SQLite the transaction's begin already took the lock."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,  # of SQLite Alembic does not know it, and would commit each step
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        context.run_migrations()


assert tables.InboxRow.metadata is SQLModel.metadata, "the tables are known by being imported"
with sync_engine(make_url(context.config.attributes["url"])).connect() as _connection:
    migrate(_connection)
