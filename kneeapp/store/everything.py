"""All that is held about one person: to hand out, or to delete."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from kneeapp.domain.people import Preferences
from kneeapp.store.engine import Query
from kneeapp.store.people import write_preferences
from kneeapp.store.record import Record
from kneeapp.store.trials import shown_heads

_TABLES = (
    *("screening", "session", "step", "rating", "player_event", "trial", "life_event"),
    *("training", "exercise_done", "training_break", "knee_seen", "test_result"),
)
"""Every table whose rows carry a person_id."""

_JSON = {"preferences", "answers", "findings", "choice", "plan", "value", "dose"}


def everything(record: Record) -> dict[str, Any]:
    """All that is held, ready for JSON: each table's rows as they are stored, times in UTC.

    Only the order of a trial under way stays hidden, as far as it lies ahead.
    """

    def read(q: Query) -> dict[str, Any]:
        mine = {table: _rows(q, table, "person_id", record.person) for table in _TABLES}
        shown = shown_heads(q, record.person)
        mine["trial"] = [trial | {"heads": shown[trial["id"]]} for trial in mine["trial"]]
        return {"person": _rows(q, "person", "id", record.person), **mine}

    return record.read(read)


def delete_everything(record: Record) -> None:
    """Forget all but that there is this person, so that they can start afresh.

    A personal record leaves no trace on the disk; among other people's records the freed
    place is written over by and by.
    """

    def write(q: Query) -> bool:
        for table in _TABLES:
            q(f"delete from {table} where person_id = $1", record.person)  # noqa: S608  our names
        write_preferences(q, record.person, Preferences())
        return q("select count(*) from person") == [(1,)]

    if record.write(write):
        record.store.forget()


def _rows(q: Query, table: str, key: str, person: UUID) -> list[dict[str, Any]]:
    names = [
        name
        for (name,) in q(
            "select column_name from information_schema.columns where table_name = $1 "
            "and table_schema = current_schema() order by ordinal_position",
            table,
        )
        if name != "person_id"
    ]
    rows = q(
        f"select {', '.join(names)} from {table} where {key} = $1 "  # noqa: S608  our names
        f"order by {', '.join(names[:2])}",
        person,
    )
    return [
        {name: _plain(name, value) for name, value in zip(names, row, strict=True)} for row in rows
    ]


def _plain(name: str, value: object) -> object:
    match value:
        case UUID():
            return str(value)
        case date():  # a moment is one, too
            return value.isoformat()
        case str() if name in _JSON:
            return json.loads(value)
        case _:
            return value
