"""A person at a screen that WebKitGTK draws, as Debian ships it; Selenium drives it."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Self

from PIL import Image
from selenium.common import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    StaleElementReferenceException,
)
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.browser.walker import LONG, Walker

DRIVER = "WebKitWebDriver"
BROWSERS = "/usr/lib"
"""Where the browser that comes with the driver lies."""

LOOK_S = 0.1
BUSY = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    StaleElementReferenceException,
)
"""What a page answers that is being drawn anew."""

FIND = """
const [kinds, name] = arguments;
const deep = (root) => [...root.querySelectorAll('*')]
  .flatMap((one) => one.shadowRoot ? [one, ...deep(one.shadowRoot)] : [one]);
const called = (one) => one.ariaLabel
  ? [one.ariaLabel] : one.innerText.split('\\n').map((line) => line.trim());
const found = deep(document).filter((one) => one.matches(kinds) && one.checkVisibility()
  && !one.disabled && called(one).includes(name));
return found.at(-1) ?? null;
"""
READ = """
const [start] = arguments;
const deep = (root) => [...root.querySelectorAll('*')]
  .flatMap((one) => one.shadowRoot ? [one, ...deep(one.shadowRoot)] : [one]);
const words = (one) => (one.checkVisibility() && one.innerText) || '';
const holds = (one) => words(one).toLowerCase().includes(start.toLowerCase());
const found = deep(document.body).filter(holds);
return found.length ? words(found.at(-1)).trim() : null;
"""
AT_REST = """
const [element, done] = arguments;
element.scrollIntoView({block: 'center'});
const box = () => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left, top, width, height];
};
const look = (before) => setTimeout(() => {
  const now = box();
  if (String(now) === String(before)) done(now); else look(now);
}, 100);
look(box());
"""
"""JavaScript: brings an element into the middle, and says where it lies once it lies still."""

BUTTON = "button, [role=button]"


@dataclass
class WebKitPerson(Walker):
    driver: WebKitGTK
    home: Path
    """Where the browser keeps what it downloads."""

    taps: int = 0

    def open(self, url: str) -> Self:
        self.driver.get(url)
        return self

    def look_at(self, width: int, height: int) -> Self:
        frame = self.driver.execute_script("return outerHeight - innerHeight")
        self.driver.set_window_size(width, height + frame)
        return self

    def reload(self) -> Self:
        self.driver.refresh()
        return self

    def tap(self, name: str) -> Self:
        self.taps += 1
        return self._click(BUTTON, name)

    def choose(self, name: str) -> Self:
        return self._click("[role=radio]", name)

    def unfold(self, name: str) -> Self:
        # a page that is drawn anew in this moment forgets that it was opened
        def opened() -> bool:
            self._click("summary", name)
            return bool(
                self._find("summary", name).find_element("xpath", "..").get_attribute("open")
            )

        self._until(opened, name)
        return self

    def go(self, name: str) -> Self:
        return self._click("a", name)

    def press(self, keys: str) -> Self:
        key = getattr(Keys, keys.upper(), keys)
        ActionChains(self.driver).send_keys(key).perform()
        return self

    def write(self, label: str, text: str) -> Self:
        self._find("input", label).send_keys(text)
        self.taps += 1
        return self.press("Tab")

    def sees(self, text: str) -> Self:
        self.words(text)
        return self

    def waits_for(self, script: str) -> Self:
        self._until(lambda: self.driver.execute_script(f"return ({script})()"), script)
        return self

    def settled(self) -> Self:
        idle = "[data-testid=stApp][data-test-script-state=notRunning]"
        self._until(lambda: self.driver.find_elements("css selector", idle), "a page at rest")
        return self

    def rate(self, slider: str, value: int) -> Self:
        self.tap(f"{slider} {value}")
        held = "input[type=range]"
        self._until(
            lambda: self._find(held, slider).get_property("value") == str(value), f"{value}"
        )
        return self

    def offered(self, names: Sequence[str], field: str) -> str:
        def found() -> list[str]:
            ways = [name for name in names if self._look(BUTTON, name)]
            return ways or ([""] if self._look("input", field) else [])

        return str(self._until(found, f"one of {names}")[0])

    def words(self, start: str) -> str:
        return str(self._until(lambda: self.driver.execute_script(READ, start), start))

    def download(self, name: str) -> bytes:
        before = self._files()
        self.tap(name)
        [file] = self._until(lambda: self._files() - before, f"the file of {name}")
        return file.read_bytes()

    def pictures(self, selector: str) -> list[Image.Image]:
        """Cut out of the whole window: of an element alone this driver may give a black picture."""
        found = self._until(lambda: self.driver.find_elements("css selector", selector), selector)
        return [self._cut_out(element) for element in found]

    def _cut_out(self, element: WebElement) -> Image.Image:
        left, top, width, height = self.driver.execute_async_script(AT_REST, element)
        shot = Image.open(BytesIO(self.driver.get_screenshot_as_png())).convert("RGB")
        return shot.crop((round(left), round(top), round(left + width), round(top + height)))

    def _files(self) -> set[Path]:
        """The downloads that are whole: a name is taken by an empty file first."""
        files = self.home.glob("*.*")
        return {file for file in files if file.suffix != ".wkdownload" and file.stat().st_size}

    def _look(self, kinds: str, name: str) -> WebElement | None:
        found: WebElement | None = self.driver.execute_script(FIND, kinds, name)
        return found

    def _find(self, kinds: str, name: str) -> WebElement:
        found: WebElement = self._until(lambda: self._look(kinds, name), name)
        return found

    def _click(self, kinds: str, name: str) -> Self:
        def clicked() -> bool:
            try:
                found = self.settled()._find(kinds, name)
                self.driver.execute_async_script(AT_REST, found)
                found.click()
            except BUSY:  # looked for anew
                return False
            return True

        self._until(clicked, name)
        return self

    def _until(self, holds: Callable[[], Any], what: str) -> Any:
        deadline = time.monotonic() + LONG / 1000
        while not (found := holds()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"not there: {what}")
            time.sleep(LOOK_S)
        return found


def browser() -> Path | None:
    """WebKitGTK's browser; None where it, its driver or a screen without a screen is missing."""
    found = sorted(Path(BROWSERS).glob("*/webkit2gtk-4.*/MiniBrowser"))
    there = found and shutil.which(DRIVER) and shutil.which("Xvfb")
    return found[-1] if there else None


@contextmanager
def screen() -> Iterator[str]:
    """The name of a display that nobody sees: this browser draws on nothing less."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout
        yield f":{server.stdout.readline().decode().strip()}"
        server.terminate()


@contextmanager
def webkit_person(home: Path) -> Iterator[WebKitPerson]:
    """A browser of its own, that knows nothing yet."""
    with screen() as display:
        options = Options()
        options.binary_location = str(browser())
        options.add_argument("--automation")
        environment = os.environ | {"DISPLAY": display, "HOME": str(home)}
        service = Service(shutil.which(DRIVER), env=environment)
        driver = WebKitGTK(options=options, service=service)
        try:
            yield WebKitPerson(driver, home)
        finally:
            driver.quit()
