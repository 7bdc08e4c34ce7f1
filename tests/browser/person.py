"""A person at a screen that Playwright drives: counts taps, and notes faults of the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from io import BytesIO
from pathlib import Path
from typing import Self

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import appears
from tests.browser.walker import LONG, Walker

NARROW = 640
"""Pixels of a screen up to which the pages are linked at its foot (kneeapp/ui/shell/theme.py)."""

REFUSED = "blocked WebAssembly"
"""What Firefox calls an error: Streamlit tries what our policy forbids, and goes on without."""


@dataclass
class Person(Walker):
    page: Page
    taps: int = 0
    faults: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("request", lambda request: self._watch(request.url))

    def open(self, url: str) -> Self:
        self.page.goto(url)
        return self

    def look_at(self, width: int, height: int) -> Self:
        self.page.set_viewport_size({"width": width, "height": height})
        return self

    def reload(self) -> Self:
        self.page.reload()
        return self

    def tap(self, name: str) -> Self:
        self.page.get_by_role("button", name=name, exact=True).last.click(timeout=LONG)
        self.taps += 1
        return self

    def choose(self, name: str) -> Self:
        self.page.get_by_role("radio", name=name, exact=True).click(timeout=LONG)
        return self

    def unfold(self, name: str) -> Self:
        self.page.locator("summary").filter(has_text=name).click(timeout=LONG)
        return self

    def go(self, name: str) -> Self:
        narrow = self.page.evaluate("innerWidth") <= NARROW
        beside = self.page.get_by_role("navigation", name="App pages")
        links = self.page.locator(".st-key-tab_bar") if narrow else beside
        links.get_by_role("link", name=name).click(timeout=LONG)
        return self

    def press(self, keys: str) -> Self:
        self.page.keyboard.press(keys)
        return self

    def write(self, label: str, text: str) -> Self:
        """Key by key: Firefox would take a value that is set for none of the person's."""
        self.page.get_by_label(label, exact=True).press_sequentially(text, timeout=LONG)
        self.taps += 1
        return self.press("Tab")

    def sees(self, text: str) -> Self:
        appears(self.page.get_by_text(text).first, within_ms=LONG)
        return self

    def waits_for(self, script: str) -> Self:
        self.page.wait_for_function(script, timeout=LONG)
        return self

    def settled(self) -> Self:
        idle = self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]")
        appears(idle, within_ms=LONG)
        return self

    def rate(self, slider: str, value: int) -> Self:
        self.tap(f"{slider} {value}")
        expect(self.page.get_by_role("slider", name=slider)).to_have_value(str(value), timeout=LONG)
        return self

    def offered(self, names: Sequence[str], field: str) -> str:
        ways = [self.page.get_by_role("button", name=name, exact=True) for name in names]
        blank = self.page.get_by_label(field, exact=True)
        appears(reduce(Locator.or_, ways, blank).first, within_ms=LONG)
        return next((name for name, way in zip(names, ways, strict=True) if way.count()), "")

    def words(self, start: str) -> str:
        return self.page.get_by_text(start).first.inner_text()

    def download(self, name: str) -> bytes:
        with self.page.expect_download(timeout=LONG) as coming:
            self.tap(name)
        return Path(coming.value.path()).read_bytes()

    def pictures(self, selector: str) -> list[Image.Image]:
        appears(self.page.locator(selector).first, within_ms=LONG)
        return [self._picture(element) for element in self.page.locator(selector).all()]

    def _picture(self, element: Locator) -> Image.Image:
        """In the middle of the window, where no bar of the page lies over it."""
        element.evaluate("(element) => element.scrollIntoView({ block: 'center' })")
        return Image.open(BytesIO(element.screenshot())).convert("RGB")

    def _note(self, fault: str) -> None:
        if REFUSED not in fault:
            self.faults.append(fault)

    def _watch(self, url: str) -> None:
        if not url.startswith(("http://localhost:", "http://127.0.0.1:", "data:", "blob:")):
            self.outside.append(url)
