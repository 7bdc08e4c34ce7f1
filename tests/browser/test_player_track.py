"""The session as one track, in a Chromium whose page is really out of sight."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from scenery import a_plan
from selenium.webdriver import Chrome

from kneeapp.domain.routine.definitions import Plan
from kneeapp.domain.routine.spots import LOOK_MS
from tests.browser.conftest import HARNESS, Journal, missing
from tests.browser.serving import Script
from tests.support.laid_down import chrome, is_installed, out_of_sight, until

pytestmark = pytest.mark.browser


class Listener:
    """Somebody who plays a session of a shipped routine and lays the phone down."""

    def __init__(self, driver: Chrome, server: Script, journal: Journal) -> None:
        self.driver = driver
        self.journal = journal
        driver.get(f"{server.url}/?play=locked")
        self.until("return window.element?.readyState > 0")

    def until(self, script: str) -> Any:
        return until(self.driver, script)

    def start(self) -> None:
        self.until("return find(document, '.primary')").click()
        self.until("return element.currentTime > 0.5")

    def out_of_sight(self, seconds: float) -> None:
        """Another tab is in front for as long, by the track's clock too."""
        with out_of_sight(self.driver):
            time.sleep(seconds)

    @property
    def plan(self) -> Plan:
        return a_plan(self.journal.options["plan"], 1.0)

    @property
    def places(self) -> list[tuple[float, float]]:
        """When the track stood where while the page was out of sight: epoch ms, and ms."""
        places = self.driver.execute_script("return places")
        return [(at, place) for at, place, hidden in places if hidden]


Lay = Callable[[str], Listener]


@pytest.fixture
def lay_down(tmp_path: Path) -> Iterator[Lay]:
    """A phone with the plan of this name."""
    if not is_installed():
        missing("no Chromium with its driver: install chromium and chromium-driver")
    with ExitStack() as stack:

        def lay(plan: str) -> Listener:
            journal = Journal(tmp_path / "locked")
            journal.choose(plan=plan)
            server = Script(HARNESS / "player_app.py", (str(tmp_path),), {}).start()
            stack.callback(server.kill)
            return Listener(stack.enter_context(chrome()), server, journal)

        yield lay


@pytest.mark.nightly
def test_out_of_sight_the_track_leads_on_and_nobody_counts_as_away(lay_down: Lay) -> None:
    listener = lay_down("shipped")
    listener.start()
    listener.out_of_sight(65)
    begun = listener.journal.events[0].at_ms
    places = listener.places
    assert len(places) > 60
    late = [at - begun - place for at, place in places]
    assert sorted(map(abs, late))[len(late) * 95 // 100] < 300
    kinds = listener.journal.kinds
    assert kinds == ["start", "step_done"]
    assert listener.journal.events[1].elapsed_ms == 48_000
    assert (
        listener.driver.execute_script("return find(document, '.count').textContent")
        == "Step 2 of 4"
    )
    assert not listener.driver.execute_script("return find(document, '.dialog')")


def test_keys_of_the_phone_are_the_same_events_and_a_second_pause_asks(lay_down: Lay) -> None:
    listener = lay_down("shipped")
    listener.start()
    assert (
        listener.until("return navigator.mediaSession.metadata?.title")
        == "Right · outer hip · ball"
    )
    listener.driver.execute_script("""
      const at = (ms, name) => setTimeout(() => keys[name](), ms);
      at(1000, 'nexttrack'); at(2500, 'pause'); at(4000, 'play'); at(5500, 'pause');
    """)
    listener.out_of_sight(8)
    assert listener.journal.kinds == ["start", "skip", "pause", "resume", "pause"]
    assert {event.step for event in listener.journal.events[2:]} == {1}
    assert listener.driver.execute_script("return element.paused")
    dialog = listener.driver.execute_script("return find(document, '.dialog').innerText")
    assert dialog.startswith("Paused. Why stop?")


@pytest.mark.nightly
def test_out_of_sight_a_spot_that_eased_is_followed_by_what_lies_after_the_plan(
    lay_down: Lay,
) -> None:
    listener = lay_down("by_ease")
    listener.start()
    listener.driver.execute_script("setTimeout(() => keys.nexttrack(), 25000)")
    listener.out_of_sight(40)
    assert listener.journal.kinds == ["start", "eased"]
    eased = listener.journal.events[1]
    plan_ms = sum(step.ms for step in listener.plan.steps)
    after = [(at, place) for at, place in listener.places if place > plan_ms]
    assert len(after) > 30
    first_at, first_place = after[0]
    assert first_at - eased.at_ms < 1000
    drift = [(at - first_at) - (place - first_place) for at, place in after]
    assert max(map(abs, drift)) < 300
    assert after[-1][1] - first_place > LOOK_MS  # the next spot has begun
    shown = listener.driver.execute_script("return find(document, '.set-dots').textContent")
    assert shown == "Spot 2 · 1 eased"
