"""Building statements on the tables, not their classes: that costs less at each call."""

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel


def table_of(rows: type[SQLModel]) -> Table:
    """Return the table that rows of a class stand in."""
    return SQLModel.metadata.tables[str(rows.__tablename__)]


def insert_new(table: Table) -> dict[str, Insert]:
    """Return an insert, by dialect, that leaves rows alone whose key is there already."""
    return {
        "postgresql": postgresql.insert(table).on_conflict_do_nothing(),
        "sqlite": sqlite.insert(table).on_conflict_do_nothing(),
    }


def insert_or_replace(table: Table) -> dict[str, Insert]:
    """Return an insert, by dialect, that takes the place of a row whose key is there already."""
    return {
        dialect: statement.on_conflict_do_update(
            index_elements=list(table.primary_key),
            set_={c.name: statement.excluded[c.name] for c in table.c if not c.primary_key},
        )
        for dialect, statement in (
            ("postgresql", postgresql.insert(table)),
            ("sqlite", sqlite.insert(table)),
        )
    }
