"""The morning-after check: on Today, and before the routine."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from uuid6 import uuid7

from kneeapp import clock
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.pain_rules import mornings_by_day
from kneeapp.domain.routine.ratings import Rating
from kneeapp.store.record import ratings, sessions
from kneeapp.ui.shell import request_context as here
from tests.pages.conftest import save_harmless_screening
from tests.store.builders import MONDAY, a_session, finished

HIGHER = "Your mornings are higher than usual"
RISING = "Your knee pain before sessions is higher than usual"
BLIND = "kneeapp may not yet notice when your knee gets worse bit by bit."
BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 28, 11, 0, tzinfo=UTC)
"""Of the day before Berlin's clocks go forward, on 29 March 2026 at 01:00 UTC."""


@pytest.fixture
def begun(hand_clock, record):
    """Somebody screened who has saved a session, a while before NOON."""
    save_harmless_screening(record)
    session = a_session(started_at=MONDAY)
    sessions.start(record, session)
    sessions.save(record, finished(session))
    hand_clock.now = NOON
    return record


@pytest.fixture
def rated(begun):
    """Rate the mornings up to today's, the last one given."""

    def rate(*values: int | None) -> None:
        for ago, value in enumerate(reversed(values)):
            if value is not None:
                at = clock.now() - timedelta(days=ago)
                ratings.save(begun, Rating(uuid7(), KNEE_DAY.name, value, at))

    return rate


def key(day: str, before: int | None = None) -> str:
    return f"knee_day {day} {before}"


def values(record) -> list[int]:
    return [rating.value for rating in ratings.ratings(record, KNEE_DAY)]


def asked(screen) -> bool:
    return "Save rating" in screen.buttons()


@pytest.mark.usefixtures("hand_clock")
def test_before_the_first_session_nothing_is_asked(open_app):
    assert not asked(open_app())
    screen = open_app().go("screening").press("Start screening").answer()
    assert not asked(screen.go("today"))


def test_a_rating_on_today_is_saved_and_the_form_becomes_one_line(open_app, begun):
    screen = open_app()
    assert screen.button("Save rating").disabled
    screen.rate(key("2026-03-28"), 3).press("Save rating")
    assert values(begun) == [3]
    assert not asked(screen)
    assert "Last 24 hours: **3 of 10**." in screen.text


def test_the_same_days_rating_can_be_changed(open_app, begun, rated):
    rated(8)
    screen = open_app().unfold("change 2026-03-28 8")
    assert screen.button("Save rating").disabled
    screen.rate(key("2026-03-28", 8), 2).press("Save rating")
    assert "Last 24 hours: **2 of 10**." in screen.text
    assert not asked(screen)
    assert mornings_by_day(ratings.ratings(begun, KNEE_DAY), UTC) == {NOON.date(): 2}


def test_a_new_day_begins_at_the_persons_own_midnight(open_app, begun, hand_clock, monkeypatch):
    monkeypatch.setattr(here, "_zone_name", lambda: BERLIN.key)
    hand_clock.now = datetime(2026, 3, 27, 22, 59, tzinfo=UTC)
    screen = open_app().rate(key("2026-03-27"), 3).press("Save rating")
    assert not asked(screen)
    hand_clock.advance(minutes=1)
    assert asked(screen.go("today"))
    screen.rate(key("2026-03-28"), 4).press("Save rating")
    assert values(begun) == [3, 4]


def test_the_night_the_clocks_go_forward_is_one_night(open_app, begun, hand_clock, monkeypatch):
    monkeypatch.setattr(here, "_zone_name", lambda: BERLIN.key)
    hand_clock.now = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    screen = open_app().rate(key("2026-03-29"), 3).press("Save rating")
    for _ in range(21):
        hand_clock.advance(hours=1)
        assert not asked(screen.go("today"))
    hand_clock.now = datetime(2026, 3, 29, 22, 0, tzinfo=UTC)
    assert asked(screen.go("today"))
    assert values(begun) == [3]


def test_a_usual_morning_adds_nothing_to_the_routine_page(open_app, rated):
    rated(3, 3, 3, 4)
    screen = open_app()
    assert "Much as usual." in screen.text
    assert "usual" not in screen.go("routine").answer().text


def test_a_raised_morning_advises_half_on_today_and_on_the_routine_page(open_app, rated):
    rated(3, 3, 3, 5)
    screen = open_app()
    assert "Do half today" in screen.app.warning[0].value
    screen.go("routine").answer()
    assert "The short version is enough." in screen.app.warning[0].value


def test_a_red_morning_closes_the_routine_for_the_day(open_app, rated):
    rated(3, 3, 3, 3, 5, 5)
    screen = open_app()
    for page in ("today", "routine"):
        screen.go(page)
        assert "Leave the routine today." in screen.text
        assert "It opens by itself tomorrow." in screen.text
        assert "Start routine" not in screen.buttons()
        assert "See somebody within days" not in screen.text


def test_two_red_mornings_alone_show_no_referral(open_app, rated):
    rated(3, 3, 3, 3, 5, 5, 3, 3, 3, 3, 3, 3, 5, 5)
    assert "See somebody within days" not in open_app().text


@pytest.mark.parametrize("page", ["today", "routine"])
def test_mornings_that_stay_higher_show_a_referral_with_the_reason(open_app, rated, page):
    rated(*[3, 2, 3, 3, 4, 3] * 3, 7, 7, 7)
    screen = open_app().go(page)
    assert "See somebody within days" in screen.text
    assert HIGHER in screen.text
    assert "your mornings since 26 March are 4.0 points higher than before" in screen.text


def test_first_ratings_that_stay_higher_show_a_referral(open_app, begun):
    for ago, before in enumerate([7, 8, 7, 8, 7, *[3, 2, 3, 3, 4] * 3]):
        began = NOON - ago * timedelta(days=1, hours=4)  # beyond the washout of the one before
        session = a_session(started_at=began, before=before)
        sessions.start(begun, session)
        sessions.save(begun, finished(session))
    assert RISING in open_app().text


def test_a_steady_knee_shows_no_rise(open_app, rated):
    rated(*[4, 3] * 12)
    text = open_app().text
    assert HIGHER not in text
    assert BLIND not in text


def test_too_few_mornings_are_told_to_leave_the_rule_blind(open_app, rated):
    rated(*[4, None, None, None, None, None, None] * 12, 3)
    assert BLIND in open_app().text


def test_while_a_session_is_under_way_nothing_else_is_asked(open_app, begun):
    sessions.start(begun, a_session(started_at=NOON))
    assert not asked(open_app())
