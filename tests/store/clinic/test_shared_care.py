"""Roles that change, people that are handed over, and a reception that opens no record."""

from datetime import timedelta

import pytest

from kneeapp.domain.accounts.accounts import OPERATOR
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.clinic.alerts import AlertKind
from kneeapp.errors import BadInput, NotAllowed
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import accounts, alerts, care, handovers, one_time_codes
from kneeapp.store.record import sessions
from tests.store.builders import MONDAY
from tests.store.care_helpers import a_patient, let_in, signed_in
from tests.store.clinic_helpers import KEY, joined

LATER = MONDAY + timedelta(days=1)


def test_a_changed_role_ends_every_sign_in_and_every_sight_of_a_record_at_once(store):
    admin, clinician = signed_in(store, Role.ADMIN), signed_in(store, Role.CLINICIAN)
    opened = let_in(a_patient(store), clinician)
    assert sessions.sessions(opened) == []
    accounts.change_role(store, admin, clinician.account, Role.RECEPTION, LATER)
    with pytest.raises(NotAllowed):
        sessions.sessions(opened)
    accounts.change_role(store, admin, clinician.account, Role.CLINICIAN, LATER)
    assert handovers.people_of(store, admin, clinician.account) == 0, (
        "it does not come back by itself"
    )
    deeds = store.run(lambda q: q("select deed from audit where deed = 'role changed'"))
    assert len(deeds) == 2


def test_the_last_admin_stays_one_and_nobody_changes_their_own_role(store):
    ada, bo = (joined(store, name, Role.ADMIN) for name in ("ada", "bo"))
    clinician = joined(store, "clara", Role.CLINICIAN)
    accounts.change_role(store, OPERATOR, ada.id, Role.CLINICIAN, MONDAY)
    with pytest.raises(BadInput, match="last admin"):
        accounts.change_role(store, OPERATOR, bo.id, Role.RECEPTION, MONDAY)
    admin = signed_in(store, Role.ADMIN)
    with pytest.raises(BadInput, match="your own role"):
        accounts.change_role(store, admin, admin.account, Role.CLINICIAN, MONDAY)
    with pytest.raises(BadInput, match="stays a patient"):
        accounts.change_role(store, admin, clinician.id, Role.PATIENT, MONDAY)


def test_a_clinician_who_leaves_leaves_nobody_behind_and_each_is_told_and_may_refuse(store):
    admin = signed_in(store, Role.ADMIN)
    vogt, ito = (signed_in(store, Role.CLINICIAN, called=name) for name in ("Dr Vogt", "Dr Ito"))
    anna, ben, cleo = (a_patient(store, called=name) for name in ("Anna", "Ben", "Cleo"))
    for patient in (anna, ben):
        let_in(patient, vogt)
    let_in(ben, ito)
    care.request_access(store, vogt, str(cleo.person), MONDAY)
    assert handovers.hand_over(store, admin, vogt.account, ito.account, LATER) == 2
    [told] = care.carers(anna)
    assert (told.name, told.in_place_of, told.accepted_at) == ("Dr Ito", "Dr Vogt", LATER)
    assert [one.in_place_of for one in care.carers(ben)] == [None], "who saw Ben before"
    assert care.carers(cleo) == [], "an ask that nobody answered ends with who asked"
    with pytest.raises(NotAllowed):
        sessions.sessions(Record(store, anna.person, vogt))
    assert sessions.sessions(Record(store, anna.person, ito)) == []
    care.read_of_handover(anna, ito.account, LATER)
    assert [one.in_place_of for one in care.carers(anna)] == [None]
    care.withdraw(anna, ito.account, LATER)
    with pytest.raises(NotAllowed):
        sessions.sessions(Record(store, anna.person, ito))


LEAVING = {
    "handed over": lambda store, admin, who, next_one: handovers.hand_over(
        store, admin, who, next_one, LATER
    ),
    "disabled": lambda store, admin, who, _: accounts.disable(store, admin, who, LATER),
    "no clinician any more": lambda store, admin, who, _: accounts.change_role(
        store, admin, who, Role.RECEPTION, LATER
    ),
}


@pytest.mark.parametrize("how", LEAVING)
def test_what_a_clinician_who_leaves_had_taken_waits_for_the_next_one(store, how):
    admin = signed_in(store, Role.ADMIN)
    vogt, ito = (signed_in(store, Role.CLINICIAN, called=name) for name in ("Dr Vogt", "Dr Ito"))
    anna = a_patient(store, called="Anna")
    let_in(anna, vogt)
    let_in(anna, ito)
    before = Record(store, anna.person, vogt)
    identity = alerts.open_of_kind(before, AlertKind.RED_FLAG, MONDAY)
    alerts.take(before, identity, MONDAY)
    assert [one.taken_by for one in alerts.handled(anna)] == ["Dr Vogt"]
    LEAVING[how](store, admin, vogt.account, ito.account)
    assert [one.taken_by for one in alerts.handled(anna)] == [None]
    alerts.take(Record(store, anna.person, ito), identity, LATER)
    assert [one.taken_by for one in alerts.handled(anna)] == ["Dr Ito"]


def test_people_are_handed_over_to_a_clinician_who_is_let_in_only(store):
    admin, vogt = signed_in(store, Role.ADMIN), signed_in(store, Role.CLINICIAN)
    reception, gone = signed_in(store, Role.RECEPTION), signed_in(store, Role.CLINICIAN)
    accounts.disable(store, admin, gone.account, MONDAY)
    for following in (vogt, reception, gone):
        with pytest.raises(BadInput, match="another clinician"):
            handovers.hand_over(store, admin, vogt.account, following.account, LATER)


def test_the_reception_invites_and_resets_patients_and_nobody_else(store):
    reception = signed_in(store, Role.RECEPTION)
    added = accounts.add(store, reception, name="anna", called="Anna", role=Role.PATIENT, at=MONDAY)
    code = one_time_codes.issue(store, KEY, reception, added.id, MONDAY)
    whose = one_time_codes.use(store, KEY, code, at=MONDAY, password="x")
    assert one_time_codes.issue(store, KEY, reception, whose.id, MONDAY)
    clinician = joined(store, "clara", Role.CLINICIAN)
    for act in (
        lambda: one_time_codes.issue(store, KEY, reception, clinician.id, MONDAY),
        lambda: accounts.add(
            store, reception, name="ada", called="Ada", role=Role.ADMIN, at=MONDAY
        ),
        lambda: accounts.disable(store, reception, whose.id, MONDAY),
        lambda: accounts.change_role(store, reception, clinician.id, Role.ADMIN, MONDAY),
    ):
        with pytest.raises(NotAllowed):
            act()
    listed = accounts.listed(store, reception, MONDAY)
    assert {one.account.role for one in listed} == {Role.PATIENT}
