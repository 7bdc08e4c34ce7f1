"""A database that does not answer: what is said on a page, and what the player makes of it."""

from contextlib import closing

import psycopg
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from kneeapp.domain.routine.timeline import EventKind
from kneeapp.server.app import take_beacon
from kneeapp.store.engine import postgres_engine
from kneeapp.store.record import event_log, people, sessions
from kneeapp.ui.active_session import event_endpoint
from kneeapp.ui.shell import server_mode
from tests.pages.conftest import played
from tests.store.builders import a_session


@pytest.fixture(autouse=True)
def url(cluster, monkeypatch):
    """A record on a server that runs again after the test, and is not waited for long."""
    monkeypatch.setattr(postgres_engine, "_PATIENCE_S", 1)
    url = cluster.database()
    monkeypatch.setenv("KNEEAPP_DATABASE", url)
    yield url
    if not cluster.runs:
        cluster.start()


@pytest.fixture
def session(record, hand_clock):
    begun = a_session(started_at=hand_clock.now)
    sessions.start(record, begun)
    return begun


@pytest.fixture
def playing(session, open_app):
    """The player of `session`, its first events reported."""
    return open_app().go("routine").report(session, played(session, until=1)[:1])


@pytest.fixture
def post(monkeypatch):
    """Posts a report to an address that the player was given."""
    monkeypatch.setattr(server_mode, "is_kneeapp_server", lambda: True)
    app = Starlette(routes=[Route(event_endpoint.PATH, take_beacon, methods=["POST"])])
    return TestClient(app, base_url="http://localhost:8501", client=("127.0.0.1", 50_000)).post


def change(url, statement):
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.execute(statement)


def test_the_player_plays_on_through_an_outage_and_all_it_kept_arrives_once(
    post, playing, session, record, cluster
):
    before = playing.player_data
    log = played(session, until=1)
    cluster.stop()

    assert post(before["beacon"], json={"report": {"session": str(session.id)}}).status_code == 503
    playing.report(session, log)
    assert not playing.app.error
    assert not playing.app.exception
    assert playing.player_data["delayed"]
    assert playing.player_data["acked"] == before["acked"]
    assert playing.player_data["anchor"] == before["anchor"]

    cluster.start()
    playing.report(session, log)
    assert not playing.player_data["delayed"]
    assert event_log.events(record, session.id) == log


def test_in_an_outage_a_page_without_a_player_shows_the_error_and_retries(playing, cluster):
    cluster.stop()
    playing.go("today")
    assert "does not answer. What was saved is still there." in playing.app.error[0].value
    assert not playing.has_player
    cluster.start()
    playing.press("Try again")
    assert not playing.app.error
    assert "Go on with the session" in playing.buttons()


def test_a_session_that_ends_in_an_outage_waits_with_its_player_for_the_re_check(
    playing, session, cluster
):
    cluster.stop()
    playing.report(session, played(session))
    assert playing.player_data["delayed"]
    cluster.start()
    playing.report(session, played(session))
    assert "Re-check" in playing.text


def test_a_read_only_server_leaves_the_player_running(playing, session, record, url):
    change(url, "alter table person add constraint none check (false) not valid")
    mute = {"session": str(session.id), "muted": True, "events": []}
    playing.sent["player"] = {"report": mute}
    playing._run()
    assert not playing.app.exception
    assert playing.player_data["session"] == str(session.id)
    change(url, "alter table person drop constraint none")
    playing._run()
    assert people.person(record).preferences.muted
    assert [event.kind for event in event_log.events(record, session.id)] == [EventKind.START]


def test_in_an_outage_patients_read_whom_to_tell_and_the_log_holds_the_error(
    open_as, clinician, cluster, caplog
):
    screen = open_as(clinician)
    cluster.stop()
    screen.go("account")
    said = screen.app.error[0].value
    assert "What was saved is still there" in said
    assert said.endswith("tell Knee Clinic, 112.")
    assert "does not answer" in caplog.text
    cluster.start()
    screen.press("Try again")
    assert not screen.app.error
