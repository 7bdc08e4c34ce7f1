"""The load of days: what the knee carried."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from kneeapp.domain.load.day_load import DayLoad, LoadKind, load_of
from kneeapp.errors import NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import Row, insert_rows
from kneeapp.store.record.json_columns import origin_of_text, origin_text

COLUMNS = ("day", *(kind.value for kind in LoadKind), "origin")
"""The fields of a DayLoad, in their order."""

_SELECT = f"select {', '.join(COLUMNS)} from day_load where person_id = $1"  # noqa: S608  our names


def save(record: Record, load: DayLoad) -> None:
    """Keep `load` in place of what is kept of that day."""

    def write(q: Query) -> None:
        q("delete from day_load where person_id = $1 and day = $2", record.person, load.day)
        insert_all(q, record.person, [load])

    record.write(write)


def day_loads(record: Record) -> list[DayLoad]:
    """All of them, oldest first."""
    return record.read_cached(lambda q: read(q, record.person))


def read(q: Query, person: UUID) -> list[DayLoad]:
    """The same within a transaction that does more."""
    return list(map(of_row, q(f"{_SELECT} order by day", person)))


def insert_all(q: Query, person: UUID, loads: Iterable[DayLoad]) -> None:
    """Add `loads` within a transaction that does more."""
    rows = [
        (person, *(vars(load) | {"origin": origin_text(load.origin)}).values()) for load in loads
    ]
    insert_rows(q, "day_load", ("person_id", *COLUMNS), rows)


def of_row(row: Row) -> DayLoad:
    """The load of a row of COLUMNS."""
    day, *counted, origin = row
    return load_of(day, dict(zip(LoadKind, counted, strict=True)), origin_of_text(origin))


def delete(record: Record, day: date) -> None:
    """Forget what is kept of `day`; raises NotFound."""

    def write(q: Query) -> None:
        [(deleted,)] = q(
            "delete from day_load where person_id = $1 and day = $2", record.person, day
        )
        if not deleted:
            raise NotFound("Nothing is kept of that day. It may have been deleted.")

    record.write(write)
