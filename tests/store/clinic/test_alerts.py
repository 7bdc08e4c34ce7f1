from datetime import timedelta

import pytest

from kneeapp.domain.accounts.people import Role
from kneeapp.domain.clinic.alerts import UNDO_WITHIN, AlertKind, CloseReason
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import alerts
from kneeapp.store.engine.database import Store
from tests.store.builders import MONDAY
from tests.store.care_helpers import a_patient, let_in, signed_in

SPOKEN = CloseReason.SPOKEN
LATER = MONDAY + timedelta(hours=3)


@pytest.fixture
def patient(one_store: Store) -> Record:
    return a_patient(one_store)


@pytest.fixture
def opened(patient: Record) -> Record:
    return let_in(patient, signed_in(patient.store, Role.CLINICIAN, called="Dr Vogt"))


@pytest.fixture
def colleague(patient: Record) -> Record:
    return let_in(patient, signed_in(patient.store, Role.CLINICIAN, called="Dr Ito"))


def test_who_saw_an_alert_first_is_kept(opened: Record, colleague: Record) -> None:
    alerts.see(opened, [AlertKind.SILENT], MONDAY)
    alerts.see(colleague, [AlertKind.SILENT, AlertKind.RISING], LATER)
    seen = {one.kind: (one.seen_by, one.seen_at) for one in alerts.handled(opened)}
    assert seen == {AlertKind.SILENT: ("Dr Vogt", MONDAY), AlertKind.RISING: ("Dr Ito", LATER)}


def test_who_took_and_who_closed_it_is_kept(opened: Record, colleague: Record) -> None:
    alerts.see(opened, [AlertKind.SILENT], MONDAY)
    [one] = alerts.handled(opened)
    alerts.take(opened, one.id, MONDAY)
    alerts.take(opened, one.id, LATER)
    alerts.close(colleague, one.id, SPOKEN, LATER)
    [one] = alerts.handled(opened)
    assert (one.taken_by, one.taken_at) == ("Dr Vogt", MONDAY)
    assert (one.closed_by, one.closed_at) == ("Dr Ito", LATER)
    assert one.reason is SPOKEN


def test_an_alert_is_taken_by_one(opened: Record, colleague: Record) -> None:
    alerts.see(opened, [AlertKind.SILENT], MONDAY)
    [one] = alerts.handled(opened)
    alerts.take(opened, one.id, MONDAY)
    with pytest.raises(BadInput, match="Somebody else"):
        alerts.take(colleague, one.id, LATER)


def test_a_closed_alert_is_closed_and_the_next_of_its_kind_is_another(opened: Record) -> None:
    alerts.see(opened, [AlertKind.SILENT], MONDAY)
    [one] = alerts.handled(opened)
    alerts.close(opened, one.id, SPOKEN, MONDAY)
    with pytest.raises(NotFound):
        alerts.take(opened, one.id, LATER)
    with pytest.raises(NotFound):
        alerts.close(opened, one.id, SPOKEN, LATER)
    alerts.see(opened, [AlertKind.SILENT], LATER)
    newest, oldest = alerts.handled(opened)
    assert (newest.closed_at, oldest.closed_at) == (None, MONDAY)


def test_closing_and_taking_are_undone_one_after_the_other_within_ten_seconds(
    opened: Record,
) -> None:
    identity = alerts.open_of_kind(opened, AlertKind.SILENT, MONDAY)
    assert alerts.open_of_kind(opened, AlertKind.SILENT, LATER) == identity
    alerts.take(opened, identity, LATER)
    alerts.close(opened, identity, SPOKEN, LATER)
    alerts.undo(opened, identity, LATER + UNDO_WITHIN)
    [one] = alerts.handled(opened)
    assert (one.closed_at, one.reason, one.taken_by) == (None, None, "Dr Vogt")
    alerts.undo(opened, identity, LATER + UNDO_WITHIN)
    [one] = alerts.handled(opened)
    assert one.taken_by is None
    with pytest.raises(NotFound):
        alerts.undo(opened, identity, LATER + UNDO_WITHIN)


def test_later_than_that_or_of_somebody_else_nothing_is_undone(
    opened: Record, colleague: Record
) -> None:
    identity = alerts.open_of_kind(opened, AlertKind.SILENT, MONDAY)
    alerts.close(opened, identity, SPOKEN, MONDAY)
    with pytest.raises(NotFound):
        alerts.undo(colleague, identity, MONDAY)
    with pytest.raises(BadInput, match="too long ago"):
        alerts.undo(opened, identity, MONDAY + UNDO_WITHIN + timedelta(seconds=1))
    alerts.see(opened, [AlertKind.SILENT], MONDAY)
    with pytest.raises(BadInput, match="too long ago"):
        alerts.undo(opened, identity, MONDAY)


def test_of_two_who_close_one_alert_the_second_is_told(opened: Record, colleague: Record) -> None:
    identity = alerts.open_of_kind(opened, AlertKind.SILENT, MONDAY)
    alerts.close(opened, identity, SPOKEN, MONDAY)
    with pytest.raises(NotFound, match="closed already"):
        alerts.close(colleague, identity, CloseReason.SEEN, LATER)
    assert [one.closed_by for one in alerts.handled(opened)] == ["Dr Vogt"]
