"""Teams of clinicians, and which of them a person lets in with a clinician of theirs."""

from datetime import datetime
from uuid import UUID

from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.domain.clinic.care_relationship import team_name
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.access import audit
from kneeapp.store.access.authorization import require_role
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query

# what a person is told of a team is cached until their record is written to
_TELL = (
    "update person set writes = writes + 1, changes = coalesce(changes, 0) + 1 where id in ("
    "select care.person_id from care join account on account.id = care.clinician_id "
    "where care.ended_at is null and account.team in ($1, $2))"
)


def teams(store: Store, principal: Principal) -> dict[UUID, str]:
    """The team of each clinician who has one, for an admin."""
    sql = "select id, team from account where role = $1 and team <> ''"

    def read(q: Query) -> dict[UUID, str]:
        require_role(q, principal, Role.ADMIN)
        return dict(q(sql, Role.CLINICIAN.value))

    return store.run(read)


def change_team(
    store: Store, principal: Principal, clinician: UUID, team: str, now: datetime
) -> None:
    """Put a clinician into the team of that name, or with an empty one into none.

    Who let the former team in with them does not let the new one in; who let the team in with
    somebody else of it now lets this clinician in, too. Raises NotAllowed where it is no admin
    who asks, and BadInput where it is no clinician, or no name.
    """
    wanted = team_name(team)

    def write(q: Query) -> None:
        require_role(q, principal, Role.ADMIN)
        rows = q("select team from account where id = $1 and role = $2", clinician, Role.CLINICIAN)
        if not rows:
            raise BadInput("Only clinicians are in a team.")
        # one team, however its name is typed
        alike = q("select team from account where lower(team) = $1 limit 1", wanted.lower())
        name = alike[0][0] if alike else wanted
        q(_TELL, rows[0][0] or name, name)
        q("update account set team = $2 where id = $1", clinician, name or None)
        q(_TELL, name, name)
        audit.note(q, now, principal.account, AuditAction.TEAM_CHANGED, clinician)

    store.run(write)


def let_team_in(record: Record, clinician: UUID, now: datetime) -> None:
    """Let the team of a clinician who sees this record see it, too; raises NotFound."""
    record.write(lambda q: let_in(q, record, clinician, now))


def let_team_out(record: Record, clinician: UUID, now: datetime) -> None:
    """Let the team of that clinician see this record no longer."""

    def write(q: Query) -> None:
        sql = "update care set team = null where person_id = $1 and clinician_id = $2"
        q(sql, record.person, clinician)
        audit.note(q, now, clinician, AuditAction.TEAM_LET_OUT, record.person)

    record.write(write)


def let_in(q: Query, record: Record, clinician: UUID, now: datetime) -> None:
    """The same as `let_team_in`, in a transaction that does more."""
    for (team,) in q("select team from account where id = $1 and team <> ''", clinician):
        sql = (
            "update care set team = $3 where person_id = $1 and clinician_id = $2 "
            "and accepted_at is not null and ended_at is null"
        )
        [(let,)] = q(sql, record.person, clinician, team)
        if let:
            audit.note(q, now, clinician, AuditAction.TEAM_LET_IN, record.person)
            return
    raise NotFound("That clinician has no team that could see your record. Reload the page.")
