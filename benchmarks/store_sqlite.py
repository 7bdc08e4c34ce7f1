# ruff: noqa: S608  every part of these statements is written here
"""SQLite as the yardstick: the same rows, laid out as suits it best, and the same work by hand.

Rows lie by person and time in the tables themselves (`without rowid`), which no index can beat;
ids and traces are plain bytes, times are milliseconds, and a plan is kept once.
"""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import local
from typing import Any
from uuid import UUID

from benchmarks.store_history import Dialect, History, Rows
from benchmarks.store_pools import plans, traces
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import Event

PEOPLE_AT_ONCE = 1000

_SCHEMA = """
pragma journal_mode = wal;
create table person (
    id blob primary key, created_at integer not null, preferences text not null,
    writes integer not null
) without rowid;
create table made_plan (
    n integer primary key, choice text not null, plan text not null, answers text not null,
    findings text not null
);
create table made_trace (n integer primary key, worked_s integer not null, trace blob not null);
create table session (
    person_id blob not null, started_at integer not null, id blob not null, ended_at integer,
    status text not null, knee text not null, test_move text not null, plan integer not null,
    pain_before integer not null, pain_after integer, after_at integer, late integer not null,
    stress_off text, stop_reason text, note text not null,
    primary key (person_id, started_at, id)
) without rowid;
create table step (
    person_id blob not null, session_id blob not null, n integer not null, area text not null,
    side text not null, tool text not null, planned_s integer not null, worked_s integer not null,
    unattended_s integer not null, trace blob not null,
    primary key (person_id, session_id, n)
) without rowid;
create table screening (
    person_id blob not null, started_at integer not null, id blob not null, finished_at integer,
    kind text not null, rules_version text not null, answers text not null, findings text not null,
    primary key (person_id, started_at, id)
) without rowid;
create table rating (
    person_id blob not null, measure text not null, taken_at integer not null, id blob not null,
    value integer not null, session_id blob,
    primary key (person_id, measure, taken_at, id)
) without rowid;
create table player_event (
    session_id blob not null, client text not null, seq integer not null, kind text not null,
    step integer not null, elapsed_ms integer not null, at_ms integer not null, value text not null,
    primary key (session_id, client, seq)
) without rowid;
"""

_START = (
    "insert into session (person_id, started_at, id, status, knee, test_move, plan, "
    "pain_before, late, note) values (?, ?, ?, 'under_way', ?, ?, 1, ?, 0, '')"
)
_SAVE = (
    "update session set status = 'saved', pain_after = ? "
    "where person_id = ? and started_at = ? and id = ?"
)

_DIALECT = Dialect(
    hexadecimal=lambda number, digits: f"printf('%0{digits}x', {number})",
    identity="unhex({})".format,
    moment="({})".format,
    numbers=lambda name, first, last: (
        f"(with recursive counted({name}) as (select {first} union all "
        f"select {name} + 1 from counted where {name} < {last}) select {name} from counted)"
    ),
)


class SQLite:
    """An open database with a connection for each thread; each method is one transaction."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = local()
        self._opened: list[sqlite3.Connection] = []

    @property
    def connection(self) -> sqlite3.Connection:
        if not hasattr(self._threads, "own"):
            self._threads.own = sqlite3.connect(
                self._path, timeout=30, isolation_level=None, check_same_thread=False
            )
            self._threads.own.execute("pragma synchronous = full")  # as safe as the others
            self._opened.append(self._threads.own)
        found: sqlite3.Connection = self._threads.own
        return found

    def rows(self, sql: str, *arguments: object) -> list[Any]:
        return self.connection.execute(sql, arguments).fetchall()

    def add(self, person: UUID) -> None:
        self.rows("insert into person values (?, 0, '', 0)", person.bytes)

    def start(self, person: UUID, session: Session) -> None:
        self._write(
            person,
            (
                _START,
                (
                    person.bytes,
                    _milliseconds(session),
                    session.id.bytes,
                    session.knee,
                    session.test_move,
                    session.before,
                ),
            ),
        )

    def append(self, person: UUID, session: Session, batch: Sequence[Event]) -> None:
        sql = "insert or ignore into player_event values (?, ?, ?, ?, ?, ?, ?, ?)"
        self._write(person, *((sql, (session.id.bytes, *_event(event))) for event in batch))

    def rate(self, person: UUID, rating: Rating) -> None:
        row = (person.bytes, rating.measure, round(rating.taken_at.timestamp() * 1000))
        self._write(
            person,
            (
                "insert into rating values (?, ?, ?, ?, ?, null)",
                (*row, rating.id.bytes, rating.value),
            ),
        )

    def save(self, person: UUID, session: Session) -> None:
        key = (person.bytes, _milliseconds(session), session.id.bytes)
        self._write(
            person,
            (
                _SAVE,
                (session.after, *key),
            ),
            *(
                (
                    "insert into step values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(person.bytes, session.id.bytes, step.n, step.area, step.side, step.tool),
                        *(step.planned_s, step.worked_s, step.unattended_s),
                        bytes(value or 0 for value in step.trace),
                    ),
                )
                for step in session.steps
            ),
            ("delete from player_event where session_id = ?", (session.id.bytes,)),
        )

    def journal(self, person: UUID, session: Session) -> int:  # noqa: ARG002  as the store asks
        sql = "select count(*) from player_event where session_id = ?"
        return int(self.rows(sql, session.id.bytes)[0][0])

    def kept(self, person: UUID) -> tuple[int, int, int]:
        """Saved sessions, their steps, and ratings."""
        sql = "select count(*) from {} where person_id = ?"
        saved, steps, rated = (
            int(self.rows(sql.format(table), person.bytes)[0][0])
            for table in ("session", "step", "rating")
        )
        return saved, steps, rated

    def close(self) -> None:
        for connection in self._opened:
            connection.close()

    def _write(self, person: UUID, *statements: tuple[str, Sequence[object]]) -> None:
        connection = self.connection
        connection.execute("begin immediate")
        connection.execute("update person set writes = writes + 1 where id = ?", (person.bytes,))
        for sql, arguments in statements:
            connection.execute(sql, arguments)
        connection.execute("commit")


def fill(path: Path, history: History) -> None:
    """Write `history` into the new file `path`, person by person, so that nothing is sorted."""
    ours = replace(history, dialect=_DIALECT)
    with closing(sqlite3.connect(path)) as connection:
        connection.create_function("unhex", 1, bytes.fromhex, deterministic=True)
        connection.executescript(_SCHEMA)
        connection.execute("pragma synchronous = off")  # of this filling only
        connection.executemany("insert into made_plan values (?, ?, ?, ?, ?)", plans())
        connection.executemany(
            "insert into made_trace values (?, ?, ?)",
            ((n, worked_s, bytes(trace)) for n, worked_s, trace in traces()),
        )
        connection.execute(ours.everybody().insert)
        for first in range(0, history.people, PEOPLE_AT_ONCE):
            last = min(first + PEOPLE_AT_ONCE, history.people) - 1
            connection.execute(ours.made(ours.by_person(first, last)))
            for rows in ours.rows():
                connection.execute(_fitted(rows).insert)
            connection.execute("drop table made")
            connection.commit()
        connection.execute("analyze")
        connection.commit()


def _fitted(rows: Rows) -> Rows:
    """A session names its plan, which is kept once, by its number."""
    if rows.table != "session":
        return rows
    columns = {**rows.columns, "plan": "made_plan.n"}
    del columns["choice"]
    return rows._replace(columns=columns)


def _event(event: Event) -> tuple[object, ...]:
    value = json.dumps(event.value)
    place = (event.step, event.elapsed_ms, event.at_ms)
    return (event.client, event.seq, event.kind, *place, value)


def _milliseconds(session: Session) -> int:
    return round(session.started_at.timestamp() * 1000)
