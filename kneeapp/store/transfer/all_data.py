"""All data of one person: to export, or to delete."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from kneeapp.domain.accounts.people import Preferences
from kneeapp.store.access.record import Record
from kneeapp.store.engine.copy_database import columns_by_table
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.record.people import write_preferences, write_zones

_SHARED = "plan"
"""A column of long texts that many rows have alike: of each, one is kept in memory."""

Row = dict[str, Any]
"""A row's values by column, without the person it belongs to."""

TABLES = (
    *("screening", "session", "step", "rating", "player_event", "trial", "life_event"),
    *("training", "exercise_done", "training_break", "knee_seen", "test_result"),
    *("finding_reply", "day_load", "activity"),
)
"""What a person enters, and takes along in a file."""

_BESIDE = (
    *("consent", "deletion_request", "care", "note", "treatment", "alert"),
    *("note_answer", "note_draft", "deputy_answer", "last_look"),
    *("share", "share_opening"),
)
"""What is kept beside it; every other table whose rows carry a person_id."""


def counts(record: Record) -> dict[str, int]:
    """How many rows of each table are held."""
    return record.read_cached(
        lambda q: {table: _count(q, table, record.person) for table in TABLES}
    )


def has_entries(record: Record) -> bool:
    """Whether the record holds anything its person entered but preferences."""
    return record.read_cached(lambda q: not is_empty(q, record.person))


def all_people(store: Store) -> list[UUID]:
    """The people of a database in the order they came."""
    rows = store.run(lambda q: q("select id from person order by created_at, id"))
    return [identity for (identity,) in rows]


def delete_everything(record: Record) -> None:
    """Forget all but that there is this person, so that they can start afresh.

    A personal record leaves no trace on the disk; among other people's records the freed
    place is written over by and by.
    """

    def write(q: Query) -> bool:
        delete_rows(q, record.person, (*TABLES, *_BESIDE))
        write_preferences(q, record.person, Preferences())
        write_zones(q, record.person, ())
        return is_single_user(q)

    if record.erase(write):
        record.store.forget()


def delete_rows(q: Query, person: UUID, tables: tuple[str, ...] = TABLES) -> None:
    """Delete the rows of `person` within a transaction that does more."""
    for table in tables:
        q(f"delete from {table} where person_id = $1", person)  # noqa: S608  our names


def delete_person(q: Query, person: UUID) -> None:
    """Delete `person` and all that is held about them, within a transaction that does more."""
    delete_rows(q, person, (*TABLES, *_BESIDE))
    q("delete from person where id = $1", person)


def is_empty(q: Query, person: UUID) -> bool:
    """Whether the record of `person` holds nothing they entered but preferences."""
    return not any(_count(q, table, person) for table in TABLES)


def is_single_user(q: Query) -> bool:
    """Whether the database holds one person only."""
    return q("select count(*) from person") == [(1,)]


def _count(q: Query, table: str, person: UUID) -> int:
    return int(q(f"select count(*) from {table} where person_id = $1", person)[0][0])  # noqa: S608


def rows_of(q: Query, store: Store, person: UUID, tables: Iterable[str]) -> dict[str, list[Row]]:
    """Each table's rows of `person` as they are stored, within a transaction that does more."""
    known: dict[str, tuple[str, ...]] = store.cache.values(("columns",), None)
    known |= known or _columns(q)
    return {table: _rows(q, table, known[table], person) for table in tables}


def _columns(q: Query) -> dict[str, tuple[str, ...]]:
    return columns_by_table(
        q,
        "select table_name, column_name from information_schema.columns "
        "where table_schema = current_schema() and column_name <> 'person_id' "
        "order by table_name, ordinal_position",
    )


def _rows(q: Query, table: str, columns: Sequence[str], person: UUID) -> list[Row]:
    key = "id" if table == "person" else "person_id"
    rows = q(
        f"select {', '.join(columns)} from {table} where {key} = $1 "  # noqa: S608  our names
        f"order by {', '.join(columns[:2])}",
        person,
    )
    held = [dict(zip(columns, row, strict=True)) for row in rows]
    texts: dict[str, str] = {}
    for row in held if _SHARED in columns else ():
        row[_SHARED] = texts.setdefault(row[_SHARED], row[_SHARED])
    return held
