"""The watch that tells clinicians by mail, from a patient's answer to a real mail server."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kneeapp.domain.accounts.mail_settings import Mail
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.safety.findings import Urgency
from kneeapp.settings import Settings
from kneeapp.store.clinic import mail_notices
from kneeapp.store.engine.database import Store
from kneeapp.store.record import screenings
from kneeapp.ui.shell.mail_watch import MailWatch, finish, watch
from tests.store.builders import MONDAY, a_finding, a_screening
from tests.store.care_helpers import a_patient, let_in, signed_in
from tests.store.clinic_helpers import CLINIC
from tests.support.mail_server import mail_server

MINUTE = timedelta(minutes=1)


@pytest.fixture
def store():
    opened = Store.open(None)
    yield opened
    opened.close()


@pytest.fixture
def anna(store):
    clinician = signed_in(store, Role.CLINICIAN, called="Dr Vogt")
    mail_notices.keep_address(store, clinician, "vogt@c.example", MONDAY)
    patient = a_patient(store, called="Anna Berg")
    let_in(patient, clinician, MONDAY - timedelta(days=1))
    return patient


def answer_an_emergency(patient, at):
    found = a_finding("lung_clot", urgency=Urgency.EMERGENCY, group="legs", said="breathless")
    screenings.save(patient, a_screening(started_at=at, findings=(found,), finished_at=at))


def of_server(inbox):
    mail = Mail(host="127.0.0.1", port=inbox.port, security="none", sender="knee@c.example")
    clinic = CLINIC.model_copy(update={"allowed_hosts": ("knee.example",)})
    return Settings(clinic=clinic, mail=mail)


def test_an_emergency_reaches_the_clinician_s_inbox_without_name_or_reason(store, anna):
    with mail_server() as inbox:
        looking = MailWatch(store, of_server(inbox))
        assert looking.look(MONDAY) == 0
        answer_an_emergency(anna, MONDAY + MINUTE)
        assert looking.look(MONDAY + 2 * MINUTE) == 1
        assert looking.look(MONDAY + 3 * MINUTE) == 0
    [(_, to, message)] = inbox.mails
    assert to == ["vogt@c.example"]
    written = message.as_string()
    assert "https://knee.example/clinic" in written
    for word in ("Anna", "Berg", "breath", "clot", "emergency", "red flag", "Dr "):
        assert word.lower() not in written.lower()


def test_what_comes_within_the_hour_is_told_when_it_is_over(store, anna):
    with mail_server() as inbox:
        looking = MailWatch(store, of_server(inbox))
        for minute in range(0, 70, 2):
            if minute in {2, 6}:
                answer_an_emergency(anna, MONDAY + minute * MINUTE)
            looking.look(MONDAY + (minute + 1) * MINUTE)
    assert len(inbox.mails) == 2


def test_a_server_that_refuses_is_tried_again_until_it_takes_it(store, anna):
    with mail_server() as inbox:
        looking = MailWatch(store, of_server(inbox))
        answer_an_emergency(anna, MONDAY + MINUTE)
        inbox.refusing = True
        assert looking.look(MONDAY + 2 * MINUTE) == 0
        inbox.refusing = False
        assert looking.look(MONDAY + 3 * MINUTE) == 1
    assert len(inbox.mails) == 1


@pytest.mark.usefixtures("anna")
def test_nothing_is_read_where_nothing_changed_and_nothing_at_all_without_a_server(
    store, monkeypatch
):
    with mail_server() as inbox:
        looking = MailWatch(store, of_server(inbox))
        looking.look(MONDAY)
        read = []
        monkeypatch.setattr(mail_notices, "claim", lambda *_: read.append(1) or {})
        for minute in range(70, 80):
            looking.look(MONDAY + minute * MINUTE)
        assert read == []
        off = MailWatch(store, replace(of_server(inbox), mail=None))
        assert off.look(MONDAY) == 0


def test_one_watch_runs_for_a_database_and_ends_with_it(store):
    from kneeapp.ui.shell import mail_watch

    with mail_server() as inbox:
        watch(store, Settings())
        assert not mail_watch._threads, "off unless it is set up"
        for _ in range(2):
            watch(store, of_server(inbox))
        [thread] = mail_watch._threads.values()
        assert thread.is_alive()
        finish()
        assert not thread.is_alive()
