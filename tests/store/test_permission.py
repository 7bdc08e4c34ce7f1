"""Who may do what in whose record: each function of the store, tried by everybody."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, timedelta
from enum import Enum
from importlib import import_module
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import pytest
from uuid6 import uuid7

import kneeapp.store
from kneeapp import clock, content
from kneeapp.domain.accounts.consent import Consent
from kneeapp.domain.accounts.people import Preferences, Principal, Role
from kneeapp.domain.accounts.share_links import Shared, SharedChart
from kneeapp.domain.clinic.alerts import AlertKind, CloseReason
from kneeapp.domain.clinic.care_relationship import Treatment
from kneeapp.domain.clinic.notes import Note, NoteAnswer, NoteAudience
from kneeapp.domain.diary.reading import DiaryContent
from kneeapp.domain.evidence.life_events import LifeEvent
from kneeapp.domain.evidence.rating_findings import RatingHistory
from kneeapp.domain.load.day_load import DayLoad
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.origin import Origin
from kneeapp.domain.programme.activities import ActivityDone, ActivityKind
from kneeapp.domain.programme.training_log import BreakWhy
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session, TrialPlace
from kneeapp.domain.screening.answers import Screening
from kneeapp.domain.screening.retests import RetestResult
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.design import Trial
from kneeapp.errors import BadInput, NotAllowed, NotFound
from kneeapp.store.access import audit
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import (
    alerts,
    care,
    caseload,
    contacts,
    deputies,
    erasure,
    handovers,
    mail_notices,
    notes,
    teams,
)
from kneeapp.store.engine.database import Store
from kneeapp.store.record import (
    activities,
    consents,
    day_loads,
    event_log,
    findings,
    life_events,
    people,
    programme,
    ratings,
    replies,
    retests,
    screenings,
    sessions,
    share_links,
    trials,
)
from kneeapp.store.transfer import all_data, import_diary, import_record, snapshot
from tests.store.builders import (
    MONDAY,
    a_finding,
    a_life_event,
    a_rating,
    a_reply,
    a_screening,
    a_session,
    a_training,
    a_trial,
    a_visit_of_an_older_version,
    an_event,
    finished,
)
from tests.store.care_helpers import (
    a_patient,
    let_in,
    of_a_team,
    signed_in,
    signed_out,
    stood_in_for,
)
from tests.store.held_rows import held_rows

DAY = MONDAY.date()
A_WEEK_ON = MONDAY + timedelta(weeks=1)
QUESTIONS = content.questionnaire()
SHARED = Shared(pictures=(SharedChart.RELIEF,), knee=Side.LEFT, first=DAY, last=DAY)
A_LOAD = DayLoad(DAY, steps=9000)
DIARY = DiaryContent({DAY - timedelta(days=9): 3})
NO_ROWS: dict[str, list[dict[str, Any]]] = {table: [] for table in ("person", *all_data.TABLES)}


class Victim(NamedTuple):
    """Somebody of whom there is something of every kind, and a clinician they let in."""

    record: Record
    clinician: Principal
    saved: Session
    under_way: Session
    screening: Screening
    rating: Rating
    life_event: LifeEvent
    trial: Trial
    training: UUID
    note: Note
    alert: UUID
    link: str
    deputy: UUID
    """That somebody was named to stand in for the clinician."""


def a_walk(record: Record) -> ActivityDone:
    """The one walk of that record."""
    return ActivityDone(uuid5(record.person, "walk"), ActivityKind.WALK, DAY, 10)


def a_victim(store: Store) -> Victim:
    record = a_patient(store)
    saved, under_way = finished(a_session()), a_session(phase="activate")
    screening, rating = a_screening(findings=(a_finding(),)), a_rating()
    life_event = a_life_event()
    sessions.start(record, saved)
    sessions.save(record, saved)
    sessions.start(record, under_way)
    event_log.append(record, under_way.id, [an_event(0), an_event(1)])
    screenings.save(record, screening)
    ratings.save(record, rating)
    import_diary.keep(record, DIARY, Origin(uuid7(), MONDAY, ""), UTC)
    life_events.save(record, life_event)
    day_loads.save(record, A_LOAD)
    activities.save(record, a_walk(record))
    trial = a_trial()
    trials.begin(record, a_trial(closed_at=MONDAY))
    trials.begin(record, trial)
    training = uuid7()
    programme.mark(record, training, a_training())
    programme.begin_break(record, DAY, BreakWhy.FLARE)
    a_visit_of_an_older_version(record, DAY)
    retests.save(record, [RetestResult("chair_stand", DAY, 12)])
    people.save_preferences(record, Preferences(weekly_target=7))
    people.note_zone(record, "Europe/Berlin", MONDAY)
    clinician = signed_in(store, Role.CLINICIAN)
    treated = let_in(record, clinician)
    note = Note(uuid7(), NoteAudience.PERSON, "Go on.", MONDAY)
    notes.write(treated, note)
    replies.answer(treated, a_reply(account=clinician.account))
    care.choose(treated, Treatment(weekly_target=3), MONDAY)
    alerts.see(treated, [AlertKind.SILENT], MONDAY)
    [alert] = alerts.handled(treated)
    share_links.make(record, SHARED, now=MONDAY, ends_at=MONDAY + timedelta(days=90))
    [link] = share_links.shares(record)
    consents.give(record, Consent(1, MONDAY, "Kept."))
    erasure.request(record, MONDAY)
    of_a_team(store, f"The team of {clinician.account}", clinician)
    teams.let_team_in(record, clinician.account, MONDAY)
    contacts.keep_contact(treated, "0170 1234")
    care.view(treated, MONDAY)
    stood_in_for(clinician, signed_in(store, Role.CLINICIAN), record, A_WEEK_ON, MONDAY)
    [deputy] = deputies.standing_in(record, MONDAY)
    deputies.read_of_deputy(record, deputy.id, MONDAY)
    return Victim(
        *(record, clinician, saved, under_way, screening, rating, life_event, trial, training),
        *(note, alert.id, link.mark, deputy.id),
    )


class May(Enum):
    """Who is let through."""

    SEE = "the person and their clinician"
    WRITE = "the person alone"
    WIPE = "the person alone, where no clinic keeps the record"
    TREAT = "their clinician alone"
    NOTE = "the person and their clinician; nothing of the record changes"


Try = Callable[[Record, Victim], Any]
Function = Callable[..., Any]


class Case(NamedTuple):
    """An attempt with ids of a victim, and who may make it on the victim's record.

    On a record of one's own it finds `nothing`, or is `refused`, or else changes that only.
    """

    may: May
    attempt: Try
    nothing: Any = None
    refused: bool = False


CASES: dict[Function, Case] = {
    sessions.under_way: Case(May.SEE, lambda r, _: sessions.under_way(r)),
    sessions.sessions: Case(May.SEE, lambda r, _: sessions.sessions(r), []),
    sessions.last: Case(May.SEE, lambda r, _: sessions.last(r)),
    sessions.count: Case(May.SEE, lambda r, _: sessions.count(r), 0),
    screenings.screenings: Case(May.SEE, lambda r, _: screenings.screenings(r), []),
    replies.replies: Case(May.SEE, lambda r, _: replies.replies(r), []),
    replies.names: Case(May.SEE, lambda r, _: replies.names(r), {}),
    findings.safety_record: Case(
        May.SEE, lambda r, _: findings.safety_record(r, RatingHistory()).replies, []
    ),
    ratings.ratings: Case(May.SEE, lambda r, _: ratings.ratings(r, KNEE_DAY), []),
    life_events.life_events: Case(May.SEE, lambda r, _: life_events.life_events(r), []),
    activities.activities: Case(May.SEE, lambda r, _: activities.activities(r), []),
    activities.save: Case(
        May.WRITE,
        lambda r, _: activities.save(r, ActivityDone(uuid7(), ActivityKind.RUN, DAY, 10)),
    ),
    activities.rate_hour_after: Case(
        May.WRITE, lambda r, _: activities.rate_hour_after(r, a_walk(r).id, 2), refused=True
    ),
    activities.delete: Case(
        May.WRITE, lambda r, _: activities.delete(r, a_walk(r).id), refused=True
    ),
    day_loads.day_loads: Case(May.SEE, lambda r, _: day_loads.day_loads(r), []),
    day_loads.save: Case(May.WRITE, lambda r, _: day_loads.save(r, A_LOAD)),
    day_loads.delete: Case(May.WRITE, lambda r, _: day_loads.delete(r, DAY), refused=True),
    trials.under_way: Case(May.SEE, lambda r, _: trials.under_way(r)),
    trials.closed: Case(May.SEE, lambda r, _: trials.closed(r), []),
    programme.trainings: Case(May.SEE, lambda r, _: programme.trainings(r), {}),
    programme.began: Case(May.SEE, lambda r, _: programme.began(r)),
    programme.breaks: Case(May.SEE, lambda r, _: programme.breaks(r), []),
    programme.seen: Case(May.SEE, lambda r, _: programme.seen(r), frozenset()),
    retests.results: Case(May.SEE, lambda r, _: retests.results(r), []),
    people.person: Case(May.SEE, lambda r, _: people.person(r).preferences, Preferences()),
    snapshot.snapshot: Case(May.SEE, lambda r, _: snapshot.snapshot(r).sessions, ()),
    all_data.counts: Case(May.SEE, lambda r, _: all_data.counts(r)["session"], 0),
    all_data.has_entries: Case(May.SEE, lambda r, _: all_data.has_entries(r), nothing=False),
    import_diary.new_in: Case(
        May.SEE, lambda r, _: import_diary.new_in(r, DIARY, UTC).ratings, DIARY.ratings
    ),
    import_diary.new_loads: Case(
        May.SEE,
        lambda r, _: import_diary.new_loads(r, [DayLoad(DAY, floors=2)]),
        [DayLoad(DAY, floors=2)],
    ),
    import_diary.keep_loads: Case(
        May.WRITE,
        lambda r, _: import_diary.keep_loads(r, [A_LOAD], Origin(uuid7(), MONDAY, "")),
    ),
    import_diary.imports: Case(May.SEE, lambda r, _: import_diary.imports(r), []),
    share_links.shares: Case(May.SEE, lambda r, _: share_links.shares(r), []),
    care.carers: Case(May.SEE, lambda r, _: care.carers(r), []),
    deputies.standing_in: Case(May.SEE, lambda r, _: deputies.standing_in(r, MONDAY), []),
    care.chosen: Case(May.SEE, lambda r, _: care.chosen(r)),
    notes.notes: Case(May.SEE, lambda r, _: notes.notes(r), []),
    consents.given: Case(May.SEE, lambda r, _: consents.given(r), []),
    erasure.requested: Case(May.SEE, lambda r, _: erasure.requested(r)),
    alerts.handled: Case(May.SEE, lambda r, _: alerts.handled(r), []),
    sessions.session: Case(May.SEE, lambda r, v: sessions.session(r, v.saved.id), refused=True),
    event_log.events: Case(May.SEE, lambda r, v: event_log.events(r, v.under_way.id), refused=True),
    event_log.acknowledged: Case(
        May.SEE, lambda r, v: event_log.acknowledged(r, v.under_way.id), refused=True
    ),
    sessions.start: Case(May.WRITE, lambda r, v: sessions.start(r, v.under_way), refused=True),
    sessions.save: Case(
        May.WRITE, lambda r, v: sessions.save(r, finished(v.under_way)), refused=True
    ),
    sessions.correct: Case(
        May.WRITE,
        lambda r, v: sessions.correct(r, v.saved.id, before=0, after=0, note=""),
        refused=True,
    ),
    sessions.delete: Case(May.WRITE, lambda r, v: sessions.delete(r, v.saved.id), refused=True),
    sessions.discard: Case(
        May.WRITE, lambda r, v: sessions.discard(r, v.under_way.id), refused=True
    ),
    event_log.append: Case(
        May.WRITE, lambda r, v: event_log.append(r, v.under_way.id, [an_event(2)]), refused=True
    ),
    screenings.save: Case(
        May.WRITE,
        lambda r, v: screenings.save(r, replace(v.screening, finished_at=MONDAY)),
        refused=True,
    ),
    replies.add: Case(May.WRITE, lambda r, _: replies.add(r, a_reply())),
    life_events.save: Case(May.WRITE, lambda r, v: life_events.save(r, v.life_event), refused=True),
    life_events.delete: Case(
        May.WRITE, lambda r, v: life_events.delete(r, v.life_event.id), refused=True
    ),
    ratings.save: Case(
        May.WRITE, lambda r, v: ratings.save(r, a_rating(session=v.under_way.id)), refused=True
    ),
    programme.save: Case(
        May.WRITE, lambda r, v: programme.save(r, v.under_way.id, a_training()), refused=True
    ),
    programme.mark: Case(
        May.WRITE, lambda r, v: programme.mark(r, v.training, a_training()), refused=True
    ),
    programme.rate: Case(May.WRITE, lambda r, v: programme.rate(r, v.training, 9), refused=True),
    programme.delete: Case(May.WRITE, lambda r, v: programme.delete(r, v.training), refused=True),
    trials.begin: Case(May.WRITE, lambda r, v: trials.begin(r, v.trial), refused=True),
    trials.close: Case(May.WRITE, lambda r, v: trials.close(r, v.trial.id, MONDAY), refused=True),
    share_links.revoke: Case(
        May.WRITE, lambda r, v: share_links.revoke(r, v.link, MONDAY), refused=True
    ),
    share_links.make: Case(
        May.WRITE, lambda r, _: share_links.make(r, SHARED, now=MONDAY, ends_at=MONDAY)
    ),
    people.note_zone: Case(May.WRITE, lambda r, _: people.note_zone(r, "Asia/Tokyo", MONDAY)),
    people.save_preferences: Case(
        May.WRITE, lambda r, _: people.save_preferences(r, Preferences(muted=True))
    ),
    programme.begin_break: Case(
        May.WRITE, lambda r, _: programme.begin_break(r, DAY, BreakWhy.AWAY)
    ),
    programme.end_break: Case(May.WRITE, lambda r, _: programme.end_break(r, DAY)),
    retests.save: Case(
        May.WRITE, lambda r, _: retests.save(r, [RetestResult("chair_stand", DAY, 3)])
    ),
    all_data.delete_everything: Case(May.WIPE, lambda r, _: all_data.delete_everything(r)),
    import_diary.keep: Case(
        May.WRITE, lambda r, _: import_diary.keep(r, DIARY, Origin(uuid7(), MONDAY, ""), UTC)
    ),
    import_diary.undo: Case(
        May.WRITE, lambda r, _: import_diary.undo(r, Origin(uuid7(), MONDAY, ""))
    ),
    import_record.import_rows: Case(
        May.WIPE,
        lambda r, _: import_record.import_rows(r, NO_ROWS, import_record.ImportMode.REPLACE),
    ),
    care.accept: Case(
        May.WRITE, lambda r, v: care.accept(r, v.clinician.account, MONDAY), refused=True
    ),
    care.read_of_handover: Case(
        May.WRITE, lambda r, v: care.read_of_handover(r, v.clinician.account, MONDAY)
    ),
    care.withdraw: Case(May.WRITE, lambda r, v: care.withdraw(r, v.clinician.account, MONDAY)),
    deputies.read_of_deputy: Case(
        May.WRITE, lambda r, v: deputies.read_of_deputy(r, v.deputy, MONDAY), refused=True
    ),
    deputies.refuse_deputy: Case(
        May.WRITE, lambda r, v: deputies.refuse_deputy(r, v.deputy, MONDAY), refused=True
    ),
    teams.let_team_in: Case(
        May.WRITE, lambda r, v: teams.let_team_in(r, v.clinician.account, MONDAY), refused=True
    ),
    teams.let_team_out: Case(
        May.WRITE, lambda r, v: teams.let_team_out(r, v.clinician.account, MONDAY)
    ),
    consents.give: Case(May.WRITE, lambda r, _: consents.give(r, Consent(2, MONDAY, "More."))),
    erasure.request: Case(May.WRITE, lambda r, _: erasure.request(r, MONDAY)),
    erasure.take_back: Case(May.WRITE, lambda r, _: erasure.take_back(r, MONDAY)),
    audit.exported: Case(May.NOTE, lambda r, _: audit.exported(r, MONDAY)),
    notes.answer: Case(
        May.WRITE,
        lambda r, v: notes.answer(r, v.note.id, NoteAnswer(uuid7(), "Yes.", MONDAY)),
        refused=True,
    ),
    notes.draft: Case(May.TREAT, lambda r, _: notes.draft(r)),
    notes.save_draft: Case(May.TREAT, lambda r, _: notes.save_draft(r, "Hm")),
    notes.archive: Case(May.WRITE, lambda r, v: notes.archive(r, v.note.id, MONDAY)),
    notes.write: Case(
        May.TREAT, lambda r, _: notes.write(r, Note(uuid7(), NoteAudience.TEAM, "Hm.", MONDAY))
    ),
    replies.answer: Case(
        May.TREAT, lambda r, _: replies.answer(r, a_reply(account=r.principal.account))
    ),
    alerts.see: Case(May.TREAT, lambda r, _: alerts.see(r, [AlertKind.RISING], MONDAY)),
    alerts.take: Case(May.TREAT, lambda r, v: alerts.take(r, v.alert, MONDAY), refused=True),
    alerts.close: Case(
        May.TREAT, lambda r, v: alerts.close(r, v.alert, CloseReason.SEEN, MONDAY), refused=True
    ),
    alerts.undo: Case(May.TREAT, lambda r, v: alerts.undo(r, v.alert, MONDAY), refused=True),
    alerts.open_of_kind: Case(
        May.TREAT, lambda r, _: alerts.open_of_kind(r, AlertKind.RISING, MONDAY)
    ),
    contacts.contact: Case(May.SEE, lambda r, _: contacts.contact(r), ""),
    contacts.keep_contact: Case(May.TREAT, lambda r, _: contacts.keep_contact(r, "112")),
    care.choose: Case(May.TREAT, lambda r, _: care.choose(r, Treatment(), MONDAY)),
    care.view: Case(May.TREAT, lambda r, _: care.view(r, MONDAY)),
    care.discharge: Case(May.TREAT, lambda r, _: care.discharge(r, MONDAY)),
    caseload.case: Case(May.TREAT, lambda r, _: caseload.case(r, QUESTIONS, MONDAY, UTC)),
}

CLINICIANS_ONLY: dict[Function, Callable[[Store, Principal], Any]] = {
    notes.templates: notes.templates,
    notes.keep_template: lambda s, a: notes.keep_template(s, a, "Go on."),
    notes.drop_template: lambda s, a: notes.drop_template(s, a, uuid7()),
    care.request_access: lambda s, a: care.request_access(s, a, "nobody", MONDAY),
    care.ask_no_longer: lambda s, a: care.ask_no_longer(s, a, "nobody", MONDAY),
    care.pending_asks: lambda s, a: care.pending_asks(s, a, MONDAY),
    caseload.caseload: lambda s, a: caseload.caseload(s, a, QUESTIONS, MONDAY, UTC),
    caseload.headlines: lambda s, a: caseload.headlines(s, a, []),
    caseload.view: lambda s, a: caseload.view(s, a, MONDAY),
    mail_notices.address: mail_notices.address,
    mail_notices.keep_address: lambda s, a: mail_notices.keep_address(s, a, "", MONDAY),
}

ADMINS_ONLY: dict[Function, Callable[[Store, Principal, Victim], Any]] = {
    audit.audit_entries: lambda s, a, _: audit.audit_entries(s, a, MONDAY, MONDAY),
    audit.taken_away: lambda s, a, _: audit.taken_away(s, a, MONDAY),
    handovers.looked_after_by: lambda s, a, _: handovers.looked_after_by(s, a),
    handovers.people_of: lambda s, a, v: handovers.people_of(s, a, v.clinician.account),
    handovers.hand_over: lambda s, a, v: handovers.hand_over(
        s, a, v.clinician.account, signed_in(s, Role.CLINICIAN).account, MONDAY
    ),
    teams.teams: lambda s, a, _: teams.teams(s, a),
    teams.change_team: lambda s, a, v: teams.change_team(s, a, v.clinician.account, "X", MONDAY),
    erasure.requests: lambda s, a, _: erasure.requests(s, a),
    erasure.carry_out: lambda s, a, v: erasure.carry_out(s, a, v.record.person, MONDAY),
}

CLINICIANS_AND_ADMINS: dict[Function, Callable[[Store, Principal, Victim], Any]] = {
    deputies.deputies: lambda s, a, _: deputies.deputies(s, a, MONDAY),
    deputies.colleagues: lambda s, a, _: deputies.colleagues(s, a),
    deputies.name_deputy: lambda s, a, v: deputies.name_deputy(
        s,
        a,
        v.clinician.account,
        signed_in(s, Role.CLINICIAN).account,
        ends_at=A_WEEK_ON,
        now=MONDAY,
    ),
    deputies.end_deputy: lambda s, a, v: deputies.end_deputy(s, a, v.deputy, MONDAY),
}
"""What a clinician does for themselves, and an admin for anybody."""

DESK: dict[Function, Callable[[Store, Principal, Victim], Any]] = {
    contacts.contact_of: lambda s, a, v: contacts.contact_of(s, a, v.record.principal.account),
    contacts.keep_contact_of: lambda s, a, v: contacts.keep_contact_of(
        s, a, v.record.principal.account, "113"
    ),
}
"""What an admin and the reception do for a patient."""

THEIRS = {deputies.name_deputy, deputies.end_deputy}
"""Of these, what no other clinician does for them."""

SIGN_IN = {
    "accounts",
    "keys",
    "login_attempts",
    "one_time_codes",
    "second_factors",
    "web_sessions",
}
"""Modules that know accounts and never open a record."""

WITHOUT_ASKER = {
    "audit.refused": "whoever is refused; that they are signed in is looked up as it is kept",
    "backups.back_up": "the operator's, on the machine that holds the database",
    "backups.roll": "the same",
    "copy_database.copy": "the same",
    "copy_database.difference": "the same",
    "copy_database.is_empty": "the same",
    "all_data.all_people": "the command's, on the machine that holds the database",
    "caseload.work_state": "numbers that tell when a list of the one who asks may have changed",
    "erasure.forget_again": "the operator's, who puts a backup back",
    "erasure.forgotten": "the same; marks of nobody who is there",
    "mail_notices.claim": "the server's own; what leaves it is an address of the clinic's staff",
    "mail_notices.give_back": "the same",
    "mail_notices.wanted_by": "the same",
    "migrate.migrate": "opens a database, before anybody can ask",
    "migrate.pending": "which steps an upgrade takes; no record is opened",
    "people.ensure_person": "adds somebody and reads nothing",
    "people.sole_person": "a personal record, which has nobody else",
    "retention.prune": "the server's, by the clinic's own setting",
    "share_links.opened": "whoever has a link; its token is looked up in the same transaction",
    "sessions.count_under_way": "a number for operators, of nobody in particular",
}


def functions(first: str) -> Iterator[tuple[str, Function]]:
    """The public functions of the store whose first parameter is called so."""
    for module in pkgutil.walk_packages(kneeapp.store.__path__, "kneeapp.store."):
        topic = import_module(module.name)
        for name, function in inspect.getmembers(topic, inspect.isfunction):
            if function.__module__ == module.name and not name.startswith("_"):
                parameters = [*inspect.signature(function).parameters, ""]
                if parameters[0] in first.split():
                    yield f"{module.name.rpartition('.')[2]}.{name}", function


def test_every_function_that_takes_a_record_has_its_case() -> None:
    assert {function for _, function in functions("record")} == CASES.keys()


def test_every_function_that_takes_a_whole_database_says_who_may_or_why_anybody() -> None:
    found = dict(functions("store source"))
    of_sign_in = {name for name in found if name.partition(".")[0] in SIGN_IN}
    staff = {
        name
        for name, function in found.items()
        if function in {**CLINICIANS_ONLY, **ADMINS_ONLY, **CLINICIANS_AND_ADMINS, **DESK}
    }
    assert found.keys() == of_sign_in | staff | WITHOUT_ASKER.keys()


@pytest.fixture(scope="module")
def victim(one_store: Store) -> Victim:
    """Of whom nothing may change."""
    return a_victim(one_store)


@pytest.fixture(scope="module")
def open_victim(one_store: Store) -> Victim:
    """Who may do with their own record what they want."""
    return a_victim(one_store)


@pytest.fixture(scope="module")
def shared(one_store: Store) -> tuple[Victim, list[Record]]:
    """A record, as one of the team of their clinician and as a deputy opens it."""
    victim = a_victim(one_store)
    mate, deputy = (signed_in(one_store, Role.CLINICIAN) for _ in range(2))
    of_a_team(one_store, f"The team of {victim.clinician.account}", mate)
    stood_in_for(victim.clinician, deputy, victim.record, A_WEEK_ON, MONDAY)
    return victim, [replace(victim.record, principal=one) for one in (mate, deputy)]


@pytest.fixture(scope="module")
def let_out(one_store: Store, victim: Victim) -> dict[str, Principal]:
    """Everybody who may do nothing in the record of `victim`."""
    withdrawn, asking = (signed_in(one_store, Role.CLINICIAN) for _ in range(2))
    let_in(victim.record, withdrawn)
    care.withdraw(victim.record, withdrawn.account, MONDAY)
    care.request_access(one_store, asking, str(victim.record.person), MONDAY)
    gone = signed_in(one_store, Role.CLINICIAN)
    let_in(victim.record, gone)
    late, refused, ended, of_deputy, mate = (signed_in(one_store, Role.CLINICIAN) for _ in range(5))
    for deputy in (late, refused, ended):
        stood_in_for(victim.clinician, deputy, victim.record, A_WEEK_ON, MONDAY)
    # who sees it as a deputy or as one of the team names no deputy for it
    stood_in_for(late, of_deputy, victim.record, clock.now() + timedelta(days=1), clock.now())
    for named in deputies.standing_in(victim.record, MONDAY):
        if named.deputy == refused.account:
            deputies.refuse_deputy(victim.record, named.id, MONDAY)
        if named.deputy == ended.account:
            deputies.end_deputy(one_store, ended, named.id, MONDAY)
    other = signed_in(one_store, Role.CLINICIAN)
    let_in(victim.record, other)
    of_a_team(one_store, "A team that they did not let in", other, mate)
    return {
        "a deputy after the end": late,
        "a deputy whom they refused": refused,
        "a deputy who ended it": ended,
        "a deputy of a deputy": of_deputy,
        "one of a team that they did not let in": mate,
        "another patient": a_patient(one_store).principal,
        "a clinician they do not know": signed_in(one_store, Role.CLINICIAN),
        "a clinician they let in no longer": withdrawn,
        "a clinician who asks": asking,
        "a clinician who signed out": signed_out(one_store, gone),
        "an admin": signed_in(one_store, Role.ADMIN),
        "the reception": signed_in(one_store, Role.RECEPTION),
        "who made up a link": Principal(None, share="made up"),
        "themselves, signed out": signed_out(
            one_store, replace(victim.record.principal, sign_in=uuid7())
        ),
    }


@pytest.fixture(scope="module")
def stranger(one_store: Store) -> Record:
    """Somebody of whom there is nothing."""
    return a_patient(one_store)


@contextmanager
def unchanged(victim: Victim, *, unless: bool) -> Iterator[None]:
    """The block changes nothing of the victim; not asked `unless` it could at all."""
    before = None if unless else held_rows(victim.record)
    yield
    assert before is None or held_rows(victim.record) == before


@pytest.fixture(autouse=True)
def a_day_of_the_deputy() -> Iterator[None]:
    """Nobody stands in any more who was named in these tests."""
    with clock.running_on(lambda: A_WEEK_ON):
        yield


def at_home(record: Record) -> Record:
    """The same record, where no clinic keeps it and nobody signs in."""
    return replace(record, principal=Principal(record.person))


def names(function: Function) -> str:
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"


@pytest.mark.parametrize("function", CASES, ids=names)
def test_nobody_else_is_let_through(
    function: Function, victim: Victim, let_out: dict[str, Principal]
) -> None:
    may, attempt, *_ = CASES[function]
    store, person = victim.record.store, victim.record.person
    refused = dict(let_out)
    if may is not May.SEE:
        refused["who has a link"] = Principal(None, share=victim.link)
    if may in {May.WRITE, May.WIPE}:
        refused["their clinician"] = victim.clinician
    if may in {May.TREAT, May.WIPE}:
        refused["themselves"] = victim.record.principal
    with unchanged(victim, unless=may is May.SEE):
        for principal in refused.values():
            with pytest.raises(NotAllowed):
                attempt(Record(store, person, principal), victim)


@pytest.mark.parametrize("function", CASES, ids=names)
def test_who_may_is_let_through(function: Function, open_victim: Victim) -> None:
    may, attempt, *_ = CASES[function]
    own = open_victim.record
    with suppress(NotFound, BadInput):  # what an earlier case has taken away
        if may is May.WIPE:
            attempt(at_home(own), open_victim)
            return
        if may is not May.TREAT:
            attempt(own, open_victim)
        if may is not May.WRITE:
            attempt(let_in(own, signed_in(own.store, Role.CLINICIAN)), open_victim)


@pytest.mark.parametrize("function", CASES, ids=names)
def test_one_s_own_record_leads_to_no_other(
    function: Function, victim: Victim, stranger: Record
) -> None:
    may, attempt, nothing, refused = CASES[function]
    own = (
        stranger if (refused and may is May.WRITE) or may is May.SEE else a_patient(stranger.store)
    )
    if may is May.TREAT:
        own = let_in(own, victim.clinician)
    if may is May.WIPE:
        own = at_home(own)
    with unchanged(victim, unless=may is May.SEE):
        if refused:
            with pytest.raises((NotFound, BadInput)):
                attempt(own, victim)
        elif may is May.SEE:
            assert attempt(own, victim) == nothing
            assert attempt(victim.record, victim) != nothing, "the victim themselves sees it"
        else:
            attempt(own, victim)


@pytest.mark.parametrize("function", CLINICIANS_ONLY, ids=names)
def test_a_caseload_is_for_clinicians(
    function: Function, one_store: Store, let_out: dict[str, Principal]
) -> None:
    attempt = CLINICIANS_ONLY[function]
    attempt(one_store, let_out["a clinician they do not know"])
    patient = let_out["another patient"]
    forged = replace(patient, role=Role.CLINICIAN)
    for principal in (
        patient,
        forged,
        let_out["an admin"],
        let_out["the reception"],
        let_out["a clinician who signed out"],
    ):
        with pytest.raises(NotAllowed):
            attempt(one_store, principal)


@pytest.mark.parametrize("function", ADMINS_ONLY, ids=names)
def test_what_is_an_admin_s_is_for_no_one_else(
    function: Function, one_store: Store, victim: Victim, let_out: dict[str, Principal]
) -> None:
    attempt = ADMINS_ONLY[function]
    forged = replace(victim.clinician, role=Role.ADMIN)
    with unchanged(victim, unless=False):
        for principal in (
            victim.record.principal,
            victim.clinician,
            forged,
            let_out["the reception"],
            let_out["who made up a link"],
        ):
            with pytest.raises(NotAllowed):
                attempt(one_store, principal, victim)
    somebody = a_victim(one_store)
    attempt(one_store, signed_in(one_store, Role.ADMIN), somebody)


@pytest.mark.parametrize("function", CLINICIANS_AND_ADMINS, ids=names)
def test_what_a_clinician_does_for_themselves_an_admin_does_for_anybody(
    function: Function, one_store: Store, victim: Victim, let_out: dict[str, Principal]
) -> None:
    attempt = CLINICIANS_AND_ADMINS[function]
    another = let_out["a clinician they do not know"]
    refused = (
        victim.record.principal,
        replace(victim.record.principal, role=Role.ADMIN),
        let_out["the reception"],
        let_out["a clinician who signed out"],
        let_out["who made up a link"],
        *((another, replace(another, role=Role.ADMIN)) if function in THEIRS else ()),
    )
    with unchanged(victim, unless=False):
        for principal in refused:
            with pytest.raises(NotAllowed):
                attempt(one_store, principal, victim)
    for _ in range(2):
        somebody = a_victim(one_store)
        attempt(one_store, somebody.clinician, somebody)
        attempt(one_store, signed_in(one_store, Role.ADMIN), somebody)


@pytest.mark.parametrize("function", DESK, ids=names)
def test_what_the_desk_does_for_a_patient_nobody_else_does(
    function: Function, one_store: Store, victim: Victim, let_out: dict[str, Principal]
) -> None:
    attempt, own = DESK[function], victim.record.principal
    refused = (own, replace(own, role=Role.ADMIN), victim.clinician, let_out["who made up a link"])
    with unchanged(victim, unless=False):
        for principal in refused:
            with pytest.raises(NotAllowed):
                attempt(one_store, principal, victim)
    somebody = a_victim(one_store)
    for principal in (signed_in(one_store, Role.RECEPTION), signed_in(one_store, Role.ADMIN)):
        attempt(one_store, principal, somebody)


@pytest.mark.parametrize(
    "function", [one for one, case in CASES.items() if case.may in {May.SEE, May.TREAT}], ids=names
)
def test_a_deputy_and_one_of_the_team_do_what_a_clinician_does_but_give_the_care_up(
    function: Function, shared: tuple[Victim, list[Record]]
) -> None:
    victim, opened = shared
    with clock.running_on(lambda: A_WEEK_ON - timedelta(seconds=1)):
        for record in opened:
            if function is care.discharge:
                with pytest.raises(BadInput, match="colleague's care"):
                    CASES[function].attempt(record, victim)
                continue
            with suppress(NotFound, BadInput):  # what an earlier case has taken away
                CASES[function].attempt(record, victim)


def test_a_forged_role_opens_no_record(victim: Victim, let_out: dict[str, Principal]) -> None:
    forged = replace(let_out["an admin"], role=Role.CLINICIAN)
    with pytest.raises(NotAllowed):
        sessions.sessions(Record(victim.record.store, victim.record.person, forged))


def test_who_is_a_clinician_no_longer_opens_no_record_that_they_were_let_into(
    one_store: Store,
) -> None:
    patient, clinician = a_patient(one_store), signed_in(one_store, Role.CLINICIAN)
    opened = let_in(patient, clinician)
    assert sessions.sessions(opened) == []
    one_store.run(lambda q: q("update account set role = 'admin' where id = $1", clinician.account))
    with pytest.raises(NotAllowed):
        sessions.sessions(opened)


def test_a_sign_in_to_a_disabled_account_holds_for_nothing(one_store: Store) -> None:
    patient = a_patient(one_store)
    assert sessions.sessions(patient) == []
    # without a new version, which ends the sign-ins that were there before
    one_store.run(
        lambda q: q(
            "update account set disabled_at = $2 where id = $1", patient.principal.account, MONDAY
        )
    )
    for act in (sessions.sessions, lambda record: people.save_preferences(record, Preferences())):
        with pytest.raises(NotAllowed):
            act(patient)


def test_a_withdrawal_works_at_once_on_a_record_that_is_open(one_store: Store) -> None:
    patient, clinician = a_patient(one_store), signed_in(one_store, Role.CLINICIAN)
    opened = let_in(patient, clinician)
    assert sessions.sessions(opened) == []
    care.withdraw(patient, clinician.account, MONDAY)
    with pytest.raises(NotAllowed):
        sessions.sessions(opened)
    with pytest.raises(NotAllowed):
        notes.write(opened, Note(uuid7(), NoteAudience.TEAM, "Hm.", MONDAY))


def test_the_person_reads_no_note_of_the_team(one_store: Store) -> None:
    patient = a_patient(one_store)
    opened = let_in(patient, signed_in(one_store, Role.CLINICIAN, called="Dr Vogt"))
    for audience in NoteAudience:
        notes.write(opened, Note(uuid7(), audience, f"for the {audience}", MONDAY))
    assert [note.body for note in notes.notes(patient)] == ["for the person"]
    assert {note.body for note in notes.notes(opened)} == {"for the person", "for the team"}
    assert {note.author for note in notes.notes(patient)} == {"Dr Vogt"}


def test_nobody_overwrites_the_victim_s_rating(victim: Victim, one_store: Store) -> None:
    with pytest.raises(BadInput):
        ratings.save(a_patient(one_store), replace(victim.rating, value=9))
    assert victim.rating in ratings.ratings(victim.record, KNEE_DAY)


def test_nobody_starts_a_session_of_the_victim_s_trial(victim: Victim, one_store: Store) -> None:
    other = a_patient(one_store)
    with pytest.raises(BadInput):
        sessions.start(other, a_session(trial=TrialPlace(victim.trial.id, 0, 0)))
    assert sessions.under_way(other) is None
