"""The whole path in a real browser: screening, routine, re-check, progress."""

from datetime import timedelta

import pytest

from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.store.record import screenings
from tests.browser.kneeapp_server import (
    Kneeapp,
    session_under_way,
    short_content,
)
from tests.browser.person import Person
from tests.browser.reading import opened
from tests.browser.waiting import appears
from tests.browser.walker import LONG

MOST_TAPS_LATER = 10
"""From a later start to the first ball, where only the lists of each session are due."""

MOST_TAPS_SOON = 5
"""The same within an hour of the last one."""

pytestmark = pytest.mark.browser


@pytest.fixture
def kneeapp(tmp_path):
    server = Kneeapp(tmp_path / "record.duckdb", short_content(tmp_path / "content"))
    yield server
    server.kill()


def test_all_that_a_person_agrees_to_is_on_the_first_screen_of_a_phone(kneeapp, phone):
    Person(phone).open(kneeapp.start().url).sees("Starting means that you agree").settled()
    start = phone.get_by_role("button", name="Start screening").bounding_box()
    pages = phone.locator(".st-key-tab_bar").bounding_box()
    assert phone.viewport_size == {"width": 390, "height": 844}
    assert start["y"] + start["height"] <= pages["y"]


@pytest.mark.parametrize(
    ("screened", "most", "asked"),
    [(timedelta(days=1), MOST_TAPS_LATER, True), (timedelta(minutes=15), MOST_TAPS_SOON, False)],
)
def test_a_later_session_takes_few_taps(kneeapp, phone, screened, most, asked):
    with opened(kneeapp.database) as record:
        at = clock.now() - screened
        screenings.save(record, demo.screened(content.questionnaire(), at))
    person = Person(phone).open(kneeapp.start().url).tap("Start routine")
    if asked:
        person.sees("Before every session").answer_the_list()
    person.rate("Knee pain now", 5).tap("Start routine").tap("Start").sees("until it eases")
    assert person.taps <= most
    assert person.faults == []


def test_chest_pain_in_the_player_ends_with_the_numbers_to_call(kneeapp, phone):
    session_under_way(kneeapp)
    with opened(kneeapp.database) as record:
        at = clock.now() - timedelta(minutes=15)
        screenings.save(record, demo.screened(content.questionnaire(), at))
    person = Person(phone).open(f"{kneeapp.start().url}/routine").tap("Start")
    person.tap("Stop").tap("Chest pain, short of breath, or a swollen leg").tap("End session")
    person.sees("Emergency: get help now").settled()
    assert phone.locator("a[href^='tel:']").count() >= 1
    assert phone.get_by_text("test move again").count() == 0
    person.go("Today").sees("Emergency: get help now").settled()
    assert phone.get_by_role("button", name="Start routine").count() == 0
    assert person.faults == []


def test_whoever_comes_through_a_proxy_gets_a_sealed_record(kneeapp, chromium):
    context = chromium.new_context(extra_http_headers={"X-Forwarded-For": "203.0.113.7"})
    stranger = Person(context.new_page()).open(kneeapp.start().url)
    stranger.sees("gone when this page closes").settled().tap("Start screening")
    stranger.question(1)
    context.close()
    kneeapp.end()
    assert not kneeapp.database.exists()


@pytest.mark.parametrize("address", ["progress", "my_data"])
def test_the_first_request_of_a_server_may_be_any_page(kneeapp, phone, address):
    """The tests beside this one begin on the other pages."""
    phone.goto(f"{kneeapp.start().url}/{address}")
    appears(phone.get_by_role("link", name="Today").filter(visible=True), within_ms=LONG)
