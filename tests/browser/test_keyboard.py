"""From first start to *See progress* without a pointer: Tab, Enter, Space, arrows and digits."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest
from playwright.sync_api import Browser, Locator, expect

from kneeapp.store.record import sessions
from tests.browser.focused import FOCUSED
from tests.browser.kneeapp_server import Kneeapp, short_content
from tests.browser.person import Person
from tests.browser.reading import opened
from tests.browser.waiting import appears
from tests.browser.walker import LONG

MOST_STOPS = 90
BOUT_S = 6
"""Long enough for the first step to be skipped while it runs."""

pytestmark = pytest.mark.browser


@dataclass
class Keyboard(Person):
    """A person without a mouse, who must see at each stop where they are."""

    def tap(self, name: str) -> Self:
        button = self.page.get_by_role("button", name=name, exact=True).last
        return self._reach(button).press("Enter")

    def write(self, label: str, text: str) -> Self:
        self._reach(self.page.get_by_label(label, exact=True))
        for key in text:
            self.press(key)
        return self.press("Tab")

    def rate(self, slider: str, value: int) -> Self:
        """Go to the lowest with Home, and up with the arrow."""
        track = self.page.get_by_role("slider", name=slider)
        self._reach(track).press("Home")
        for _ in range(value):
            self.press("ArrowRight")
        expect(track).to_have_value(str(value), timeout=LONG)
        return self

    def _reach(self, wanted: Locator) -> Self:
        """Press Tab until it has the focus."""
        appears(wanted, within_ms=LONG)
        expect(wanted).to_be_enabled(timeout=LONG)
        self.settled()
        for _ in range(MOST_STOPS):
            if wanted.evaluate("one => one.getRootNode().activeElement === one"):
                return self
            self.press("Tab")
            stop = self.page.evaluate(FOCUSED)
            moved = stop is not None and stop["kind"] in {
                "h1",
                "h2",
                "h3",
            }  # by the page, not by Tab
            assert stop is None or moved or (stop["ringed"] and stop["seen"]), stop
        raise AssertionError(f"{MOST_STOPS} stops do not lead to {wanted}")


@pytest.fixture
def kneeapp(tmp_path: Path) -> Iterator[Kneeapp]:
    dose = f"{{ find_s = 0, bouts = 1, bout_s = {BOUT_S}, breath_s = 0 }}"
    server = Kneeapp(tmp_path / "record.duckdb", short_content(tmp_path / "content", dose=dose))
    yield server.start()
    server.kill()


@pytest.mark.parametrize("engine", ["chromium", pytest.param("firefox", marks=pytest.mark.nightly)])
def test_a_keyboard_leads_from_first_start_to_see_progress(
    kneeapp: Kneeapp, request: pytest.FixtureRequest, engine: str
) -> None:
    browser: Browser = request.getfixturevalue(engine)
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    person = Keyboard(context.new_page()).open(kneeapp.url).sees("What it is not")
    person.tap("Start screening").screen_without_danger_signs()
    person.sees("No warning sign was seen").tap("Start routine").sees("Knee pain now")
    person.rate("Knee pain now", 5).tap("Start routine").tap("Start").sees("until it eases")
    person.press("6").press("ArrowRight")
    person.sees("Re-check").rate("Knee pain after", 3).tap("Save session")
    person.sees("2 points better").tap("See progress").sees("Not known yet")
    assert person.faults == []
    context.close()
    kneeapp.end()
    with opened(kneeapp.database) as record:
        [kept] = sessions.sessions(record)
    assert kept.steps[0].worked_s < kept.steps[1].worked_s == BOUT_S
