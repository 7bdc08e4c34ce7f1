"""Every page with a keyboard, with a thumb, in a narrow window and with large or wide text.

Each is walked through once on a phone and once on a computer; the tests ask what was found.
A change is held to some pages and views, the nightly run to all of them.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.focused import FOCUSED
from tests.browser.kneeapp_server import Kneeapp, short_content, some_weeks
from tests.browser.person import Person
from tests.browser.waiting import appears, until
from tests.browser.walker import LONG

PAGES = {"Today": "", "Screening": "screening", "Routine": "routine", "Progress": "progress",
         "Programme": "programme", "My data": "my_data"}  # fmt: skip
IN_SHORT = ("Today", "Progress")
"""Pages that hold a bit of everything: ratings, folds, choices, charts and tables."""

VIEWS_IN_SHORT = 2
MOST_STOPS = 80
LEAST_PX = 44

SMALL = """(least) => {
  const found = [];
  const within = 'a, button, input, textarea, summary, [role="combobox"]';
  for (const element of document.querySelectorAll(within)) {
    const box = (element.localName === 'input' && element.closest('label')) || element;
    const { width, height, right } = box.getBoundingClientRect();
    const toolbar = element.closest('[data-testid="stElementToolbar"]');
    const shown = width > 2 && height > 2 && right > 0 && element.checkVisibility();
    if (shown && !toolbar && Math.min(width, height) < least - .5) {
      const name = element.closest('[data-testid]')?.dataset.testid;
      found.push(`${element.localName} in ${name}: ${Math.round(width)}x${Math.round(height)}`);
    }
  }
  return found;
}"""
SIDEWAYS = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  return main.scrollWidth - main.clientWidth;
}"""
STYLES = {
    (320, "width"): "",
    (390, "200 %"): "html { font-size: 200% !important }",
    (390, "spacing"): """* { line-height: 1.5 !important; letter-spacing: .12em !important;
      word-spacing: .16em !important } p { margin-bottom: 2em !important }""",
}
RULES = ["heading-order", "page-has-heading-one", "svg-img-alt", "color-contrast"]
SETTLED = "() => document.getAnimations().every(({playState}) => playState !== 'running')"

pytestmark = pytest.mark.browser

Found = dict[str, list[Any]]
"""What stands in somebody's way, by its kind."""


@pytest.fixture(scope="module")
def kneeapp(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reach")
    server = Kneeapp(folder / "record.duckdb", short_content(folder / "content"))
    some_weeks(server)
    yield server.start()
    server.kill()


@pytest.fixture(scope="module", params=["short", pytest.param("whole", marks=pytest.mark.nightly)])
def whole(request: pytest.FixtureRequest) -> bool:
    """Whether every page and view is walked through."""
    return bool(request.param == "whole")


@pytest.fixture(scope="module")
def on_a_phone(kneeapp: Kneeapp, pocket: BrowserContext, whole: bool) -> Found:
    page, found = still(pocket), defaultdict(list)
    for state in states(kneeapp, page, whole=whole):
        found["stops"] += [(state, stop) for stop in unclear_stops(page)]
        found["small"] += [(state, small) for small in page.evaluate(SMALL, LEAST_PX)]
        for (width, name), style in STYLES.items():
            page.set_viewport_size({"width": width, "height": 844})
            page.evaluate(
                "style => document.adoptedStyleSheets = [new CSSStyleSheet()]"
                ".map(sheet => (sheet.replaceSync(style), sheet))",
                style,
            )
            if not until(page, lambda: page.evaluate(SIDEWAYS) == 0, within_ms=3_000):
                found["sideways"].append((state, width, name))
        page.evaluate("document.adoptedStyleSheets = []")
    page.close()
    return found


@pytest.fixture(scope="module")
def on_a_computer(kneeapp: Kneeapp, desk: BrowserContext, whole: bool) -> Found:
    page, found = still(desk), defaultdict(list)
    client = desk.new_cdp_session(page)
    options = {"runOnly": {"type": "rule", "values": RULES}, "resultTypes": ["violations"]}
    for state in states(kneeapp, page, whole=whole):
        found["stops"] += [(state, stop) for stop in unclear_stops(page)]
        page.wait_for_function(SETTLED)
        for fault in Axe().run(page, options=options).response["violations"]:
            nodes = [node["html"][:200] for node in fault["nodes"]]
            found["axe"].append((state, fault["id"], nodes))
        for node in client.send("Accessibility.getFullAXTree")["nodes"]:
            role = str(node.get("role", {}).get("value", ""))
            if role.startswith("graphics") or role == "SvgRoot":
                found["marks"].append((state, role))
        found["anchors"] += page.get_by_role("link", name="Link to heading").all()
    page.close()
    return found


def still(context: BrowserContext) -> Page:
    """A page on which a ring stands at once."""
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    return page


def states(server: Kneeapp, page: Page, *, whole: bool) -> Iterator[str]:
    """Every page and view, or some of them, with all that is folded open."""
    person = Person(page)
    for name in PAGES if whole else IN_SHORT:
        address = PAGES[name]
        person.open(f"{server.url}/{address}")
        appears(page.get_by_role("heading", name=name, level=1), within_ms=LONG)
        views = page.get_by_role("radiogroup", name="Look at").get_by_role("radio")
        shown = [view.inner_text() for view in person.settled() and views.all()] or [""]
        for view in shown if whole else shown[:VIEWS_IN_SHORT]:
            if view:
                person.settled()
                views.filter(has_text=view).click()
                expect(views.filter(has_text=view)).to_be_checked(timeout=LONG)
            unfold(person)
            yield f"{name} {view}".strip()


def unfold(person: Person) -> None:
    closed = person.settled().page.locator("details:not([open]) > summary")
    for _ in range(closed.count()):
        closed.first.click()
        person.settled()
    person.page.wait_for_function(SETTLED)  # a fold that still opens moves what has the focus


def unclear_stops(page: Page) -> Iterator[dict[str, Any]]:
    """Each stop of the Tab key without a ring, or outside what can be seen."""
    page.get_by_role("link", name="Skip to main content").focus()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return
        if not (clear(stop) or until(page, lambda: clear(page.evaluate(FOCUSED)), within_ms=1_000)):
            yield stop


def clear(stop: dict[str, Any] | None) -> bool:
    return stop is not None and stop["ringed"] and stop["seen"]


def test_a_keyboard_sees_where_it_is_on_a_phone(on_a_phone):
    assert on_a_phone["stops"] == []


def test_a_keyboard_sees_where_it_is_on_a_computer(on_a_computer):
    assert on_a_computer["stops"] == []


def test_a_thumb_finds_nothing_below_44_px(on_a_phone):
    assert on_a_phone["small"] == []


def test_no_page_scrolls_sideways(on_a_phone):
    assert on_a_phone["sideways"] == []


def test_headings_pictures_and_contrast_are_as_axe_wants_them(on_a_computer):
    assert on_a_computer["axe"] == []


def test_a_screen_reader_meets_neither_marks_nor_links_of_headings(on_a_computer):
    assert on_a_computer["marks"] == []
    assert on_a_computer["anchors"] == []


def test_a_wide_page_begins_at_the_top(kneeapp, desktop):
    Person(desktop).open(kneeapp.url).sees("Start routine").settled()
    title = desktop.get_by_role("heading", name="Today", level=1).bounding_box()
    assert title
    assert title["y"] <= 80
