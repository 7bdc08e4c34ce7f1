"""Somebody travels: a day stays the day it was, on every page, and the record says where."""

from datetime import UTC, datetime, timedelta

import pytest

from kneeapp.errors import StoreError
from kneeapp.store.record import people, ratings, sessions
from kneeapp.ui.shell import request_context
from tests.store.builders import MONDAY, a_rating, a_session, finished

BERLIN, NEW_YORK, AUCKLAND = "Europe/Berlin", "America/New_York", "Pacific/Auckland"
MORNING = datetime(2026, 11, 4, 4, 30, tzinfo=UTC)
"""05:30 in Berlin, and still the evening before in New York."""


@pytest.fixture
def in_zone(monkeypatch):
    """Have the browser say that zone from the next run on."""

    def say(name):
        monkeypatch.setattr(request_context, "_zone_name", lambda: name)

    return say


@pytest.fixture
def at_home(hand_clock, open_app, in_zone, record):
    """Somebody screened in Berlin, who has rated the mornings of 3 and 4 November."""
    in_zone(BERLIN)
    hand_clock.now = MORNING - timedelta(days=2)
    open_app().go("screening").press("Start screening").answer()
    session = a_session(started_at=MONDAY)
    sessions.start(record, session)
    sessions.save(record, finished(session))
    for morning in (MORNING - timedelta(hours=23), MORNING):
        ratings.save(record, a_rating(taken_at=morning))
    hand_clock.now = MORNING + timedelta(hours=1)
    return record


def zones(record):
    return [change.zone for change in people.person(record).zones]


def is_asked(screen) -> bool:
    return "Save rating" in screen.buttons()


def test_a_morning_that_was_rated_is_not_asked_for_again_after_a_flight(
    at_home, open_app, in_zone, hand_clock
):
    assert not is_asked(open_app())
    in_zone(NEW_YORK)
    hand_clock.now = datetime(2026, 11, 4, 15, tzinfo=UTC)
    assert not is_asked(open_app())
    hand_clock.now = datetime(2026, 11, 5, 11, tzinfo=UTC)
    assert is_asked(open_app())
    assert zones(at_home) == [BERLIN, NEW_YORK]


def test_my_data_says_where_days_are_counted_and_what_is_assumed(
    at_home, open_app, in_zone, hand_clock
):
    open_app()
    in_zone(AUCKLAND)
    hand_clock.now = datetime(2026, 11, 10, 12, tzinfo=UTC)
    text = open_app().go("my_data").text
    assert f"in {BERLIN}, from 11 November 2026 in {AUCKLAND}" in text
    assert "before 2 November 2026, too, is assumed" in text
    assert zones(at_home) == [BERLIN, AUCKLAND]


def test_who_has_entered_nothing_yet_leaves_no_zone_behind(open_app, in_zone, record):
    in_zone(BERLIN)
    open_app().go("my_data")
    assert zones(record) == []


@pytest.mark.usefixtures("at_home")
def test_looking_again_from_the_same_place_writes_nothing(open_app, record):
    open_app()
    written = people.person(record).version
    open_app().go("progress").go("today")
    assert people.person(record).version == written


@pytest.mark.usefixtures("at_home")
def test_a_browser_that_names_no_zone_changes_none(open_app, in_zone, record):
    open_app()
    in_zone("")
    open_app()
    assert zones(record) == [BERLIN]


@pytest.mark.usefixtures("at_home")
def test_the_page_is_shown_where_the_zone_cannot_be_saved(open_app, in_zone, record, monkeypatch):
    open_app()

    def full(*_):
        raise StoreError("The disk is full.")

    monkeypatch.setattr(people, "note_zone", full)
    in_zone(NEW_YORK)
    assert "Last session" in open_app().text
    assert zones(record) == [BERLIN]


@pytest.mark.usefixtures("at_home")
def test_deleting_all_data_deletes_the_zones_too(open_app, record):
    screen = open_app().go("my_data")
    assert zones(record) == [BERLIN]
    screen.tick("Yes, delete everything").press("Delete all my data")
    assert zones(record) == []


def test_every_page_opens_for_who_lived_in_two_zones(at_home, open_app, in_zone, hand_clock):
    open_app()
    in_zone(AUCKLAND)
    hand_clock.now = datetime(2026, 11, 10, 12, tzinfo=UTC)
    screen = open_app()
    assert zones(at_home) == [BERLIN, AUCKLAND]
    for page in ("today", "screening", "routine", "progress", "programme", "trial"):
        screen.go(page)
        assert "Something went wrong" not in screen.text, page
        assert not screen.app.exception, page
