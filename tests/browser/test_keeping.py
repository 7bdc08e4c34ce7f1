"""A visitor's own browser keeps their record, and a session under way with it, over a reload."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.kneeapp_server import Kneeapp, short_content
from tests.browser.person import Person

pytestmark = pytest.mark.browser

ELSEWHERE = {"X-Forwarded-For": "203.0.113.7"}
"""What a proxy tells of a browser that is not on the server's machine."""

FORGOTTEN = """() => !Object.keys(localStorage).some(
  (name) => name.startsWith('kneeapp.record') || name.startsWith('kneeapp.player.out'))"""


@pytest.fixture
def kneeapp(tmp_path):
    lasting = "{ find_s = 0, bouts = 1, bout_s = 90, breath_s = 0 }"
    content = short_content(tmp_path / "content", dose=lasting)
    server = Kneeapp(tmp_path / "record.duckdb", content)
    yield server.start()
    server.kill()


@pytest.fixture
def visitor(chromium):
    context = chromium.new_context(**PHONE, extra_http_headers=ELSEWHERE)
    yield context.new_page()
    context.close()


def test_a_reload_loses_nothing_until_the_visitor_takes_the_copy_out(kneeapp, visitor):
    person = Person(visitor).open(kneeapp.url).sees("What it is not").settled()
    person.tap("Keep it here").sees("kept in this browser only").settled().tap("Start screening")
    person.screen_without_danger_signs().tap("Start routine")
    person.rate("Knee pain now", 5).tap("Start routine").tap("Start").sees("until it eases")
    visitor.keyboard.press("6")
    expect(visitor.get_by_text("saved", exact=False).first).to_be_visible()

    visitor.reload()
    person.sees("until it eases")
    expect(visitor.get_by_role("slider", name="Tenderness")).to_have_value("6")

    person.open(kneeapp.url).sees("kept in this browser only").settled().tap("Forget it")
    person.sees("gone when this page closes").page.wait_for_function(FORGOTTEN)
    visitor.reload()
    person.sees("gone when this page closes").sees("Start screening").settled()
    assert visitor.evaluate(FORGOTTEN)
