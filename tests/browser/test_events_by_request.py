"""Events go to the server by requests of their own; where none is taken, as the page's state."""

import pytest
from playwright.sync_api import expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from kneeapp import content
from kneeapp.domain.planning import plan
from kneeapp.domain.routines import Choice
from kneeapp.domain.sides import Side
from kneeapp.store import events, sessions
from tests.browser.kneeapp_server import Kneeapp
from tests.browser.person import LONG, Person
from tests.browser.reading import opened
from tests.store.builders import a_session

pytestmark = pytest.mark.browser


@pytest.fixture
def kneeapp(tmp_path):
    """A server with a session under way, of the usual length."""
    server = Kneeapp(tmp_path / "record.duckdb", tmp_path)
    usual = plan(content.routine("release"), Choice(), Side.LEFT)
    with opened(server.database) as record:
        sessions.start(record, a_session(plan=usual))
    yield server.start()
    server.end()


@pytest.fixture
def person(phone):
    return Person(phone)


def runs_of(page):
    """One entry for each message from the server: whether it begins a run of the page."""
    runs = []

    def listen(socket):
        socket.on("framereceived", lambda frame: runs.append(begins(frame)))

    page.on("websocket", listen)
    return runs


def begins(frame):
    return ForwardMsg.FromString(frame).WhichOneof("type") == "new_session"


def open_player(kneeapp, person):
    person.open(f"{kneeapp.url}/routine")
    expect(person.page.get_by_role("button", name="Start", exact=True)).to_be_visible(timeout=LONG)
    person.page.wait_for_load_state("networkidle")


def play(person):
    """Start and pause, until both are kept."""
    person.tap("Start").sees("Roll slowly").tap("Pause")
    expect(person.page.get_by_role("button", name="Resume", exact=True)).to_be_visible(timeout=LONG)
    expect(person.page.get_by_text("Saved", exact=True)).to_be_visible(timeout=LONG)


def kept(kneeapp):
    kneeapp.end()
    with opened(kneeapp.database) as record:
        return [event.kind for event in events.events(record, sessions.under_way(record).id)]


def test_what_happens_in_the_player_runs_no_page(kneeapp, person):
    runs = runs_of(person.page)
    open_player(kneeapp, person)
    before = sum(runs)
    assert before > 0
    play(person)
    assert sum(runs) == before
    assert kept(kneeapp) == ["start", "pause"]


def test_where_the_request_is_refused_the_page_carries_the_events(kneeapp, person):
    person.page.route("**/_kneeapp/**", lambda route: route.fulfill(status=403))
    open_player(kneeapp, person)
    play(person)
    assert kept(kneeapp) == ["start", "pause"]
