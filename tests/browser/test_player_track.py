"""The session as one track, in a Chromium whose page is really out of sight.

Playwright keeps every page in sight, so that Selenium drives this one.
"""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from tests.browser.conftest import HARNESS, Journal, missing
from tests.browser.serving import Script

pytestmark = pytest.mark.browser

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--headless=new",
             "--autoplay-policy=user-gesture-required",
             "--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/5")  # fmt: skip
AWAKE = [
    "disable-background-timer-throttling",
    "disable-backgrounding-occluded-windows",
    "disable-renderer-backgrounding",
]
"""What keeps the timers of a page out of sight going: here they are to be slowed down."""

DEVICE = """
window.places = []; window.keys = {};
const own = window.Audio;
window.Audio = function () {
  const element = new own();
  window.element = element;
  element.addEventListener('timeupdate', () => {
    if (document.hidden) places.push([Date.now(), element.currentTime * 1000]);
  });
  return element;
};
const {setActionHandler} = MediaSession.prototype;
MediaSession.prototype.setActionHandler = function (name, handle) {
  window.keys[name] = handle;
  return setActionHandler.call(this, name, handle);
};
window.find = (root, name) => root.querySelector(name) ?? [...root.querySelectorAll('*')]
  .flatMap((one) => one.shadowRoot ? window.find(one.shadowRoot, name) ?? [] : [])[0];
"""


class Listener:
    """Somebody who plays a session of the shipped routine and lays the phone down."""

    def __init__(self, driver: Chrome, server: Script, journal: Journal) -> None:
        self.driver = driver
        self.journal = journal
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": DEVICE})
        driver.get(f"{server.url}/?play=locked")
        self.until("return window.element?.readyState > 0")
        self.page = driver.current_window_handle

    def until(self, script: str) -> Any:
        end = time.monotonic() + 20
        while not (found := self.driver.execute_script(script)):
            assert time.monotonic() < end, script
            time.sleep(0.1)
        return found

    def start(self) -> None:
        self.until("return find(document, '.primary')").click()
        self.until("return element.currentTime > 0.5")

    def out_of_sight(self, seconds: float) -> None:
        """Another tab is in front for as long, by the track's clock too."""
        self.driver.switch_to.new_window("tab")
        time.sleep(seconds)
        self.driver.close()
        self.driver.switch_to.window(self.page)
        self.until("return !document.hidden")


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or driver is None:
        missing("no Chromium with its driver: install chromium and chromium-driver")
    options = Options()
    options.binary_location = browser
    for argument in ARGUMENTS:
        options.add_argument(argument)
    options.add_experimental_option("excludeSwitches", AWAKE)
    journal = Journal(tmp_path / "locked")
    journal.choose(plan="shipped")
    server = Script(HARNESS / "player_app.py", (str(tmp_path),), {}).start()
    chrome = Chrome(options=options, service=Service(driver))
    yield Listener(chrome, server, journal)
    chrome.quit()
    server.kill()


@pytest.mark.nightly
def test_out_of_sight_the_track_leads_on_and_nobody_counts_as_away(listener: Listener) -> None:
    listener.start()
    listener.out_of_sight(65)
    begun = listener.journal.events[0].at_ms
    places = listener.driver.execute_script("return places")
    assert len(places) > 60
    late = [at - begun - place for at, place in places]
    assert max(map(abs, late)) < 300
    kinds = listener.journal.kinds
    assert kinds == ["start", "step_done"]
    assert listener.journal.events[1].elapsed_ms == 48_000
    assert (
        listener.driver.execute_script("return find(document, '.count').textContent")
        == "Step 2 of 4"
    )
    assert not listener.driver.execute_script("return find(document, '.dialog')")


def test_keys_of_the_phone_are_the_same_events_and_a_second_pause_asks(listener: Listener) -> None:
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
