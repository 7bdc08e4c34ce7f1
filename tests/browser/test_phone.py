"""A phone of one's own network, let in by a code and sent away again, as two browsers see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kneeapp.content import DATA
from tests.browser.conftest import PHONE
from tests.browser.kneeapp_server import Kneeapp

pytestmark = pytest.mark.browser
NETWORK = "127.0.0.2"
"""Stands for the address on one's own network, so that the test opens none."""


@dataclass
class Line(Kneeapp):
    @property
    def arguments(self) -> list[str | Path]:
        return [*super().arguments, "--phone", NETWORK]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Line]:
    server = Line(tmp_path / "record.duckdb", DATA).start()
    yield server
    server.kill()


def test_a_phone_goes_on_with_the_record_until_it_is_sent_away(
    server: Line, desktop: Page, chromium: Browser
) -> None:
    context = chromium.new_context(**PHONE)
    phone = context.new_page()
    phone.goto(f"http://{NETWORK}:{server.port}/")
    expect(phone.get_by_text("This phone is not let in")).to_be_visible()

    desktop.goto(f"{server.url}/my_data")
    desktop.get_by_role("button", name="Let a phone in").click()
    address = desktop.get_by_role("dialog").locator("code")
    expect(desktop.get_by_role("img", name="Code that opens this record")).to_be_visible()
    phone.goto(address.inner_text())
    phone.get_by_role("button", name="Use kneeapp on this phone").click()
    expect(phone.get_by_role("heading", name="Today")).to_be_visible()
    expect(phone.get_by_text("Visitor.")).to_have_count(0)
    desktop.keyboard.press("Escape")
    phone.goto(f"http://{NETWORK}:{server.port}/my_data")
    expect(phone.get_by_text(str(server.database))).to_be_visible()

    desktop.reload()
    desktop.get_by_role("button", name="Send away").click()
    expect(desktop.get_by_role("button", name="Send away")).to_have_count(0)
    phone.reload()
    expect(phone.get_by_text("This phone is not let in")).to_be_visible()
    context.close()
