"""What else happened on a day."""

from collections.abc import Iterable
from uuid import UUID

from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import Row, insert_rows
from kneeapp.store.record.json_columns import origin_of_text, origin_text

COLUMNS = ("id", "kind", "happened_on", "note", "origin")
"""The fields of a LifeEvent, in their order."""

_SELECT = f"select {', '.join(COLUMNS)} from life_event where person_id = $1"  # noqa: S608  our names


def save(record: Record, event: LifeEvent) -> None:
    """Keep `event`; the same id again (a double click) changes nothing of what is kept."""

    def write(q: Query) -> None:
        known = q("select person_id from life_event where id = $1", event.id)
        if known and known != [(record.person,)]:
            raise BadInput("This day could not be marked. Reload the page and mark it again.")
        if not known:
            insert_all(q, record.person, [event])

    record.write(write)


def life_events(record: Record) -> list[LifeEvent]:
    """All that was marked, by day; what was marked on one day in its order."""
    return record.read_cached(lambda q: read(q, record.person))


def read(q: Query, person: UUID) -> list[LifeEvent]:
    """The same within a transaction that does more."""
    return list(map(of_row, q(f"{_SELECT} order by happened_on, id", person)))


def insert_all(q: Query, person: UUID, events: Iterable[LifeEvent]) -> None:
    """Add `events` within a transaction that does more."""
    rows = [
        (person, *(vars(event) | {"origin": origin_text(event.origin)}).values())
        for event in events
    ]
    insert_rows(q, "life_event", ("person_id", *COLUMNS), rows)


def of_row(row: Row) -> LifeEvent:
    """The mark of a row of COLUMNS."""
    identity, kind, day, note, origin = row
    return LifeEvent(identity, LifeEventKind(kind), day, note, origin_of_text(origin))


def delete(record: Record, identity: UUID) -> None:
    """Take a mark away; raises NotFound."""

    def write(q: Query) -> None:
        sql = "delete from life_event where id = $1 and person_id = $2"
        [(deleted,)] = q(sql, identity, record.person)
        if not deleted:
            raise NotFound("That marked day is not in this record. It may have been deleted.")

    record.write(write)
