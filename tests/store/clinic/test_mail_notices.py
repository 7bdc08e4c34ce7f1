"""Who is told by mail that somebody needs them: who wants it, of what is new, once an hour."""

from datetime import timedelta

import pytest

from kneeapp import content
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.clinic.alerts import AlertKind
from kneeapp.domain.safety.findings import Urgency
from kneeapp.errors import BadInput, NotAllowed
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import accounts, alerts, care, mail_notices
from kneeapp.store.clinic.mail_notices import MAILED_EVERY
from kneeapp.store.record import screenings
from tests.store.builders import MONDAY, a_finding, a_screening
from tests.store.care_helpers import a_patient, let_in, signed_in, signed_out

QUESTIONS = content.questionnaire()
MINUTE = timedelta(minutes=1)
ADDRESS = "vogt@c.example"


@pytest.fixture
def vogt(store):
    clinician = signed_in(store, Role.CLINICIAN, called="Dr Vogt")
    mail_notices.keep_address(store, clinician, ADDRESS, MONDAY)
    return clinician


@pytest.fixture
def anna(store, vogt):
    patient = a_patient(store, called="Anna")
    let_in(patient, vogt, MONDAY - timedelta(days=1))
    return patient


def answers_an_emergency(patient, at):
    found = a_finding("lung_clot", urgency=Urgency.EMERGENCY, group="legs", said="breathless")
    screenings.save(patient, a_screening(started_at=at, findings=(found,), finished_at=at))


def told(store, clinician, at):
    return list(mail_notices.claim(store, [clinician.account], QUESTIONS, at).values())


def test_an_emergency_is_told_once_within_the_hour_and_a_later_one_after_it(store, vogt, anna):
    assert told(store, vogt, MONDAY + MINUTE) == []
    answers_an_emergency(anna, MONDAY + 2 * MINUTE)
    assert told(store, vogt, MONDAY + 3 * MINUTE) == [ADDRESS]
    assert told(store, vogt, MONDAY + 4 * MINUTE) == [], "another process tells nobody again"
    answers_an_emergency(anna, MONDAY + 5 * MINUTE)
    assert told(store, vogt, MONDAY + 6 * MINUTE) == []
    later = MONDAY + 3 * MINUTE + MAILED_EVERY
    assert told(store, vogt, later) == [ADDRESS]
    assert told(store, vogt, later + MAILED_EVERY) == [], "the same is not told again"


def test_what_was_there_before_and_what_somebody_has_taken_is_told_nobody(store, vogt, anna):
    answers_an_emergency(anna, MONDAY - MINUTE)
    assert told(store, vogt, MONDAY + MINUTE) == []
    answers_an_emergency(anna, MONDAY + MINUTE)
    opened = Record(store, anna.person, vogt)
    at = MONDAY + 2 * MINUTE
    alerts.take(opened, alerts.open_of_kind(opened, AlertKind.RED_FLAG, at), at)
    assert told(store, vogt, at) == []


def test_a_mail_that_could_not_be_sent_is_tried_again(store, vogt, anna):
    answers_an_emergency(anna, MONDAY + MINUTE)
    at = MONDAY + 2 * MINUTE
    assert told(store, vogt, at) == [ADDRESS]
    mail_notices.give_back(store, vogt.account, at)
    assert told(store, vogt, at + MINUTE) == [ADDRESS]


def test_nobody_is_told_who_does_not_want_it_or_sees_nobody_any_more(store, vogt, anna):
    other = signed_in(store, Role.CLINICIAN)
    let_in(anna, other)
    answers_an_emergency(anna, MONDAY + MINUTE)
    at = MONDAY + 2 * MINUTE
    assert told(store, other, at) == []
    assert mail_notices.wanted_by(store) == {vogt.account}
    care.withdraw(anna, vogt.account, at)
    assert told(store, vogt, at) == []
    accounts.disable(store, signed_in(store, Role.ADMIN), vogt.account, at)
    assert mail_notices.wanted_by(store) == frozenset()


def test_an_address_is_the_clinician_s_own_to_keep_and_to_take_back(store, vogt):
    assert mail_notices.address(store, vogt) == ADDRESS
    mail_notices.keep_address(store, vogt, " ", MONDAY)
    assert mail_notices.address(store, vogt) == ""
    assert mail_notices.wanted_by(store) == frozenset()
    with pytest.raises(BadInput, match="no mail address"):
        mail_notices.keep_address(store, vogt, "a@b.example\nBcc: c@d.example", MONDAY)
    for principal in (a_patient(store).principal, signed_in(store, Role.ADMIN)):
        with pytest.raises(NotAllowed):
            mail_notices.keep_address(store, principal, ADDRESS, MONDAY)
    with pytest.raises(NotAllowed):
        mail_notices.address(store, signed_out(store, vogt))
