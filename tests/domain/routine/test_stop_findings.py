"""What the end of a session hands to the safety status."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from kneeapp.domain.routine.pain_rules import STOPS_FOR_PAIN
from kneeapp.domain.routine.stop_findings import (
    STOP_SIGNS,
    STOPPED_TWICE,
    SessionEnd,
    stop_findings,
    unanswered,
)
from kneeapp.domain.safety.closures import Closure, Part
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.safety.replies import Reply, ReplyKind
from tests.domain.answer_factory import MORNING, QUESTIONS

DAY = timedelta(days=1)
REASONS = pytest.mark.parametrize("reason", STOPS_FOR_PAIN)


def end(n, reason=None, **different):
    return SessionEnd(UUID(int=n + 1), MORNING + n * DAY, reason, **different)


def found(*ends):
    return list(stop_findings(QUESTIONS.directed_signs, ends, "1"))


def rules(*ends):
    return [finding.rule for finding in found(*ends)]


@REASONS
def test_a_stop_for_pain_is_a_finding_that_closes_the_test_move(reason):
    (finding,) = found(end(0, reason))
    assert finding.rule == STOP_SIGNS[reason]
    assert finding.at == MORNING
    assert finding.closing(Closure(Part.TEST_MOVE))
    assert finding.said


def test_a_stop_for_danger_is_an_emergency_that_closes_everything():
    (finding,) = found(end(0, "danger"))
    assert finding.urgency is Urgency.EMERGENCY
    for part in (Part.BALL, Part.MOVEMENT, Part.PROGRAMME, Part.EXERCISE, Part.TRIAL):
        assert finding.closing(Closure(part))


@pytest.mark.parametrize("reason", [None, "no_time", "spot", "other"])
def test_any_other_end_of_a_session_raises_no_finding(reason):
    assert found(end(0, reason, before=4, after=5)) == []


@pytest.mark.parametrize(
    ("before", "after", "harm"), [(4, 5, False), (4, 6, True), (0, 2, True), (4, None, False)]
)
def test_a_knee_rated_much_worse_raises_the_same_finding_as_a_stop(before, after, harm):
    findings = found(end(0, before=before, after=after))
    assert [one.rule for one in findings] == ([STOP_SIGNS["knee_worse"]] if harm else [])
    assert all(f"from {before} to {after}" in one.said for one in findings)


@REASONS
def test_two_stops_of_one_kind_in_a_row_refer_to_a_clinician(reason):
    assert rules(end(0, reason), end(1, reason))[-1] == STOPPED_TWICE
    (twice,) = (one for one in found(end(0, reason), end(1, reason)) if one.rule == STOPPED_TWICE)
    assert twice.urgency.blocks
    assert twice.at == MORNING + DAY


def test_stops_of_different_kinds_or_with_a_good_session_between_are_not_in_a_row():
    assert STOPPED_TWICE not in rules(end(0, "sharp"), end(1, "numb"))
    assert STOPPED_TWICE not in rules(end(0, "sharp"), end(1), end(2, "sharp"))


def test_sessions_of_the_programme_are_counted_separately():
    between = end(1, training=True)
    assert STOPPED_TWICE in rules(end(0, "sharp"), between, end(2, "sharp"))
    assert STOPPED_TWICE not in rules(end(0, "sharp"), end(1, "sharp", training=True))


def test_the_order_of_input_sessions_changes_nothing():
    ends = [end(0, "sharp"), end(1, "sharp"), end(2), end(3, "numb", training=True)]
    assert found(*ends) == found(*reversed(ends))


def reply(to, **different):
    usual = Reply(id=UUID(int=99), finding="", rule=to, kind=ReplyKind.GONE, at=MORNING + 5 * DAY)
    return replace(usual, **different)


def test_a_stop_is_unanswered_until_something_is_said_of_it_that_ends_it():
    stop = end(0, "sharp")
    assert unanswered([stop], [], stop.session)
    assert not unanswered([stop], [reply("stop_sharp", at=stop.at)], stop.session)
    for too_little in (
        reply("stop_sharp", kind=ReplyKind.STILL),
        reply("stop_numb"),
        reply("stop_sharp", at=stop.at - timedelta(microseconds=1)),
    ):
        assert unanswered([stop], [too_little], stop.session)


def test_a_session_that_raised_nothing_has_nothing_to_answer():
    assert not unanswered([end(0), end(1, "sharp")], [], end(0).session)


def test_two_stops_in_a_row_are_unanswered_for_both_sessions():
    ends = [end(0, "sharp"), end(1, "sharp")]
    each = [reply("stop_sharp")]
    for session in (one.session for one in ends):
        assert unanswered(ends, each, session)
        assert not unanswered(ends, [*each, reply(STOPPED_TWICE)], session)
