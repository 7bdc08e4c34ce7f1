"""What a screen reader is given on the main path, kept as text that a person can read in review.

`KNEEAPP_SNAPSHOTS=write pytest tests/browser/test_accessibility_tree.py` writes it anew
(docs/accessibility.md).
"""

import os
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kneeapp import clock
from kneeapp.domain.accounts.accounts import OPERATOR
from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.domain.accounts.people import Role
from kneeapp.store.access import keys
from kneeapp.store.clinic import accounts, one_time_codes, web_sessions
from kneeapp.store.engine.database import Store
from tests.browser.conftest import PHONE
from tests.browser.kneeapp_server import Kneeapp, short_content, some_weeks
from tests.browser.person import Person
from tests.browser.waiting import LOOK_MS, until
from tests.browser.walker import LONG

SNAPSHOTS = Path(__file__).parent / "snapshots"
ALIKE = 15
"""Looks that find the same before it is written."""

WRITE = os.environ.get("KNEEAPP_SNAPSHOTS") == "write"
AT = datetime(2026, 3, 4, 18, 0, tzinfo=UTC)
"""The Wednesday evening on which all of it is read."""

RUNNING_AT = """
from datetime import datetime, timedelta
from time import monotonic
from kneeapp import clock
from kneeapp.cli.main import main
at, began = datetime.fromisoformat("{at}"), monotonic()
with clock.running_on(lambda: at + timedelta(seconds=monotonic() - began)):
    main()
"""

pytestmark = pytest.mark.browser


class OnThatEvening(Kneeapp):
    """kneeapp on a clock that runs from that evening on."""

    @property
    def arguments(self) -> list[str | Path]:
        return ["-c", RUNNING_AT.format(at=AT.isoformat()), *super().arguments[2:]]


@pytest.fixture
def kneeapp(tmp_path: Path) -> Iterator[Kneeapp]:
    server = OnThatEvening(tmp_path / "record.duckdb", short_content(tmp_path / "content"))
    with clock.running_on(lambda: AT):
        yield server
    server.kill()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A phone whose times do not depend on where the test runs."""
    context = chromium.new_context(**PHONE, timezone_id="Europe/London", locale="en-GB")
    yield context.new_page()
    context.close()


def reads_as_kept(person: Person, name: str) -> None:
    """Wait until the page's tree is the one that is kept under this name."""
    page = person.settled().page
    file = SNAPSHOTS / f"{name}.txt"
    expect(page.locator(".knee-announcer")).to_be_attached(timeout=LONG)
    if WRITE:
        file.write_text(at_rest(page), "utf-8")
    kept = file.read_text("utf-8")
    if not until(page, lambda: tree(page) == kept, within_ms=LONG):
        assert tree(page).splitlines() == kept.splitlines()


def at_rest(page: Page) -> str:
    """The tree once it has not changed for a while: a page is drawn in several steps."""
    read = [tree(page)]
    while len(read) < ALIKE or len(set(read[-ALIKE:])) > 1:
        page.wait_for_timeout(LOOK_MS * 4)
        read.append(tree(page))
    return read[-1]


def tree(page: Page) -> str:
    """The page's title and its accessibility tree; the port of the server is left out."""
    text = f"title: {page.title()}\n{page.locator('body').aria_snapshot()}\n"
    return re.sub(r"http://[^/\s]+/", "/", text)


def test_the_way_from_welcome_to_a_saved_session(kneeapp, phone):
    person = Person(phone).open(kneeapp.start().url).sees("What it is not")
    reads_as_kept(person, "welcome")
    person.tap("Start screening").question(1)
    reads_as_kept(person, "danger-group")
    person.screen_without_danger_signs().sees("No warning sign was seen")
    reads_as_kept(person, "result")
    person.tap("Start routine").sees("Knee pain now")
    reads_as_kept(person, "routine")


def test_the_pages_of_somebody_who_has_been_here_for_weeks(kneeapp, phone):
    some_weeks(kneeapp)
    person = Person(phone).open(kneeapp.start().url).sees("Start routine")
    reads_as_kept(person, "today")
    person.go("Progress").sees("What the ratings say")
    reads_as_kept(person, "progress")
    person.go("Programme").sees("Look at")
    reads_as_kept(person, "programme")


def test_the_door_and_the_list_of_a_clinic(kneeapp, tmp_path, monkeypatch, phone):
    (tmp_path / "secrets.toml").write_text('[clinic]\nname = "Knee"\nphone = "112"\n', "utf-8")
    monkeypatch.setenv("KNEEAPP_SECRETS", str(tmp_path / "secrets.toml"))
    with closing(Store.open(kneeapp.database)) as store:
        cookie = clinician(store, Clinic(name="Knee", phone="112"))
    person = Person(phone).open(kneeapp.start().url).sees("I have a code")
    reads_as_kept(person, "sign-in")
    phone.context.add_cookies([{"name": "kneeapp", "value": cookie, "url": kneeapp.url}])
    person.open(f"{kneeapp.url}/clinic").sees("Ask to see a record")
    reads_as_kept(person, "clinic")


def clinician(store: Store, clinic: Clinic) -> str:
    """The cookie of a clinician without patients."""
    key, now = keys.of(store, clinic), clock.now()
    added = accounts.add(
        store, OPERATOR, name="vogt", called="Dr Vogt", role=Role.CLINICIAN, at=now
    )
    code = one_time_codes.issue(store, key, OPERATOR, added.id, now)
    joined = one_time_codes.use(store, key, code, at=now, password="no hash of any")
    return web_sessions.begin(store, key, joined, now, ticket=False)[1]
