"""What a screen reader is given on the main path, kept as text that a person can read in review.

`KNEEAPP_SNAPSHOTS=write pytest tests/browser/test_accessibility_tree.py` writes it anew
(docs/accessibility.md).
"""

import os
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kneeapp import clock
from kneeapp.content import DATA
from kneeapp.domain.accounts import OPERATOR
from kneeapp.domain.clinic import Clinic
from kneeapp.domain.people import Role
from kneeapp.store import accounts, codes, keys, sign_ins
from kneeapp.store.database import Store
from tests.browser.kneeapp_server import Kneeapp, short_content, some_weeks
from tests.browser.person import LONG, Person

SNAPSHOTS = Path(__file__).parent / "snapshots"
WRITE = os.environ.get("KNEEAPP_SNAPSHOTS") == "write"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
SHORT_MONTHS = "|".join(month[:3] for month in MONTHS.split("|"))
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
CHANGES = (
    (re.compile(rf"(?i)\b(today|yesterday|({DAYS}) \d+ ({MONTHS})( \d+)?) at \d\d:\d\d"), "<when>"),
    (re.compile(rf"\b\d+ ({MONTHS})( \d{{4}})?\b"), "<date>"),
    (re.compile(rf"\b\d+\s({SHORT_MONTHS})\b"), "<date>"),
    (re.compile(r"http://[^/\s]+/"), "/"),
)
"""What differs from day to day, and what stands for it."""

pytestmark = pytest.mark.browser


@pytest.fixture
def kneeapp(tmp_path: Path) -> Iterator[Kneeapp]:
    server = Kneeapp(tmp_path / "record.duckdb", short_content(tmp_path / "content"))
    yield server
    server.kill()


def reads_as_kept(person: Person, name: str) -> None:
    """Compare the tree of the page's main part with the one that is kept under this name."""
    page = person.settled().page
    file = SNAPSHOTS / f"{name}.txt"
    expect(page.locator(".knee-said")).to_be_attached(timeout=LONG)
    read = tree(page)
    if WRITE:
        file.write_text(read, "utf-8")
    assert read.splitlines() == file.read_text("utf-8").splitlines()


def tree(page: Page) -> str:
    """The page's title and its accessibility tree, without what changes by itself."""
    text = f"title: {page.title()}\n{page.locator('body').aria_snapshot()}\n"
    for what, instead in CHANGES:
        text = what.sub(instead, text)
    return text


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
    person.go("Progress").sees("What helps")
    reads_as_kept(person, "progress")
    person.go("Programme").sees("Look at")
    reads_as_kept(person, "programme")


def test_the_door_and_the_list_of_a_clinic(tmp_path, monkeypatch, phone):
    clinic = Clinic(name="Knee", phone="112")
    (tmp_path / "secrets.toml").write_text('[clinic]\nname = "Knee"\nphone = "112"\n', "utf-8")
    monkeypatch.setenv("KNEEAPP_SECRETS", str(tmp_path / "secrets.toml"))
    server = Kneeapp(tmp_path / "clinic.duckdb", DATA)
    with closing(Store.open(server.database)) as store:
        cookie = clinician(store, clinic)
    server.start()
    person = Person(phone).open(server.url).sees("I have a code")
    reads_as_kept(person, "sign-in")
    phone.context.add_cookies([{"name": "kneeapp", "value": cookie, "url": server.url}])
    person.open(f"{server.url}/clinic").sees("Ask to see a record")
    reads_as_kept(person, "clinic")
    phone.context.clear_cookies()
    server.kill()


def clinician(store: Store, clinic: Clinic) -> str:
    """The cookie of a clinician without patients."""
    key, now = keys.of(store, clinic), clock.now()
    added = accounts.add(
        store, OPERATOR, name="vogt", called="Dr Vogt", role=Role.CLINICIAN, at=now
    )
    code = codes.issue(store, key, OPERATOR, added.id, now)
    joined = codes.use(store, key, code, at=now, password="no hash of any")
    return sign_ins.begin(store, key, joined, now, ticket=False)[1]
