"""The overview of *Progress* under the hand: dragging, tapping, and what travels meanwhile."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kneeapp_server import Kneeapp, short_content, some_weeks
from tests.browser.person import Person
from tests.browser.waiting import until
from tests.browser.walker import LONG

pytestmark = pytest.mark.browser

CHARTS = 6
TITLES = ("Before and after a session", "Knee before a session", "Mornings", "Sessions a week")
COVERED = """(plot) => {
  const days = plot.querySelector('.overlay').getBoundingClientRect();
  return [...plot.querySelectorAll('.cover:not([hidden])')].map((cover) => {
    const { left, right } = cover.getBoundingClientRect();
    return (Math.min(right, days.right) - Math.max(left, days.left)) / days.width;
  });
}"""
"""How much of its days is covered before and after the chosen ones, as shares of them."""


@pytest.fixture(scope="module")
def kneeapp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kneeapp]:
    folder = tmp_path_factory.mktemp("overview")
    server = Kneeapp(folder / "record.duckdb", short_content(folder / "content"))
    some_weeks(server)
    yield server.start()
    server.kill()


def opened(kneeapp: Kneeapp, page: Page, address: str = "progress") -> Page:
    """The overview with all its charts drawn."""
    Person(page).open(f"{kneeapp.url}/{address}").sees("Look at").settled()
    expect(page.locator(".plot svg")).to_have_count(CHARTS, timeout=LONG)
    return page


def frames(page: Page) -> list[str | bytes]:
    """What the page sends from now on; call it before the page is opened."""
    sent: list[str | bytes] = []

    def note(frame: str | bytes) -> None:
        sent.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", note))
    return sent


def drag(page: Page, chart: str, start: float, end: float, *, let_go: bool = True) -> None:
    """Drag over a chart from one share of its width to another."""
    plot = page.locator(f".chart.{chart} .plot")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 3
    page.mouse.move(box["x"] + start * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + end * box["width"], middle, steps=12)
    if let_go:
        page.mouse.up()


def days_in(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_dragging_in_one_chart_moves_all_and_the_numbers_and_sends_nothing(
    kneeapp: Kneeapp, desktop: Page
) -> None:
    sent = frames(desktop)
    page = opened(kneeapp, desktop)
    whole = page.locator(".tiles b").first.inner_text()
    before = len(sent)
    drag(page, "levels", 0.2, 0.7, let_go=False)
    expect(page.locator(".tiles b").first).not_to_have_text(whole)
    before_them, after_them = page.locator(".plot").first.evaluate(COVERED)
    assert 0.1 < before_them < 0.2 < after_them < 0.35
    for plot in page.locator(".plot").all():
        assert plot.evaluate(COVERED) == pytest.approx([before_them, after_them], abs=0.02)
    chosen = page.locator(".tiles b").first.inner_text()
    assert 0 < int(chosen) < int(whole)
    assert len(sent) == before, "nothing is sent while dragging"
    page.mouse.up()
    expect(page).to_have_url(re.compile("from=.*to="), timeout=LONG)
    page.get_by_role("button", name="All days").click()
    expect(page.locator(".tiles b").first).to_have_text(whole)
    expect(page).not_to_have_url(re.compile("from="), timeout=LONG)


def test_chosen_days_are_there_again_after_a_reload(kneeapp: Kneeapp, desktop: Page) -> None:
    page = opened(kneeapp, desktop)
    drag(page, "relief", 0.2, 0.7)
    expect(page).to_have_url(re.compile("from="))
    chosen, address = page.locator(".tiles b").first.inner_text(), page.url
    page = opened(kneeapp, desktop, address.removeprefix(f"{kneeapp.url}/"))
    expect(page.locator(".tiles b").first).to_have_text(chosen)


def test_a_tap_marks_the_session_everywhere_and_opens_its_card(
    kneeapp: Kneeapp, phone: Page
) -> None:
    page = opened(kneeapp, phone)
    page.locator(".chart.relief .plot").scroll_into_view_if_needed()
    page.locator(".chart.relief summary").tap()
    page.locator(".chart.relief td button").first.tap()
    card = page.get_by_role("heading", name=re.compile("^Session of "))
    expect(card).to_be_in_viewport(timeout=LONG)
    expect(card).to_be_focused()
    assert "session" in days_in(page)
    page.get_by_role("button", name="Close the session").tap()
    expect(card).to_have_count(0, timeout=LONG)


def test_days_and_a_session_are_chosen_where_other_dates_are_in_the_address(
    kneeapp: Kneeapp, desktop: Page
) -> None:
    page = opened(kneeapp, desktop, "progress?dates=All")
    drag(page, "levels", 0.1, 0.7)
    expect(page).to_have_url(re.compile("dates=All&from="), timeout=LONG)
    page.locator(".chart.relief summary").click()
    page.locator(".chart.relief td button").first.click()
    expect(page.get_by_role("heading", name=re.compile("^Session of "))).to_be_visible(timeout=LONG)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_page_opened_with_chosen_days_opens_sessions_and_compares_other_days(
    kneeapp: Kneeapp, desktop: Page
) -> None:
    page = opened(kneeapp, desktop)
    drag(page, "levels", 0.1, 0.6)
    expect(page).to_have_url(re.compile("from="), timeout=LONG)
    page = opened(kneeapp, desktop, page.url.removeprefix(f"{kneeapp.url}/"))
    [first] = days_in(page)["from"]
    drag(page, "levels", 0.5, 0.9)
    expect(page).not_to_have_url(re.compile(f"from={first}"), timeout=LONG)
    page.locator(".chart.relief summary").click()
    page.locator(".chart.relief td button").first.click()
    expect(page.get_by_role("heading", name=re.compile("^Session of "))).to_be_visible(timeout=LONG)


def test_hovering_shows_the_values_of_that_day_in_every_chart(
    kneeapp: Kneeapp, desktop: Page
) -> None:
    page = opened(kneeapp, desktop)
    page.locator(".chart.relief .plot").hover(position={"x": 200, "y": 40})
    expect(page.locator(".values")).to_contain_text("Knee before a session:")


def test_typed_days_do_what_dragging_does(kneeapp: Kneeapp, desktop: Page) -> None:
    page = opened(kneeapp, desktop)
    last = page.get_by_label("To", exact=True).input_value()
    page.get_by_label("From", exact=True).fill(last)
    expect(page).to_have_url(re.compile(f"from={last}&to={last}"))
    expect(page.locator(".chart.relief .answer")).to_have_text(re.compile("counted|Less after"))


def test_each_chart_has_words_and_a_table_for_who_cannot_see_it(
    kneeapp: Kneeapp, desktop: Page
) -> None:
    page = opened(kneeapp, desktop)
    for title in TITLES:
        expect(page.get_by_role("img", name=re.compile(f"^{title}: "))).to_be_visible()
    page.locator(".chart.weeks summary").press("Enter")
    expect(page.get_by_role("columnheader", name="Strengthening")).to_be_visible()


def test_the_grid_follows_the_screen(kneeapp: Kneeapp, desktop: Page) -> None:
    page = opened(kneeapp, desktop)
    tops = [figure.bounding_box() for figure in page.locator(".grid figure").all()]
    assert len({box["y"] for box in tops[:3] if box}) == 1
    drag(page, "levels", 0.2, 0.7)
    covered = pytest.approx(page.locator(".chart.strip .plot").evaluate(COVERED), abs=0.03)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".chart.levels")).to_be_visible()
    for plot in page.locator(".plot").all():
        assert until(page, lambda plot=plot: plot.evaluate(COVERED) == covered, within_ms=LONG)
    page.wait_for_function(
        "() => { const main = document.querySelector('[data-testid=stMain]');"
        " return main.scrollWidth <= main.clientWidth; }"
    )


def test_the_file_to_hand_on_moves_without_a_network(
    kneeapp: Kneeapp, desktop: Page, tmp_path: Path
) -> None:
    page = opened(kneeapp, desktop)
    page.get_by_text("Take the overview along").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the page (HTML)").click()
    file = tmp_path / "overview.html"
    saved.value.save_as(file)
    page.context.set_offline(True)
    asked: list[str] = []
    try:
        page.goto(file.as_uri())
        page.on("request", lambda request: asked.append(request.url))
        expect(page.locator(".plot svg")).to_have_count(CHARTS, timeout=LONG)
        whole = page.locator(".tiles b").first.inner_text()
        drag(page, "levels", 0.2, 0.7)
        expect(page.locator(".tiles b").first).not_to_have_text(whole)
        assert [url for url in asked if not url.startswith(("data:", "file:", "blob:"))] == []
    finally:
        page.context.set_offline(False)
