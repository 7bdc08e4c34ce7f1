"""Several people are invited at once, all or none; invitations are listed and withdrawn."""

from datetime import timedelta

import pytest

from kneeapp.domain.accounts.accounts import AccountState
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.clinic.invitation_list import Invitee
from kneeapp.errors import BadInput, NotAllowed
from kneeapp.store.clinic import accounts, one_time_codes
from tests.store.builders import MONDAY
from tests.store.care_helpers import a_patient, signed_in
from tests.store.clinic_helpers import HASH, KEY

ANNA, BEN = Invitee("Anna Berg", "anna"), Invitee("Ben Ito", "ben")


def invite(store, principal, *invitees):
    return one_time_codes.invite(store, KEY, principal, invitees, MONDAY)


def use(store, code):
    return one_time_codes.use(store, KEY, code, at=MONDAY, password=HASH)


def test_all_are_invited_each_with_a_code_that_is_good_once(store):
    clinician = signed_in(store, Role.CLINICIAN)
    (_, first), (_, second) = invite(store, clinician, ANNA, BEN)
    assert use(store, first).name == "anna"
    with pytest.raises(NotAllowed):
        use(store, first)
    assert use(store, second).called == "Ben Ito"


def test_where_a_name_is_taken_nobody_is_invited_and_the_name_is_said(store):
    reception = signed_in(store, Role.RECEPTION)
    invite(store, reception, ANNA)
    with pytest.raises(BadInput, match="taken: anna"):
        invite(store, reception, BEN, ANNA)
    waiting = accounts.not_here_yet(store, reception, MONDAY)
    assert [one.account.name for one in waiting] == ["anna"]


def test_a_clinician_lists_whom_they_invited_and_staff_of_the_desk_everybody(store):
    first, second = (signed_in(store, Role.CLINICIAN) for _ in range(2))
    invite(store, first, ANNA)
    [(_, code)] = invite(store, second, BEN)

    def names(principal, at=MONDAY):
        return [one.account.name for one in accounts.not_here_yet(store, principal, at)]

    assert (names(first), names(second)) == (["anna"], ["ben"])
    assert names(signed_in(store, Role.ADMIN)) == ["anna", "ben"]
    use(store, code)
    assert names(signed_in(store, Role.RECEPTION)) == ["anna"]
    [late] = accounts.not_here_yet(store, first, MONDAY + timedelta(days=15))
    assert late.state is AccountState.LATE


def test_a_withdrawn_invitation_opens_nothing_and_its_name_is_free_again(store):
    clinician, other = (signed_in(store, Role.CLINICIAN) for _ in range(2))
    [(account, code)] = invite(store, clinician, ANNA)
    for stranger in (other, a_patient(store).principal):
        with pytest.raises(NotAllowed):
            accounts.withdraw(store, stranger, account.id, MONDAY)
    accounts.withdraw(store, clinician, account.id, MONDAY)
    with pytest.raises(NotAllowed):
        use(store, code)
    [(again, code)] = invite(store, clinician, ANNA)
    use(store, code)
    with pytest.raises(BadInput, match="joined by now"):
        accounts.withdraw(store, clinician, again.id, MONDAY)


def test_a_patient_invites_nobody(store):
    patient = a_patient(store).principal
    with pytest.raises(NotAllowed):
        invite(store, patient, ANNA)
    with pytest.raises(NotAllowed):
        accounts.not_here_yet(store, patient, MONDAY)
