"""Erasure: deletion of a clinic's person, requested, carried out, repeated after a restore."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.erasure import Request, person_digest
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.errors import NotFound
from kneeapp.store.access import audit
from kneeapp.store.access.authorization import require_role
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_row, insert_rows
from kneeapp.store.transfer.all_data import delete_person

Forgotten = Mapping[str, datetime]
"""The digest of each deleted person, and when they were deleted."""

_REQUESTS = """
select request.person_id, coalesce(account.called, ''), request.asked_at, greatest(
    person.created_at,
    (select max(started_at) from session where session.person_id = person.id),
    (select max(started_at) from screening where screening.person_id = person.id),
    (select max(written_at) from note where note.person_id = person.id)
) from deletion_request request
join person on person.id = request.person_id
left join account on account.own_person = person.id
order by request.asked_at, request.person_id
"""


def request(record: Record, now: datetime) -> None:
    """Ask the clinic to delete this record; asked already changes nothing."""

    def write(q: Query) -> None:
        insert_row(q, "deletion_request", skip_existing=True, person_id=record.person, asked_at=now)
        audit.note(q, now, record.principal.account, AuditAction.DELETION_ASKED, record.person)

    record.write(write)


def take_back(record: Record, now: datetime) -> None:
    """Ask for it no longer."""

    def write(q: Query) -> None:
        q("delete from deletion_request where person_id = $1", record.person)
        audit.note(q, now, record.principal.account, AuditAction.DELETION_TAKEN_BACK, record.person)

    record.write(write)


def requested(record: Record) -> datetime | None:
    """Since when the person wants their record deleted; None where they do not."""
    sql = "select asked_at from deletion_request where person_id = $1"
    rows = record.read_cached(lambda q: q(sql, record.person))
    return rows[0][0] if rows else None


def requests(store: Store, principal: Principal) -> list[Request]:
    """Who wants their record deleted, the first one first, for an admin."""

    def read(q: Query) -> list[Request]:
        require_role(q, principal, Role.ADMIN)
        return [Request(*row) for row in q(_REQUESTS)]

    return store.run(read)


def carry_out(store: Store, principal: Principal, person: UUID, now: datetime) -> None:
    """Delete who asked for it, with account and sign-ins; raises NotFound where they did not."""

    def write(q: Query) -> None:
        require_role(q, principal, Role.ADMIN)
        if not q("select 1 from deletion_request where person_id = $1", person):
            raise NotFound("They do not ask for it any more. Reload the page.")
        _remove(q, person)
        _remember(q, {person_digest(person): now})
        audit.note(q, now, principal.account, AuditAction.DELETED, person)

    with store.turn(person):
        store.run(write)
    # values of this record are cached for who reads it, and nobody wrote to it
    store.cache.clear()


def forgotten(store: Store) -> Forgotten:
    """The digests of all people who were deleted, and when each was."""
    return dict(store.run(lambda q: q("select mark, forgotten_at from forgotten")))


def forget_again(store: Store, gone: Forgotten) -> None:
    """Delete again everybody who was deleted before and came back with a backup."""

    def write(q: Query) -> None:
        _remember(q, gone)
        marks = {mark for (mark,) in q("select mark from forgotten")}
        for (person,) in q("select id from person"):
            if person_digest(person) in marks:
                _remove(q, person)

    store.run(write)


def _remember(q: Query, gone: Forgotten) -> None:
    columns = ("mark", "forgotten_at")
    insert_rows(q, "forgotten", columns, list(gone.items()), skip_existing=True)


def _remove(q: Query, person: UUID) -> None:
    """Leave nothing of `person`, nor of the account that was theirs."""
    for (account,) in q("select id from account where own_person = $1", person):
        for table in ("identity", "one_time_code", "sign_in"):
            q(f"delete from {table} where account_id = $1", account)  # noqa: S608  our names
        q("delete from account where id = $1", account)
    delete_person(q, person)
