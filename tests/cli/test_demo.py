"""The made-up person: the same story every time, told through the domain, gone at the end."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import groupby

import pytest

from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.domain.clearance.person_status import SafetyRecord, person_standing
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.sessions import SessionStatus
from kneeapp.settings import Settings
from kneeapp.store.engine.database import Store
from kneeapp.store.record import (
    life_events,
    people,
    programme,
    ratings,
    retests,
    screenings,
    sessions,
)
from tests.store.held_rows import held_rows

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
BACK_AND_FORTH = ["activate", "strengthen", "control", "strengthen", "control"]


@pytest.fixture(scope="module")
def story():
    """Every session of the twelve weeks, as it was saved."""
    routine = content.routine("release")
    return [closed for _, closed in demo.made_up(routine, NOW, weeks=demo.WEEKS)]


def test_the_demo_record_is_the_same_each_time_it_is_made(story):
    again = demo.made_up(content.routine("release"), NOW, weeks=demo.WEEKS)
    assert [closed for _, closed in again] == story


def test_the_demo_record_moves_with_the_current_day(story):
    later = demo.made_up(content.routine("release"), NOW + timedelta(days=40), weeks=demo.WEEKS)
    moved = [(closed.started_at - timedelta(days=40), closed.relief) for _, closed in later]
    assert moved == [(session.started_at, session.relief) for session in story]


@pytest.mark.parametrize("hour", [0, 8, 23])
def test_it_spans_twelve_weeks_and_ends_yesterday(hour):
    now = NOW.replace(hour=hour)
    told = [closed for _, closed in demo.made_up(content.routine("release"), now, weeks=12)]
    assert told[-1].started_at.date() == (now - timedelta(days=1)).date()
    assert now - timedelta(weeks=12, days=1) < told[0].started_at < now - timedelta(weeks=11)
    assert all(session.after_at is None or session.after_at < now for session in told)
    assert 3 * 12 <= len(told) <= 5 * 12


def test_the_demo_record_has_what_a_real_record_has(story):
    reliefs = [session.relief for session in story if session.relief is not None]
    assert any(session.late for session in story)
    assert any(session.stop_reason for session in story)
    assert any(session.after is None for session in story)
    assert {session.choice.preset for session in story} == set(demo.PRESETS)
    assert min(reliefs) < 0 < max(reliefs)


def test_knee_and_tenderness_fall_over_the_weeks(story):
    first, last = story[:12], story[-12:]
    assert mean(session.before for session in last) < mean(session.before for session in first) - 1
    assert tender(last) < tender(first) - 0.5
    assert all(step.unattended_s == 0 for session in story for step in session.steps)


def test_the_screening_lets_the_person_start():
    questionnaire = content.questionnaire()
    screening = demo.screened(questionnaire, NOW - timedelta(weeks=12))
    here = person_standing(questionnaire, SafetyRecord([screening]), NOW, UTC)
    assert here.screened
    assert here.status.cases == ()


def test_all_of_it_is_in_the_database_that_the_demo_shows(tmp_path, story):
    with (
        clock.running_on(lambda: NOW),
        demo.demo_settings(Settings(database=tmp_path / "a"), demo.fill) as shown,
    ):
        assert shown.demo
        assert shown.database != tmp_path / "a"
        store = Store.open(shown.database)
        record = demo.Record(
            store, people.sole_person(store, NOW), demo.Principal(people.sole_person(store, NOW))
        )
        saved = sessions.sessions(record)
        assert [session.relief for session in saved] == [session.relief for session in story]
        assert all(session.status is SessionStatus.SAVED for session in saved)
        assert len(screenings.screenings(record)) == 1
        assert_lives(record)
        assert people.person(record).preferences.knee is demo.KNEE
        store.close()
    assert not shown.database.parent.exists()
    assert not (tmp_path / "a").exists()


def assert_lives(record):
    """Mornings, marked days, home tests, and a programme that went up, back and up again."""
    trainings = list(programme.trainings(record).values())
    assert trainings[0].day >= (NOW - timedelta(weeks=10)).date()
    assert trainings[-1].day < NOW.date()
    phases = [training.phase for training in trainings]
    assert [phase for phase, _ in groupby(phases)] == BACK_AND_FORTH
    assert max(training.pain for training in trainings) == 6
    assert len(ratings.ratings(record, KNEE_DAY)) > 60
    assert len(life_events.life_events(record)) == 4
    assert {result.test for result in retests.results(record)} == {
        *("knee_to_wall", "chair_stand", "activities")
    }
    assert programme.breaks(record)


def test_the_demo_days_are_the_same_each_time():
    lived = [held(Store.open(None)) for _ in range(2)]
    assert lived[0] == lived[1]


def held(store):
    with closing(store):
        record = demo.fill(store, NOW)
        told = held_rows(record)
        return {table: rows for table, rows in told.items() if table != "person"}


def mean(values):
    saved = list(values)
    return sum(saved) / len(saved)


def tender(told):
    return mean(
        step.first_half_minute
        for session in told
        for step in session.steps
        if step.first_half_minute is not None
    )
