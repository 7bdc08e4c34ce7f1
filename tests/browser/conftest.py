"""Real browsers and real servers, each ended with the test that asked for it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Route,
    expect,
    sync_playwright,
)

from tests.browser.person import Person
from tests.browser.serving import Script
from tests.browser.walker import Walker
from tests.browser.webkit import WebKitPerson, webkit_person
from tests.browser.webkit import browser as browser_of_webkit

LAUNCH = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
          "--disable-background-networking", "--disable-component-update", "--disable-sync",
          "--autoplay-policy=user-gesture-required", "--process-per-site"]  # fmt: skip
expect.set_options(timeout=20_000)  # on a busy machine a page may take as long
SYSTEM = ("chromium-headless-shell", "chromium", "chromium-browser",
          "google-chrome", "google-chrome-stable")  # fmt: skip
"""The lightest first: a page costs the headless shell a fifth less than a whole browser."""
FIREFOX = ("firefox-esr", "firefox")
ENGINES = ("chromium", "firefox", "webkit")


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium_program(_playwright: Playwright) -> Path:
    """Playwright's own Chromium, else the system's; without any it skips, and in CI it fails."""
    own = Path(_playwright.chromium.executable_path)
    if own.exists():
        return own
    path = next((found for name in SYSTEM if (found := shutil.which(name))), None)
    if path is None:
        missing("no Chromium: run `playwright install chromium` or install one")
    return Path(path)


@pytest.fixture(scope="session")
def chromium(_playwright: Playwright, chromium_program: Path) -> Iterator[Browser]:
    browser = _playwright.chromium.launch(executable_path=chromium_program, args=LAUNCH)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(_playwright: Playwright) -> Iterator[Browser]:
    """The system's Firefox, by the protocol that every browser is to speak (WebDriver BiDi)."""
    path = next((found for name in FIREFOX if (found := shutil.which(name))), None)
    if path is None:
        missing("no Firefox: install firefox-esr")
    browser = _playwright.firefox.launch(channel="moz-firefox", executable_path=path)
    yield browser
    browser.close()


@pytest.fixture
def webkit(tmp_path: Path) -> Iterator[WebKitPerson]:
    if browser_of_webkit() is None:
        missing("no WebKitGTK: install webkit2gtk-driver and xvfb")
    (tmp_path / "home").mkdir()
    with webkit_person(tmp_path / "home") as person:
        yield person


def missing(reason: str) -> NoReturn:
    """Skip where a browser is missing; in CI it must not be."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def walker(request: pytest.FixtureRequest) -> Iterator[Walker]:
    """A person on a small screen, in the engine that the test names."""
    if request.param == "webkit":
        yield request.getfixturevalue("webkit").look_at(450, 844)
        return
    browser: Browser = request.getfixturevalue(request.param)
    context = browser.new_context(viewport=PHONE["viewport"])
    person = Person(context.new_page())
    yield person
    context.close()
    assert person.faults == []
    assert person.outside == []


FRONTEND = Path(__file__).parents[2] / "kneeapp" / "ui" / "widgets" / "player" / "frontend"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@contextmanager
def shared(chromium: Browser, **device: Any) -> Iterator[BrowserContext]:
    """A device that many tests share, so that Streamlit's own files are read once.

    A page of its own keeps the process that has read them.
    """
    context = chromium.new_context(**device)
    keeper = context.new_page()
    keeper.route("**", lambda route: route.fulfill(body=""))
    keeper.goto("http://127.0.0.1/")
    yield context
    context.close()


@contextmanager
def page_of(context: BrowserContext) -> Iterator[Page]:
    """A page of a shared device; what it put into local storage is not found by the next test."""
    page = context.new_page()
    yield page
    if page.url.startswith("http") and not page.is_closed():
        stored = {"origin": urlsplit(page.url)._replace(path="", query="", fragment="").geturl()}
        devtools = context.new_cdp_session(page)
        devtools.send("Storage.clearDataForOrigin", stored | {"storageTypes": "local_storage"})
    page.close()


@pytest.fixture(scope="session")
def pocket(chromium: Browser) -> Iterator[BrowserContext]:
    with shared(chromium, **PHONE) as context:
        yield context


@pytest.fixture
def phone(pocket: BrowserContext) -> Iterator[Page]:
    with page_of(pocket) as page:
        yield page


@pytest.fixture(scope="session")
def clockwork(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone for tests that move its clock: all later pages of a context are moved with it."""
    with shared(chromium, **PHONE) as context:
        yield context


@pytest.fixture
def timed_phone(clockwork: BrowserContext) -> Iterator[Page]:
    """A page whose clock shows the time until it is moved."""
    with page_of(clockwork) as page:
        page.clock.install()
        yield page


@pytest.fixture
def new_phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone that has never seen the app; its tabs share their storage."""
    context = chromium.new_context(**PHONE)
    yield context
    context.close()


@pytest.fixture(scope="session")
def desk(chromium: Browser) -> Iterator[BrowserContext]:
    """A computer that many tests share, as `pocket`."""
    with shared(chromium, viewport={"width": 1280, "height": 800}) as context:
        yield context


@pytest.fixture
def desktop(desk: BrowserContext) -> Iterator[Page]:
    with page_of(desk) as page:
        yield page


@pytest.fixture
def module(phone: Page) -> Page:
    """A page that can import the player's modules, without any server."""
    phone.route("http://player.test/**", _from_frontend)
    phone.goto("http://player.test/")
    return phone


def _from_frontend(route: Route) -> None:
    name = route.request.url.rsplit("/", 1)[1]
    if name.endswith(".js"):
        route.fulfill(path=FRONTEND / name, content_type="text/javascript")
    else:
        route.fulfill(body="<title>Player</title>", content_type="text/html")


HARNESS = Path(__file__).parent / "harness"
sys.path.insert(0, str(HARNESS))

from journal import Journal  # noqa: E402  lives in the harness folder, beside the script it serves
from stage import DEVICE, Stage  # noqa: E402  as above

_plays = count()


@pytest.fixture(scope="session")
def player_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Script, Path]]:
    """The harness page, one server for all tests that do not end it."""
    yield from _harness(tmp_path_factory.mktemp("plays"))


@pytest.fixture(scope="session")
def mortal_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Script, Path]]:
    """The harness page on a server that tests kill, and that soon forgets who is gone."""
    yield from _harness(tmp_path_factory.mktemp("plays"), {"server.disconnectedSessionTTL": "1"})


def _harness(root: Path, options: dict[str, str] | None = None) -> Iterator[tuple[Script, Path]]:
    server = Script(HARNESS / "player_app.py", (str(root),), options or {}).start()
    yield server, root
    server.kill()


@pytest.fixture
def play(
    player_server: tuple[Script, Path], request: pytest.FixtureRequest
) -> Callable[..., Stage]:
    """A session of its own on a phone; keywords are the harness page's options.

    With `timed` the phone's clock is the test's to move. Without `recorded` no sentence has a
    recording, so that the device's own voice says all.
    """
    server, root = player_server

    def begin(
        *,
        page: Page | None = None,
        timed: bool = False,
        recorded: bool = False,
        device: str = DEVICE,
        **options: object,
    ) -> Stage:
        page = page or request.getfixturevalue("timed_phone" if timed else "phone")
        if not recorded:
            page.route("**/clips.json", lambda route: route.fulfill(json={}))
        return _stage(server, root, page, device, **options)

    return begin


@pytest.fixture
def mortal(mortal_server: tuple[Script, Path], timed_phone: Page) -> tuple[Stage, Script]:
    """A session on a server that the test may kill, and a clock that is the test's to move."""
    server, root = mortal_server
    return _stage(server.start(), root, timed_phone, DEVICE), server


def _stage(server: Script, root: Path, page: Page, device: str, **options: object) -> Stage:
    name = f"play{next(_plays)}"
    journal = Journal(root / name)
    journal.choose(**options)
    page.add_init_script(device)
    return Stage(page, journal, f"{server.url}/?play={name}")
