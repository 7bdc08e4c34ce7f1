# ruff: noqa: S608  every part of these statements is written here
"""The people who let a clinician see their record, at a glance."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, tzinfo
from typing import NamedTuple
from uuid import UUID

from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.domain.clinic.caseload import CaseloadEntry, Entered
from kneeapp.domain.evidence.analysis import SessionHistory
from kneeapp.domain.evidence.progress import chosen
from kneeapp.domain.routine.sessions import SessionStatus
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.store.access import audit
from kneeapp.store.access.authorization import require_role
from kneeapp.store.access.record import CARED_FOR, Record
from kneeapp.store.clinic.caseload_query import PEOPLE, CaseloadPerson, entered
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.record.session_rows import of_people

_ASKED = f"person_id in ({CARED_FOR}) and person_id in (select unnest($2::uuid[]))"

_FINGERPRINTS = f"""
select person_id,
    md5(string_agg(concat(id, '/', pain_before, '/', pain_after, '/', late), ' ' order by id))
from session where {_ASKED} and status = $3 group by person_id
"""

_TRIALS = f"select person_id, id from trial where {_ASKED} and stopped_at is null"


def caseload(
    store: Store, asker: Principal, questionnaire: Questionnaire, now: datetime, zone: tzinfo
) -> list[CaseloadEntry]:
    """Everybody who lets the clinician who asks see their record; raises NotAllowed.

    What they entered is kept in memory for the day; read again is only who wrote since.
    """
    today = now.astimezone(zone).date()
    found = store.run(lambda q: _entered(q, store, asker, questionnaire, today, zone))
    return [one.at(now, zone) for one in found]


def view(store: Store, asker: Principal, now: datetime) -> None:
    """Keep in the audit that a clinician opened their caseload; raises NotAllowed."""

    def write(q: Query) -> None:
        require_role(q, asker, Role.CLINICIAN)
        audit.note(q, now, asker.account, AuditAction.CASELOAD_VIEWED)

    store.run(write)


def case(
    record: Record, questionnaire: Questionnaire, now: datetime, zone: tzinfo
) -> CaseloadEntry:
    """One of them; raises NotAllowed."""

    def read(q: Query) -> dict[str, Entered]:
        require_role(q, record.asker, Role.CLINICIAN)
        them = [CaseloadPerson(*row) for *row, _ in q(PEOPLE, record.asker.account, record.person)]
        return entered(q, them, questionnaire, now.astimezone(zone).date(), zone)

    [found] = record.read(read).values()
    return found.at(now, zone)


def histories(
    store: Store, asker: Principal, people: Collection[UUID], known: Mapping[UUID, str]
) -> dict[UUID, SessionHistory]:
    """The history of each of `people` whose fingerprint is not the `known` one.

    Those who do not let the clinician who asks see their record are left out; raises
    NotAllowed where it is no clinician.
    """

    def read(q: Query) -> dict[UUID, SessionHistory]:
        require_role(q, asker, Role.CLINICIAN)
        whose = (asker.account, list(people))
        running = dict(q(_TRIALS, *whose))
        marks = {
            person: f"{mark} {running.get(person)}"
            for person, mark in q(_FINGERPRINTS, *whose, SessionStatus.SAVED)
        }
        changed = [person for person, mark in marks.items() if known.get(person) != mark]
        return {
            person: SessionHistory(marks[person], chosen(sessions), running.get(person))
            for person, sessions in of_people(q, changed).items()
        }

    return store.run(read)


class _Mark(NamedTuple):
    """What an entry in memory is of: it holds as long as all of this is the same."""

    person: CaseloadPerson
    writes: int
    rules: str
    today: date
    zone: tzinfo


def _entered(  # noqa: PLR0913, PLR0917  who asks for whom, and by what their answers are judged
    q: Query,
    store: Store,
    asker: Principal,
    questionnaire: Questionnaire,
    today: date,
    zone: tzinfo,
) -> list[Entered]:
    require_role(q, asker, Role.CLINICIAN)
    rows = q(PEOPLE, asker.account, None)
    marks = [
        _Mark(CaseloadPerson(*row), writes, questionnaire.version, today, zone)
        for *row, writes in rows
    ]
    before: Mapping[_Mark, Entered] = store.known.get(asker.account, {})
    known = {mark: before[mark] for mark in marks if mark in before}
    changed = [mark for mark in marks if mark not in known]
    if changed:
        read = entered(q, [mark.person for mark in changed], questionnaire, today, zone)
        known |= {mark: read[mark.person.id] for mark in changed}
    store.known[asker.account] = known
    return list(known.values())
