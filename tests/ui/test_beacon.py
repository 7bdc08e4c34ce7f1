"""What a page hands over while it is being left."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from kneeapp import clock
from kneeapp.domain.people import Asker
from kneeapp.domain.timeline import Event, Kind
from kneeapp.server import take_beacon
from kneeapp.settings import settings
from kneeapp.store import events, people, sessions
from kneeapp.store.record import Record
from kneeapp.ui import beacon
from kneeapp.ui.session import shared_store
from tests.store.builders import a_session

START = Event(client="phone", seq=0, kind=Kind.START, step=0, elapsed_ms=0, at_ms=1_000)


@pytest.fixture
def record():
    store = shared_store(settings())
    person = people.sole_person(store, clock.now())
    return Record(store, person, Asker(person))


@pytest.fixture
def session(record):
    begun = replace(a_session(), id=uuid4())
    sessions.start(record, begun)
    return begun


@pytest.fixture
def client():
    beacon.open_door()
    app = Starlette(routes=[Route(beacon.PATH, take_beacon, methods=["POST"])])
    return TestClient(app, base_url="http://localhost:8501", client=("127.0.0.1", 50_000))


def report(session, *happened):
    log = [event.model_dump(mode="json") for event in happened]
    return json.dumps({"report": {"session": str(session.id), "events": log}})


def test_unsaved_events_are_kept_once_however_often_they_come(client, record, session):
    for _ in range(2):
        answer = client.post(beacon.address(session.id), content=report(session, START))
        assert answer.status_code == 204
    assert events.events(record, session.id) == [START]


def test_a_report_without_the_players_token_is_refused(client, record, session):
    address = beacon.address(session.id)[:-4] + "0000"
    assert client.post(address, content=report(session, START)).status_code == 403
    assert events.events(record, session.id) == []


def test_a_token_opens_no_other_session(client, record, session):
    stranger = beacon.address(uuid4()).replace("session=", "session=x")
    assert client.post(stranger, content=report(session, START)).status_code == 400
    token = beacon.address(uuid4()).split("token=")[1]
    address = f"{beacon.PATH}?session={session.id}&token={token}"
    assert client.post(address, content=report(session, START)).status_code == 403
    assert events.events(record, session.id) == []


def test_nothing_is_taken_from_another_machine(client, record, session):
    answer = client.post(
        beacon.address(session.id),
        content=report(session, START),
        headers={"X-Forwarded-For": "203.0.113.7"},
    )
    assert answer.status_code == 403
    assert events.events(record, session.id) == []


def test_a_report_that_cannot_be_read_is_refused(client, session):
    assert client.post(beacon.address(session.id), content="{").status_code == 400
