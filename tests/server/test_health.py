"""What an operator can watch, and that it tells nothing of anybody."""

import json
import logging
import sys

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kneeapp.server import health
from kneeapp.server.logs import JsonLines
from kneeapp.settings import settings
from kneeapp.store.record import event_log, sessions
from kneeapp.ui.shell.store_pool import shared_store
from tests.store.builders import a_record, a_session, an_event


def asked_from(peer):
    return TestClient(Starlette(routes=health.ROUTES), client=(peer, 1))


@pytest.fixture
def operator():
    return asked_from("127.0.0.1")


def test_a_server_whose_database_answers_is_well(operator):
    answer = operator.get("/_kneeapp/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "well"})


def test_a_server_whose_database_does_not_open_is_unwell(operator, monkeypatch, tmp_path):
    monkeypatch.setenv("KNEEAPP_DATABASE", str(tmp_path / "nowhere" / "record.duckdb"))
    answer = operator.get("/_kneeapp/health")
    assert (answer.status_code, answer.json()) == (503, {"status": "unwell"})
    assert "kneeapp_sessions_under_way NaN" in operator.get("/_kneeapp/metrics").text


def told(operator, name):
    lines = operator.get("/_kneeapp/metrics").text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


def test_the_numbers_follow_what_happens(operator):
    before = told(operator, "kneeapp_events_acknowledged_total")
    record, session = a_record(shared_store(settings())), a_session()
    sessions.start(record, session)
    event_log.append(record, session.id, [an_event(0), an_event(1)])
    assert told(operator, "kneeapp_sessions_under_way") == 1
    assert told(operator, "kneeapp_events_acknowledged_total") == before + 2
    assert told(operator, "kneeapp_database_seconds_count") > 0
    assert str(record.person) not in operator.get("/_kneeapp/metrics").text


def test_the_numbers_are_for_this_machine_only():
    stranger = asked_from("192.0.2.1")
    assert stranger.get("/_kneeapp/metrics").status_code == 403
    assert stranger.get("/_kneeapp/health").status_code == 200


def test_a_log_line_says_where_an_error_arose_and_not_what_it_quotes():
    try:
        int("her knee hurts 7")
    except ValueError:
        record = logging.getLogger("kneeapp").makeRecord(
            "kneeapp", logging.ERROR, __file__, 1, "page %s failed", ("today",), sys.exc_info()
        )
    line = json.loads(JsonLines().format(record))
    assert line["event"] == "page today failed"
    assert line["error"] == "ValueError"
    assert line["where"][-1].startswith("test_health.py:")
    assert "knee hurts" not in json.dumps(line)
