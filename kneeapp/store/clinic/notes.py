"""Notes that clinicians write in a record; each stays as it was written."""

from datetime import datetime
from uuid import UUID

from kneeapp.domain.clinic.notes import Note, NoteAudience
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query


def write(record: Record, note: Note) -> None:
    """Keep a note; the same id again (a double click) changes nothing."""

    def add(q: Query) -> None:
        q(
            "insert into note (id, person_id, clinician_id, written_at, audience, body) "
            "values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
            note.id,
            record.person,
            record.asker.account,
            note.written_at,
            note.audience,
            note.body,
        )

    record.write_as_clinician(add)


def notes(record: Record) -> list[Note]:
    """The notes that whoever asks may read, newest first: the person only those for them."""
    sql = (
        "select note.id, note.audience, note.body, note.written_at, account.called, note.read_at "
        "from note join account on account.id = note.clinician_id "
        "where note.person_id = $1 and note.audience in (select unnest($2::text[])) "
        "order by note.written_at desc, note.id desc"
    )
    audiences = [NoteAudience.PERSON.value] if record.own else [each.value for each in NoteAudience]
    return [
        Note(identity, NoteAudience(audience), *rest)
        for identity, audience, *rest in record.read_cached(
            lambda q: q(sql, record.person, audiences)
        )
    ]


def archive(record: Record, identity: UUID, now: datetime) -> None:
    """Keep that the person has read a note for them."""
    sql = (
        "update note set read_at = $4 where id = $1 and person_id = $2 and audience = $3 "
        "and read_at is null"
    )
    record.write(lambda q: q(sql, identity, record.person, NoteAudience.PERSON, now))
