"""A whole session on PostgreSQL, which goes away in the middle of it and comes back."""

from contextlib import closing

import pytest
from playwright.sync_api import expect

from kneeapp import clock, content
from kneeapp.domain.accounts.people import Principal
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.sides import Side
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import event_log, people, sessions
from tests.browser.kneeapp_server import Kneeapp
from tests.browser.person import Person
from tests.browser.walker import LONG
from tests.store.builders import a_session

pytestmark = pytest.mark.browser


@pytest.fixture
def url(cluster):
    yield cluster.database()
    if not cluster.runs:
        cluster.start()


@pytest.fixture
def record(url):
    """A person's record on the server, with a session under way."""
    with closing(Store.open(url)) as store:
        person = people.sole_person(store, clock.now())
        record = Record(store, person, Principal(person))
        usual = plan(content.routine("release"), Choice(), Side.LEFT)
        sessions.start(record, a_session(started_at=clock.now(), plan=usual))
        yield record


@pytest.fixture
def kneeapp(url, tmp_path):
    server = Kneeapp(url, tmp_path)
    yield server.start()
    server.kill()


def test_an_outage_in_mid_session_is_told_played_through_and_made_up_for(
    record, kneeapp, cluster, phone
):
    session = sessions.under_way(record)
    status = phone.locator(".save-status")
    person = Person(phone).open(f"{kneeapp.url}/routine")
    expect(phone.get_by_role("button", name="Start", exact=True)).to_be_visible(timeout=LONG)
    phone.locator(".player").evaluate("player => { player.isTheSame = true; }")
    person.tap("Start")
    expect(status).to_contain_text("Saved", timeout=LONG)

    cluster.stop()
    phone.keyboard.press("6")
    expect(status).to_contain_text(
        "Saving is delayed. 1 kept on this device until sent.", timeout=LONG
    )
    phone.get_by_role(
        "button", name="Turn it off"
    ).click()  # the page runs, and cannot read the record
    before = phone.locator(".clock").inner_text()
    phone.keyboard.press("4")
    expect(status).to_contain_text("2 kept", timeout=LONG)
    expect(phone.locator(".clock")).not_to_have_text(before)

    cluster.start()
    expect(status).to_contain_text("Saved", timeout=LONG)
    assert phone.locator(".player").evaluate("player => player.isTheSame")
    log = event_log.events(record, session.id)
    assert [(event.kind, event.value) for event in log] == [
        ("start", None), ("tenderness", 6), ("tenderness", 4)
    ]  # fmt: skip
    person.tap("Stop").tap("Finished for today").tap("End session").sees("Re-check")
    person.rate("Knee pain after", 3).tap("Save session").sees("3 points better")
    assert sessions.last(record).after == 3
    assert person.faults == []
