"""Waiting for a page: looked at often, where Playwright's `expect` soon looks once a second."""

from collections.abc import Callable
from time import monotonic

from playwright.sync_api import Locator, Page, expect

LOOK_MS = 50


def until(page: Page, holds: Callable[[], object], *, within_ms: int) -> bool:
    """Whether it came to hold in time; the page goes on meanwhile."""
    deadline = monotonic() + within_ms / 1000
    while not holds():
        if monotonic() > deadline:
            return False
        page.wait_for_timeout(LOOK_MS)
    return True


def appears(locator: Locator, *, within_ms: int = 20_000) -> None:
    """Wait until it is visible."""
    if not until(locator.page, locator.is_visible, within_ms=within_ms):
        expect(locator).to_be_visible(timeout=1)  # says what is there instead
