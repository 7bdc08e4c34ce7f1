"""Where the made-up past of each size lies: a DuckDB file, a schema of PostgreSQL, a SQLite file.

What is filled is kept and used again: filling goes on under another name until it is whole.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Self

import psycopg

from benchmarks import store_sqlite
from benchmarks.store_history import SESSIONS_EACH, History
from benchmarks.store_pools import plans, traces
from benchmarks.store_sqlite import SQLite
from kneeapp.store.engine.database import Place, Store
from kneeapp.store.engine.protocol import Query
from tests.postgres_cluster import LACKING, Cluster, program

DUCKDB, POSTGRES, SQLITE = "DuckDB", "PostgreSQL", "SQLite"
SIDE_BY_SIDE = "DuckDB, restored"
"""The file as a backup of it is: what is one person's lies together."""

SETTINGS = {
    "shared_buffers": "1GB",
    "effective_cache_size": "8GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "max_connections": "100",
}
"""Of a small server with a fast disk; nothing that would risk a commit."""

MOST_COPIED = 1_000_000
"""Sessions up to which the file is copied, too."""

_AT_ONCE = 500_000
"""Sessions that DuckDB writes in one transaction."""


@dataclass(frozen=True)
class Places:
    """A folder with databases of several sizes, and the PostgreSQL server where there is one."""

    folder: Path
    cluster: Cluster | None

    @classmethod
    @contextmanager
    def opened(cls, folder: Path) -> Iterator[Self]:
        """The server runs inside the block; without it only DuckDB is measured."""
        folder.mkdir(parents=True, exist_ok=True)
        if not program("initdb"):
            print(LACKING)
            yield cls(folder, None)
            return
        folder.chmod(0o711)  # run by root, the server is another user's
        home = folder / "postgres"
        home.mkdir(exist_ok=True)
        cluster = Cluster(home, SETTINGS)
        try:
            yield cls(folder, cluster)
        finally:
            cluster.stop()

    @property
    def engines(self) -> tuple[str, ...]:
        return (DUCKDB, POSTGRES) if self.cluster else (DUCKDB,)

    def layouts(self, sessions: int) -> tuple[str, ...]:
        """The engines; DuckDB in both orders of rows as far as a copy is made in minutes."""
        both = (DUCKDB, SIDE_BY_SIDE) if sessions <= MOST_COPIED else (DUCKDB,)
        return (*both, *self.engines[1:])

    def filled(self, engine: str, sessions: int) -> Place:
        """Where on `engine` so many sessions lie, filled where they did not yet."""
        if self.cluster and engine == POSTGRES:
            return _postgres(self.cluster, History(sessions // SESSIONS_EACH))
        return self.file(sessions) if engine == DUCKDB else self._restored(sessions)

    def file(self, sessions: int) -> Path:
        """The DuckDB file of so many sessions, in the order of time."""
        path = self.folder / f"{sessions}.duckdb"
        _file(path, lambda part: _duckdb(part, History(sessions // SESSIONS_EACH)))
        return path

    def _restored(self, sessions: int) -> Path:
        path = self.folder / f"{sessions}.restored.duckdb"

        def copy(part: Path) -> None:
            with self.store(DUCKDB, sessions) as store:
                store.engine.copy_file(part)

        _file(path, copy)
        return path

    @contextmanager
    def store(self, engine: str, sessions: int) -> Iterator[Store]:
        """The store that holds so many sessions."""
        with closing(Store.open(self.filled(engine, sessions))) as store:
            yield store

    @contextmanager
    def sqlite(self, sessions: int) -> Iterator[SQLite]:
        """The same past in SQLite."""
        path = self.folder / f"{sessions}.sqlite"
        _file(path, lambda part: store_sqlite.fill(part, History(sessions // SESSIONS_EACH)))
        with closing(SQLite(path)) as opened:
            yield opened

    def bytes(self, engine: str, sessions: int) -> int:
        """What so many sessions take on the disk."""
        if engine == SIDE_BY_SIDE:
            return self._restored(sessions).stat().st_size
        if engine == POSTGRES:
            with self.store(engine, sessions) as store:
                return int(store.run(lambda q: q(_SIZE))[0][0])
        return (self.folder / f"{sessions}.{engine.lower()}").stat().st_size


_SIZE = """
select sum(pg_total_relation_size(oid)) from pg_class
where relnamespace = cast(current_schema() as regnamespace) and relkind = 'r'
"""


def _file(path: Path, make: Callable[[Path], None]) -> None:
    """Let `make` fill the file `path` where it is lacking."""
    if path.exists():
        return
    part = path.with_name(f"part.{path.name}")
    part.unlink(missing_ok=True)
    with _told(path.name):
        make(part)
    part.rename(path)


def _duckdb(path: Path, history: History) -> None:
    with closing(Store.open(path)) as store:
        store.run(lambda q: q("set global memory_limit = '4GB'"))  # of this filling only
        _fill(store, history, _AT_ONCE)


def _postgres(cluster: Cluster, history: History) -> str:
    name = f"sessions_{history.sessions}"
    url, part = cluster.database(name), f"{name}_part"
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        if connection.execute("select to_regclass('session')").fetchone() != (None,):
            return url
        with _told(f"{name} in PostgreSQL"):
            connection.execute(f"drop schema if exists {part} cascade")
            with closing(Store.open(cluster.database(part))) as store:
                indexes = store.run(_without_indexes)
                _fill(store, history, history.sessions)
                for index in indexes:
                    store.run(lambda q, index=index: q(index))  # type: ignore[misc]
            connection.execute(f"drop schema {name}")
            connection.execute(f"alter schema {part} rename to {name}")
            connection.execute("vacuum analyze")
            connection.execute("checkpoint")
    return url


def _fill(store: Store, history: History, at_once: int) -> None:
    store.run(_make_pools)
    store.run(lambda q: q(history.everybody().insert))
    for first in range(0, history.sessions, at_once):
        last = min(first + at_once, history.sessions) - 1
        store.run(lambda q: _write(q, history, first, last))  # noqa: B023  runs at once
    store.run(lambda q: [q(f"drop table {table}") for table in ("made_plan", "made_trace")])


def _make_pools(q: Query) -> None:
    q("create table made_plan (n bigint, choice text, plan text, answers text, findings text)")
    for row in plans():
        q("insert into made_plan values ($1, $2, $3, $4, $5)", *row)
    q("create table made_trace (n bigint, worked_s smallint, trace smallint[])")
    for trace in traces():
        q("insert into made_trace values ($1, $2, $3)", *trace)


def _write(q: Query, history: History, first: int, last: int) -> None:
    q(history.made(history.by_time(first, last)))
    for rows in history.rows():
        if (first, last) == (0, history.sessions - 1):
            # of a table emptied in the same transaction PostgreSQL keeps no log
            q(f"truncate {rows.table}")
        q(rows.insert)
    q("drop table made")


def _without_indexes(q: Query) -> list[str]:
    """Drop indexes and keys, to be made again once all is written; returns how."""
    keys = q(
        "select cast(cast(conrelid as regclass) as text), conname, pg_get_constraintdef(oid) "
        "from pg_constraint where contype = 'p' "
        "and connamespace = cast(current_schema() as regnamespace)"
    )
    kept = q(
        "select indexname, indexdef from pg_indexes where schemaname = current_schema() "
        "and indexname not like '%pkey'"
    )
    for name, _ in kept:
        q(f"drop index {name}")
    for table, name, _ in keys:
        q(f"alter table {table} drop constraint {name}")
    made = [f"alter table {table} add constraint {name} {key}" for table, name, key in keys]
    return [*made, *(definition for _, definition in kept)]


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Say how long the block took that fills a database."""
    began = perf_counter()
    yield
    print(f"{what} filled in {perf_counter() - began:.0f} s", flush=True)
