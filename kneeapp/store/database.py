"""One database: its transactions, and what is done when two of them meet."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from random import uniform
from typing import Any, Protocol, Self, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

import duckdb

from kneeapp.store import failures
from kneeapp.store.connection import Connection, Wait
from kneeapp.store.files import prepared
from kneeapp.store.migrating import FOLDER, copies, migrate

T = TypeVar("T")

TRIES = 8
"""How often a transaction that met another one is tried."""

_CONFLICT_WAIT_S = 0.004

_MET = (duckdb.TransactionException, duckdb.ConstraintException)
"""A row that another transaction changed, and a key that it took, since this one began."""


class Query(Protocol):
    """Run one statement inside a transaction and return its rows."""

    def __call__(self, sql: str, *arguments: object) -> list[tuple[Any, ...]]: ...


class Store:
    """A database that is open. `path` is None for a sealed record in memory."""

    def __init__(self, path: Path | None, wait: Wait) -> None:
        self.path = path
        self._wait = wait
        with failures.translated(self.name, opening=True):
            self._connection = Connection(path, wait)
        self._lock = threading.Lock()
        self._turns: WeakValueDictionary[UUID, threading.RLock] = WeakValueDictionary()

    @classmethod
    def open(cls, path: Path | None, *, wait: Wait = time.sleep, migrations: Path = FOLDER) -> Self:
        """Open the file at `path` (made where there is none) and bring it up to date.

        None opens a record in memory that nobody else can reach. `wait` (seconds) is
        called while a dying process still holds the file; raises StoreError.
        """
        store = cls(path and prepared(path.absolute()), wait)
        try:
            migrate(store, migrations)
        except BaseException:
            store.close()
            raise
        return store

    @property
    def name(self) -> str:
        """What to call this database in a message."""
        return str(self.path) if self.path else "The record in memory"

    @contextmanager
    def tx(self) -> Iterator[Query]:
        """One transaction: all of the block is kept, or nothing where it raises.

        Never swallow a database error inside the block: the commit would keep nothing.
        """
        with failures.translated(self.name), self._transaction() as q:
            yield q

    def run(self, work: Callable[[Query], T]) -> T:
        """What `work` returns from one transaction, tried again where it met another one."""
        with failures.translated(self.name):
            for attempt in range(1, TRIES):
                with suppress(*_MET):
                    return self._once_reopened(work)
                self._wait(uniform(0, _CONFLICT_WAIT_S * 2**attempt))  # noqa: S311  spreads retries
            return self._once_reopened(work)

    def turn(self, whose: UUID) -> AbstractContextManager[bool]:
        """A lock that one thread holds at a time, so that threads need not try again."""
        with self._lock:
            return self._turns.setdefault(whose, threading.RLock())

    def copy_to(self, path: Path) -> None:
        """Write a copy of the database, readable by its owner only; replaces `path` at once."""
        with failures.translated(self.name):
            self._connection.copy_to(path)

    def forget(self) -> None:
        """Leave nothing on the disk of what was deleted: neither in the file nor in old copies."""
        with failures.translated(self.name):
            self._connection.rewrite()
            for copy in copies(self.path) if self.path else ():
                copy.unlink()

    def close(self) -> None:
        """Give the file free; what was saved stays."""
        with failures.translated(self.name):
            self._connection.close()

    def _once_reopened(self, work: Callable[[Query], T]) -> T:
        generation = self._connection.generation
        try:
            with self._transaction() as q:
                return work(q)
        except duckdb.FatalException:
            if self.path is None:
                raise
            self._connection.reopen(generation)
        with self._transaction() as q:
            return work(q)

    @contextmanager
    def _transaction(self) -> Iterator[Query]:
        with self._connection.cursor() as cursor:

            def q(sql: str, *arguments: object) -> list[tuple[Any, ...]]:
                return cursor.execute(sql, [_storable(value) for value in arguments]).fetchall()

            cursor.begin()
            yield q  # where this raises, closing the cursor takes back what was written
            cursor.commit()


def storable(text: str) -> str:
    """`text` as both engines can hold it.

    PostgreSQL has no NUL and neither has half a surrogate pair: they become their visible
    stand-ins U+2400 and U+FFFD.
    """
    text = text.replace("\0", "\N{SYMBOL FOR NULL}")
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _storable(value: object) -> object:
    match value:
        case str():
            return storable(value)
        case list():
            return [_storable(each) for each in value]
        case _:
            return value
