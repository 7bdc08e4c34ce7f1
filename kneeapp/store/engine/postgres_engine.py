"""PostgreSQL, for a clinic whose record is shared by several copies of the app."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import psycopg
from psycopg import IsolationLevel, RawCursor, errors
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout
from uuid6 import uuid7

from kneeapp.errors import DatabaseRefused, StoreError
from kneeapp.store.engine.protocol import Query, parameter

T = TypeVar("T")

MOST_CONNECTIONS = 16
"""Of one copy of the app; transactions are short, so people seldom wait for one."""

_PATIENCE_S = 3
"""How long a free connection is waited for, and a server that does not answer: a person waits."""

_GIVE_UP_S = 1
"""After this the pool waits for the next transaction to try again, else ever longer pauses grow."""


_REFUSED = (
    (
        r"(password|peer|ident) authentication failed|no password supplied|role .* does not exist",
        "refuses the user or the password. Correct them in the database's URL",
    ),
    (
        r"database .* does not exist",
        "is not there, though the server answers. Create it, or correct its name in the URL",
    ),
    (
        r"no pg_hba\.conf entry",
        "does not let this user in from this machine. Add a line to pg_hba.conf of the server",
    ),
    (
        r"resolve host|translate host name",
        "is on a host that is not known. Correct the host in the database's URL",
    ),
)
"""What a server or the network says that refuses a connection, and what to do about it.

A refused connection has no code, only words; a server that speaks another language than English
is reported like one that does not answer.
"""


PROCESS = f"kneeapp {uuid7()}"
"""The name of this process at the server, by which it is told from others."""


class Postgres:
    """Hands out a pooled connection for each transaction; `url` is a postgresql:// URL."""

    migrations = ".postgres"
    others = (
        "(select count(distinct application_name) - 1 from pg_stat_activity "
        "where datname = current_database() and application_name like 'kneeapp %')"
    )
    met: tuple[type[Exception], ...] = (
        errors.SerializationFailure,
        errors.DeadlockDetected,
        errors.UniqueViolation,
        # two first starts at once, each making the table of versions "if not exists"
        errors.DuplicateObject,
        errors.DuplicateTable,
    )

    def __init__(self, url: str) -> None:
        try:
            self.name = _named(conninfo_to_dict(url))
        except psycopg.ProgrammingError as error:
            raise StoreError(
                "KNEEAPP_DATABASE is not a PostgreSQL URL. Write it as "
                "postgresql://user:password@host:5432/database"
            ) from error
        self._pool: ConnectionPool[psycopg.Connection[Any]] = ConnectionPool(
            url,
            min_size=1,
            max_size=MOST_CONNECTIONS,
            timeout=_PATIENCE_S,
            reconnect_timeout=_GIVE_UP_S,
            configure=_configured,
            kwargs={
                "connect_timeout": _PATIENCE_S,
                "cursor_factory": RawCursor,
                "application_name": PROCESS,
            },
            open=False,
        )
        with self.translated():
            psycopg.connect(url, connect_timeout=_PATIENCE_S).close()  # fails at once, with why
            self._pool.open(wait=True, timeout=_PATIENCE_S)

    @contextmanager
    def transaction(self) -> Iterator[Query]:
        with self._pool.connection() as connection:  # commits, or rolls back where this raises

            def q(sql: str, *arguments: object) -> list[tuple[Any, ...]]:
                given = [parameter(value) for value in arguments] or None
                cursor = connection.execute(cast("Any", sql), given)
                return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]

            yield q

    def once(self, work: Callable[[Query], T]) -> T:
        """As Engine has it.

        A lost connection may have taken the commit's answer with it: what the store
        writes has its id from the app and may be written again.
        """
        try:
            with self.transaction() as q:
                return work(q)
        except (psycopg.InterfaceError, psycopg.OperationalError) as error:
            if isinstance(error, (*self.met, PoolTimeout, PoolClosed)):
                raise
        self._pool.check()
        with self.transaction() as q:
            return work(q)

    @contextmanager
    def translated(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            if refused := _refusal(error, self.name):
                raise DatabaseRefused(refused) from error
            raise StoreError(_message(error, self.name)) from error

    def copy_file(self, path: Path) -> bool:  # noqa: ARG002  as Engine has it
        """False: its rows are copied one by one."""
        return False

    def before_migrating(self, number: int) -> None:
        """Nothing: the server's own backups are the operator's (docs/clinic.md)."""

    def forget(self) -> None:
        """Nothing: PostgreSQL reuses the place of deleted rows by itself."""

    def close(self) -> None:
        self._pool.close()


def _configured(connection: psycopg.Connection[Any]) -> None:
    # as DuckDB has it: all that a transaction reads is of one moment
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.execute("set time zone 'UTC'")
    connection.commit()


def _named(parts: Mapping[str, object]) -> str:
    """The database of a URL's `parts` in a message, without user or password."""
    host, port = parts.get("host") or "this machine", parts.get("port") or 5432
    return f"The database {parts.get('dbname') or 'postgres'} on {host}, port {port}"


def _refusal(error: psycopg.Error, name: str) -> str:
    """Why nobody gets in by that URL, and what to do; empty where that is not the fault."""
    if not isinstance(error, psycopg.OperationalError):
        return ""
    said = str(error)
    words = (words for pattern, words in _REFUSED if re.search(pattern, said))
    return next((f"{name} {what}." for what in words), "")


def _message(error: psycopg.Error, name: str) -> str:
    match error:
        case errors.SerializationFailure() | errors.DeadlockDetected() | errors.UniqueViolation():
            return "Somebody else was saving at the same moment. Please try again."
        case errors.DiskFull():
            return (
                f"The disk of {name[:1].lower()}{name[1:]} is full. Free some space and try again. "
                "What was saved before is still there."
            )
        case errors.InsufficientPrivilege() | errors.ReadOnlySqlTransaction():
            return f"{name} does not let kneeapp write. Give its user the rights it needs."
        case PoolClosed():
            return f"{name} was closed. Restart kneeapp and try again."
        case PoolTimeout() | psycopg.OperationalError():
            return (
                f"{name} does not answer. What was saved is still there. Try again in a moment; if "
                "it lasts, see whether the server runs and whether its URL is right."
            )
        case _:
            return f"{name} could not be read or written. Restart kneeapp and try again."
