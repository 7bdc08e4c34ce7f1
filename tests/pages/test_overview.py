"""The overview of *Progress*: what is open, the verdict, the last change, and the linked charts."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from uuid6 import uuid7

from kneeapp import clock
from kneeapp.cli.demo_record import fill_story
from kneeapp.cli.demo_stories import STORIES
from kneeapp.domain.areas import Area
from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind
from kneeapp.domain.load.day_load import DayLoad
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import StepDone, StressOff
from kneeapp.domain.sides import Side
from kneeapp.settings import settings
from kneeapp.store.record import day_loads, life_events, ratings, sessions, trials
from kneeapp.ui.shell import store_pool
from tests.store.builders import MONDAY, a_session, finished

TRACE = (7,) * 6 + (5,) * 6


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
        step = StepDone(0, Area.GLUTEUS_MEDIUS, Side.LEFT, "ball", 95, 95, trace=TRACE)
        sessions.start(record, begun)
        sessions.save(record, finished(begun, **{"steps": (step,), **different}))
        return begun.id

    return kept


@pytest.fixture
def overview(open_app):
    return lambda **address: arrive(open_app, **address)


def arrive(open_app, **address):
    screen = open_app()
    for name, value in address.items():
        screen.app.query_params[name] = value
    return screen.go("progress")


def sent(screen) -> dict:
    """What the linked charts are given."""
    [found] = [one for one in screen.app.get("bidi_component") if "pictures" in one.proto.json]
    return json.loads(found.proto.json)


def chart(screen, kind: str) -> dict:
    [found] = [one for one in sent(screen)["pictures"] if one["kind"] == kind]
    return found


def test_the_page_opens_on_everything_at_one_glance(overview, keep):
    for day, after in enumerate((3, 6, 8)):
        keep(day, after=after)
    screen = overview()
    assert "Not known yet: 3 sessions count so far, of at least 6." in screen.text
    assert screen.app.metric[0].value == "6 → 8"
    kinds = [one["kind"] for one in sent(screen)["pictures"]]
    assert kinds == ["strip", "relief", "levels", "mornings", "tenderness", "weeks"]
    relief = chart(screen, "relief")
    assert relief["answer"] == "Less after 1 of 3 sessions, the same after 1, more after 1."
    assert [row["values"] for row in relief["rows"]] == [[6, 3], [6, 6], [6, 8]]
    assert [row["change"] for row in relief["rows"]] == ["eased", "same", "worse"]
    assert [row["values"] for row in chart(screen, "tenderness")["rows"]] == [[7, 5]] * 3


def test_a_session_that_does_not_count_is_said_with_its_reason(overview, keep):
    keep(0)
    keep(1, late=True)
    relief = chart(overview(), "relief")
    assert "1 not counted." in relief["answer"]
    assert [row["why"] for row in relief["rows"]] == ["", "late"]


def test_what_was_counted_of_most_days_is_a_chart_with_the_mornings_after(overview, keep, record):
    keep(0)
    assert "loads" not in [one["kind"] for one in sent(overview())["pictures"]]
    day = MONDAY.date()
    for n, steps in enumerate((9000, 9000, 19_037)):
        day_loads.save(record, DayLoad(day + timedelta(days=n), steps=steps, floors=n or None))
    for n, value in enumerate((2, 2, 2, 7)):
        at = MONDAY + timedelta(days=n)
        ratings.save(record, Rating(uuid7(), KNEE_DAY.name, value, at))
    loads = chart(overview(), "loads")
    assert (loads["title"], loads["answer"]) == ("Steps a day", "12,350 a day on average, 3 days.")
    assert [row["values"] for row in loads["rows"]] == [[9000, 2], [9000, 2], [19_037, 7]]
    [layer] = [one for one in json.loads(loads["spec"])["layer"] if one["data"]["name"] == "loads"]
    dots = json.loads(layer["data"]["values"])
    assert [dot["fill"] == dot["stroke"] for dot in dots] == [False, False, True]


def test_with_one_session_the_page_says_what_one_can_show(overview, keep):
    keep(0, after=3, stress_off=StressOff.YES)
    screen = overview()
    assert "One session is often wrong" in screen.text
    assert not screen.app.exception


@pytest.mark.usefixtures("stopped")
def test_a_finding_that_closes_something_comes_before_the_verdict(overview):
    screen = overview()
    shown = [str(element.value) for element in screen.app if element.type in {"error", "header"}]
    assert "Emergency" in shown[0] or "emergency" in shown[0]
    assert "Start routine" not in screen.buttons()


@pytest.fixture
def stopped(keep):
    """A session that was stopped for a danger sign."""
    keep(0)
    keep(13.9, stop_reason="danger", after=None)


def test_a_marked_day_and_a_phase_are_bands_that_the_strip_names(overview, keep, record):
    keep(0)
    day = MONDAY.date() + timedelta(days=2)
    life_events.save(record, LifeEvent(UUID(int=1), LifeEventKind.FLARE, day))
    strip = chart(overview(), "strip")
    assert [(row["at"], row["why"]) for row in strip["rows"]] == [(f"{day}", "Flare")]
    assert "mark bands" in chart(overview(), "relief")["spec"]


def test_days_chosen_in_the_address_are_chosen_in_the_charts(overview, keep):
    keep(0)
    keep(5)
    screen = overview(**{"from": "2026-03-06", "to": "2026-03-09"})
    assert sent(screen)["chosen"] == ["2026-03-06", "2026-03-09"]
    assert "Not known yet: 2 sessions count so far" in screen.text, "a verdict ignores the brush"


@pytest.mark.parametrize(
    "address",
    [{"from": "2026-03-09", "to": "2026-03-02"}, {"from": "soon"}, {"from": "2026-03-06"},
     {"from": "1999-01-01", "to": "1999-02-01"}, {"session": "none"}],
)  # fmt: skip
def test_an_address_that_makes_no_sense_chooses_nothing(overview, keep, address):
    keep(0)
    screen = overview(**address)
    assert "chosen" not in sent(screen)
    assert not screen.app.exception


def test_the_view_in_the_address_is_opened_on_the_chosen_days(overview, keep):
    keep(0, before=5)
    keep(5, before=7)
    screen = overview(view="Relief now", **{"from": "2026-03-06", "to": "2026-03-09"})
    assert "Only 6\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2026" in screen.text
    spec = json.loads(screen.app.get("vega_lite_chart")[0].proto.spec)
    [lines] = [one for one in spec["layer"] if one["data"]["name"] == "lines"]
    assert [row["before"] for row in json.loads(lines["data"]["values"])] == [7]
    screen.press("All days")
    assert "Only 6" not in screen.text
    assert "from" not in screen.app.query_params


def test_an_opened_session_shows_what_was_done_rated_and_written(overview, keep):
    session = keep(0, before=7, after=4, note="Slept **badly**.", stress_off=StressOff.YES)
    screen = overview(session=f"{session}")
    assert "Session of" in screen.text
    assert "7 → 4" in [metric.value for metric in screen.app.metric]
    assert "some stress was off" in screen.text
    assert "Slept **badly**." in [text.value for text in screen.app.text]
    assert sent(screen)["session"] == f"{session}"
    screen.press("Close the session")
    assert "Session of" not in screen.text
    assert "session" not in sent(screen)


def test_an_opened_session_can_be_corrected(overview, keep, record):
    session = keep(0, before=7)
    screen = overview(session=f"{session}")
    [field] = [box for box in screen.app.selectbox if box.label == "Before"]
    field.set_value("2")
    screen.press("Save changes")
    assert sessions.session(record, session).before == 2


def test_somebody_elses_session_is_not_opened(overview, keep):
    keep(0)
    assert "Session of" not in overview(session=f"{UUID(int=9)}").text


@pytest.mark.usefixtures("hand_clock")
def test_a_session_of_a_running_trial_shows_neither_what_was_done_nor_what_came_of_it(open_app):
    store = store_pool.shared_store(settings())
    record = fill_story(STORIES["trial-under-way"], store, clock.now())
    running = trials.under_way(record)
    of_trial = [
        session
        for session in sessions.sessions(record)
        if session.trial and session.trial.trial == running.id and session.plan.areas
    ]
    screen = arrive(open_app, session=f"{of_trial[0].id}")
    assert "part of" not in screen.text
    assert "is shown once the trial has ended" in screen.text
    metrics = [metric.value for metric in screen.app.metric]
    assert f"{of_trial[0].before} → {of_trial[0].after}" not in metrics[1:]
    hidden = {f"{session.id}" for session in of_trial}
    for kind in ("relief", "tenderness"):
        assert not hidden & {row["session"] for row in chart(screen, kind)["rows"]}
    assert "shown once it has ended" in chart(screen, "relief")["reading"]
    assert any("Trial, sessions 1 and 2" in row["why"] for row in chart(screen, "strip")["rows"])
    told = json.dumps(chart(screen, "strip")["rows"]).lower()
    assert "rest" not in told
    assert "roller" not in told


def test_two_times_are_compared_as_a_description(overview, keep):
    for day in range(10):
        keep(day, before=7 if day < 5 else 4)
    screen = overview(**{"from": "2026-03-07", "to": "2026-03-11"}).unfold("compare")
    assert "Eased" in screen.text
    assert "3.0 points lower" in screen.text
    assert "not a verdict" in screen.text
    screen.choose("Which times", "With and without")
    assert "Weeks with it" in screen.text
    screen.choose("Which times", "A marked day")
    assert "No day is marked yet" in screen.text
    assert not screen.app.exception


@pytest.mark.usefixtures("hand_clock")
def test_days_of_a_running_trial_are_compared_with_nothing(open_app):
    store = store_pool.shared_store(settings())
    fill_story(STORIES["trial-under-way"], store, clock.now())
    screen = arrive(open_app).unfold("compare")
    assert "Days since the trial under way was drawn are left out." in screen.text
    assert "Too few" in screen.text


def test_what_is_new_since_monday_is_said_on_today_and_here(overview, keep, open_app):
    keep(10)
    assert "Since last Monday: 1 session, the verdict unchanged." in overview().text
    assert "Since last Monday: 1 session" in open_app().text


def test_the_overview_is_offered_as_a_file_with_the_charts_of_choice(overview, keep):
    def save_button(screen):
        buttons = screen.app.get("download_button")
        return next(one for one in buttons if "Save the page" in str(one.proto))

    keep(0)
    screen = overview().unfold("take_overview")
    assert not save_button(screen).proto.disabled
    assert save_button(screen.choose("Charts in it", [])).proto.disabled
