"""What can raise a finding is read as if all of the record had been read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uuid6 import uuid7

from kneeapp import content
from kneeapp.domain.clearance.person_status import SafetyRecord, person_standing
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.evidence.rating_findings import RatingHistory
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.stop_findings import SessionEnd
from kneeapp.domain.routine.timeline import EventKind
from kneeapp.domain.safety.replies import ReplyKind
from kneeapp.domain.safety.status import Case, FindingState
from kneeapp.domain.screening.answers import Screening, ScreeningKind, new_screening
from kneeapp.errors import BadInput
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import event_log, programme, replies, screenings, sessions
from kneeapp.store.record.findings import safety_record
from tests.store.builders import (
    MONDAY,
    a_caution,
    a_finding,
    a_record,
    a_reply,
    a_screening,
    a_session,
    a_training,
    a_visit_of_an_older_version,
    an_event,
    finished,
    said_later,
)

QUESTIONS = content.questionnaire()
NOW = MONDAY + timedelta(days=400)
DAY = timedelta(days=1)


def standing(record: Record, now: datetime = NOW) -> Standing:
    return person_standing(QUESTIONS, safety_record(record, RatingHistory()), now, UTC)


def open_rules(record: Record, now: datetime = NOW) -> list[str]:
    return [case.finding.rule for case in standing(record, now).status.open]


def keep(record: Record, days: float, reason: str | None = None, **different: Any) -> Session:
    """A saved session that began `days` after MONDAY."""
    begun_then = a_session(started_at=MONDAY + days * DAY)
    sessions.start(record, begun_then)
    closed = finished(begun_then, stop_reason=reason, **different)
    sessions.save(record, closed)
    return closed


def train(record: Record, days: float, reason: str | None = None) -> Any:
    at = MONDAY + days * DAY
    training = a_training(
        day=at.date(), done=(), stopped_at=at if reason else None, stop_reason=reason
    )
    identity = uuid7()
    programme.mark(record, identity, training)
    return identity


def stop(record: Record, *reasons: str, days: float = 0, **different: Any) -> Session:
    """A session under way that was stopped for these reasons, one after the other."""
    session = a_session(started_at=MONDAY + days * DAY, **different)
    sessions.start(record, session)
    start = round(session.started_at.timestamp() * 1000)
    stops = [
        an_event(n, kind=EventKind.STOP, value=reason, at_ms=start + 1000 * n)
        for n, reason in enumerate(reasons)
    ]
    event_log.append(record, session.id, stops)
    return session


ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "legs": st.sampled_from([[], ["calf_tender"], ["breathless"]]),
    "slow_signs": st.sampled_from([[], ["stiff_joints"], ["night_rest"]]),
    "health": st.sampled_from([[], ["bleeding"], ["veins"]]),
    "age": st.sampled_from([40, 70]),
}
"""Some with an emergency, some with what a later answer or a number of days ends."""

lists = st.tuples(
    st.integers(0, 380),
    st.sampled_from([ScreeningKind.FULL, ScreeningKind.SHORT, ScreeningKind.SHORT]),
    st.fixed_dictionaries({}, optional=ANSWERS),
    st.booleans(),
)
said = st.tuples(
    st.integers(0, 390),
    st.sampled_from(["lung_clot", "constant_pain", "bleeding", "calf_tender", "stop_sharp"]),
    st.sampled_from([ReplyKind.CHECKED, ReplyKind.GONE, ReplyKind.STILL]),
)


def answered(day: int, kind: ScreeningKind, answers: dict[str, Any], *, whole: bool) -> Screening:
    at = MONDAY + day * DAY
    screening = new_screening(QUESTIONS, kind, screening_id=uuid7(), started_at=at)
    for group, answer in answers.items():
        screening = screening.answered(QUESTIONS, group, answer, at)
    return replace(screening, finished_at=at if whole else None)


def replied(day: int, rule: str, kind: ReplyKind) -> Any:
    at = MONDAY + day * DAY + timedelta(hours=3)
    if kind is ReplyKind.CHECKED:
        return a_reply(rule=rule, finding="", at=at, seen_on=at.date())
    return said_later(kind, rule=rule, finding="", at=at)


def told(here: Standing) -> dict[str, Any]:
    """Everything that pages show of where somebody stands."""
    status = here.status

    def each(cases: Sequence[Case]) -> list[Any]:
        return sorted((case.finding.rule, case.state, case.closes) for case in cases)

    return {
        "open": each(status.open),
        "closing": each(status.closing_now),
        "lifted": each(status.lifted_lately),
        "urgency": status.urgency,
        "no sign": status.no_sign_seen,
        "latest": here.latest and here.latest.id,
        "unfinished": here.unfinished and here.unfinished.id,
        "due": here.due,
        "known": here.known,
    }


@settings(deadline=None, max_examples=40)
@given(
    asked=st.lists(lists, max_size=8),
    said_of_it=st.lists(said, max_size=3),
    ended=st.lists(
        st.tuples(st.integers(0, 380), st.sampled_from([None, None, "sharp", "numb", "finished"])),
        max_size=6,
        unique_by=lambda one: one[0],
    ),
)
def test_where_somebody_stands_is_told_as_if_all_had_been_read(
    one_store: Store, asked: list[Any], said_of_it: list[Any], ended: list[Any]
) -> None:
    record = a_record(one_store)
    for day, kind, answers, whole in asked:
        screenings.save(record, answered(day, kind, answers, whole=whole))
    for reply in said_of_it:
        replies.add(record, replied(*reply))
    saved = [keep(record, *one) for one in ended]
    all_of_it = SafetyRecord(
        screenings=screenings.screenings(record),
        replies=replies.replies(record),
        ends=[
            SessionEnd(one.id, one.ended_at, one.stop_reason, before=one.before, after=one.after)
            for one in saved
            if one.ended_at
        ],
    )
    assert told(standing(record)) == told(person_standing(QUESTIONS, all_of_it, NOW, UTC))


def test_of_many_lists_answered_alike_the_newest_is_read(record: Record) -> None:
    for day in range(30):
        screenings.save(record, a_screening(started_at=MONDAY + day * DAY, kind="short"))
    [one] = safety_record(record, RatingHistory()).screenings
    assert one.started_at == MONDAY + 29 * DAY


def test_a_flag_that_a_later_list_denied_has_passed_when_it_was_first_denied(
    record: Record,
) -> None:
    flag = a_finding("cancer_history", urgency="within_days", ends="answer", group="danger")
    screenings.save(record, a_screening(findings=(flag,), answers={"danger": ["x"]}))
    for day in (10, 20, 30, 40):
        screenings.save(record, a_screening(started_at=MONDAY + day * DAY, kind="short"))
    [case] = standing(record, MONDAY + 41 * DAY).status.cases
    assert (case.state, case.ended_at) == (FindingState.PASSED, MONDAY + 10 * DAY)
    assert standing(record, MONDAY + 41 * DAY).status.lifted_lately
    assert not standing(record, MONDAY + 100 * DAY).status.lifted_lately


def test_answers_of_before_cautions_were_kept_are_judged_where_they_are_the_newest(
    record: Record,
) -> None:
    older = {"kind": ScreeningKind.FULL, "cautions": None, "finished_at": MONDAY}
    screenings.save(record, a_screening(answers={"health": ["bleeding"]}, **older))
    assert open_rules(record) == ["bleeding"]
    later = a_screening(started_at=MONDAY + DAY, answers={"health": ["veins"]}, **older)
    screenings.save(record, later)
    assert sorted(open_rules(record)) == ["veins", "veins_calf"]


def test_a_stop_for_pain_is_a_finding_from_the_moment_of_the_stop(record: Record) -> None:
    session = stop(record, "danger")
    [case] = standing(record, MONDAY + DAY).status.open
    assert (case.finding.rule, case.finding.key) == ("stop_danger", f"stop:{session.id}")
    sessions.save(record, finished(session, stop_reason="danger", after=None, after_at=None))
    assert [one.finding.key for one in standing(record).status.open] == [case.finding.key]


def test_a_later_stop_of_the_same_session_takes_no_danger_back(record: Record) -> None:
    stop(record, "danger", "finished")
    assert open_rules(record) == ["stop_danger"]


@pytest.mark.parametrize("training", [False, True])
def test_two_stops_for_the_same_reason_in_a_row_are_one_more_finding(
    record: Record, training: bool
) -> None:
    end = train if training else keep
    end(record, 0, "sharp")
    end(record, 1, "sharp")
    assert sorted(open_rules(record)) == ["stop_sharp", "stopped_twice"]


@pytest.mark.parametrize("training", [False, True])
def test_two_stops_with_a_session_between_them_are_not_in_a_row(
    record: Record, training: bool
) -> None:
    end = train if training else keep
    for days, reason in ((0, "sharp"), (1, None), (2, "sharp")):
        end(record, days, reason)
    assert open_rules(record) == ["stop_sharp"]


@pytest.mark.parametrize("between", [0, 1])
def test_a_session_that_was_just_stopped_stands_in_the_row(record: Record, between: int) -> None:
    keep(record, 0, "sharp")
    for n in range(between):
        keep(record, 1 + n)
    stop(record, "sharp", days=5)
    assert ("stopped_twice" in open_rules(record)) is (between == 0)


def test_a_routine_and_a_training_stand_in_rows_of_their_own(record: Record) -> None:
    keep(record, 0, "sharp")
    train(record, 1, "sharp")
    assert open_rules(record) == ["stop_sharp"]


def test_a_knee_much_worse_at_the_end_counts_as_a_stop(record: Record) -> None:
    keep(record, 0, before=3, after=5)
    assert open_rules(record) == ["stop_knee_worse"]


def test_somebody_who_looked_at_higher_mornings_in_an_older_record_counts_as_a_check(
    record: Record,
) -> None:
    mornings = {date(2026, 3, 1) + n * DAY: 2 for n in range(8)}
    mornings |= {date(2026, 3, day): 6 for day in (9, 10, 11)}
    at = datetime(2026, 3, 15, 8, tzinfo=UTC)

    def about_mornings() -> set[str]:
        read = safety_record(record, RatingHistory(mornings))
        return {case.finding.rule for case in person_standing(QUESTIONS, read, at, UTC).status.open}

    assert "red_mornings" in about_mornings()
    a_visit_of_an_older_version(record, date(2026, 3, 14))
    assert "red_mornings" not in about_mornings()


@pytest.mark.parametrize("phase", [None, "activate"])
def test_a_session_stopped_for_pain_is_not_thrown_away(record: Record, phase: str | None) -> None:
    session = stop(record, "danger", phase=phase)
    with pytest.raises(BadInput, match="still open"):
        sessions.discard(record, session.id)
    assert open_rules(record) == ["stop_danger"]


def test_a_session_left_for_another_reason_is_thrown_away(record: Record) -> None:
    sessions.discard(record, stop(record, "finished").id)
    assert sessions.under_way(record) is None


def test_a_wrong_tap_on_the_stop_sheet_that_was_put_right_lets_it_be_thrown_away(
    record: Record,
) -> None:
    session = stop(record, "danger")
    wrong = said_later(
        ReplyKind.CORRECTED,
        finding=f"stop:{session.id}",
        rule="stop_danger",
        at=MONDAY + timedelta(minutes=2),
    )
    replies.add(record, wrong)
    sessions.discard(record, session.id)
    assert standing(record).status.cases == ()


def test_a_saved_session_is_deleted_once_what_it_was_stopped_for_is_answered(
    record: Record,
) -> None:
    session = keep(record, 0, "sharp")
    with pytest.raises(BadInput, match="still open"):
        sessions.delete(record, session.id)
    still = said_later(ReplyKind.STILL, rule="stop_sharp", at=MONDAY + 2 * DAY)
    replies.add(record, still)
    with pytest.raises(BadInput, match="still open"):
        sessions.delete(record, session.id)
    replies.add(record, replace(still, id=uuid7(), kind=ReplyKind.GONE))
    sessions.delete(record, session.id)
    assert standing(record).status.cases == ()


def test_neither_of_two_in_a_row_is_deleted_before_somebody_has_looked(record: Record) -> None:
    both = [train(record, day, "sharp") for day in (0, 1)]
    replies.add(record, said_later(ReplyKind.GONE, rule="stop_sharp", at=MONDAY + 5 * DAY))
    for one in both:
        with pytest.raises(BadInput, match="still open"):
            programme.delete(record, one)
    at = MONDAY + 6 * DAY
    replies.add(record, a_reply(rule="stopped_twice", at=at, seen_on=at.date()))
    for one in both:
        programme.delete(record, one)


def test_a_session_that_did_no_harm_is_deleted_at_once(record: Record) -> None:
    sessions.delete(record, keep(record, 0, "finished").id)
    assert sessions.count(record) == 0


def test_a_reply_that_comes_twice_is_kept_once(record: Record) -> None:
    reply = a_reply()
    for _ in range(2):
        replies.add(record, reply)
    assert replies.replies(record) == [reply]


def test_two_tabs_reply_and_both_are_kept(record: Record) -> None:
    screenings.save(record, a_screening(cautions=(a_caution(),)))
    here, there = replace(record), replace(record)
    checked = a_reply(rule="bleeding", allows="roll")
    replies.add(here, checked)
    replies.add(there, replace(checked, id=uuid7(), at=checked.at + DAY, allows="neither"))
    [case] = standing(record).status.cases
    assert case.state is FindingState.CHECKED
    assert case.closes == a_caution().closes


def test_a_list_of_two_tabs_loses_no_caution(record: Record) -> None:
    begun_here = a_screening(answers={})
    screenings.save(record, begun_here)
    told_there = replace(begun_here, answers={"health": ["bleeding"]}, cautions=(a_caution(),))
    screenings.save(record, told_there)
    with pytest.raises(BadInput, match="another tab"):
        screenings.save(record, replace(begun_here, answers={"health": []}))
    assert screenings.screenings(record) == [told_there]


def test_a_check_of_the_clinic_is_a_clinician_s_own(record: Record) -> None:
    with pytest.raises(BadInput, match="in a clinic's name"):
        replies.add(record, a_reply(account=uuid7()))
