"""The knee rated later the same day, where the second rating of a session is missing."""

from datetime import timedelta

import pytest
from uuid6 import uuid7

from kneeapp.domain.measures import KNEE_DAY, KNEE_LATER
from kneeapp.domain.routine.ratings import Rating
from kneeapp.store.record import ratings, sessions
from tests.pages.conftest import save_harmless_screening
from tests.store.builders import MONDAY, a_session, finished

SAVE, LEAVE = "Save later rating", "Leave it"


@pytest.fixture
def unrated(hand_clock, record):
    """A session saved without its second rating three hours ago, by somebody screened."""
    save_harmless_screening(record)
    session = a_session(started_at=MONDAY)
    sessions.start(record, session)
    sessions.save(record, finished(session, after=None, after_at=None))
    hand_clock.advance(hours=3)
    return session


@pytest.fixture
def today(unrated, open_app):
    assert unrated.after is None
    return open_app()


def asked(screen) -> bool:
    return SAVE in screen.buttons()


def key(session) -> str:
    return f"knee_later {session.id}"


def test_a_rating_given_later_is_kept_with_its_session_and_asked_for_once(
    today, unrated, record, hand_clock
):
    assert "The knee was not rated after this session." in today.text
    assert today.button(SAVE).disabled
    today.rate(key(unrated), 4).press(SAVE)
    [kept] = ratings.ratings(record, KNEE_LATER)
    assert (kept.value, kept.session, kept.taken_at) == (4, unrated.id, hand_clock.now)
    assert not asked(today)
    assert sessions.last(record).after is None
    hand_clock.advance(hours=1)
    assert not asked(today.go("today"))


def test_leave_it_is_an_answer_also_in_another_tab(today, record, open_app):
    assert not asked(today.press(LEAVE))
    assert not asked(open_app())
    assert ratings.ratings(record, KNEE_LATER) == []


def test_another_session_on_another_day_is_asked_about_again(today, record, hand_clock):
    today.press(LEAVE)
    hand_clock.advance(hours=24)
    another = a_session(started_at=hand_clock.now)
    sessions.start(record, another)
    sessions.save(record, finished(another, after=None, after_at=None))
    assert not asked(today.go("today"))
    hand_clock.advance(hours=2)
    assert asked(today.go("today"))


def test_the_next_day_nothing_is_asked(today, hand_clock):
    hand_clock.advance(hours=13)
    assert not asked(today.go("today"))


def test_with_an_open_finding_nothing_is_asked(unrated, record, open_app):
    for ago, value in enumerate([5, 5, 3, 3, 3, 3]):
        at = unrated.started_at - timedelta(days=ago)
        ratings.save(record, Rating(uuid7(), KNEE_DAY.name, value, at))
    screen = open_app()
    assert "Leave the routine today." in screen.text
    assert not asked(screen)


def test_after_a_stop_for_pain_nothing_is_asked(today, record, hand_clock):
    stopped = a_session(started_at=hand_clock.now)
    sessions.start(record, stopped)
    sessions.save(record, finished(stopped, after=None, after_at=None, stop_reason="knee_worse"))
    hand_clock.advance(hours=2)
    assert not asked(today.go("today"))


def test_while_a_session_is_under_way_nothing_is_asked(today, record, hand_clock):
    sessions.start(record, a_session(started_at=hand_clock.now + timedelta(minutes=1)))
    assert not asked(today.go("today"))
