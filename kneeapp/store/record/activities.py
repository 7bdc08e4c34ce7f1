"""Walking, cycling, running and stairs that a person did."""

from collections.abc import Iterable
from uuid import UUID

from kneeapp.domain.programme.activities import ActivityDone, ActivityKind
from kneeapp.errors import NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import Row, insert_rows

COLUMNS = (
    *("id", "kind", "day", "minutes", "step"),
    *("effort", "knee_before", "during", "hour_after"),
)
"""The fields of an ActivityDone, in their order."""

_SELECT = f"select {', '.join(COLUMNS)} from activity where person_id = $1"  # noqa: S608  our names
_MISSING = "That entry is not in this record. It may have been deleted."


def activities(record: Record) -> list[ActivityDone]:
    """All of them, oldest first."""
    rows = record.read_cached(lambda q: q(f"{_SELECT} order by day, id", record.person))
    return list(map(of_row, rows))


def save(record: Record, activity: ActivityDone) -> None:
    """Add `activity`; saving it again (a double click) changes nothing."""
    record.write(lambda q: _insert(q, record.person, [activity]))


def rate_hour_after(record: Record, identity: UUID, knee: int) -> None:
    """Keep the knee (0-10) an hour after an activity; raises NotFound."""

    def write(q: Query) -> None:
        rows = q(f"{_SELECT} and id = $2", record.person, identity)
        if not rows:
            raise NotFound(_MISSING)
        rated = of_row(rows[0]).rated_after(knee)
        q(
            "update activity set hour_after = $3 where person_id = $1 and id = $2",
            *(record.person, identity, rated.hour_after),
        )

    record.write(write)


def delete(record: Record, identity: UUID) -> None:
    """Forget an activity; raises NotFound."""

    def write(q: Query) -> None:
        [(deleted,)] = q(
            "delete from activity where person_id = $1 and id = $2", record.person, identity
        )
        if not deleted:
            raise NotFound(_MISSING)

    record.write(write)


def of_row(row: Row) -> ActivityDone:
    """The activity of a row of COLUMNS."""
    identity, kind, *rest = row
    return ActivityDone(identity, ActivityKind(kind), *rest)


def _insert(q: Query, person: UUID, activities: Iterable[ActivityDone]) -> None:
    rows = [(person, *vars(activity).values()) for activity in activities]
    insert_rows(q, "activity", ("person_id", *COLUMNS), rows, skip_existing=True)
