# ruff: noqa: S608  every part of these statements is written here
"""Which clinician may see whose record, and what they chose for the person."""

from datetime import datetime, timedelta
from uuid import UUID

from uuid6 import uuid7

from kneeapp.domain.accounts.accounts import name_of
from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.domain.clinic.care_relationship import Care, PendingAsk, Prescription, Treatment
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.access import audit
from kneeapp.store.access.authorization import require_role
from kneeapp.store.access.record import WRITTEN, Record
from kneeapp.store.clinic import teams
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_row, insert_rows, rows_by_first_column
from kneeapp.store.record.people import preferences_of, write_preferences

ASK_WAITS = timedelta(days=90)
"""How long an ask waits for somebody to join under the name that was asked for."""

OPEN = "person_id = $1 and clinician_id = $2 and ended_at is null"
"""The care of a person ($1) by a clinician ($2) that holds or is asked for."""

_PATIENT = "select own_person from account where name = $1 and role = $2 and own_person is not null"


def request_access(store: Store, principal: Principal, sign_in_name: str, now: datetime) -> None:
    """Ask the patient of that sign-in name to be let into their record; they answer themselves.

    Where there is none yet, it is asked of whoever joins under that name within ASK_WAITS. Says
    nothing about whether there is one: names are not for guessing. Raises NotAllowed where it is
    not a clinician who asks.
    """
    name = name_of(sign_in_name)

    def write(q: Query) -> None:
        require_role(q, principal, Role.CLINICIAN)
        patients = q(_PATIENT, name, Role.PATIENT)
        for (person,) in patients:
            _request(q, person, principal.account, now)
        if not patients:
            q("delete from care_ask where asked_at < $1", now - ASK_WAITS)
            row = (principal.account, name, now)
            columns = ("clinician_id", "name", "asked_at")
            insert_rows(q, "care_ask", columns, [row], skip_existing=True)

    store.run(write)


def pending_asks(store: Store, principal: Principal, now: datetime) -> list[PendingAsk]:
    """What this clinician asked for and nobody has answered, the oldest first."""
    sql = (
        "select account.name as name, care.asked_at as asked_at from care "
        "join account on account.own_person = care.person_id "
        "where care.clinician_id = $1 and care.accepted_at is null and care.ended_at is null "
        "union all select name, asked_at from care_ask where clinician_id = $1 and asked_at >= $2 "
        "order by asked_at, name"
    )

    def read(q: Query) -> list[PendingAsk]:
        require_role(q, principal, Role.CLINICIAN)
        return [PendingAsk(*row) for row in q(sql, principal.account, now - ASK_WAITS)]

    return store.run(read)


def ask_no_longer(store: Store, principal: Principal, name: str, now: datetime) -> None:
    """Take back what this clinician asked of whoever has that name and has not answered."""

    def write(q: Query) -> None:
        require_role(q, principal, Role.CLINICIAN)
        sql = "delete from care_ask where clinician_id = $1 and name = $2"
        q(sql, principal.account, name)
        for (person,) in q(_PATIENT, name, Role.PATIENT):
            waiting = f"select 1 from care where {OPEN} and accepted_at is null"
            if q(waiting, person, principal.account):
                q(WRITTEN, person)
                _end(q, person, principal.account, now)

    store.run(write)


def request_access_that_waited(q: Query, account: UUID, now: datetime) -> None:
    """Ask for all who asked for this patient's name before their record was made."""
    sql = (
        "select guest.own_person, host.id from care_ask "
        "join account guest on guest.name = care_ask.name "
        "join account host on host.id = care_ask.clinician_id "
        "where guest.id = $1 and host.role = $2 and host.disabled_at is null "
        "and care_ask.asked_at >= $3"
    )
    for person, clinician in q(sql, account, Role.CLINICIAN, now - ASK_WAITS):
        _request(q, person, clinician, now)
    q("delete from care_ask where name in (select name from account where id = $1)", account)


def request_access_for_inviter(q: Query, account: UUID, now: datetime) -> None:
    """Ask for the clinician who invited a patient, in the transaction that makes their record."""
    sql = (
        "select guest.own_person, host.id from account guest "
        "join account host on host.id = guest.invited_by where guest.id = $1 and host.role = $2"
    )
    for person, clinician in q(sql, account, Role.CLINICIAN):
        _request(q, person, clinician, now)


def carers(record: Record) -> list[Care]:
    """The clinicians whom the person let in or who ask for it, the first one first."""
    sql = (
        "select care.clinician_id, account.called, care.asked_at, care.accepted_at, "
        "case when care.told_at is null then before.called end, coalesce(account.team, ''), "
        "care.team from care join account on account.id = care.clinician_id "
        "left join account before on before.id = care.handed_from "
        "where care.person_id = $1 and care.ended_at is null "
        "order by care.asked_at, care.clinician_id"
    )
    mates = (
        "select team, id, called from account where team <> '' and role = $1 "
        "and disabled_at is null order by lower(called), id"
    )

    def read(q: Query) -> list[Care]:
        rows = q(sql, record.person)
        teams_of = rows_by_first_column(q(mates, Role.CLINICIAN.value)) if rows else {}
        return [
            Care(
                clinician,
                name,
                asked_at,
                accepted_at,
                in_place_of,
                team=team,
                mates=tuple(called for mate, called in teams_of.get(team, ()) if mate != clinician),
                team_let_in=bool(team) and let_in == team,
            )
            for clinician, name, asked_at, accepted_at, in_place_of, team, let_in in rows
        ]

    return record.read_cached(read)


def accept(record: Record, clinician: UUID, now: datetime, *, with_team: bool = False) -> None:
    """Let a clinician who asked see this record, and with them their team where it is said so;
    raises NotFound where they did not ask.
    """

    def write(q: Query) -> None:
        sql = f"update care set accepted_at = coalesce(accepted_at, $3) where {OPEN}"
        [(asked,)] = q(sql, record.person, clinician, now)
        if not asked:
            raise NotFound("That clinician does not ask to see your record any more.")
        audit.note(q, now, clinician, AuditAction.CARE_ACCEPTED, record.person)
        if with_team:
            teams.let_in(q, record, clinician, now)

    record.write(write)


def withdraw(record: Record, clinician: UUID, now: datetime) -> None:
    """Let a clinician see this record no longer, or not at all; at once, and again and again."""
    record.write(lambda q: _end(q, record.person, clinician, now))


def discharge(record: Record, now: datetime) -> None:
    """Look after this person no longer: the clinician who asks gives up to see the record.

    Raises BadInput for a deputy or one of a team, who sees it by somebody else's care.
    """
    clinician = record.principal.account

    def write(q: Query) -> None:
        if not q(f"select 1 from care where {OPEN}", record.person, clinician):
            raise BadInput("You see this record by a colleague's care, which is theirs to give up.")
        _end(q, record.person, clinician, now)

    record.write_as_clinician(write)


def read_of_handover(record: Record, clinician: UUID, now: datetime) -> None:
    """Keep that the person has read who looks after them now."""
    sql = f"update care set told_at = $3 where {OPEN}"
    record.write(lambda q: q(sql, record.person, clinician, now))


def view(record: Record, now: datetime) -> datetime | None:
    """Keep in the audit that a clinician opened this record; when they did so the time before."""
    mine = "person_id = $1 and clinician_id = $2"

    def write(q: Query) -> datetime | None:
        clinician = record.principal.account
        audit.note(q, now, clinician, AuditAction.RECORD_VIEWED, record.person)
        before = q(f"select looked_at from last_look where {mine}", record.person, clinician)
        if before:
            q(f"update last_look set looked_at = $3 where {mine}", record.person, clinician, now)
            return before[0][0]  # type: ignore[no-any-return]
        insert_rows(
            q,
            "last_look",
            ("person_id", "clinician_id", "looked_at"),
            [(record.person, clinician, now)],
        )
        return None

    return record.write_as_clinician(write, quietly=True)


def choose(record: Record, treatment: Treatment, now: datetime) -> None:
    """Choose for a patient, who finds it picked and may pick otherwise."""

    def write(q: Query) -> None:
        columns = ("id", "person_id", "clinician_id", "chosen_at", *Treatment.model_fields)
        row = (
            uuid7(),
            record.person,
            record.principal.account,
            now,
            *treatment.model_dump().values(),
        )
        insert_rows(q, "treatment", columns, [row])
        before = preferences_of(q, record.person)
        write_preferences(q, record.person, treatment.applied(before))

    record.write_as_clinician(write)


def chosen(record: Record) -> Prescription | None:
    """What a clinician chose last; None where nobody did, or left it all to the person."""
    sql = (
        "select treatment.routine, treatment.weekly_target, treatment.programme_goal, "
        "account.called, treatment.chosen_at from treatment "
        "join account on account.id = treatment.clinician_id "
        "where treatment.person_id = $1 "
        "order by treatment.chosen_at desc, treatment.id desc limit 1"
    )
    for routine, target, goal, clinician, at in record.read_cached(lambda q: q(sql, record.person)):
        treatment = Treatment(routine=routine, weekly_target=target, programme_goal=goal)
        return None if treatment == Treatment() else Prescription(treatment, clinician, at)
    return None


def _request(q: Query, person: UUID, clinician: UUID | None, now: datetime) -> None:
    """Asked already changes nothing."""
    if not q(f"select 1 from care where {OPEN}", person, clinician):
        insert_row(q, "care", clinician_id=clinician, person_id=person, asked_at=now)
        # what the person sees of who asks is cached until their record is written to
        q(WRITTEN, person)
    audit.note(q, now, clinician, AuditAction.CARE_ASKED, person)


def _end(q: Query, person: UUID, clinician: UUID | None, now: datetime) -> None:
    q(f"update care set ended_at = $3 where {OPEN}", person, clinician, now)
    audit.note(q, now, clinician, AuditAction.CARE_ENDED, person)
