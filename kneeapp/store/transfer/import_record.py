"""Import: the rows of another record, all of them or none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random, SystemRandom
from typing import Any
from uuid import UUID

from kneeapp.domain.accounts.time_zones import merged
from kneeapp.domain.routine.sessions import SessionStatus
from kneeapp.errors import BadInput
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_rows
from kneeapp.store.record import trials
from kneeapp.store.record.json_columns import zones_of_text
from kneeapp.store.record.people import write_zones
from kneeapp.store.transfer.all_data import Row, delete_rows, is_empty, is_single_user

Rows = Mapping[str, Sequence[Row]]
"""Rows by table, as everything.everything() hands them out."""


class ImportMode(StrEnum):
    """What becomes of what a record holds already."""

    MERGE = "merge"
    """It stays, and what is not there yet is added."""
    REPLACE = "replace"
    """It is deleted first."""


@dataclass(frozen=True)
class ImportSummary:
    """How many entries of each table were added, and how many were there before."""

    added: Mapping[str, int]
    known: Mapping[str, int]


class NotEmpty(BadInput):
    """The record holds something, and nobody said what becomes of it."""


_WITHIN = {"step": "session", "player_event": "session", "exercise_done": "training"}
"""Tables whose rows belong to one of another table, and come or stay away with it."""

_WITH_IDS = (
    *("screening", "finding_reply", "session", "rating", "trial", "life_event"),
    *("training", "activity"),
)
_KEYS = dict.fromkeys(_WITH_IDS, ("id",)) | {
    "training_break": ("first_day",),
    "knee_seen": ("seen_on",),
    "test_result": ("tested_on", "test"),
    "day_load": ("day",),
}
"""What tells whether an entry is there already; the tests of a day are one entry."""

_AT_MOST_ONE = {
    "session": (f"status = '{SessionStatus.UNDER_WAY}'", "session is under way", "Save or discard"),
    "trial": ("stopped_at is null", "trial is under way", "Finish or stop"),
    "training_break": ("last_day is null", "break of the programme goes on", "End"),
}

_AHEAD = "?"


def import_rows(
    record: Record, rows: Rows, how: ImportMode | None = None, coin: Random | None = None
) -> ImportSummary:
    """Keep `rows` in `record`: one transaction, so that an error leaves everything as it was.

    An entry that is there already stays as it is here. The order of a trial that lies ahead
    is the one stored here, else `coin` draws it anew. Raises NotEmpty where something is held
    and `how` is not said, BadInput where an entry is somebody else's or a second one would
    be under way.
    """

    def write(q: Query) -> tuple[ImportSummary, bool]:
        orders = _stored_orders(q, record.person)
        empty = is_empty(q, record.person)
        if how is None and not empty:
            raise NotEmpty(
                "This record is not empty. Say whether the file is merged with it or replaces it."
            )
        if how is ImportMode.REPLACE:
            delete_rows(q, record.person)
        if how is ImportMode.REPLACE or empty:
            _take_over(q, record.person, rows["person"])
        else:
            _merge_zones(q, record.person, rows["person"])
        new = {table: _new(q, record.person, table, rows[table]) for table in _KEYS}
        new["trial"] = [_drawn(trial, orders, coin or SystemRandom()) for trial in new["trial"]]
        for table, entries in (new | _belonging(rows, new)).items():
            _add(q, record.person, table, entries)
        _refuse_two_open(q, record.person)
        return _summary(rows, new), how is ImportMode.REPLACE and is_single_user(q)

    keep = record.erase if how is ImportMode.REPLACE else record.write
    taken, leaves_traces = keep(write)
    if leaves_traces:
        record.store.forget()
    return taken


def _take_over(q: Query, person: UUID, rows: Iterable[Row]) -> None:
    sql = "update person set created_at = $2, preferences = $3, zones = $4 where id = $1"
    for row in rows:
        q(sql, person, row["created_at"], row["preferences"], row["zones"])


def _merge_zones(q: Query, person: UUID, rows: Iterable[Row]) -> None:
    [(stored,)] = q("select zones from person where id = $1", person)
    histories = (zones_of_text(text) for text in (stored, *(row["zones"] for row in rows)))
    write_zones(q, person, merged(*histories))


def _new(q: Query, person: UUID, table: str, rows: Sequence[Row]) -> list[Row]:
    """Those of `rows` that are not in the record yet; raises BadInput for somebody else's."""
    known = _ids(q, person, table, rows) if _KEYS[table] == ("id",) else _days(q, person, table)
    return [row for row in rows if _key(table, row) not in known]


def _ids(q: Query, person: UUID, table: str, rows: Sequence[Row]) -> set[tuple[Any, ...]]:
    owners = q(
        f"select id, person_id from {table} where id in (select unnest($1::uuid[]))",  # noqa: S608
        [row["id"] for row in rows],
    )
    if any(owner != person for _, owner in owners):
        raise BadInput(
            "This file holds entries that belong to another record of this database. "
            "Nothing was taken in."
        )
    return {(identity,) for identity, _ in owners}


def _days(q: Query, person: UUID, table: str) -> set[tuple[Any, ...]]:
    columns = ", ".join(_KEYS[table])
    return set(q(f"select {columns} from {table} where person_id = $1", person))  # noqa: S608


def _key(table: str, row: Row) -> tuple[Any, ...]:
    return tuple(row[column] for column in _KEYS[table])


def _belonging(rows: Rows, new: Rows) -> dict[str, list[Row]]:
    """What belongs to the new entries."""
    ids = {table: {row["id"] for row in new[table]} for table in set(_WITHIN.values())}
    return {
        table: [row for row in rows[table] if row[f"{whole}_id"] in ids[whole]]
        for table, whole in _WITHIN.items()
    }


def _stored_orders(q: Query, person: UUID) -> dict[UUID, Row]:
    """The columns of the order of each trial that is stored, by its id."""
    stored = q("select id, heads, blocks from trial where person_id = $1", person)
    return {identity: {"heads": heads, "blocks": blocks} for identity, heads, blocks in stored}


def _drawn(trial: Row, stored: Mapping[UUID, Row], coin: Random) -> Row:
    """`trial` with an order for what lies ahead that nobody has seen."""
    shown: str = trial["heads"]
    seen = shown.rstrip(_AHEAD)
    order = stored.get(trial["id"])
    if order and len(order["heads"]) == len(shown) and order["heads"].startswith(seen):
        return trial | order
    return trial | trials.drawn_ahead(trial, seen, coin)


def _add(q: Query, person: UUID, table: str, rows: Sequence[Row]) -> None:
    if rows:
        values = [(person, *row.values()) for row in rows]
        insert_rows(q, table, ("person_id", *rows[0]), values)


def _refuse_two_open(q: Query, person: UUID) -> None:
    for table, (is_open, what, ending) in _AT_MOST_ONE.items():
        sql = f"select count(*) from {table} where person_id = $1 and {is_open}"  # noqa: S608
        if q(sql, person)[0][0] > 1:
            raise BadInput(
                f"One {what} here and another one in the file. {ending} the one here first. "
                "Nothing was taken in."
            )


def _summary(rows: Rows, new: Rows) -> ImportSummary:
    return ImportSummary(
        added={table: len(new[table]) for table in _KEYS},
        known={table: len(rows[table]) - len(new[table]) for table in _KEYS},
    )
