"""A clinic in two browsers at once: what one takes back, the other loses."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from kneeapp import clock
from kneeapp.content import DATA
from kneeapp.domain.accounts.accounts import OPERATOR, Account
from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.domain.accounts.people import Role
from kneeapp.store.access import keys
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import accounts, care, one_time_codes, web_sessions
from kneeapp.store.engine.database import Store
from tests.browser.kneeapp_server import Kneeapp
from tests.browser.person import Person

CLINIC = Clinic(name="Knee", phone="112")

pytestmark = pytest.mark.browser


@dataclass
class Served:
    """A clinic whose clinician sees the record of its patient, and the cookie of each."""

    server: Kneeapp
    patient: Account
    cookies: dict[Role, str]

    def browser(self, chromium: Browser, role: Role) -> BrowserContext:
        """One in which the patient, or the clinician, is signed in."""
        context = chromium.new_context()
        cookie = {"name": "kneeapp", "value": self.cookies[role], "url": self.server.url}
        context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Strict"}])
        return context


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    secrets = f'[clinic]\nname = "{CLINIC.name}"\nphone = "{CLINIC.phone}"\n'
    (tmp_path / "secrets.toml").write_text(secrets, "utf-8")
    monkeypatch.setenv("KNEEAPP_SECRETS", str(tmp_path / "secrets.toml"))
    server = Kneeapp(tmp_path / "clinic.duckdb", DATA)
    with closing(Store.open(server.database)) as store:
        patient, cookies = let_in(store)
    yield Served(server.start(), patient, cookies)
    server.kill()


def let_in(store: Store) -> tuple[Account, dict[Role, str]]:
    key, now = keys.of(store, CLINIC), clock.now()
    joined, cookies, signed_in = {}, {}, {}
    for role, called in ((Role.PATIENT, "Anna Berg"), (Role.CLINICIAN, "Dr Vogt")):
        added = accounts.add(store, OPERATOR, name=called[:4], called=called, role=role, at=now)
        code = one_time_codes.issue(store, key, OPERATOR, added.id, now)
        joined[role] = one_time_codes.use(store, key, code, at=now, password="no hash of any")
        signed_in[role], cookies[role] = web_sessions.begin(
            store, key, joined[role], now, ticket=False
        )
    patient, clinician = joined[Role.PATIENT], joined[Role.CLINICIAN]
    care.request_access(store, clinician.principal(signed_in[Role.CLINICIAN]), patient.name, now)
    principal = patient.principal(signed_in[Role.PATIENT])
    care.accept(Record(store, patient.own_person, principal), clinician.id, now)
    return patient, cookies


def test_an_open_record_closes_when_its_person_takes_it_back(
    clinic: Served, chromium: Browser
) -> None:
    watching = clinic.browser(chromium, Role.CLINICIAN).new_page()
    watching.goto(f"{clinic.server.url}/clinic?person={clinic.patient.own_person}")
    expect(watching.get_by_role("heading", name="Anna Berg")).to_be_visible()
    expect(watching.get_by_text("Page not found")).to_have_count(0)  # its first page, by name
    watching.get_by_label("Note", exact=True).fill("Too late.")

    owner = clinic.browser(chromium, Role.PATIENT).new_page()
    owner.goto(f"{clinic.server.url}/my_data")
    owner.get_by_role("button", name="End it").click()
    expect(owner.get_by_text("No clinician sees it.")).to_be_visible()

    watching.get_by_role("button", name="Save note").click()
    expect(watching.get_by_text("does not let you see their record")).to_be_visible()
    expect(watching.get_by_role("heading", name="Anna Berg")).to_have_count(0)
    clinic.server.end()
    assert notes_in(clinic) == 0
    for page in (watching, owner):
        page.context.close()


def test_what_is_new_to_do_appears_within_half_a_minute_by_itself(
    clinic: Served, chromium: Browser
) -> None:
    watching = clinic.browser(chromium, Role.CLINICIAN).new_page()
    watching.goto(f"{clinic.server.url}/clinic?person={clinic.patient.own_person}")
    watching.get_by_role("radio", name="The patient").click()
    watching.get_by_label("Note", exact=True).fill("How is it?")
    watching.get_by_role("button", name="Save note").click()
    expect(watching.get_by_text("Not put away by them yet.")).to_be_visible()
    watching.get_by_role("button", name="Back to the list").click()
    expect(watching.get_by_text("Nothing is to be done for anybody now.")).to_be_visible()

    owner = clinic.browser(chromium, Role.PATIENT).new_page()
    owner.goto(clinic.server.url)
    owner.get_by_label("Answer in a few words").fill("Better.")
    owner.get_by_role("button", name="Send the answer").click()
    expect(owner.get_by_text("You answered today")).to_be_visible()

    expect(watching.get_by_text("Answered a note").first).to_be_visible(timeout=30_000)
    watching.keyboard.press("j")
    expect(watching.get_by_role("button", name="Open Anna Berg")).to_be_focused()
    watching.keyboard.press("t")
    expect(watching.get_by_text("Taken by Dr Vogt")).to_be_visible()
    for page in (watching, owner):
        page.context.close()


REACHED = """
(button) => {
  const words = button.querySelector("p").getBoundingClientRect();
  const at = (share, from, size) => from + 1 + share * (size - 2);
  const points = [0, 0.5, 1].flatMap((x) => [0, 0.5, 1].map((y) => [
    at(x, words.left, words.width), at(y, words.top, words.height)]));
  return points.filter(([x, y]) => button.contains(document.elementFromPoint(x, y))).length;
}
"""
"""Of nine points on the words of a button, how many press it."""


@pytest.mark.parametrize("width", [390, 1280])
def test_every_part_of_the_words_leads_back_to_the_list(
    clinic: Served, chromium: Browser, width: int
) -> None:
    page = clinic.browser(chromium, Role.CLINICIAN).new_page()
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{clinic.server.url}/clinic?person={clinic.patient.own_person}")
    expect(page.get_by_role("heading", name="Anna Berg")).to_be_visible()
    Person(page).settled()
    back = page.get_by_role("button", name="Back to the list")
    assert back.evaluate(REACHED) == 9
    back.get_by_text("Back to the list").click(position={"x": 2, "y": 2})
    expect(page.get_by_role("heading", name="Clinic")).to_be_visible()
    page.get_by_role("link", name="Account").click()
    expect(page.get_by_role("heading", name="Account")).to_be_visible()
    page.context.close()


def notes_in(clinic: Served) -> int:
    with closing(Store.open(clinic.server.database)) as store:
        [(kept,)] = store.run(lambda q: q("select count(*) from note"))
        return int(kept)


def test_a_wide_screen_shows_all_parts_of_a_record_and_a_phone_the_chosen_one(
    clinic: Served, chromium: Browser
) -> None:
    page = clinic.browser(chromium, Role.CLINICIAN).new_page()
    parts = ("Progress", "Notes", "Choices", "Screening", "Programme")
    page.set_viewport_size({"width": 1000, "height": 800})
    page.goto(f"{clinic.server.url}/clinic?person={clinic.patient.own_person}")
    for part in parts:
        expect(page.get_by_role("heading", name=part, exact=True)).to_be_visible()
    expect(page.get_by_role("radio", name="Notes")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_label("Note", exact=True)).to_be_hidden()
    page.get_by_role("radio", name="Notes").click()
    expect(page.get_by_label("Note", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Save choice")).to_be_hidden()
    page.context.close()
