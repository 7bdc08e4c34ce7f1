"""Notes that clinicians write in a record; each stays as it was written."""

from datetime import datetime
from uuid import UUID

from kneeapp.domain.clinic.notes import Note, NoteAudience
from kneeapp.store.access.record import Record
from kneeapp.store.engine.statements import insert_rows


def write(record: Record, note: Note) -> None:
    """Keep a note; the same id again (a double click) changes nothing."""
    columns = ("id", "person_id", "clinician_id", "written_at", "audience", "body")
    author = record.principal.account
    row = (note.id, record.person, author, note.written_at, note.audience, note.body)
    record.write_as_clinician(lambda q: insert_rows(q, "note", columns, [row], skip_existing=True))


def notes(record: Record) -> list[Note]:
    """The notes that whoever asks may read, newest first: the person only those for them."""
    sql = (
        "select note.id, note.audience, note.body, note.written_at, account.called, note.read_at "
        "from note join account on account.id = note.clinician_id "
        "where note.person_id = $1 and note.audience in (select unnest($2::text[])) "
        "order by note.written_at desc, note.id desc"
    )
    audiences = [NoteAudience.PERSON] if record.own else list(NoteAudience)
    rows = record.read_cached(lambda q: q(sql, record.person, audiences))
    return [Note(identity, NoteAudience(audience), *rest) for identity, audience, *rest in rows]


def archive(record: Record, identity: UUID, now: datetime) -> None:
    """Keep that the person has read a note for them."""
    sql = (
        "update note set read_at = $4 where id = $1 and person_id = $2 and audience = $3 "
        "and read_at is null"
    )
    record.write(lambda q: q(sql, identity, record.person, NoteAudience.PERSON, now))
