"""What the player hands over past the websocket, also while its page is being left."""

import gc
import json
import threading
from dataclasses import replace
from datetime import UTC
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from kneeapp import clock
from kneeapp.access import Mode
from kneeapp.domain.accounts.people import Preferences, Principal
from kneeapp.domain.routine.timeline import Event, EventKind
from kneeapp.server.app import take_beacon
from kneeapp.settings import settings
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import event_log, people, sessions
from kneeapp.ui.active_session import event_endpoint
from kneeapp.ui.shell import server_mode
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.shell.store_pool import shared_store
from tests.store.builders import a_session

START = Event(client="phone", seq=0, kind=EventKind.START, step=0, elapsed_ms=0, at_ms=1_000)


ELSEWHERE = {"X-Forwarded-For": "203.0.113.7"}


def opened(store):
    person = people.sole_person(store, clock.now())
    return Record(store, person, Principal(person))


def begun(record):
    session = replace(a_session(), id=uuid4())
    sessions.start(record, session)
    return session


def address(record, session_id, mode=Mode.PERSONAL):
    visit = RecordContext(record, mode, settings(), Preferences(), 0, clock.now(), UTC, dark=False)
    return event_endpoint.address(visit, session_id)


@pytest.fixture
def record():
    return opened(shared_store(settings()))


@pytest.fixture
def session(record):
    return begun(record)


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setattr(
        server_mode, "_is_kneeapp_server", threading.Event()
    )  # only while the test runs
    server_mode.mark_kneeapp_server()
    app = Starlette(routes=[Route(event_endpoint.PATH, take_beacon, methods=["POST"])])
    return TestClient(app, base_url="http://localhost:8501", client=("127.0.0.1", 50_000))


def report(session, *happened):
    log = [event.model_dump(mode="json") for event in happened]
    return json.dumps({"report": {"session": str(session.id), "sent_ms": 7, "events": log}})


def test_events_are_saved_once_however_often_they_are_sent(client, record, session):
    for _ in range(2):
        answer = client.post(address(record, session.id), content=report(session, START))
        assert answer.status_code == 200
        assert answer.json()["acked"] == {"phone": 0}
        assert answer.json()["echoed_ms"] == 7
        assert abs(answer.json()["server_ms"] / 1000 - clock.now().timestamp()) < 60
    assert event_log.events(record, session.id) == [START]


def test_a_report_without_the_players_token_is_refused(client, record, session):
    forged = address(record, session.id)[:-4] + "0000"
    assert client.post(forged, content=report(session, START)).status_code == 403
    assert event_log.events(record, session.id) == []


def test_a_token_opens_no_other_session(client, record, session):
    stranger = address(record, uuid4()).replace("session=", "session=x")
    assert client.post(stranger, content=report(session, START)).status_code == 400
    other = uuid4()
    forged = address(record, other).replace(str(other), str(session.id))
    assert client.post(forged, content=report(session, START)).status_code == 403
    assert event_log.events(record, session.id) == []


def test_a_token_opens_no_other_persons_record(client, record, session):
    forged = address(record, session.id).replace(str(record.person), str(uuid4()))
    assert client.post(forged, content=report(session, START)).status_code == 403


def test_events_from_another_machine_are_refused(client, record, session):
    path = address(record, session.id)
    answer = client.post(path, content=report(session, START), headers=ELSEWHERE)
    assert answer.status_code == 403
    assert event_log.events(record, session.id) == []


def test_a_visitors_events_reach_the_visitors_own_record_while_its_page_is_open(client):
    sealed = opened(Store.open(None))
    session = begun(sealed)
    path = address(sealed, session.id, Mode.VISITOR)
    assert client.post(path, content=report(session, START)).status_code == 400  # not in our record
    answer = client.post(path, content=report(session, START), headers=ELSEWHERE)
    assert answer.json()["acked"] == {"phone": 0}
    assert event_log.events(sealed, session.id) == [START]

    sealed.store.close()
    del sealed
    gc.collect()
    assert client.post(path, content=report(session), headers=ELSEWHERE).status_code == 403


def test_without_an_endpoint_the_player_has_no_address(record, session, monkeypatch):
    monkeypatch.setattr(server_mode, "is_kneeapp_server", lambda: False)
    assert address(record, session.id) is None


def test_a_report_that_cannot_be_read_is_refused(client, record, session):
    assert client.post(address(record, session.id), content="{").status_code == 400
