"""The main path in each engine: screening, routine, outage, sign-in, downloads, pictures."""

import json

import pytest

from kneeapp.domain.routine.sessions import SessionStatus
from kneeapp.reports.chart_files import Format
from kneeapp.store.record import sessions
from tests.browser.kneeapp_server import (
    TWO_BOUTS,
    Kneeapp,
    session_under_way,
    short_content,
    some_weeks,
)
from tests.browser.reading import opened

MOST_TAPS = 25
"""From first start to the first ball (issue: the path to the floor is short)."""

pytestmark = pytest.mark.browser
in_chromium_by_night = pytest.mark.parametrize(
    "walker",
    [pytest.param("chromium", marks=pytest.mark.nightly), "firefox", "webkit"],
    indirect=True,
)
"""By day test_accessibility_tree.py walks the main path in Chromium."""

only_webkit_by_day = pytest.mark.parametrize(
    "walker",
    [
        *(pytest.param(name, marks=pytest.mark.nightly) for name in ("chromium", "firefox")),
        "webkit",
    ],
    indirect=True,
)
"""The engine of every iPhone, and the one that differs most from Chromium."""


@pytest.fixture
def kneeapp(tmp_path):
    server = Kneeapp(tmp_path / "record.duckdb", short_content(tmp_path / "content"))
    yield server
    server.kill()


@in_chromium_by_night
def test_a_person_gets_from_first_start_to_a_saved_session(kneeapp, walker):
    walker.open(kneeapp.start().url).sees("What it is not").tap("Start screening")
    walker.screen_without_danger_signs().sees("No warning sign was seen").tap("Start routine")
    walker.rate("Knee pain now", 5).tap("Start routine").tap("Start")
    assert walker.taps <= MOST_TAPS
    walker.sees("until it eases")
    walker.press("6").sees("Re-check").rate("Knee pain after", 3)
    walker.tap("Save session").sees("2 points better").tap("See progress").sees("Not known yet")
    kneeapp.end()
    with opened(kneeapp.database) as record:
        [kept] = sessions.sessions(record)
    assert (kept.before, kept.after, kept.status) == (5, 3, SessionStatus.SAVED)
    assert [step.worked_s for step in kept.steps] == [2, 2, 2, 2]
    assert 6 in kept.steps[0].trace or kept.steps[0].trace == ()


@only_webkit_by_day
def test_a_session_outlives_a_reload_a_killed_server_and_a_changed_content_file(kneeapp, walker):
    short_content(kneeapp.content, dose=TWO_BOUTS)
    session_under_way(kneeapp)
    walker.open(f"{kneeapp.start().url}/routine")
    walker.tap("Start").sees("Roll slowly").tap("Pause").sees("Resume").sees("Saved")
    walker.reload().sees("bout 1 of 2").sees("Resume")
    kneeapp.kill()
    short_content(kneeapp.content, dose="{ find_s = 9, bouts = 5, bout_s = 50, breath_s = 9 }")
    kneeapp.start()
    walker.reload().sees("bout 1 of 2").tap("Resume").sees("Re-check").rate("Knee pain after", 3)
    walker.tap("Save session").sees("may be chance")
    kneeapp.end()
    with opened(kneeapp.database) as record:
        [kept] = sessions.sessions(record)
    assert [step.worked_s for step in kept.steps] == [4, 4]


@only_webkit_by_day
def test_the_record_and_a_chart_can_be_taken_along(kneeapp, walker):
    some_weeks(kneeapp)
    walker.open(f"{kneeapp.start().url}/my_data").sees("Take it along").settled()
    assert json.loads(walker.download("Save my file"))
    walker.open(f"{kneeapp.url}/progress").sees("Look at").settled().choose("Relief now")
    walker.sees("Does the knee hurt less")
    chart = walker.settled().tap("Save this chart").settled().download(Format.SVG.label)
    assert b"<svg" in chart
