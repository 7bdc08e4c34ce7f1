"""The week as a whole: minutes, walks, and the ways back to stairs and running."""

import re
from datetime import timedelta

import pytest
from uuid6 import uuid7

from kneeapp import content
from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.programme.activities import ActivityDone, ActivityKind
from kneeapp.store.record import activities, people, programme, screenings, sessions
from tests.pages.test_programme import DAY, follow, screened  # noqa: F401  the same person
from tests.store.builders import MONDAY, a_session, a_training, an_exercise_done, finished


@pytest.fixture
def week(screened):  # noqa: F811
    """The view of the week."""
    return screened.choose("Look at", "Week")


def reopened(screen):
    return screen.go("programme").choose("Look at", "Week")


def test_the_week_names_its_parts_with_their_minutes(week):
    assert "| Strengthening | 0 of 4 |" in week.text
    assert "| Walking | 0 of 4 | 20 |" in week.text
    assert "No room" not in week.text


def test_a_short_week_keeps_strengthening_and_says_why_the_rest_goes(week, record):
    week.enter("Minutes a week", 90).press("Save these minutes")
    assert people.person(record).preferences.week_minutes == 90
    assert "No room this week for" in week.text
    assert "Strengthening comes first" in week.text


def test_a_routine_gives_way_before_the_walk(week, record):
    session = finished(a_session(started_at=MONDAY - timedelta(days=3)))
    sessions.start(record, session)
    sessions.save(record, session)
    [strength] = re.findall(r"Strengthening \| 0 of 4 \| (\d+)", reopened(week).text)
    just_both = Preferences(week_minutes=int(strength) + 20, knee=session.knee)
    people.save_preferences(record, just_both)
    text = reopened(week).text
    assert "No room this week for routine" in text
    assert "| Walking | 0 of 4 |" in text


def test_a_walk_is_kept_in_a_few_taps_and_taken_back(week, record):
    week.unfold("did_walk").pick("What you can do already", content.activities().plans[0].steps[2])
    week.rate("during walk", 2).press("Save it")
    [walk] = activities.activities(record)
    assert (walk.kind, walk.minutes, walk.step, walk.during) == (ActivityKind.WALK, 15, "15", 2)
    assert walk.day == DAY
    assert "| Walking | 1 of 4 | 60 |" in reopened(week).text
    week.press("Remove")
    assert activities.activities(record) == []


def test_cycling_can_be_chosen_instead(week, record):
    week.choose("Which", ActivityKind.CYCLE)
    assert people.person(record).preferences.aerobic is ActivityKind.CYCLE
    assert "| Cycling |" in reopened(week).text


def test_stairs_and_running_open_with_their_phase(week):
    assert "It opens with the phase *Build strength*" in week.text
    assert "It opens with the phase *Back to what you like*" in week.text


def test_stairs_are_rated_again_an_hour_after(week, record, hand_clock):
    follow(record, days=20)
    hand_clock.now = MONDAY + timedelta(days=20)
    today = DAY + timedelta(days=20)
    activities.save(
        record, ActivityDone(uuid7(), ActivityKind.STAIRS, today, 3, "rail_1", 3, 2, during=2)
    )
    [stairs] = activities.activities(record)
    screen = reopened(week)
    assert "how was the knee an hour after" in screen.text
    screen.rate(f"hour {stairs.id}", 2).press("Save rating")
    assert activities.activities(record)[0].hour_after == 2


def test_what_a_finding_closes_for_one_leg_stays_closed_for_stairs(week, record, hand_clock):
    follow(record, days=20)
    hand_clock.now = MONDAY + timedelta(days=20)
    assert "You said" not in reopened(week).text
    [screening] = screenings.screenings(record)
    for group, answer in {"age": 72, "falls": ["fallen"]}.items():
        screening = screening.answered(content.questionnaire(), group, answer, MONDAY)
    screenings.save(record, screening)
    text = reopened(week).text
    assert "You said: “I have fallen in the last year”" in text
    assert "One floor up and down" not in text


def test_after_a_session_that_hurt_too_much_nothing_more_is_offered_today(week, record):
    hurt = a_training(day=DAY, done=(an_exercise_done(day=DAY, pain=7),))
    programme.mark(record, uuid7(), hurt)
    text = reopened(week).text
    assert "Enough for today" in text
    assert "5 minutes, 4 times a week" not in text


def test_on_a_sore_morning_stairs_are_not_offered_and_a_walk_still_is(week, record, hand_clock):
    follow(record, days=20, mornings=lambda n: 7 if n == 19 else 2)
    hand_clock.now = MONDAY + timedelta(days=19)
    text = reopened(week).text
    assert "Not today: the morning was 7 of 10" in text
    assert text.index("Not today") > text.index("**Stairs**")


def test_while_the_danger_list_is_due_it_is_asked_before_the_next_step(week, hand_clock):
    hand_clock.now = MONDAY + timedelta(days=2)
    screen = reopened(week)
    assert "First the short list of danger signs" in screen.text
    assert "5 minutes, 4 times a week" not in screen.text


def test_lessons_that_fit_are_offered_with_source_and_certainty(week):
    assert [box.label for box in week.app.expander if "load" in box.label] == [
        "How much load is right"
    ]
    assert "commonly taught, not yet checked against a source" in week.text


def test_today_says_how_far_the_week_is(week, record):
    session = finished(a_session(started_at=MONDAY - timedelta(days=3)))
    sessions.start(record, session)
    sessions.save(record, session)
    people.save_preferences(record, Preferences(week_minutes=150, knee=session.knee))
    assert "**Week:** About **0** minutes done" in week.go("today").text
