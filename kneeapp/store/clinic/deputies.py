# ruff: noqa: S608  every part of these statements is written here
"""Deputies: who stands in for a clinician until a moment, and what the people say to it."""

from datetime import datetime
from uuid import UUID

from uuid6 import uuid7

from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.domain.clinic.care_relationship import Deputy, check_end_of_deputy
from kneeapp.errors import BadInput, NotAllowed, NotFound
from kneeapp.store.access import audit
from kneeapp.store.access.authorization import current_role, require_role
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_row

_COLUMNS = (
    "deputy.id, deputy.clinician_id, host.called, deputy.deputy_id, mate.called, deputy.ends_at"
)
_DEPUTIES = (
    "deputy join account host on host.id = deputy.clinician_id "
    "join account mate on mate.id = deputy.deputy_id"
)

# what a person is told of deputies is cached until their record is written to
_TELL = (
    "update person set writes = writes + 1, changes = coalesce(changes, 0) + 1 where id in ("
    "select person_id from care where clinician_id = $1 and accepted_at is not null "
    "and ended_at is null)"
)


def name_deputy(  # noqa: PLR0913  who, for whom, who asks, and two times
    store: Store,
    principal: Principal,
    clinician: UUID,
    deputy: UUID,
    *,
    ends_at: datetime,
    now: datetime,
) -> None:
    """Let `deputy` see until `ends_at` whoever lets `clinician` see their record.

    Each person reads of it and can refuse. Named again, only the end is another one. A clinician
    names theirs, an admin anybody's; raises NotAllowed, and BadInput where the deputy cannot sign
    in or the end is no end.
    """
    check_end_of_deputy(ends_at, now)

    def write(q: Query) -> None:
        _require_own(q, principal, clinician)
        can = (
            "select id from account where id in (select unnest($1::uuid[])) and role = $2 "
            "and disabled_at is null and joined_at is not null"
        )
        both = q(can, [clinician, deputy], Role.CLINICIAN.value)
        if clinician == deputy or {identity for (identity,) in both} != {clinician, deputy}:
            raise BadInput("Choose another clinician, who has joined and is let in.")
        named = q(
            "select id from deputy where clinician_id = $1 and deputy_id = $2 "
            "and ended_at is null and ends_at > $3",
            *(clinician, deputy, now),
        )
        for (identity,) in named:
            q("update deputy set ends_at = $2 where id = $1", identity, ends_at)
            # they read the new end; who refused has refused
            q("update deputy_answer set read_at = null where named_id = $1", identity)
        if not named:
            insert_row(
                q,
                "deputy",
                id=uuid7(),
                clinician_id=clinician,
                deputy_id=deputy,
                named_at=now,
                ends_at=ends_at,
            )
        q(_TELL, clinician)
        audit.note(q, now, principal.account, AuditAction.DEPUTY_NAMED, deputy)

    store.run(write)


def end_deputy(store: Store, principal: Principal, named: UUID, now: datetime) -> None:
    """End it before its time: the clinician, the deputy or an admin; again changes nothing.

    Raises NotAllowed, also where there is no such deputy.
    """

    def write(q: Query) -> None:
        rows = q("select clinician_id, deputy_id, ended_at from deputy where id = $1", named)
        role = current_role(q, principal)
        involved = rows and role is Role.CLINICIAN and principal.account in rows[0][:2]
        if role is not Role.ADMIN and not involved:
            raise NotAllowed("Your account may not do this. Ask an admin of your clinic.")
        for clinician, deputy, ended_at in rows:
            if ended_at is None:
                q("update deputy set ended_at = $2 where id = $1", named, now)
                q(_TELL, clinician)
                audit.note(q, now, principal.account, AuditAction.DEPUTY_ENDED, deputy)

    store.run(write)


def deputies(store: Store, principal: Principal, now: datetime) -> list[Deputy]:
    """Who stands in for whom now, the first to end first: to a clinician what concerns them."""
    sql = (
        f"select {_COLUMNS} from {_DEPUTIES} where deputy.ended_at is null "
        "and deputy.ends_at > $1 and ($2::uuid is null or deputy.clinician_id = $2 "
        "or deputy.deputy_id = $2) order by deputy.ends_at, deputy.id"
    )

    def read(q: Query) -> list[Deputy]:
        require_role(q, principal, Role.ADMIN, Role.CLINICIAN)
        role = current_role(q, principal)
        concerned = principal.account if role is Role.CLINICIAN else None
        return [Deputy(*row) for row in q(sql, now, concerned)]

    return store.run(read)


def colleagues(store: Store, principal: Principal) -> dict[UUID, str]:
    """The clinicians who can sign in, by name, for whoever names one of them as a deputy."""
    sql = (
        "select id, called from account where role = $1 and disabled_at is null "
        "and joined_at is not null order by lower(called), id"
    )

    def read(q: Query) -> dict[UUID, str]:
        require_role(q, principal, Role.ADMIN, Role.CLINICIAN)
        return dict(q(sql, Role.CLINICIAN.value))

    return store.run(read)


def standing_in(record: Record, now: datetime) -> list[Deputy]:
    """Who sees this record now in place of a clinician of the person, the first to end first."""
    sql = (
        f"select {_COLUMNS}, deputy_answer.read_at is not null from {_DEPUTIES} "
        "join care on care.clinician_id = deputy.clinician_id left join deputy_answer "
        "on deputy_answer.named_id = deputy.id and deputy_answer.person_id = care.person_id "
        "where care.person_id = $1 and care.accepted_at is not null and care.ended_at is null "
        "and deputy.ended_at is null and deputy_answer.refused_at is null "
        "order by deputy.ends_at, deputy.id"
    )
    rows = record.read_cached(lambda q: q(sql, record.person))
    return [deputy for deputy in (Deputy(*row) for row in rows) if deputy.ends_at > now]


def read_of_deputy(record: Record, named: UUID, now: datetime) -> None:
    """Keep that the person has read who stands in; raises NotFound where nobody does so."""
    record.write(lambda q: _answer(q, record.person, named, now, "read_at"))


def refuse_deputy(record: Record, named: UUID, now: datetime) -> None:
    """Let that deputy see this record no longer, or not at all; raises NotFound."""

    def write(q: Query) -> None:
        deputy = _answer(q, record.person, named, now, "refused_at")
        audit.note(q, now, record.principal.account, AuditAction.DEPUTY_REFUSED, deputy)

    record.write(write)


def _answer(q: Query, person: UUID, named: UUID, now: datetime, column: str) -> UUID:
    """Keep what a person says to a deputy of a clinician of theirs; who the deputy is."""
    sql = (
        "select deputy.deputy_id from deputy join care on care.clinician_id = deputy.clinician_id "
        "where deputy.id = $1 and care.person_id = $2 and care.accepted_at is not null "
        "and care.ended_at is null and deputy.ended_at is null"
    )
    deputy: UUID
    for (deputy,) in q(sql, named, person):
        insert_row(q, "deputy_answer", skip_existing=True, person_id=person, named_id=named)
        change = f"update deputy_answer set {column} = $3"
        q(f"{change} where person_id = $1 and named_id = $2", person, named, now)
        return deputy
    raise NotFound("Nobody stands in there any more. Reload the page.")


def _require_own(q: Query, principal: Principal, clinician: UUID) -> None:
    """Raise NotAllowed unless it is an admin, or that clinician, who asks."""
    role = current_role(q, principal)
    if role is not Role.ADMIN and (role is not Role.CLINICIAN or principal.account != clinician):
        raise NotAllowed("Your account may not do this. Ask an admin of your clinic.")
