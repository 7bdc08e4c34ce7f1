# ruff: noqa: S608  every part of these statements is written here
"""Who looks after whom, for an admin, and all people of a clinician for another one."""

from datetime import datetime
from uuid import UUID

from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.errors import BadInput
from kneeapp.store.access import audit
from kneeapp.store.access.authorization import require_role
from kneeapp.store.access.record import WRITTEN
from kneeapp.store.clinic import alerts
from kneeapp.store.clinic.care import OPEN
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_row


def hand_over(
    store: Store, principal: Principal, leaving: UUID, following: UUID, now: datetime
) -> int:
    """Let `following` see every record that `leaving` sees, and `leaving` none; how many those are.

    Each person reads of it and can end it. Who let the team in lets it in still, where both are in
    it. Raises NotAllowed where it is no admin who asks, and
    BadInput where `following` is no clinician who can sign in.
    """

    def write(q: Query) -> int:
        require_role(q, principal, Role.ADMIN)
        can = "select id from account where id = $1 and role = $2 and disabled_at is null"
        if leaving == following or not q(can, following, Role.CLINICIAN.value):
            raise BadInput("Choose another clinician, who is let in.")
        rows = q(
            "select care.person_id, case when care.team = follower.team then care.team end "
            "from care join account follower on follower.id = $2 "
            "where care.clinician_id = $1 and care.ended_at is null "
            "and care.accepted_at is not null",
            *(leaving, following),
        )
        for person, team in rows:
            sees = q(f"select accepted_at from care where {OPEN}", person, following)
            if sees and sees[0][0] is None:
                q(f"update care set ended_at = $3 where {OPEN}", person, following, now)
            if not sees or sees[0][0] is None:
                insert_row(
                    q,
                    "care",
                    clinician_id=following,
                    person_id=person,
                    asked_at=now,
                    accepted_at=now,
                    handed_from=leaving,
                    team=team,
                )
            q(WRITTEN, person)
            audit.note(q, now, principal.account, AuditAction.CARE_HANDED_OVER, person)
        sql = "update care set ended_at = $2 where clinician_id = $1 and ended_at is null"
        q(sql, leaving, now)
        alerts.release(q, leaving)
        return len(rows)

    return store.run(write)


def looked_after_by(store: Store, principal: Principal) -> dict[UUID, tuple[str, ...]]:
    """The clinicians who see the record of each patient, by the patient's account, for an admin."""
    sql = (
        "select guest.id, host.called from care "
        "join account guest on guest.own_person = care.person_id "
        "join account host on host.id = care.clinician_id "
        "where care.accepted_at is not null and care.ended_at is null "
        "and host.disabled_at is null order by host.called, host.id"
    )

    def read(q: Query) -> dict[UUID, tuple[str, ...]]:
        require_role(q, principal, Role.ADMIN)
        carers: dict[UUID, tuple[str, ...]] = {}
        for patient, clinician in q(sql):
            carers[patient] = (*carers.get(patient, ()), clinician)
        return carers

    return store.run(read)


def people_of(store: Store, principal: Principal, clinician: UUID) -> int:
    """How many people let that clinician see their record, for an admin."""
    sql = (
        "select count(*) from care where clinician_id = $1 and accepted_at is not null "
        "and ended_at is null"
    )

    def read(q: Query) -> int:
        require_role(q, principal, Role.ADMIN)
        return int(q(sql, clinician)[0][0])

    return store.run(read)
