"""Events go to the server by requests of their own; where none is taken, as the page's state."""

import pytest
from playwright.sync_api import expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from kneeapp.store.record import event_log, sessions
from tests.browser.kneeapp_server import Kneeapp, session_under_way
from tests.browser.person import Person
from tests.browser.reading import opened
from tests.browser.walker import LONG

pytestmark = pytest.mark.browser


@pytest.fixture
def kneeapp(tmp_path):
    """A server with a session under way, of the usual length."""
    server = Kneeapp(tmp_path / "record.duckdb", tmp_path)
    session_under_way(server)
    yield server.start()
    server.kill()


def runs_of(page):
    """One entry for each message from the server: whether it begins a run of the page."""
    runs = []

    def listen(socket):
        socket.on("framereceived", lambda frame: runs.append(begins(frame)))

    page.on("websocket", listen)
    return runs


def begins(frame):
    return ForwardMsg.FromString(frame).WhichOneof("type") == "new_session"


def test_events_run_no_page_unless_their_request_is_refused(kneeapp, phone):
    person, runs = Person(phone), runs_of(phone)
    person.open(f"{kneeapp.url}/routine")
    expect(phone.get_by_role("button", name="Start", exact=True)).to_be_visible(timeout=LONG)
    phone.wait_for_load_state("networkidle")
    at_first = sum(runs)
    assert at_first > 0
    tap_and_keep(person, "Start", "Skip")
    assert sum(runs) == at_first

    phone.route("**/_kneeapp/**", lambda route: route.fulfill(status=403))
    tap_and_keep(person, "Back", "Stop")
    assert sum(runs) > at_first
    kneeapp.end()
    with opened(kneeapp.database) as record:
        kept = [event.kind for event in event_log.events(record, sessions.under_way(record).id)]
    assert kept == ["start", "skip", "back", "pause"]


def test_a_danger_sign_is_kept_at_once_while_its_sheet_stays(kneeapp, phone):
    person = Person(phone).open(f"{kneeapp.url}/routine")
    tap_and_keep(person, "Start")
    person.tap("Stop").tap("Chest pain, short of breath, or a swollen leg")
    expect(phone.locator(".save-status")).to_contain_text("Saved", timeout=LONG)
    person.settled().sees("Stop now and get help")
    expect(phone.get_by_role("button", name="I tapped the wrong one")).to_be_visible()
    kneeapp.kill()
    with opened(kneeapp.database) as record:
        kept = event_log.events(record, sessions.under_way(record).id)
    assert [(event.kind, event.value) for event in kept][1:] == [
        ("pause", None),
        ("stop", "danger"),
    ]


def tap_and_keep(person, *labels):
    """Tap one after the other, each once the one before is on the server."""
    for label in labels:
        person.tap(label)
        expect(person.page.locator(".save-status")).to_contain_text("Saved", timeout=LONG)
