"""A visitor's record in their own browser: by consent, brought back, and taken out again."""

import json
from contextlib import closing

import pytest
from streamlit.testing.v1 import AppTest

from kneeapp import access
from kneeapp.reports.record_file.compress import packed, unpacked
from kneeapp.reports.record_file.file import as_json
from kneeapp.store.engine.database import Store
from kneeapp.store.record import sessions
from kneeapp.store.transfer.snapshot import snapshot
from tests.pages.conftest import APP, Screen
from tests.store.builders import a_record, a_session, finished


@pytest.fixture
def visit(monkeypatch):
    """Open the app in a new tab of somebody else's machine."""
    monkeypatch.setattr(access, "is_personal", lambda *_: False)
    return lambda: Screen(AppTest.from_file(str(APP), default_timeout=30))


@pytest.fixture
def copy():
    """A copy of a record with a session, and whose it is."""
    with closing(Store.open(None)) as store:
        record = a_record(store)
        session = a_session()
        sessions.start(record, session)
        sessions.save(record, finished(session))
        return packed(record.person, as_json(snapshot(record))), record.person


def order(screen) -> dict:
    """What the browser is told to do."""
    [keeper] = [
        element for element in screen.app.get("bidi_component") if '"order"' in element.proto.json
    ]
    return json.loads(keeper.proto.json)


def answer(screen, **found) -> Screen:
    """Answer the order in force as the browser would."""
    screen.sent["keeping"] = {"found": {"number": order(screen)["number"], **found}}
    return screen._run()


def test_nothing_is_sent_to_the_browser_storage_before_the_visitor_agrees(visit):
    screen = visit()
    assert order(screen) | {"number": 0} == {
        "order": "look",
        "number": 0,
        "file": "",
        "events": "kneeapp.player.out.",
    }
    assert "gone when this page closes" in screen.text


def test_after_consent_every_change_is_stored_and_nothing_else_is_sent(visit):
    screen = visit().press("Keep it here")
    first = order(screen)
    assert first["order"] == "keep"
    assert order(screen.go("progress")) == first
    screen.go("screening").press("Start screening").press("None of these")
    later = order(screen)
    assert later["number"] > first["number"]
    _, text = unpacked(later["file"])
    assert len(json.loads(text)["screenings"]) == 1


def test_a_stored_record_is_restored_on_the_next_visit(visit, copy):
    line, person = copy
    screen = answer(visit(), file=line)
    assert "6 → 3" in str([metric.value for metric in screen.app.metric])
    stored = order(screen)
    assert stored["order"] == "keep"
    again, text = unpacked(stored["file"])
    assert again == person
    assert json.loads(text)["sessions"] == json.loads(unpacked(line)[1])["sessions"]


def test_entries_made_before_the_copy_arrived_are_merged_with_it(visit, copy):
    screen = visit().press("Start screening").press("None of these")
    restored = json.loads(unpacked(order(answer(screen, file=copy[0]))["file"])[1])
    assert (len(restored["screenings"]), len(restored["sessions"])) == (1, 1)


@pytest.mark.parametrize("line", ["", "nonsense", "0 AAAA", "{}"])
def test_a_damaged_copy_is_set_aside_and_the_visit_goes_on(visit, line):
    screen = answer(visit(), file=line or "x")
    assert order(screen)["order"] == "aside"
    assert "could not be opened" in screen.app.error[0].value
    assert "Start screening" in screen.buttons()
    assert not screen.app.exception


def test_a_browser_that_cannot_store_the_record_shows_it_and_can_retry(visit):
    screen = answer(visit().press("Keep it here"), fault=True)
    assert "full or forbidden" in screen.app.error[0].value
    assert order(screen)["order"] == "forget"
    assert order(screen.press("Keep it here"))["order"] == "keep"
    assert not screen.app.error


def test_the_copy_is_removed_when_the_visitor_asks(visit):
    screen = visit().press("Keep it here").press("Forget it")
    assert order(screen)["order"] == "forget"
    assert order(screen.go("progress"))["order"] == "forget"


def test_in_personal_mode_the_browser_storage_is_not_used(open_app):
    screen = open_app()
    assert not [
        element for element in screen.app.get("bidi_component") if '"order"' in element.proto.json
    ]
