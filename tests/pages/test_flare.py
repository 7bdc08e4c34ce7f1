"""The flare plan: written by the person, and shown on the day they mark a flare."""

from datetime import timedelta

import pytest
from uuid6 import uuid7

from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind
from kneeapp.domain.programme.flare_plan import FlareCut, FlarePlan
from kneeapp.store.record import life_events, people
from tests.pages.test_programme import DAY, screened  # noqa: F401  the same person

PLAN = FlarePlan(cuts=(FlareCut(activity="*stairs* at work", keep=25),), days=4, step_days=2)


@pytest.fixture
def flare(record):
    """Marks a flare so many days ago."""

    def mark(days_ago=0):
        day = DAY - timedelta(days=days_ago)
        life_events.save(record, LifeEvent(uuid7(), LifeEventKind.FLARE, day))

    return mark


def test_a_plan_is_written_kept_and_can_be_emptied(screened, record):  # noqa: F811
    screen = screened.choose("Look at", "Plan")
    screen.enter("Activity 1", "football").pick("In a flare, activity 1", 0)
    screen.enter("Days with less", 7).press("Save the plan")
    plan = people.person(record).preferences.flare_plan
    assert plan == FlarePlan(cuts=(FlareCut(activity="football", keep=0),), days=7, step_days=3)
    screen.enter("Activity 1", "").press("Save the plan")
    assert people.person(record).preferences.flare_plan is None


def test_a_plan_without_any_activity_is_refused_with_what_to_do(screened):  # noqa: F811
    screen = screened.choose("Look at", "Plan").press("Save the plan")
    assert "Name at least one activity" in screen.text


def test_on_the_day_of_a_flare_today_shows_the_plan(screened, record, flare):  # noqa: F811
    people.save_preferences(record, Preferences(flare_plan=PLAN))
    assert "Your flare plan" not in screened.go("today").text
    flare()
    text = screened.go("today").text
    assert "Day 1 of 4 with less" in text
    assert "at work: **a quarter of the usual**" in text
    assert "do a new screening" in text


def test_without_a_plan_the_day_of_a_flare_offers_to_write_one(screened, flare):  # noqa: F811
    flare()
    screen = screened.go("today")
    assert "You marked a flare" in screen.text
    assert screen.button("Write a plan")


def test_after_its_days_nothing_is_built_up_without_rated_mornings(screened, record, flare):  # noqa: F811
    people.save_preferences(record, Preferences(flare_plan=PLAN))
    flare(days_ago=5)
    assert "none was rated" in screened.go("today").text
