"""DuckDB: one file with one writing process, or a sealed record in memory."""

import glob
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

import duckdb

from kneeapp.errors import StoreError
from kneeapp.store.engine import duckdb_errors as failures
from kneeapp.store.engine.duckdb_copy import copy_into
from kneeapp.store.engine.file_permissions import journal, prepared
from kneeapp.store.engine.protocol import Query, Wait, parameter

T = TypeVar("T")

Options = dict[str, str | bool | int | float | list[str]]

_OPEN_WAITS_S = (0.05, 0.1, 0.2, 0.4, 0.8)
"""A killed process gives up its lock within about a second."""

_PATIENCE_S = 10
"""Transactions take milliseconds: cursors in use for longer than this are stuck."""

_OFFLINE: Options = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
_LEAST_MEMORY_MB = 512
"""Of a file that is larger, its size: a copy of it commits with all its keys in memory."""

_IN_MEMORY: Options = {
    **_OFFLINE,
    "memory_limit": "64MB",
    "threads": 1,
    "async_threads": 0,
    "temp_directory": "",
}
"""A visitor's record: small, without threads of its own, and never spilled to a disk."""


class DuckDB:
    """Hands out a fresh cursor for each transaction; `path` is None for a record in memory.

    The newest of its rolling `backups` is named where it is damaged. `wait` (seconds) is
    called while a dying process still holds the file.
    """

    migrations = ".duckdb"
    others = "0"  # a file is open in one process
    met: tuple[type[Exception], ...] = (duckdb.TransactionException, duckdb.ConstraintException)

    def __init__(self, path: Path | None, backups: Path | None, wait: Wait) -> None:
        self.path = path and prepared(path.absolute())
        self.name = str(self.path) if self.path else "The record in memory"
        self._backups = backups
        self._generation = 0
        self._closed = False
        self._wait = wait
        self._free = threading.Condition()
        self._in_use = 0
        with failures.translated(self.name, backups, opening=True):
            self._duckdb = _connected(self.path, wait)

    @contextmanager
    def transaction(self) -> Iterator[Query]:
        with self._cursor() as cursor:

            def q(sql: str, *arguments: object) -> list[tuple[object, ...]]:
                given = [parameter(value) for value in arguments]
                return cursor.execute(_parsed(sql), given).fetchall()

            cursor.begin()
            yield q  # where this raises, closing the cursor takes back what was written
            cursor.commit()

    def once(self, work: Callable[[Query], T]) -> T:
        generation = self._generation
        try:
            with self.transaction() as q:
                return work(q)
        except (duckdb.FatalException, duckdb.ConnectionException):
            if self.path is None or self._closed:
                raise
            self._reopen(generation)
        with self.transaction() as q:
            return work(q)

    def translated(self) -> AbstractContextManager[None]:
        return failures.translated(self.name, self._backups)

    def copy_file(self, path: Path) -> bool:
        part = _part(prepared(path))
        try:
            with self._cursor() as cursor:
                copy_into(cursor, part)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return True

    def before_migrating(self, number: int) -> None:
        if self.path:
            self.copy_file(self.path.with_name(f"{self.path.stem}.before-{number:04}.duckdb"))

    def forget(self) -> None:
        """Put a copy in the place of the file: DuckDB leaves what was deleted in the old one."""
        if self.path is None:
            return
        with self._alone():
            part = _part(self.path)
            copy_into(self._duckdb, part)
            self._duckdb.close()
            try:
                # a journal that stays belongs to a database that somebody still has open
                if not journal(self.path).exists():
                    part.replace(self.path)
            finally:
                part.unlink(missing_ok=True)
                self._renew()
        for copy in _before_migrations(self.path):
            copy.unlink()

    def close(self) -> None:
        with self._free:
            self._closed = True
            self._duckdb.close()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._free:
            cursor = self._duckdb.cursor()
            self._in_use += 1
        try:
            yield cursor
        finally:
            cursor.close()
            with self._free:
                self._in_use -= 1
                self._free.notify_all()

    def _reopen(self, generation: int) -> None:
        """Connect anew, unless another thread has done so since `generation`.

        DuckDB answers nothing after a fatal error, such as a full disk, until then; where
        that fails, too, the next transaction tries again.
        """
        with self._alone():
            if self._generation == generation:
                self._renew()

    def _renew(self) -> None:
        with suppress(duckdb.Error):
            self._duckdb.close()
        if self.path and not self.path.exists():  # a new, empty one would hide that it is gone
            raise StoreError(failures.gone(self.name))
        self._duckdb = _connected(self.path, self._wait)
        self._generation += 1

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No cursor is in use inside the block: one would keep the old database alive."""
        with self._free:
            if not self._free.wait_for(lambda: not self._in_use, _PATIENCE_S):
                raise StoreError(f"{self.path} is busy. Close all other tabs and try again.")
            yield


@lru_cache(maxsize=512)
def _parsed(sql: str) -> duckdb.Statement | str:
    """Read once for all databases: that takes a fifth of a short statement's time."""
    statements = _parser().extract_statements(sql)
    return statements[0] if len(statements) == 1 else sql


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config=_IN_MEMORY)


def set_aside(path: Path, aside: Path) -> None:
    """Move the database at `path` as it is, damaged or not; raises StoreError while in use."""
    with failures.translated(str(path)):
        try:
            duckdb.connect(path, read_only=True).close()
        except duckdb.Error as error:
            if failures.is_locked(error):
                raise
        path.rename(aside)
        if journal(path).exists():
            journal(path).rename(journal(aside))


def _connected(path: Path | None, wait: Wait) -> duckdb.DuckDBPyConnection:
    for pause in _OPEN_WAITS_S:
        try:
            return _connect(path)
        except duckdb.IOException as error:
            if not failures.is_locked(error):
                raise
        wait(pause)
    return _connect(path)


def _connect(path: Path | None) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(path or ":memory:", config=_on_disk(path) if path else _IN_MEMORY)
    connection.execute("set global TimeZone = 'UTC'")
    return connection


def _on_disk(path: Path) -> Options:
    megabytes = path.stat().st_size // 1_000_000 if path.exists() else 0
    return {**_OFFLINE, "memory_limit": f"{max(_LEAST_MEMORY_MB, megabytes)}MB"}


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _before_migrations(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{glob.escape(path.stem)}.before-[0-9][0-9][0-9][0-9].duckdb"))
