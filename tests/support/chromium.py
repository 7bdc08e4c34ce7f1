"""A headless Chromium for what is no test: benchmarks and pictures."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def browser() -> Iterator[Browser]:
    """Playwright's own Chromium, else the system's."""
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        system = next((path for name in SYSTEM if (path := shutil.which(name))), None)
        path = str(own) if own.exists() else system
        chromium = playwright.chromium.launch(executable_path=path, args=LAUNCH)
        yield chromium
        chromium.close()
