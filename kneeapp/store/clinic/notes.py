"""Notes that clinicians write in a record, what the person answers, drafts and usual notes."""

from datetime import datetime
from uuid import UUID

from uuid6 import uuid7

from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.domain.clinic.notes import (
    LONGEST_NOTE,
    MOST_ANSWERS,
    MOST_TEMPLATES,
    Note,
    NoteAnswer,
    NoteAudience,
    NoteTemplate,
)
from kneeapp.errors import BadInput, NotAllowed, NotFound
from kneeapp.store.access.authorization import require_role
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_row, insert_rows, rows_by_first_column


def write(record: Record, note: Note) -> None:
    """Keep a note; the same id again (a double click) changes nothing. Its draft is gone."""
    columns = ("id", "person_id", "clinician_id", "written_at", "audience", "body")
    author = record.principal.account
    row = (note.id, record.person, author, note.written_at, note.audience, note.body)

    def keep(q: Query) -> None:
        insert_rows(q, "note", columns, [row], skip_existing=True)
        _forget_draft(q, record)

    record.write_as_clinician(keep)


def notes(record: Record) -> list[Note]:
    """The notes that whoever asks may read, newest first: the person only those for them."""
    sql = (
        "select note.id, note.audience, note.body, note.written_at, account.called, note.read_at "
        "from note join account on account.id = note.clinician_id "
        "where note.person_id = $1 and note.audience in (select unnest($2::text[])) "
        "order by note.written_at desc, note.id desc"
    )
    answered = (
        "select note_id, id, body, answered_at from note_answer where person_id = $1 "
        "order by answered_at, id"
    )
    audiences = [NoteAudience.PERSON] if record.own else list(NoteAudience)

    def read(q: Query) -> list[Note]:
        answers = rows_by_first_column(q(answered, record.person))
        return [
            Note(
                identity,
                NoteAudience(audience),
                body,
                written_at,
                author,
                read_at,
                tuple(NoteAnswer(*answer) for answer in answers[identity]),
            )
            for identity, audience, body, written_at, author, read_at in q(
                sql, record.person, audiences
            )
        ]

    return record.read_cached(read)


def archive(record: Record, identity: UUID, now: datetime) -> None:
    """Keep that the person has read a note for them."""
    sql = (
        "update note set read_at = $4 where id = $1 and person_id = $2 and audience = $3 "
        "and read_at is null"
    )
    record.write(lambda q: q(sql, identity, record.person, NoteAudience.PERSON, now))


def answer(record: Record, note: UUID, given: NoteAnswer) -> None:
    """Keep what the person answers to a note for them; the same id again changes nothing.

    Raises NotFound where there is no such note, and BadInput after MOST_ANSWERS.
    """

    def keep(q: Query) -> None:
        sql = "select id from note where id = $1 and person_id = $2 and audience = $3"
        if not q(sql, note, record.person, NoteAudience.PERSON):
            raise NotFound("This note is not there any more. Reload the page.")
        [(count,)] = q("select count(*) from note_answer where note_id = $1", note)
        if count >= MOST_ANSWERS:
            raise BadInput("You have answered this note often. Please call your clinic.")
        columns = ("id", "person_id", "note_id", "answered_at", "body")
        row = (given.id, record.person, note, given.at, given.body)
        insert_rows(q, "note_answer", columns, [row], skip_existing=True)

    record.write(keep)


def draft(record: Record) -> str:
    """The note that the clinician who asks is writing in this record; empty without one."""
    sql = "select body from note_draft where person_id = $1 and clinician_id = $2"
    if record.own or record.principal.account is None:
        raise NotAllowed("Only a clinician of this person can do that.")
    rows = record.read(lambda q: q(sql, record.person, record.principal.account))
    return str(rows[0][0]) if rows else ""


def save_draft(record: Record, body: str) -> None:
    """Keep what a clinician has written so far; nobody else reads it."""

    def keep(q: Query) -> None:
        _forget_draft(q, record)
        if body.strip():
            author = record.principal.account
            insert_row(
                q,
                "note_draft",
                person_id=record.person,
                clinician_id=author,
                body=body[:LONGEST_NOTE],
            )

    record.write_as_clinician(keep, quietly=True)


def templates(store: Store, principal: Principal) -> list[NoteTemplate]:
    """The usual notes of the clinician who asks, by their words; raises NotAllowed."""
    sql = "select id, body from note_template where clinician_id = $1 order by lower(body), id"

    def read(q: Query) -> list[NoteTemplate]:
        require_role(q, principal, Role.CLINICIAN)
        return [NoteTemplate(*row) for row in q(sql, principal.account)]

    return store.run(read)


def keep_template(store: Store, principal: Principal, body: str) -> None:
    """Keep a usual note; raises NotAllowed, and BadInput where it is empty or one too many."""
    text = body.strip()
    if not 1 <= len(text) <= LONGEST_NOTE:
        raise BadInput(f"A usual note has 1 to {LONGEST_NOTE} characters.")

    def keep(q: Query) -> None:
        require_role(q, principal, Role.CLINICIAN)
        bodies = q("select body from note_template where clinician_id = $1", principal.account)
        if (text,) in map(tuple, bodies):
            return
        if len(bodies) >= MOST_TEMPLATES:
            raise BadInput(f"You have {MOST_TEMPLATES} usual notes. Delete one first.")
        insert_row(q, "note_template", id=uuid7(), clinician_id=principal.account, body=text)

    store.run(keep)


def drop_template(store: Store, principal: Principal, identity: UUID) -> None:
    """Delete a usual note of the clinician who asks; raises NotAllowed."""

    def drop(q: Query) -> None:
        require_role(q, principal, Role.CLINICIAN)
        sql = "delete from note_template where id = $1 and clinician_id = $2"
        q(sql, identity, principal.account)

    store.run(drop)


def _forget_draft(q: Query, record: Record) -> None:
    sql = "delete from note_draft where person_id = $1 and clinician_id = $2"
    q(sql, record.person, record.principal.account)
