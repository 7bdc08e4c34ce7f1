"""A clinic in a real browser: in by a code, and out for good."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from kneeapp.cli import people_commands
from kneeapp.content import DATA
from kneeapp.domain.accounts.people import Role
from tests.browser.joining import PASSWORD, join
from tests.browser.kneeapp_server import Kneeapp
from tests.browser.walker import Walker

EXCHANGED = (
    "() => performance.getEntriesByName(`${location.origin}/_kneeapp/sign-in`)"
    ".some(each => each.responseEnd)"
)

pytestmark = pytest.mark.browser


@dataclass
class Clinic:
    url: str
    code: str


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clinic]:
    """A server with one patient who has not joined yet."""
    secrets = '[clinic]\nname = "Knee clinic"\nphone = "+00 000 0000"\n'
    (tmp_path / "secrets.toml").write_text(secrets, "utf-8")
    monkeypatch.setenv("KNEEAPP_SECRETS", str(tmp_path / "secrets.toml"))
    monkeypatch.setenv("KNEEAPP_DATABASE", str(tmp_path / "clinic.duckdb"))
    code = people_commands.add_account("anna", Role.PATIENT, "Anna K")
    server = Kneeapp(tmp_path / "clinic.duckdb", DATA).start()
    yield Clinic(server.url, code)
    server.kill()


def test_a_sign_in_lasts_over_a_reload_and_ends_in_every_tab(
    clinic: Clinic, new_phone: BrowserContext
) -> None:
    page = new_phone.new_page()
    page.goto(f"{clinic.url}/progress")
    join(page, clinic.code)
    expect(page.get_by_role("heading", name="Progress")).to_be_visible()
    expect(page).to_have_url(re.compile("/progress$"))
    page.wait_for_function(EXCHANGED)
    [cookie] = [each for each in new_phone.cookies() if each["name"] == "kneeapp"]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"

    page.reload()
    expect(page.get_by_role("heading", name="Progress")).to_be_visible()
    second = new_phone.new_page()
    second.goto(clinic.url)
    expect(second.get_by_role("heading", name="Today")).to_be_visible()

    page.get_by_role("link", name="Account").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    second.get_by_role("button", name="Start screening").click()
    expect(second.get_by_role("heading", name="Sign in")).to_be_visible()

    new_phone.add_cookies([cookie])
    page.goto(f"{clinic.url}/progress")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_who_joins_begins_the_screening_on_the_first_screen_of_a_phone(
    clinic: Clinic, new_phone: BrowserContext
) -> None:
    page = new_phone.new_page()
    page.goto(clinic.url)
    join(page, clinic.code)
    expect(page.get_by_text("Starting means that you agree")).to_be_visible()
    start = page.get_by_role("button", name="Start screening").bounding_box()
    pages = page.locator(".st-key-tab_bar").bounding_box()
    assert start
    assert pages
    assert page.viewport_size == {"width": 390, "height": 844}
    assert start["y"] + start["height"] <= pages["y"]
    call = page.get_by_role("link", name="Call +00 000 0000").bounding_box()
    assert call
    assert call["height"] >= 44


@pytest.mark.parametrize(
    "walker", [pytest.param("firefox", marks=pytest.mark.nightly), "webkit"], indirect=True
)
def test_in_other_engines_too_it_lasts_over_a_reload_and_ends(
    clinic: Clinic, walker: Walker
) -> None:
    walker.open(f"{clinic.url}/progress").sees("I have a code").settled()
    walker.unfold("I have a code from my clinic").write("Code", clinic.code).tap("Use code")
    walker.sees("New password").settled().write("New password", PASSWORD).tap("Go on")
    walker.sees("To get there").settled().waits_for(EXCHANGED)
    walker.reload().sees("To get there").settled()
    walker.open(f"{clinic.url}/account").sees("Change password").settled().tap("Sign out").sees(
        "I have a code"
    )
    walker.open(f"{clinic.url}/progress").sees("I have a code")
