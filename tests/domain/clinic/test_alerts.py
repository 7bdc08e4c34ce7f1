from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from kneeapp.domain.clinic.alerts import (
    LOOK_BACK,
    AlertEvidence,
    AlertKind,
    Handling,
    Stop,
    open_handling,
    raised_alerts,
)
from kneeapp.domain.evidence.trend import Level
from kneeapp.domain.routine.pain_rules import DANGER, STOPS_FOR_PAIN, STOPS_OF_TRAINING
from kneeapp.domain.safety.closures import EVERYTHING
from kneeapp.domain.safety.findings import Finding, Urgency
from tests.store.builders import a_finding, a_reply

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
DAY = timedelta(days=1)


def kinds(signs: AlertEvidence, *handled: Handling) -> list[AlertKind]:
    return [alert.kind for alert in raised_alerts(signs, handled, NOW, UTC)]


def closed(kind: AlertKind, at: datetime) -> Handling:
    return Handling(UUID(int=1), kind, at, "Dr Vogt", closed_at=at, closed_by="Dr Vogt")


def flag(days_ago: float, urgency: Urgency = Urgency.SAME_DAY) -> Finding:
    reason, at = "A hot knee may be an infection.", NOW - days_ago * DAY
    closes = EVERYTHING if urgency.blocks else ()
    return a_finding(f"{urgency}", urgency=urgency, reason=reason, at=at, closes=closes)


def before(*values: int, every: float = 2) -> list[Level]:
    """Ratings before sessions, the newest an hour ago."""
    last = NOW - timedelta(hours=1)
    return [Level(last - n * every * DAY, value) for n, value in enumerate(values[::-1])][::-1]


def mornings(*values: int) -> dict[date, int]:
    """A rating each day up to today."""
    return {NOW.date() - n * DAY: value for n, value in enumerate(values[::-1])}


def test_a_record_without_signs_raises_no_alert() -> None:
    assert kinds(AlertEvidence(NOW)) == []


def test_a_red_flag_that_blocks_is_raised_with_its_reason() -> None:
    [alert] = raised_alerts(AlertEvidence(NOW, findings=[flag(3)]), (), NOW, UTC)
    assert alert.kind is AlertKind.RED_FLAG
    assert alert.detail == "Get help today. A hot knee may be an infection."
    assert alert.at == NOW - 3 * DAY


def test_an_alert_shows_the_worst_red_flag() -> None:
    flags = [flag(1), flag(5, Urgency.EMERGENCY), flag(2, Urgency.WITHIN_DAYS)]
    [alert] = raised_alerts(AlertEvidence(NOW, findings=flags), (), NOW, UTC)
    assert alert.at == NOW - 5 * DAY


def test_an_ordinary_appointment_raises_no_alert() -> None:
    assert kinds(AlertEvidence(NOW, findings=[flag(1, Urgency.ROUTINE)])) == []


def test_a_red_flag_stays_raised_until_it_is_closed_and_a_new_one_is_raised_again() -> None:
    old = flag(60)
    assert kinds(AlertEvidence(NOW, findings=[old])) == [AlertKind.RED_FLAG]
    done = closed(AlertKind.RED_FLAG, NOW - 10 * DAY)
    assert kinds(AlertEvidence(NOW, findings=[old]), done) == []
    assert kinds(AlertEvidence(NOW, findings=[old, flag(9)]), done) == [AlertKind.RED_FLAG]


def test_a_checked_red_flag_raises_no_alert() -> None:
    checked = a_reply(rule="3", at=NOW, seen_on=NOW.date())
    assert kinds(AlertEvidence(NOW, findings=[flag(3)], replies=[checked])) == []
    told = replace(checked, seen_on=NOW.date() - 9 * DAY)
    assert kinds(AlertEvidence(NOW, findings=[flag(3)], replies=[told])) == [AlertKind.RED_FLAG]


def test_a_stop_for_danger_raises_only_its_red_flag_alert() -> None:
    assert kinds(AlertEvidence(NOW, stops=[Stop(NOW, DANGER)])) == []


@pytest.mark.parametrize("reason", sorted(STOPS_FOR_PAIN.keys() - {DANGER}))
def test_a_session_stopped_for_pain_is_raised_for_two_weeks(reason: str) -> None:
    assert kinds(AlertEvidence(NOW, stops=[Stop(NOW - 13 * DAY, reason)])) == [AlertKind.STOPPED]
    assert kinds(AlertEvidence(NOW, stops=[Stop(NOW - 15 * DAY, reason)])) == []


def test_a_session_ended_early_without_pain_raises_no_alert() -> None:
    assert kinds(AlertEvidence(NOW, stops=[Stop(NOW, "finished")])) == []
    assert kinds(AlertEvidence(NOW, stops=[Stop(NOW, "finished", training=True)])) == []


def test_an_alert_says_which_session_was_stopped_in_the_words_that_were_tapped() -> None:
    assert STOPS_OF_TRAINING.keys() == STOPS_FOR_PAIN.keys()
    stops = [Stop(NOW - 2 * DAY, "sharp"), Stop(NOW - DAY, "sharp", training=True)]
    [alert] = raised_alerts(AlertEvidence(NOW, stops=stops[:1]), (), NOW, UTC)
    assert alert.detail == "Sharp or electric pain"
    [alert] = raised_alerts(AlertEvidence(NOW, stops=stops), (), NOW, UTC)
    assert alert.detail == "In strengthening: sharp pain, or the knee locks or gives way"


def test_a_stop_that_was_closed_is_not_raised_again() -> None:
    stop = Stop(NOW - 3 * DAY, "sharp")
    assert kinds(AlertEvidence(NOW, stops=[stop]), closed(AlertKind.STOPPED, NOW - 2 * DAY)) == []
    assert kinds(AlertEvidence(NOW, stops=[stop]), closed(AlertKind.STOPPED, NOW - 4 * DAY)) != []


USUAL = (2, 3, 2, 2, 1, 2, 3, 2, 2, 2, 1, 2)
RISEN = mornings(*USUAL, 6, 6, 6)
TOLD = NOW.replace(hour=12) - DAY
"""The morning of RISEN on which it is certain enough."""


def test_mornings_that_stay_higher_than_usual_are_raised() -> None:
    assert kinds(AlertEvidence(NOW, mornings=RISEN)) == [AlertKind.RED_MORNINGS]
    assert kinds(AlertEvidence(NOW, mornings=mornings(*USUAL, 6, 2, 6))) == []


def test_higher_mornings_before_the_last_closed_alert_do_not_count() -> None:
    assert kinds(AlertEvidence(NOW, mornings=RISEN), closed(AlertKind.RED_MORNINGS, NOW)) == []


def test_first_ratings_that_stay_higher_than_usual_are_raised() -> None:
    assert kinds(AlertEvidence(NOW, before=before(*USUAL, 6, 6, 6))) == [AlertKind.RISING]
    assert kinds(AlertEvidence(NOW, before=before(*USUAL, 2, 3, 3))) == []
    assert kinds(AlertEvidence(NOW, before=before(6, 6, 6, *USUAL))) == []


def test_after_a_closed_rise_only_later_ratings_count() -> None:
    rise = before(*USUAL, 6, 6, 6)
    assert kinds(AlertEvidence(NOW, before=rise), closed(AlertKind.RISING, NOW)) == []


def test_two_silent_weeks_are_raised_since_the_last_sign() -> None:
    last = NOW - 14 * DAY
    [alert] = raised_alerts(AlertEvidence(last), (), NOW, UTC)
    assert (alert.kind, alert.at) == (AlertKind.SILENT, last)
    assert kinds(AlertEvidence(NOW - 13 * DAY)) == []


def test_a_closed_silence_alert_is_raised_again_after_two_more_weeks() -> None:
    last = NOW - 40 * DAY
    assert kinds(AlertEvidence(last), closed(AlertKind.SILENT, NOW - 13 * DAY)) == []
    assert kinds(AlertEvidence(last), closed(AlertKind.SILENT, NOW - 14 * DAY)) == [
        AlertKind.SILENT
    ]


def test_the_gravest_alert_comes_first() -> None:
    signs = AlertEvidence(NOW - 20 * DAY, findings=[flag(1)], stops=[Stop(NOW, "numb")])
    assert kinds(signs) == [AlertKind.RED_FLAG, AlertKind.STOPPED, AlertKind.SILENT]


def test_closing_one_kind_leaves_the_others() -> None:
    signs = AlertEvidence(NOW - 20 * DAY, findings=[flag(1)])
    assert kinds(signs, closed(AlertKind.SILENT, NOW)) == [AlertKind.RED_FLAG]


MOMENT = timedelta(microseconds=1)
TWO_WEEKS = timedelta(days=14)


def test_a_stop_is_raised_for_less_than_fourteen_days() -> None:
    assert kinds(AlertEvidence(NOW, stops=[Stop(NOW - TWO_WEEKS, "sharp")])) == []
    assert kinds(AlertEvidence(NOW, stops=[Stop(NOW - TWO_WEEKS + MOMENT, "sharp")])) != []


def test_a_stop_at_the_moment_of_closing_is_closed() -> None:
    stop = Stop(NOW - DAY, "sharp")
    assert kinds(AlertEvidence(NOW, stops=[stop]), closed(AlertKind.STOPPED, stop.at)) == []
    assert (
        kinds(AlertEvidence(NOW, stops=[stop]), closed(AlertKind.STOPPED, stop.at - MOMENT)) != []
    )


def test_the_newest_stop_is_the_one_that_is_told() -> None:
    stops = [Stop(NOW - DAY, "sharp"), Stop(NOW - 2 * DAY, "numb")]
    [alert] = raised_alerts(AlertEvidence(NOW, stops=stops), (), NOW, UTC)
    assert (alert.at, alert.detail) == (NOW - DAY, "Sharp or electric pain")


@pytest.mark.parametrize(("days", "raised"), [(13, True), (14, False)])
def test_higher_mornings_are_raised_for_less_than_fourteen_days(days: int, raised: bool) -> None:
    told = mornings(*USUAL, 6, 6, *[2] * days)
    assert (AlertKind.RED_MORNINGS in kinds(AlertEvidence(NOW, mornings=told))) is raised


def test_an_alert_of_higher_mornings_says_by_how_much_and_since_when() -> None:
    [alert] = raised_alerts(AlertEvidence(NOW, mornings=RISEN), (), NOW, UTC)
    assert alert.detail == (
        "Mornings since 28 February are 4.0 points higher than before (2.0 on average then)"
    )
    assert alert.at == TOLD


def test_mornings_to_come_are_not_counted() -> None:
    ahead = {NOW.date() + DAY: 9, NOW.date() + 2 * DAY: 9}
    assert kinds(AlertEvidence(NOW, mornings=mornings(*USUAL, 2) | ahead)) == []


def test_a_rise_counts_until_an_alert_is_closed_at_its_noon() -> None:
    signs = AlertEvidence(NOW, mornings=RISEN)
    assert kinds(signs, closed(AlertKind.RED_MORNINGS, TOLD)) == []
    assert kinds(signs, closed(AlertKind.RED_MORNINGS, TOLD - MOMENT)) != []


def test_a_red_flag_at_the_moment_of_closing_is_closed() -> None:
    one = flag(3)
    assert (
        kinds(AlertEvidence(NOW, findings=[one]), closed(AlertKind.RED_FLAG, NOW - 3 * DAY)) == []
    )
    assert (
        kinds(
            AlertEvidence(NOW, findings=[one]), closed(AlertKind.RED_FLAG, NOW - 3 * DAY - MOMENT)
        )
        != []
    )


def test_silence_is_raised_after_fourteen_days_and_not_a_moment_sooner() -> None:
    assert kinds(AlertEvidence(NOW - TWO_WEEKS)) == [AlertKind.SILENT]
    assert kinds(AlertEvidence(NOW - TWO_WEEKS + MOMENT)) == []


def test_what_was_closed_last_is_what_counts() -> None:
    done = [closed(AlertKind.SILENT, NOW - DAY), closed(AlertKind.SILENT, NOW - 20 * DAY)]
    assert kinds(AlertEvidence(NOW - 40 * DAY), *done) == []
    assert kinds(AlertEvidence(NOW - 40 * DAY), *done[::-1]) == []


def test_what_is_rated_is_looked_at_for_twelve_weeks() -> None:
    assert timedelta(days=84) == LOOK_BACK


def test_an_alert_that_is_not_closed_hides_nothing() -> None:
    seen = replace(closed(AlertKind.SILENT, NOW), closed_at=None, closed_by=None)
    assert kinds(AlertEvidence(NOW - TWO_WEEKS), seen) == [AlertKind.SILENT]


def test_what_is_being_done_is_of_that_kind_and_not_closed() -> None:
    one = replace(closed(AlertKind.SILENT, NOW), closed_at=None, closed_by=None)
    done = closed(AlertKind.SILENT, NOW)
    assert open_handling([done, one], AlertKind.SILENT) == one
    assert open_handling([done, one], AlertKind.STOPPED) is None
    assert open_handling([done], AlertKind.SILENT) is None


def test_a_rise_is_dated_by_the_rating_that_made_it_certain() -> None:
    rise = before(*USUAL, 6, 6, 6)
    [alert] = raised_alerts(AlertEvidence(NOW, before=rise), (), NOW, UTC)
    assert alert.at == rise[-2].at


def test_a_red_flag_that_the_person_answers_is_told_with_what_they_entered() -> None:
    red = flag(3)
    check = a_reply(finding=red.key, rule=red.rule, at=NOW - timedelta(hours=1), seen_on=NOW.date())
    alerts = raised_alerts(AlertEvidence(NOW, findings=[red], replies=[check]), (), NOW, UTC)
    [answered] = [alert for alert in alerts if alert.kind is AlertKind.ANSWERED]
    assert answered.at == NOW - timedelta(hours=1)
    assert answered.detail.startswith("They entered: a doctor checked it on 2 March 2026")
    assert AlertKind.ANSWERED not in kinds(
        AlertEvidence(NOW, findings=[red], replies=[replace(check, account=UUID(int=9))])
    ), "a clinician's own check"
    assert AlertKind.ANSWERED not in kinds(
        AlertEvidence(NOW, findings=[red], replies=[check]), closed(AlertKind.ANSWERED, NOW)
    )


@pytest.mark.parametrize(("days", "due"), [(27, False), (28, True)])
def test_home_tests_are_due_four_weeks_after_the_last(days: int, *, due: bool) -> None:
    tested = NOW.date() - timedelta(days=days)
    assert (AlertKind.RETEST in kinds(AlertEvidence(NOW, tested=tested))) == due


def test_whoever_closes_a_retest_has_four_weeks_and_who_is_silent_is_told_once() -> None:
    signs = AlertEvidence(NOW, tested=NOW.date() - timedelta(days=40))
    assert kinds(signs, closed(AlertKind.RETEST, NOW - 2 * DAY)) == []
    silent = replace(signs, last=NOW - timedelta(weeks=3))
    assert kinds(silent) == [AlertKind.SILENT]
