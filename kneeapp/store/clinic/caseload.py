# ruff: noqa: S608  every part of these statements is written here
"""The people who let a clinician see their record, at a glance."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from uuid import UUID

from kneeapp import clock
from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.domain.accounts.time_zones import zone_of
from kneeapp.domain.clinic.caseload import CaseloadEntry, EnteredCase
from kneeapp.domain.evidence.analysis import Headline, SessionHistory
from kneeapp.domain.evidence.progress import select_sessions
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.store.access import audit
from kneeapp.store.access.authorization import CARED_FOR, require_role, sight
from kneeapp.store.access.record import Record
from kneeapp.store.clinic.caseload_query import PEOPLE, CaseloadPerson, entered
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.record.json_columns import zones_of_text
from kneeapp.store.record.session_rows import of_people

WORK_SEEN_AFTER = timedelta(seconds=15)
"""How late a work list that is open learns of a change at most; asked once for all of them."""

ALONE_FOR = timedelta(seconds=60)
"""How long a process that is alone at a database and has not written believes that it still is."""

_WORK_STATES = f"""
select sees.clinician_id, count(*), coalesce(sum(person.changes), 0)
from ({sight("$1")}) sees join person on person.id = sees.person_id group by sees.clinician_id
"""

_VERSIONS = (
    f"select id, writes from person where id in ({CARED_FOR}) and id in (select unnest($3::uuid[]))"
)

_MORNINGS = (
    "select person_id, taken_at, value from rating where measure = $2 "
    "and person_id in (select unnest($1::uuid[])) order by taken_at"
)

_ZONES = "select id, zones from person where id in (select unnest($1::uuid[]))"

_TRIALS = (
    "select person_id, id from trial where person_id in (select unnest($1::uuid[])) "
    "and stopped_at is null"
)


def caseload(
    store: Store, principal: Principal, questionnaire: Questionnaire, now: datetime, zone: tzinfo
) -> list[CaseloadEntry]:
    """Everybody who lets the clinician who asks see their record; raises NotAllowed.

    What they entered is kept in memory for the day; read again is only who wrote since.
    """
    today = now.astimezone(zone).date()

    def read(q: Query) -> list[EnteredCase]:
        require_role(q, principal, Role.CLINICIAN)
        state = (questionnaire.version, today, zone)
        values = store.cache.values(("caseload", principal.account), state)
        people = [
            (CaseloadPerson(*row), version)
            for *row, version in q(PEOPLE, principal.account, None, now)
        ]
        before: dict[tuple[CaseloadPerson, int], EnteredCase] = values.get("entered", {})
        known = {person: before[person] for person in people if person in before}
        changed = [person for person in people if person not in known]
        if changed:
            anew = entered(q, [person for person, _ in changed], questionnaire, today, zone)
            known |= {(person, version): anew[person.id] for person, version in changed}
        values["entered"] = known
        return list(known.values())

    return [person.at(now) for person in store.run(read)]


def work_state(store: Store, clinician: UUID, now: datetime) -> tuple[int, ...]:
    """What changes whenever the work list of `clinician` may have changed.

    However many ask, the database is asked once in WORK_SEEN_AFTER. Where no other process is at
    it, it is not asked again before this one has written, or ALONE_FOR has passed: what comes in
    by this process is known here.
    """
    values = store.cache.values(("work states",), None)
    asked_at, writes, alone = values.get("asked", (None, 0, False))
    since = now - asked_at if asked_at else ALONE_FOR
    quiet = alone and writes == store.writes and since < ALONE_FOR
    if not (timedelta(0) <= since < WORK_SEEN_AFTER or quiet):
        writes = store.writes  # before it is asked: what is written meanwhile counts as new
        sql = f"{_WORK_STATES} union all select null::uuid, {store.engine.others}, 0"
        states = {who: tuple(map(int, row)) for who, *row in store.run(lambda q: q(sql, now))}
        values["asked"] = now, writes, states.pop(None) == (0, 0)
        values["all"] = states
    state: tuple[int, ...] = values["all"].get(clinician, ())
    # what comes with time alone is looked up once an hour
    return (now.hour, *state)


def view(store: Store, principal: Principal, now: datetime) -> None:
    """Keep in the audit that a clinician opened their caseload; raises NotAllowed."""

    def write(q: Query) -> None:
        require_role(q, principal, Role.CLINICIAN)
        audit.note(q, now, principal.account, AuditAction.CASELOAD_VIEWED)

    store.run(write)


def case(
    record: Record, questionnaire: Questionnaire, now: datetime, zone: tzinfo
) -> CaseloadEntry:
    """One of them; raises NotAllowed."""

    def read(q: Query) -> dict[str, EnteredCase]:
        require_role(q, record.principal, Role.CLINICIAN)
        them = [
            CaseloadPerson(*row)
            for *row, _ in q(PEOPLE, record.principal.account, record.person, now)
        ]
        return entered(q, them, questionnaire, now.astimezone(zone).date(), zone)

    [person] = record.read(read).values()
    return person.at(now)


def headlines(store: Store, principal: Principal, people: Collection[UUID]) -> dict[UUID, Headline]:
    """The verdict so far on the routine that each of `people` did last, where there is one.

    Worked out anew only for who wrote since. Those who do not let the clinician who asks see
    their record are left out; raises NotAllowed where it is no clinician.
    """
    known: dict[UUID, tuple[int, Headline | None]]
    known = store.cache.values(("headlines", principal.account), None)

    def read(q: Query) -> tuple[dict[UUID, int], dict[UUID, SessionHistory]]:
        require_role(q, principal, Role.CLINICIAN)
        versions = dict(q(_VERSIONS, principal.account, clock.now(), list(people)))
        unknown = (None, None)
        changed = [person for person, n in versions.items() if known.get(person, unknown)[0] != n]
        return versions, _histories(q, changed) if changed else {}

    versions, histories = store.run(read)
    for person, history in histories.items():
        known[person] = versions[person], history.headline
    every = ((person, known[person][1]) for person in versions)
    return {person: headline for person, headline in every if headline}


def _histories(q: Query, people: Sequence[UUID]) -> dict[UUID, SessionHistory]:
    """What the saved sessions of each of `people` say."""
    running = dict(q(_TRIALS, list(people)))
    mornings: dict[UUID, dict[date, int]] = defaultdict(dict)
    texts = dict(q(_ZONES, list(people)))
    zones = {person: zone_of(zones_of_text(text), UTC) for person, text in texts.items()}
    for person, taken_at, value in q(_MORNINGS, list(people), KNEE_DAY.name):
        mornings[person][taken_at.astimezone(zones[person]).date()] = value
    return {
        person: SessionHistory(
            select_sessions(sessions), running.get(person), mornings[person], zone=zones[person]
        )
        for person, sessions in of_people(q, people).items()
    }
