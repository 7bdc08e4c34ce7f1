from contextlib import closing
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uuid6 import uuid7

from kneeapp import content
from kneeapp.domain.accounts.people import Preferences, Principal, Role
from kneeapp.domain.clinic.alerts import AlertKind, CloseReason
from kneeapp.domain.clinic.caseload import CaseloadEntry
from kneeapp.domain.clinic.notes import Note, NoteAudience
from kneeapp.domain.evidence.verdicts import Outcome
from kneeapp.domain.origin import Origin
from kneeapp.domain.routine.sessions import TrialPlace
from kneeapp.domain.routine.timeline import EventKind
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.sides import Side
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import alerts, care, caseload, erasure, notes
from kneeapp.store.engine import postgres_engine
from kneeapp.store.engine.database import Store
from kneeapp.store.record import (
    event_log,
    people,
    programme,
    ratings,
    replies,
    screenings,
    sessions,
    trials,
)
from tests.store.builders import (
    MONDAY,
    a_finding,
    a_rating,
    a_reply,
    a_screening,
    a_session,
    a_training,
    a_trial,
    an_event,
    finished,
)
from tests.store.care_helpers import a_patient, let_in, signed_in

NOW = MONDAY + timedelta(weeks=2, days=2)
QUESTIONS = content.questionnaire()


@pytest.fixture
def clinician(one_store: Store) -> Principal:
    return signed_in(one_store, Role.CLINICIAN)


@pytest.fixture
def patient(one_store: Store, clinician: Principal) -> Record:
    record = a_patient(one_store, called="Anna Berg")
    let_in(record, clinician, NOW - timedelta(days=30))
    return record


def keep(record: Record, days: float, before: int = 6, after: int | None = 4, **different) -> None:
    """A saved session that began `days` before NOW."""
    late = different.pop("late", False)
    reason = different.pop("stop_reason", None)
    begun = a_session(started_at=NOW - timedelta(days=days), before=before, **different)
    sessions.start(record, begun)
    sessions.save(record, finished(begun, after=after, late=late, stop_reason=reason))


def seen(record: Record, clinician: Principal):
    [case] = caseload.caseload(record.store, clinician, QUESTIONS, NOW, UTC)
    assert case == caseload.case(
        Record(record.store, record.person, clinician), QUESTIONS, NOW, UTC
    )
    return case


def test_somebody_new_is_there_with_nothing(patient: Record, clinician: Principal) -> None:
    case = seen(patient, clinician)
    assert (case.name, case.person) == ("Anna Berg", patient.person)
    assert (case.last_session, case.this_week, case.rated, case.phase) == (None, 0, (), None)
    assert [alert.kind for alert in case.alerts] == [AlertKind.SILENT]


def test_only_those_are_there_who_let_the_clinician_in(
    patient: Record, clinician: Principal
) -> None:
    store = patient.store
    asked, withdrawn = a_patient(store), a_patient(store)
    care.request_access(store, clinician, str(asked.person), MONDAY)
    let_in(withdrawn, clinician)
    care.withdraw(withdrawn, clinician.account, MONDAY)
    let_in(a_patient(store), signed_in(store, Role.CLINICIAN))
    assert seen(patient, clinician).person == patient.person


def test_the_week_begins_on_monday_in_the_person_s_zone_or_else_the_clinician_s(
    patient: Record, clinician: Principal
) -> None:
    people.save_preferences(patient, Preferences(weekly_target=2))
    keep(patient, 2.3)  # Monday 1 am UTC, still Sunday in New York
    keep(patient, 1)
    case = seen(patient, clinician)
    assert (case.this_week, case.weekly_target) == (2, 2)
    far = caseload.caseload(patient.store, clinician, QUESTIONS, NOW, ZoneInfo("America/New_York"))
    assert far[0].this_week == 1
    people.note_zone(patient, "Europe/Berlin", NOW)
    far = caseload.caseload(patient.store, clinician, QUESTIONS, NOW, ZoneInfo("America/New_York"))
    assert far[0].this_week == 2


def test_ratings_are_those_of_the_newest_knee_and_move(
    patient: Record, clinician: Principal
) -> None:
    keep(patient, 5, before=9, knee=Side.RIGHT)
    keep(patient, 4, before=8, test_move="step down")
    keep(patient, 3, before=6, after=3)
    keep(patient, 2, before=5, after=4, late=True)
    keep(patient, 1, before=4, after=None)
    case = seen(patient, clinician)
    assert [(one.before, one.after) for one in case.rated] == [(6, 3), (5, None), (4, None)]
    assert case.last_session == NOW - timedelta(days=1)


def test_a_trial_under_way_or_over_tells_no_relief(patient: Record, clinician: Principal) -> None:
    trial = a_trial()
    trials.begin(patient, trial)
    keep(patient, 1, trial=TrialPlace(trial.id, 0, 0))
    assert seen(patient, clinician).reliefs == ()


def test_what_is_older_than_twelve_weeks_is_left_out(patient: Record, clinician: Principal) -> None:
    keep(patient, 85)
    assert seen(patient, clinician).last_session is None


def test_the_phase_is_the_one_trained_last(patient: Record, clinician: Principal) -> None:
    for days, phase in ((3, "build"), (9, "activate")):
        day = (NOW - timedelta(days=days)).date()
        programme.mark(patient, uuid7(), a_training(day=day, phase=phase))
    assert seen(patient, clinician).phase == "build"


@pytest.mark.parametrize("what", ["session", "morning", "screening", "training"])
def test_whatever_was_entered_ends_silence(
    patient: Record, clinician: Principal, what: str
) -> None:
    at = NOW - timedelta(days=3)
    match what:
        case "session":
            keep(patient, 3)
        case "morning":
            ratings.save(patient, a_rating(taken_at=at))
        case "screening":
            screenings.save(patient, a_screening(started_at=at))
        case "training":
            programme.mark(patient, uuid7(), a_training(day=at.date()))
    assert seen(patient, clinician).alerts == ()


def test_what_a_patient_rates_counts_before_another_diary_of_that_day(
    patient: Record, clinician: Principal
) -> None:
    for n, value in enumerate((2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 6, 6)):
        at = NOW - timedelta(days=11 - n)
        ratings.save(patient, a_rating(value=value, taken_at=at, origin=Origin(uuid7(), NOW, "")))
    assert [alert.kind for alert in seen(patient, clinician).alerts] == [AlertKind.RED_MORNINGS]
    ratings.save(patient, a_rating(value=2, taken_at=NOW - timedelta(hours=7)))
    assert seen(patient, clinician).alerts == ()


def test_alerts_come_from_what_was_entered(patient: Record, clinician: Principal) -> None:
    screenings.save(patient, a_screening(started_at=NOW, findings=(a_finding(),)))
    keep(patient, 1, stop_reason="sharp")
    for n, value in enumerate((2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 6, 6)):
        ratings.save(patient, a_rating(value=value, taken_at=NOW - timedelta(days=11 - n)))
    kinds = [alert.kind for alert in seen(patient, clinician).alerts]
    assert kinds == [AlertKind.RED_FLAG, AlertKind.STOPPED, AlertKind.RED_MORNINGS]


def flags(record: Record, clinician: Principal) -> list[str]:
    alerts_now = seen(record, clinician).alerts
    return [alert.detail for alert in alerts_now if alert.kind is AlertKind.RED_FLAG]


def test_a_red_flag_that_was_checked_is_red_no_more(patient: Record, clinician: Principal) -> None:
    at = NOW - timedelta(days=3)
    screenings.save(patient, a_screening(started_at=at, findings=(a_finding(),)))
    assert flags(patient, clinician)
    replies.add(patient, a_reply(at=at + timedelta(hours=3), seen_on=at.date()))
    assert flags(patient, clinician) == []


def test_a_check_that_was_entered_on_the_spot_leaves_an_emergency_red(
    patient: Record, clinician: Principal
) -> None:
    emergency = a_finding(urgency=Urgency.EMERGENCY)
    at = NOW - timedelta(days=3)
    screenings.save(patient, a_screening(started_at=at, findings=(emergency,)))
    replies.add(patient, a_reply(at=at + timedelta(minutes=30), seen_on=at.date()))
    assert flags(patient, clinician)


def test_a_red_flag_is_raised_however_old_it_is_while_it_is_open(
    patient: Record, clinician: Principal
) -> None:
    at = NOW - timedelta(weeks=40)
    screenings.save(patient, a_screening(started_at=at, findings=(a_finding(),)))
    assert flags(patient, clinician)


def test_a_stop_for_danger_is_an_emergency_and_raised_before_it_is_saved(
    patient: Record, clinician: Principal
) -> None:
    begun = a_session(started_at=NOW - timedelta(hours=1))
    sessions.start(patient, begun)
    at_ms = round(begun.started_at.timestamp() * 1000)
    stop = an_event(0, kind=EventKind.STOP, value="danger", at_ms=at_ms)
    event_log.append(patient, begun.id, [stop])
    [detail] = flags(patient, clinician)
    assert detail.startswith(Urgency.EMERGENCY.label)
    sessions.save(patient, finished(begun, stop_reason="danger"))
    assert flags(patient, clinician) == [detail]


def test_two_sessions_in_a_row_after_which_the_knee_is_much_worse_are_a_red_flag(
    patient: Record, clinician: Principal
) -> None:
    keep(patient, 3, before=3, after=6)
    assert flags(patient, clinician) == []
    keep(patient, 2, before=3, after=6)
    assert flags(patient, clinician)


def train(record: Record, **stopped: object) -> None:
    """A session of the programme of yesterday, saved as the app saves it."""
    begun = a_session(phase="activate", started_at=NOW - timedelta(days=1))
    sessions.start(record, begun)
    programme.save(record, begun.id, a_training(day=NOW.date(), done=(), **stopped))


def test_a_session_of_the_programme_stopped_for_pain_raises_an_alert(
    patient: Record, clinician: Principal
) -> None:
    at = NOW - timedelta(hours=20)
    train(patient, stopped_at=at, stop_reason="sharp")
    [alert] = seen(patient, clinician).alerts
    assert (alert.kind, alert.at) == (AlertKind.STOPPED, at)
    assert alert.detail == "In strengthening: sharp pain, or the knee locks or gives way"


@pytest.mark.parametrize("reason", [None, "finished"])
def test_a_session_of_the_programme_that_ended_otherwise_raises_none(
    patient: Record, clinician: Principal, reason: str | None
) -> None:
    train(patient, stopped_at=reason and NOW, stop_reason=reason)
    assert seen(patient, clinician).alerts == ()


def test_what_was_done_about_an_alert_is_there_and_a_closed_one_is_gone(
    patient: Record, clinician: Principal
) -> None:
    opened = Record(patient.store, patient.person, clinician)
    alerts.see(opened, [AlertKind.SILENT], NOW)
    case = seen(patient, clinician)
    [handling] = case.handled
    assert case.taken(case.alerts[0]) == handling
    alerts.close(opened, handling.id, CloseReason.SPOKEN, NOW)
    assert seen(patient, clinician).alerts == ()


def test_a_headline_is_worked_out_anew_once_a_session_comes(
    patient: Record, clinician: Principal
) -> None:
    store, asked = patient.store, [patient.person]
    assert caseload.headlines(store, clinician, asked) == {}
    for days in range(8, 0, -1):
        keep(patient, days, before=6, after=2)
    first = caseload.headlines(store, clinician, asked)[patient.person]
    assert first.outcome is Outcome.HELPS
    keep(patient, 0)
    assert caseload.headlines(store, clinician, asked)[patient.person].counted == first.counted + 1


def test_the_sessions_of_who_wrote_nothing_since_are_not_read_again(
    patient: Record, clinician: Principal
) -> None:
    keep(patient, 1)
    store, asked = patient.store, [patient.person]
    before = caseload.headlines(store, clinician, asked)
    store.run(lambda q: q("delete from session where person_id = $1", patient.person))
    assert before
    assert caseload.headlines(store, clinician, asked) == before


def test_a_headline_is_not_handed_to_a_clinician_who_is_not_let_in(
    patient: Record, clinician: Principal
) -> None:
    keep(patient, 1)
    store, asked = patient.store, [patient.person]
    other = signed_in(store, Role.CLINICIAN)
    assert caseload.headlines(store, other, asked) == {}
    assert caseload.headlines(store, clinician, asked)
    care.withdraw(patient, clinician.account, NOW)
    assert caseload.headlines(store, clinician, asked) == {}


def test_a_note_is_put_away_once(patient: Record, clinician: Principal) -> None:
    note = Note(uuid7(), NoteAudience.PERSON, "Go on.", MONDAY)
    opened = Record(patient.store, patient.person, clinician)
    notes.write(opened, note)
    notes.write(opened, note)
    notes.archive(patient, note.id, NOW)
    notes.archive(patient, note.id, NOW + timedelta(days=1))
    [kept] = notes.notes(opened)
    assert (kept.body, kept.read_at) == ("Go on.", NOW)


ACTS = st.sampled_from(
    ["session", "morning", "flag", "check", "training", "target", "seen", "let in"]
)


@settings(max_examples=20)
@given(acts=st.lists(st.tuples(st.sampled_from([0, 1]), ACTS), max_size=5))
def test_a_caseload_that_was_opened_before_shows_whatever_was_written_since(
    one_store: Store, acts: list[tuple[int, str]]
) -> None:
    clinician = signed_in(one_store, Role.CLINICIAN)
    patients = [a_patient(one_store, called=name) for name in ("Anna", "Ben")]
    let_in(patients[0], clinician, NOW - timedelta(days=30))
    for n, (whose, act) in enumerate(acts):
        caseload.caseload(one_store, clinician, QUESTIONS, NOW, UTC)
        happen(patients[whose], act, clinician, NOW + timedelta(seconds=n))
        again = caseload.caseload(one_store, clinician, QUESTIONS, NOW, UTC)
        one_store.cache.clear()
        anew = caseload.caseload(one_store, clinician, QUESTIONS, NOW, UTC)
        assert sorted(again, key=name_of) == sorted(anew, key=name_of)


def happen(record: Record, act: str, clinician: Principal, at: datetime) -> None:
    match act:
        case "session":
            keep(record, 1, stop_reason="sharp")
        case "morning":
            ratings.save(record, a_rating(taken_at=NOW - timedelta(hours=8)))
        case "flag":
            screenings.save(record, a_screening(started_at=NOW, findings=(a_finding(),)))
        case "check":
            replies.add(record, a_reply(at=at, seen_on=NOW.date()))
        case "training":
            programme.mark(record, uuid7(), a_training(day=NOW.date()))
        case "target":
            people.save_preferences(record, Preferences(weekly_target=7))
        case "seen" if carers(record, clinician):
            opened = Record(record.store, record.person, clinician)
            alerts.see(opened, [AlertKind.SILENT], at)
        case "let in" if carers(record, clinician):
            care.withdraw(record, clinician.account, at)
        case "let in":
            let_in(record, clinician, at)


def carers(record: Record, clinician: Principal) -> bool:
    return any(one.clinician == clinician.account for one in care.carers(record))


def name_of(case: CaseloadEntry) -> str:
    return case.name


def test_who_wrote_nothing_since_is_not_read_again(patient: Record, clinician: Principal) -> None:
    keep(patient, 1)
    before = seen(patient, clinician)
    patient.store.run(lambda q: q("delete from session where person_id = $1", patient.person))
    [case] = caseload.caseload(patient.store, clinician, QUESTIONS, NOW, UTC)
    assert case == before


def test_the_next_day_everybody_is_read_anew(patient: Record, clinician: Principal) -> None:
    keep(patient, 84, test_move="step down")
    assert seen(patient, clinician).last_session
    [case] = caseload.caseload(patient.store, clinician, QUESTIONS, NOW + timedelta(days=1), UTC)
    assert case.last_session is None


def test_time_alone_raises_an_alert_in_a_caseload_that_was_opened_before(
    patient: Record, clinician: Principal
) -> None:
    keep(patient, 13.9)
    assert seen(patient, clinician).alerts == ()
    [case] = caseload.caseload(patient.store, clinician, QUESTIONS, NOW + timedelta(hours=3), UTC)
    assert [alert.kind for alert in case.alerts] == [AlertKind.SILENT]


def test_nothing_of_a_deleted_person_is_kept_in_memory(
    patient: Record, clinician: Principal
) -> None:
    store, state = patient.store, (QUESTIONS.version, NOW.date(), UTC)
    seen(patient, clinician)
    assert store.cache.values(("caseload", clinician.account), state)
    erasure.request(patient, NOW)
    erasure.carry_out(store, signed_in(store, Role.ADMIN), patient.person, NOW)
    assert store.cache.values(("caseload", clinician.account), state) == {}


def test_the_state_of_a_work_list_changes_with_what_may_be_to_do_and_is_asked_once_for_all(
    store, monkeypatch
):
    patient = a_patient(store)
    clinicians = [signed_in(store, Role.CLINICIAN) for _ in range(50)]
    for clinician in clinicians:
        let_in(patient, clinician)
    asked = []
    run = store.run
    monkeypatch.setattr(store, "run", lambda work: asked.append(work) or run(work))

    def states(minute):
        at = MONDAY + timedelta(minutes=minute)
        return [caseload.work_state(store, one.account, at) for one in clinicians]

    before = states(0)
    assert states(0) == before
    assert len(asked) == 1, "one question for fifty clinicians"
    people.save_preferences(patient, Preferences(muted=True))
    assert states(1) == before, "nothing to act on"
    screenings.save(patient, a_screening(findings=(a_finding(),)))
    after = states(2)
    assert all(new != old for new, old in zip(after, before, strict=True))
    care.withdraw(patient, clinicians[0].account, MONDAY)
    assert states(3)[0] != after[0]


@pytest.fixture
def asked(store, monkeypatch):
    """The transactions of a store, as they come."""
    transactions, once = [], store.engine.once
    monkeypatch.setattr(store.engine, "once", lambda work: transactions.append(work) or once(work))
    return transactions


def test_a_clinician_alone_asks_once_a_minute_and_learns_of_a_change_at_once(store, asked):
    patient, clinician = a_patient(store), signed_in(store, Role.CLINICIAN)
    let_in(patient, clinician)
    seconds = timedelta(seconds=1)

    def look(second):
        return caseload.work_state(store, clinician.account, MONDAY + second * seconds)

    before = look(0)
    asked.clear()
    assert {look(second) for second in range(10, 600, 10)} == {before}
    assert len(asked) <= 10, "once a minute while nothing is written"
    screenings.save(patient, a_screening(findings=(a_finding(),)))
    assert look(620) != before, "the next look but one shows it"


def test_of_two_processes_each_learns_of_the_other_s_changes_within_half_a_minute(
    cluster, monkeypatch
):
    url = cluster.database()
    here = Store.open(url)
    monkeypatch.setattr(postgres_engine, "PROCESS", "kneeapp of another process")
    with closing(here), closing(Store.open(url)) as there:
        patient, clinician = a_patient(here), signed_in(here, Role.CLINICIAN)
        let_in(patient, clinician)

        def look(second):
            at = MONDAY + timedelta(seconds=second)
            return caseload.work_state(there, clinician.account, at)

        before = look(0)
        screenings.save(patient, a_screening(findings=(a_finding(),)))
        assert look(20) != before
