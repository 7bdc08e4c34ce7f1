"""The calendar of *Progress* under the hand: a day is pressed, or reached by keys."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kneeapp_server import Kneeapp, short_content, some_weeks
from tests.browser.person import Person
from tests.browser.walker import LONG

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def kneeapp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kneeapp]:
    folder = tmp_path_factory.mktemp("year")
    server = Kneeapp(folder / "record.duckdb", short_content(folder / "content"))
    some_weeks(server)
    yield server.start()
    server.kill()


def opened(kneeapp: Kneeapp, page: Page) -> Page:
    Person(page).open(f"{kneeapp.url}/progress?view=Calendar").settled()
    expect(page.locator(".year button").first).to_be_visible(timeout=LONG)
    return page


def test_a_pressed_day_stands_in_the_address_and_its_card_comes_into_sight(
    kneeapp: Kneeapp, phone: Page
) -> None:
    page = opened(kneeapp, phone)
    day = page.get_by_role("button", name=re.compile("1 session")).first
    day.click()
    expect(page.get_by_role("button", name="Close the day")).to_be_visible(timeout=LONG)
    expect(page).to_have_url(re.compile("day=2"))
    expect(day).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("heading", name=re.compile("day .* 20"))).to_be_in_viewport()


def test_keys_lead_from_day_to_day_and_open_one(kneeapp: Kneeapp, desktop: Page) -> None:
    page = opened(kneeapp, desktop)
    today = page.locator(".year button").last
    today.focus()
    page.keyboard.press("ArrowLeft")
    yesterday = page.locator(".year button:focus")
    name = yesterday.get_attribute("aria-label")
    assert name
    assert name != today.get_attribute("aria-label")
    expect(page.locator(".year .values")).to_have_text(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Day before")).to_be_visible(timeout=LONG)


def test_a_year_fits_the_narrowest_phone(kneeapp: Kneeapp, phone: Page) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    page = opened(kneeapp, phone)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
