"""A person at the screen: finds things by what is written on them, and counts taps."""

from dataclasses import dataclass, field
from functools import reduce

from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import appears

LONG = 45_000
"""Milliseconds that anything may take on a busy machine."""

HARMLESS = ("None of these", "No", "Left", "5 half squats")
"""What somebody taps whose left knee came on slowly, whatever is asked."""

NARROW = 640
"""Pixels of a screen up to which the pages are linked at its foot (kneeapp/ui/look.py)."""


@dataclass
class Person:
    page: Page
    taps: int = 0
    faults: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self._watch(request.url))

    def open(self, url: str) -> "Person":
        self.page.goto(url)
        return self

    def tap(self, name: str) -> "Person":
        self.page.get_by_role("button", name=name, exact=True).last.click(timeout=LONG)
        self.taps += 1
        return self

    def go(self, name: str) -> "Person":
        narrow = self.page.evaluate("innerWidth") <= NARROW
        beside = self.page.get_by_role("navigation", name="App pages")
        links = self.page.locator(".st-key-tab_bar") if narrow else beside
        links.get_by_role("link", name=name).click(timeout=LONG)
        return self

    def sees(self, text: str) -> "Person":
        appears(self.page.get_by_text(text).first, within_ms=LONG)
        return self

    def question(self, number: int) -> "Person":
        """See that question whole: while the page is being drawn, below it stands the last one."""
        return self.sees(f"Question {number} of").settled()

    def settled(self) -> "Person":
        """Wait until the page is drawn."""
        idle = self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]")
        appears(idle, within_ms=LONG)
        return self

    def screen_without_danger_signs(self) -> "Person":
        """Answer the danger list as a 44-year-old whose left knee came on slowly."""
        return self.answer_the_list(age="44")

    def answer_the_list(self, *, age: str = "") -> "Person":
        """Answer the questions there are as somebody with none of all that."""
        number, last = 1, 1
        while number <= last:
            counted = self.question(number).page.get_by_text(f"Question {number} of").first
            last = int(counted.inner_text().partition(" of ")[2].split(":")[0])
            number_field = self.page.get_by_role("spinbutton")
            ways = [self.page.get_by_role("button", name=name, exact=True) for name in HARMLESS]
            appears(reduce(Locator.or_, ways, number_field).first, within_ms=LONG)
            if age and number_field.count():
                number_field.fill(age)
                self.page.keyboard.press("Tab")
                self.taps += 1
                self.tap("Next")
            else:
                self.tap(
                    next(name for name, way in zip(HARMLESS, ways, strict=True) if way.count())
                )
            number += 1
        return self

    def rate(self, slider: str, value: int) -> "Person":
        """Tap a number of a rating, and wait until the slider holds it."""
        self.tap(f"{slider} {value}")
        expect(self.page.get_by_role("slider", name=slider)).to_have_value(str(value), timeout=LONG)
        return self

    def _watch(self, url: str) -> None:
        if not url.startswith(("http://localhost:", "http://127.0.0.1:", "data:", "blob:")):
            self.outside.append(url)
