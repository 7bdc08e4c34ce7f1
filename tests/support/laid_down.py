"""A Chromium whose pages can really be out of sight, with their timers slowed to one a minute.

Playwright keeps every page in sight, so that Selenium drives this one.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

PATIENCE_S = 60

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
performance.setResourceTimingBufferSize(5000);
window.places = []; window.keys = {};
const own = window.Audio;
window.Audio = function () {
  const element = new own();
  window.element = element;
  element.addEventListener('timeupdate', () => {
    places.push([Date.now(), element.currentTime * 1000, document.hidden]);
  });
  element.addEventListener('playing', () => { window.playedAt ??= Date.now(); });
  return element;
};
window.addEventListener('pointerdown', () => { window.pressedAt ??= Date.now(); }, true);
const made = URL.createObjectURL;
URL.createObjectURL = (content) => {
  if (content.size > 1e6) window.track = content;
  return made.call(URL, content);
};
const {setActionHandler} = MediaSession.prototype;
MediaSession.prototype.setActionHandler = function (name, handle) {
  window.keys[name] = handle;
  return setActionHandler.call(this, name, handle);
};
window.find = (root, name) => root.querySelector(name) ?? [...root.querySelectorAll('*')]
  .flatMap((one) => one.shadowRoot ? window.find(one.shadowRoot, name) ?? [] : [])[0];
"""
"""Notes where the element of the track stands and when, the track itself, and the media keys."""


def is_installed() -> bool:
    return all(map(shutil.which, ("chromium", "chromedriver")))


@contextmanager
def chrome() -> Iterator[Chrome]:
    """With DEVICE in each of its pages."""
    options = Options()
    options.binary_location = shutil.which("chromium") or ""
    for argument in ARGUMENTS:
        options.add_argument(argument)
    options.add_experimental_option("excludeSwitches", AWAKE)
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": DEVICE})
    yield driver
    driver.quit()


def until(driver: Chrome, script: str, within_s: float = PATIENCE_S) -> Any:
    """What `script` returns once that is something; raises TimeoutError."""
    end = time.monotonic() + within_s
    while not (found := driver.execute_script(script)):
        if time.monotonic() > end:
            raise TimeoutError(script)
        time.sleep(0.1)
    return found


@contextmanager
def out_of_sight(driver: Chrome) -> Iterator[None]:
    """Another tab is in front meanwhile."""
    page = driver.current_window_handle
    driver.switch_to.new_window("tab")
    yield
    driver.close()
    driver.switch_to.window(page)
    until(driver, "return !document.hidden")
