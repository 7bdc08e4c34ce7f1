"""One database: its transactions, and what is done when two of them meet."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from random import uniform
from typing import Any, Self, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

from kneeapp.errors import StoreError
from kneeapp.metrics import DATABASE_RETRIES, DATABASE_SECONDS
from kneeapp.store.engine.cache import Cache
from kneeapp.store.engine.duckdb_engine import DuckDB
from kneeapp.store.engine.migrate import FOLDER, migrate
from kneeapp.store.engine.protocol import Engine, Query, Wait

T = TypeVar("T")

Place = Path | str | None
"""A DuckDB file, a postgresql:// URL, or None for a sealed record in memory."""

TRIES = 8
"""How often a transaction that met another one is tried."""

_CONFLICT_WAIT_S = 0.004


class Store:
    """A database that is open, on whichever engine."""

    def __init__(self, engine: Engine, wait: Wait) -> None:
        self.engine = engine
        self._wait = wait
        self._lock = threading.Lock()
        self.cache = Cache()
        self.writes = 0
        """Grows with each transaction of this process that was kept and may have written."""
        self._turns: WeakValueDictionary[UUID, threading.RLock] = WeakValueDictionary()

    @classmethod
    def open(
        cls,
        place: Place,
        *,
        backups: Path | None = None,
        wait: Wait = time.sleep,
        migrations: Path = FOLDER,
    ) -> Self:
        """Open the database at `place` (a file is made where there is none), brought up to date.

        Where the file is damaged, the newest rolling backup in `backups` is named. `wait`
        (seconds) is called before another try: to open a file that a dying process still
        holds, or a transaction; raises StoreError.
        """
        store = cls.as_it_is(place, backups=backups, wait=wait)
        try:
            migrate(store, migrations)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def as_it_is(
        cls, place: Place, *, backups: Path | None = None, wait: Wait = time.sleep
    ) -> Self:
        """As `open`, but of whichever version the database is; an upgrade is rehearsed on it."""
        return cls(_engine(place, backups, wait), wait)

    @property
    def name(self) -> str:
        """What to call this database in a message."""
        return self.engine.name

    @contextmanager
    def tx(self) -> Iterator[Query]:
        """One transaction: all of the block is kept, or nothing where it raises.

        Never swallow a database error inside the block: the commit would keep nothing.
        """
        with self.engine.translated(), self.engine.transaction() as q:
            yield q

    def run(self, work: Callable[[Query], T]) -> T:
        """What `work` returns from one transaction, tried again where it met another one."""
        wrote = False

        def watched(q: Query) -> T:
            def asked(sql: str, *arguments: object) -> list[tuple[Any, ...]]:
                nonlocal wrote
                wrote = wrote or not sql.lstrip().startswith("select")
                return q(sql, *arguments)

            return work(asked)

        try:
            with DATABASE_SECONDS.time(), self.engine.translated():
                for attempt in range(1, TRIES):
                    with suppress(*self.engine.met):
                        return self.engine.once(watched)
                    DATABASE_RETRIES.inc()
                    wait = uniform(0, _CONFLICT_WAIT_S * 2**attempt)  # noqa: S311  spreads retries
                    self._wait(wait)
                return self.engine.once(watched)
        finally:
            self.writes += wrote

    def turn(self, whose: UUID) -> AbstractContextManager[bool]:
        """A lock that one thread holds at a time, so that threads need not try again."""
        with self._lock:
            return self._turns.setdefault(whose, threading.RLock())

    def forget(self) -> None:
        """Leave nothing on the disk of what was deleted, as far as the engine can."""
        self.cache.clear()
        with self.engine.translated():
            self.engine.forget()

    def close(self) -> None:
        """Give the database free; what was saved stays."""
        with self.engine.translated():
            self.engine.close()


def _engine(place: Place, backups: Path | None, wait: Wait) -> Engine:
    if not isinstance(place, str):
        return DuckDB(place, backups, wait)
    try:
        from kneeapp.store.engine.postgres_engine import Postgres  # noqa: PLC0415  an extra
    except ImportError as error:
        raise StoreError(
            "A PostgreSQL database needs the extra kneeapp[server]. Install it: "
            "pip install 'kneeapp[server]'"
        ) from error
    return Postgres(place)
