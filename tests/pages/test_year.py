"""The calendar of *Progress*: a year of days, and the card of one of them."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest

from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind
from kneeapp.domain.load.day_load import DayLoad
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.programme.training_log import Training
from kneeapp.domain.routine.ratings import Rating
from kneeapp.store.record import day_loads, life_events, programme, ratings, sessions
from tests.store.builders import MONDAY, a_session, finished

DAY = MONDAY.date()


@pytest.fixture
def record(hand_clock, record):
    """The personal record that the page will show, two weeks after MONDAY."""
    hand_clock.advance(days=14)
    return record


@pytest.fixture
def keep(record):
    """Keep a saved session that began `days` after MONDAY; returns its id."""

    def kept(days: float = 0, before: int = 6, **different) -> UUID:
        begun = a_session(started_at=MONDAY + timedelta(days=days), before=before)
        sessions.start(record, begun)
        sessions.save(record, finished(begun, **different))
        return begun.id

    return kept


@pytest.fixture
def calendar(open_app):
    def opened(**address):
        screen = open_app()
        for name, value in {"view": "Calendar", **address}.items():
            screen.app.query_params[name] = value
        return screen.go("progress")

    return opened


def days(screen) -> dict[str, dict]:
    """The days with something on them, as the map is given them."""
    [found] = [one for one in screen.app.get("bidi_component") if '"days"' in one.proto.json]
    return {day["day"]: day for day in json.loads(found.proto.json)["days"]}


def full_day(record) -> None:
    """A training, a morning, a mark and a load on MONDAY."""
    programme.mark(record, UUID(int=1), Training(DAY, "build", ("squat",), ()))
    ratings.save(record, Rating(UUID(int=2), KNEE_DAY.name, 3, MONDAY))
    life_events.save(record, LifeEvent(UUID(int=3), LifeEventKind.FLARE, DAY, "*stairs*"))
    day_loads.save(record, DayLoad(DAY, steps=4000))


def test_each_day_shows_what_was_done_and_how_the_knee_was(calendar, keep, record):
    keep(0)
    keep(3)
    full_day(record)
    screen = calendar()
    shown = days(screen)
    assert list(shown) == ["2026-03-02", "2026-03-05"]
    monday, thursday = shown.values()
    assert [monday[what] for what in ("session", "trained", "marked", "rating")] == [*[True] * 3, 3]
    assert [thursday[what] for what in ("trained", "marked")] == [False, False]
    assert "rating" not in thursday, "no morning was rated"
    assert "Sessions on 2 days, strengthening on 1 day" in screen.text


def test_without_mornings_the_first_rating_of_the_knee_is_the_colour(calendar, keep):
    keep(0, before=6)
    keep(3, before=4)
    assert [day["rating"] for day in days(calendar()).values()] == [6, 4]


def test_the_colour_can_be_changed_where_there_are_both(calendar, keep, record):
    keep(0, before=6)
    full_day(record)
    screen = calendar().choose("Colour", "Knee before a session")
    assert days(screen)["2026-03-02"]["rating"] == 6


def test_a_day_in_the_address_is_opened_with_all_that_was_kept_of_it(calendar, keep, record):
    keep(0, before=6, after=3)
    full_day(record)
    screen = calendar(day="2026-03-02")
    assert "Monday 2 March 2026" in screen.text
    for line in ("6 → 3 of 10", "Strengthening: 0 of 1 exercise", "24 hours were 3 of 10",
                 "steps 4,000 steps", "Flare: "):  # fmt: skip
        assert line in screen.text
    assert "- Flare: *stairs*" not in screen.text, "what a person wrote is no markup"


def test_a_session_of_the_day_opens_its_card(calendar, keep):
    session = keep(0.5)
    screen = calendar(day="2026-03-02")
    [label] = [label for label in screen.buttons() if label.startswith("Open the session of")]
    screen.press(label)
    assert screen.app.query_params["session"] == f"{session}"
    assert "Session of Monday 2 March" in screen.text
    screen.press("Close the session")
    assert "session" not in screen.app.query_params


def test_from_day_to_day_and_back_to_the_year(calendar, keep):
    keep(0)
    screen = calendar(day="2026-03-02").press("Day after")
    assert "Tuesday 3 March 2026" in screen.text
    assert "Nothing was kept of this day." in screen.text
    screen.press("Close the day")
    assert "day" not in screen.app.query_params
    assert "Tuesday" not in screen.text


def test_today_has_no_day_after(calendar, keep):
    keep(0)
    assert "Day after" not in calendar(day="2026-03-16").buttons()


@pytest.mark.parametrize("day", ["soon", "1999-01-01", "2026-03-17", ""])
def test_a_day_that_is_not_shown_opens_nothing(calendar, keep, day):
    keep(0)
    screen = calendar(day=day)
    assert "Close the day" not in screen.buttons()
    assert not screen.app.exception


def test_an_older_day_opens_its_own_twelve_months(calendar, keep):
    keep(-400)
    keep(0)
    old = date(2026, 3, 2) - timedelta(days=400)
    screen = calendar(day=f"{old}")
    assert list(days(screen)) == [f"{old}"]
    screen.pick("Months", screen.app.selectbox[0].options[0])
    assert list(days(screen)) == ["2026-03-02"]
    assert "Close the day" not in screen.buttons()
