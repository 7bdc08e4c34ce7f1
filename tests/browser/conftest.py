"""A real Chromium and real servers, each ended with the test that asked for it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

ROOT = Path(__file__).parents[2]
LAUNCH = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
          "--disable-background-networking", "--disable-component-update", "--disable-sync",
          "--autoplay-policy=user-gesture-required"]  # fmt: skip
SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = {
    "server.address": "127.0.0.1",
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def unused_port() -> int:
    return free_port()


@dataclass
class Served:
    """A Streamlit server of its own, which a test may kill and start again."""

    script: Path
    arguments: tuple[str, ...]
    options: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Served":
        options = QUIET | self.options | {"server.port": str(self.port)}
        flags = [f"--{name}={value}" for name, value in options.items()]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", self.script, *flags, "--", *self.arguments],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()
        return self

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _wait(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise TimeoutError(f"no server at {self.url}")


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Start `streamlit run script` on 127.0.0.1; ended with the test."""
    started: list[Served] = []

    def start(script: Path, *arguments: str, **options: str) -> Served:
        dotted = {name.replace("__", "."): value for name, value in options.items()}
        started.append(Served(script, arguments, dotted).start())
        return started[-1]

    yield start
    for server in started:
        server.kill()


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(_playwright: Playwright) -> Iterator[Browser]:
    """Playwright's own Chromium, else the system's; without any it skips, and in CI it fails."""
    own = Path(_playwright.chromium.executable_path)
    path = (
        own
        if own.exists()
        else next((found for name in SYSTEM if (found := shutil.which(name))), None)
    )
    if path is None:
        reason = "no Chromium: run `playwright install chromium` or install one"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    browser = _playwright.chromium.launch(executable_path=str(path), args=LAUNCH)
    yield browser
    browser.close()


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="session")
def pocket(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone that many tests share, so that Streamlit's own files are fetched once."""
    context = chromium.new_context(**PHONE)
    yield context
    context.close()


@pytest.fixture
def phone(pocket: BrowserContext) -> Iterator[Page]:
    page = pocket.new_page()
    yield page
    page.close()


@pytest.fixture
def new_phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone that has never seen the app; its tabs share their storage."""
    context = chromium.new_context(**PHONE)
    yield context
    context.close()


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


HARNESS = Path(__file__).parent / "harness"
sys.path.insert(0, str(HARNESS))

from journal import Journal  # noqa: E402  lives in the harness folder, beside the script it serves
from stage import SENSES, Stage  # noqa: E402  as above

_plays = count()


@pytest.fixture(scope="session")
def player_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    """The harness page, one server for all tests that do not end it."""
    root = tmp_path_factory.mktemp("plays")
    server = Served(HARNESS / "player_app.py", (str(root),), {}).start()
    yield server, root
    server.kill()


@pytest.fixture
def play(player_server: tuple[Served, Path], phone: Page) -> Callable[..., Stage]:
    """A session of its own on the phone; keywords are the harness page's options."""
    server, root = player_server

    def begin(*, page: Page | None = None, senses: str = SENSES, **options: object) -> Stage:
        name = f"play{next(_plays)}"
        journal = Journal(root / name)
        journal.choose(**options)
        page = page or phone
        page.add_init_script(senses)
        return Stage(page, journal, f"{server.url}/?play={name}")

    return begin
