"""The records that one run of a page opens."""

from dataclasses import replace
from datetime import UTC
from uuid import UUID

import pytest
from uuid6 import uuid7

from kneeapp.access import Mode
from kneeapp.domain.accounts.accounts import Account
from kneeapp.domain.accounts.people import Role
from kneeapp.errors import NotAllowed, StoreError
from kneeapp.settings import settings
from kneeapp.store.clinic.web_sessions import WebSession
from kneeapp.store.engine.database import Store
from kneeapp.store.record import life_events, people
from kneeapp.ui.shell import request_context
from kneeapp.ui.shell.request_context import RequestContext
from tests.store.builders import MONDAY, a_life_event
from tests.store.care_helpers import a_patient, let_in, signed_in, signed_out


@pytest.fixture
def store(clinic: Store) -> Store:
    return clinic


def a_run(signed_in_as: WebSession | None = None) -> RequestContext:
    return RequestContext(Mode.CLINIC, settings(), signed_in_as, MONDAY, UTC, dark=False)


def test_every_record_that_was_opened_in_a_run_is_over_with_it(store: Store) -> None:
    clinician, here = signed_in(store, Role.CLINICIAN), a_run()
    opened = [here.in_run(let_in(a_patient(store), clinician)) for _ in range(2)]
    for record in opened:
        assert life_events.life_events(record) == []
    here.end()
    signed_out(store, clinician)
    for record in opened:
        with pytest.raises(NotAllowed):
            life_events.life_events(record)


def test_a_record_that_is_opened_again_in_a_run_shows_what_the_run_wrote(store: Store) -> None:
    here, event, patient = a_run(), a_life_event(), a_patient(store)
    first = here.in_run(patient)
    assert life_events.life_events(first) == []
    life_events.save(first, event)
    assert life_events.life_events(here.in_run(patient)) == [event]


def test_the_own_record_was_looked_up_with_the_sign_in(store: Store) -> None:
    patient = a_patient(store)
    whose = Account(patient.principal.account or UUID(int=0), "anna", "Anna", Role.PATIENT, None, 1)
    here = a_run(WebSession(patient.principal.sign_in or uuid7(), whose, MONDAY, version=0))
    opened = here.in_run(patient)
    assert life_events.life_events(opened) == []
    store.close()
    assert life_events.life_events(opened) == []
    assert life_events.life_events(here.in_run(replace(patient))) == []
    with pytest.raises(StoreError):
        a_run().in_run(patient)


def test_whose_record_it_is_is_looked_up_once_in_a_run(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient, lookups = a_patient(store), []
    look_up = people.person
    monkeypatch.setattr(people, "person", lambda record: lookups.append(1) or look_up(record))
    for writes in range(2):
        here = a_run()
        monkeypatch.setattr(request_context, "current_request", lambda here=here: here)
        for _ in range(2):
            context = request_context.record_context(patient)
        assert (context.version, len(lookups)) == (writes, writes + 1)
        context.save_preferences(weekly_target=5)
    after_the_write = request_context.record_context(patient)
    assert (after_the_write.version, after_the_write.preferences.weekly_target) == (2, 5)
