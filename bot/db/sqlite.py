"""What SQLite needs to be told, and how a message is erased from its files.

"Stored" survives the end of the process at any moment: a commit is in the write-ahead log, with
the operating system. With `synchronous = NORMAL` a loss of power may cost the last commits; the
file stays sound.

`secure_delete` alone does not erase: when rows move between pages, copies stay behind in the
gaps. VACUUM writes every page anew. It takes as long as the database is large, but few people
post a recovery phrase. That it is owed is noted in the file, in the transaction that overwrites
the message, so that a crash in between only delays it until the next start.
"""

import logging

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

_log = logging.getLogger(__name__)

OUTSIDE_TRANSACTION = "evenkeel_outside_transaction"
"""An execution option: statements such as VACUUM do not work in a transaction."""

_PRAGMAS = (
    "busy_timeout = 5000",  # first: the others may meet another process
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "secure_delete = ON",
)


def prepare(engine: Engine, *, begin: str) -> None:
    """Have an engine begin its transactions by `begin`, where Python's driver begins too late."""

    def connected(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def started(connection: Connection) -> None:
        if not connection.get_execution_options().get(OUTSIDE_TRANSACTION):
            connection.exec_driver_sql(begin)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", started)


def owe_purge(connection: Connection) -> None:
    """Note in the current transaction that overwritten content is still to be purged."""
    connection.exec_driver_sql("PRAGMA user_version = 1")


def purge(connection: Connection) -> None:
    """Leave nothing in the files of what was overwritten, if that is owed.

    The connection is outside a transaction. One purge settles all that was owed when it began.
    """
    if not connection.exec_driver_sql("PRAGMA user_version").scalar_one():
        return
    connection.exec_driver_sql("VACUUM")
    is_busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    if is_busy:
        _log.error("an erased message may still be in the write-ahead log")
    else:
        connection.exec_driver_sql("PRAGMA user_version = 0")
