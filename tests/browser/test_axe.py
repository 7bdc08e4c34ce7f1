"""What axe-core finds, best practice included, on the pages of a person, a clinic and a link."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from kneeapp import clock
from kneeapp.domain.accounts.accounts import OPERATOR
from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.accounts.share_links import Shared, SharedChart
from kneeapp.domain.sides import Side
from kneeapp.store.access import keys
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import accounts, care, one_time_codes, web_sessions
from kneeapp.store.engine.database import Store
from kneeapp.store.record import share_links, trials
from tests.browser.conftest import PHONE
from tests.browser.kneeapp_server import Kneeapp, short_content, some_weeks
from tests.browser.person import Person
from tests.browser.reading import opened
from tests.store.builders import a_trial

CLINIC = Clinic(name="Knee", phone="112")
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
STREAMLITS = {"presentation-role-conflict"}
"""Rules that Streamlit's own file uploader breaks (docs/accessibility.md)."""

SETTLED = "() => document.getAnimations().every(({playState}) => playState !== 'running')"
"""JavaScript: no colour is on its way to another one."""

SCREENS = {"phone": PHONE, "desktop": {"viewport": {"width": 1280, "height": 800}}}
LOOKS = pytest.mark.parametrize(
    ("screen", "scheme"),
    [
        ("phone", "dark"),
        pytest.param("desktop", "light", marks=pytest.mark.nightly),
        pytest.param("phone", "light", marks=pytest.mark.nightly),
        pytest.param("desktop", "dark", marks=pytest.mark.nightly),
    ],
)

pytestmark = pytest.mark.browser


@pytest.fixture
def kneeapp(tmp_path: Path) -> Iterator[Kneeapp]:
    server = Kneeapp(tmp_path / "record.duckdb", short_content(tmp_path / "content"))
    yield server
    server.kill()


@pytest.fixture
def page(chromium: Browser, screen: str, scheme: str) -> Iterator[Page]:
    context = chromium.new_context(**SCREENS[screen], color_scheme=scheme)
    yield context.new_page()
    context.close()


@dataclass
class Inspector:
    """A person who has axe look at each page they come to."""

    person: Person
    found: dict[str, list[tuple[str, str]]]

    def look(self, state: str) -> None:
        page = self.person.settled().page
        page.wait_for_function(SETTLED)
        self.found[state] = [
            (fault["id"], node["html"][:150])
            for fault in Axe().run(page, options=OPTIONS).response["violations"]
            if fault["id"] not in STREAMLITS
            for node in fault["nodes"]
        ]

    @property
    def faults(self) -> dict[str, list[tuple[str, str]]]:
        return {state: faults for state, faults in self.found.items() if faults}


@LOOKS
def test_no_page_of_a_person_has_a_fault(kneeapp: Kneeapp, page: Page) -> None:
    some_weeks(kneeapp)
    person = Person(page).open(f"{kneeapp.start().url}/screening").sees("Start a new screening")
    inspector = Inspector(person, {})
    inspector.look("result")
    person.tap("Start a new screening").question(1)
    inspector.look("question")
    heard = {"Routine": "Knee pain now", "Today": "sessions since Monday", "Progress": "Look at",
             "Programme": "Look at", "My data": "Take it along"}  # fmt: skip
    for name, text in heard.items():
        person.go(name).sees(text)
        inspector.look(name)
    assert inspector.faults == {}


@LOOKS
def test_no_trial_has_a_fault(kneeapp: Kneeapp, page: Page) -> None:
    some_weeks(kneeapp)
    now = clock.now()
    with opened(kneeapp.database) as record:
        ended = a_trial(drawn_at=now - timedelta(days=5))
        trials.begin(record, ended)
        trials.close(record, ended.id, now)
    inspector = Inspector(Person(page), {})
    inspector.person.open(f"{kneeapp.start().url}/trial").sees("Trial")
    inspector.look("trial that has ended")
    kneeapp.end()
    with opened(kneeapp.database) as record:
        trials.begin(record, a_trial(drawn_at=now))
    inspector.person.open(f"{kneeapp.start().url}/trial").sees("Trial")
    inspector.look("trial under way")
    assert inspector.faults == {}


@LOOKS
def test_no_page_of_a_clinic_has_a_fault(
    kneeapp: Kneeapp, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = f'[clinic]\nname = "{CLINIC.name}"\nphone = "{CLINIC.phone}"\n'
    (tmp_path / "secrets.toml").write_text(secrets, "utf-8")
    monkeypatch.setenv("KNEEAPP_SECRETS", str(tmp_path / "secrets.toml"))
    with closing(Store.open(kneeapp.database)) as store:
        cookies, patient, token = let_in(store)
    inspector = Inspector(Person(page), {})
    inspector.person.open(kneeapp.start().url).sees("I have a code")
    inspector.look("sign-in")
    places = {
        "caseload": (Role.CLINICIAN, "clinic", "Anna Berg"),
        "patient": (Role.CLINICIAN, f"clinic?person={patient}", "Notes"),
        "account": (Role.CLINICIAN, "account", "Change password"),
        "people": (Role.ADMIN, "people", "Invite somebody"),
        "audit": (Role.ADMIN, "audit", "Deeds"),
    }
    for state, (role, address, text) in places.items():
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "kneeapp", "value": cookies[role], "url": kneeapp.url}])
        inspector.person.open(f"{kneeapp.url}/{address}").sees(text)
        inspector.look(state)
    page.context.clear_cookies()
    inspector.person.open(f"{kneeapp.url}/shared?s={token}").sees("Knee progress")
    inspector.look("link")
    assert inspector.faults == {}


def let_in(store: Store) -> tuple[dict[Role, str], UUID, str]:
    """The cookies of a patient, their clinician and an admin; the record, and a link to it."""
    key, now = keys.of(store, CLINIC), clock.now()
    joined, cookies, signed_in = {}, {}, {}
    called = {Role.PATIENT: "Anna Berg", Role.CLINICIAN: "Dr Vogt", Role.ADMIN: "Mr Admin"}
    for role, name in called.items():
        added = accounts.add(
            store, OPERATOR, name=f"user{len(joined)}", called=name, role=role, at=now
        )
        code = one_time_codes.issue(store, key, OPERATOR, added.id, now)
        joined[role] = one_time_codes.use(store, key, code, at=now, password="no hash of any")
        signed_in[role], cookies[role] = web_sessions.begin(
            store, key, joined[role], now, ticket=False
        )
    patient, clinician = joined[Role.PATIENT], joined[Role.CLINICIAN]
    care.request_access(store, clinician.principal(signed_in[Role.CLINICIAN]), patient.name, now)
    principal = patient.principal(signed_in[Role.PATIENT])
    record = Record(store, patient.own_person, principal)
    care.accept(record, clinician.id, now)
    today = now.date()
    shown = Shared(
        pictures=tuple(SharedChart), knee=Side.LEFT, first=today - timedelta(days=20), last=today
    )
    token = share_links.make(record, shown, now=now, ends_at=now + timedelta(days=1))
    return cookies, patient.own_person, token
