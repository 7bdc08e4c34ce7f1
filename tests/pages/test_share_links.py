"""Charts shared by a link: made by a patient, opened by a stranger, taken back."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from kneeapp.domain.accounts.share_links import GONE, SharedChart
from kneeapp.store.record import sessions
from kneeapp.ui.shell import cookies
from tests.pages.conftest import APP, Screen
from tests.store.builders import a_session, finished

SHARING = "share_progress"


@pytest.fixture
def open_link(monkeypatch):
    """Open a link in a browser in which nobody is signed in."""

    def opened(token: str) -> Screen:
        monkeypatch.setattr(cookies, "sent", lambda _: "")
        app = AppTest.from_file(str(APP), default_timeout=30)
        app.query_params["s"] = token
        return Screen(app).go("shared")

    return opened


@pytest.fixture
def link(open_as, patient):
    """The token of a link that a patient has just made, with their initials."""
    screen = open_as(patient.principal).go("progress").unfold(SHARING)
    name = screen._only(screen.app.text_input, "Name or initials above them (if you like)")
    name.set_value("A. B.")
    screen.press("Make a link")
    [made] = [block.value for block in screen.app.code]
    return made.split("/shared?s=")[1]


def test_a_share_link_shows_the_charts_and_nothing_else(open_link, link):
    screen = open_link(link)
    assert not screen.app.error
    assert "**A\\. B\\.** Left knee" in screen.text
    assert [element.value for element in screen.app.header]
    assert "Tender spots" not in screen.text
    assert "Anna Berg" not in screen.text
    assert re.search(r"can be seen until .*, \d\d:\d\d, or until they end it", screen.text)


def test_an_unknown_link_says_only_that_it_does_not_work(open_link, link):
    assert open_link(link[:-1]).app.error[0].value == GONE


def test_a_revoked_link_stops_working_at_once(open_as, open_link, patient, link):
    screen = open_as(patient.principal).go("progress").unfold(SHARING)
    assert "not opened yet" in screen.text
    open_link(link)
    screen = open_as(patient.principal).go("progress").unfold(SHARING)
    assert "opened once" in screen.text
    screen.press("Take the link back")
    assert "Over." in screen.text
    assert open_link(link).app.error[0].value == GONE


def test_an_open_shared_page_ends_with_its_link(open_link, link, hand_clock):
    screen = open_link(link)
    hand_clock.advance(days=13)
    assert "Rated by the person" in screen.go("shared").text
    hand_clock.advance(days=1)
    screen.go("shared")
    assert screen.text == GONE


def test_a_signed_in_user_sees_the_same_by_a_link_as_others(open_as, patient, link, monkeypatch):
    monkeypatch.setattr(
        "kneeapp.ui.shell.request_context.by_link", lambda: True
    )  # the address of a real browser
    screen = open_as(patient.principal, s=link).go("shared")
    assert "Rated by the person" in screen.text
    assert "watches this live" not in screen.text
    assert not screen.app.get("page_link")


def test_in_personal_mode_a_file_is_offered_instead_of_a_link(open_app, hand_clock, record):
    session = a_session(started_at=hand_clock.now)
    sessions.start(record, session)
    sessions.save(record, finished(session))
    screen = open_app().go("progress").unfold(SHARING)
    assert "nobody else could open a link" in screen.text
    assert "Make a link" not in screen.buttons()


def test_in_personal_mode_no_link_works(open_app):
    assert open_app().go("shared").app.error[0].value == GONE


def test_a_link_can_show_the_linked_overview(open_as, open_link, patient):
    screen = open_as(patient.principal).go("progress").unfold(SHARING)
    charts = screen._only(screen.app.get("button_group"), "Charts")
    charts.set_value([SharedChart.OVERVIEW])
    screen.press("Make a link")
    [made] = [block.value for block in screen.app.code]
    shown = open_link(made.split("/shared?s=")[1])
    assert not shown.app.error
    [board] = [one for one in shown.app.get("bidi_component") if "pictures" in one.proto.json]
    assert '"relief"' in board.proto.json
    assert "Compare two times" not in shown.text
    assert "Start routine" not in shown.buttons()
