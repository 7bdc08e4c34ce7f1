"""The block that asks for days and hands them to the person's calendar."""

from datetime import time, timedelta

import pytest

from kneeapp.store.record import people, sessions
from tests.store.builders import MONDAY, a_session, finished


@pytest.fixture
def per_week(open_app, record, hand_clock):
    """The view of *Progress* that holds the block."""
    hand_clock.advance(days=3)
    begun = a_session(started_at=MONDAY + timedelta(days=1), before=6)
    sessions.start(record, begun)
    sessions.save(record, finished(begun))
    return open_app().go("progress").choose("Look at", "Per week")


def add(screen):
    [button] = screen.app.get("download_button")
    return button.proto


def test_chosen_days_and_time_are_saved_and_enable_the_calendar_file(per_week, record, open_app):
    assert add(per_week).disabled
    before = people.person(record).preferences
    per_week.choose("Routine days", [4, 0]).choose("Strengthening days", [1])
    per_week.app.time_input[0].set_value(time(7, 30)).run()
    assert not add(per_week).disabled
    wanted = {"routine_days": (0, 4), "programme_days": (1,), "reminder_at": time(7, 30)}
    assert people.person(record).preferences == before.model_copy(update=wanted)
    again = open_app().go("progress").choose("Look at", "Per week")
    assert again.app.time_input[0].value == time(7, 30)
    assert not add(again).disabled


def test_opening_the_calendar_block_changes_nothing(per_week, record):
    before = people.person(record).preferences
    per_week.choose("Look at", "Relief now").choose("Look at", "Per week")
    assert people.person(record).preferences == before
    assert before.routine_days == ()


def test_without_a_day_the_calendar_file_is_disabled(per_week, record):
    per_week.choose("Routine days", [2]).choose("Routine days", [])
    assert add(per_week).disabled
    assert people.person(record).preferences.routine_days == ()
