"""Care belongs to a clinician and, by the person's consent, to their team."""

import pytest

from kneeapp.domain.accounts.people import Role
from kneeapp.domain.clinic.care_relationship import LONGEST_TEAM
from kneeapp.errors import BadInput, NotAllowed, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import care, handovers, teams
from kneeapp.store.record import sessions
from tests.store.builders import MONDAY
from tests.store.care_helpers import a_patient, let_in, of_a_team, signed_in


@pytest.fixture
def vogt(one_store):
    return signed_in(one_store, Role.CLINICIAN, called="Dr Vogt")


@pytest.fixture
def ito(one_store):
    return signed_in(one_store, Role.CLINICIAN, called="Dr Ito")


@pytest.fixture
def name(vogt):
    """A team's that no other test has."""
    return f"Knee {str(vogt.account)[-8:]}"


def sees(clinician, patient) -> bool:
    try:
        sessions.sessions(Record(patient.store, patient.person, clinician))
    except NotAllowed:
        return False
    return True


def test_the_team_sees_a_record_only_by_consent_and_until_it_is_taken_back(
    one_store, vogt, ito, name
):
    of_a_team(one_store, name, vogt, ito)
    anna = a_patient(one_store)
    care.request_access(one_store, vogt, str(anna.person), MONDAY)
    [asking] = care.carers(anna)
    assert (asking.team, asking.mates, asking.team_let_in) == (name, ("Dr Ito",), False)
    care.accept(anna, vogt.account, MONDAY)
    assert not sees(ito, anna)
    teams.let_team_in(anna, vogt.account, MONDAY)
    assert sees(ito, anna)
    assert care.carers(anna)[0].team_let_in
    teams.let_team_out(anna, vogt.account, MONDAY)
    assert not sees(ito, anna)
    assert sees(vogt, anna)


def test_who_lets_a_clinician_in_may_let_the_team_in_with_them(one_store, vogt, ito, name):
    of_a_team(one_store, name, vogt, ito)
    anna = a_patient(one_store)
    care.request_access(one_store, vogt, str(anna.person), MONDAY)
    care.accept(anna, vogt.account, MONDAY, with_team=True)
    assert sees(ito, anna)
    care.withdraw(anna, vogt.account, MONDAY)
    assert not sees(ito, anna), "it ends with the care it belongs to"


def test_who_joins_the_team_sees_it_and_who_leaves_it_does_not(one_store, vogt, ito, name):
    of_a_team(one_store, name, vogt)
    anna = a_patient(one_store)
    let_in(anna, vogt)
    teams.let_team_in(anna, vogt.account, MONDAY)
    assert not sees(ito, anna)
    of_a_team(one_store, f"  {name.upper()}  ", ito)
    assert sees(ito, anna), "one team, however its name is typed"
    of_a_team(one_store, "", ito)
    assert not sees(ito, anna)


def test_consent_is_to_one_team_and_does_not_follow_the_clinician_into_another(
    one_store, vogt, ito, name
):
    of_a_team(one_store, name, vogt, ito)
    anna, other = a_patient(one_store), signed_in(one_store, Role.CLINICIAN)
    of_a_team(one_store, f"{name} B", other)
    let_in(anna, vogt)
    teams.let_team_in(anna, vogt.account, MONDAY)
    of_a_team(one_store, f"{name} B", vogt)
    assert not sees(other, anna)
    assert not sees(ito, anna)
    [carer] = care.carers(anna)
    assert (carer.team, carer.team_let_in) == (f"{name} B", False)


def test_people_handed_over_within_the_team_stay_with_it_and_those_handed_on_do_not(
    one_store, vogt, ito, name
):
    lind, away, admin = (
        *(signed_in(one_store, Role.CLINICIAN) for _ in range(2)),
        signed_in(one_store, Role.ADMIN),
    )
    of_a_team(one_store, name, vogt, ito, lind)
    anna = a_patient(one_store)
    let_in(anna, vogt)
    teams.let_team_in(anna, vogt.account, MONDAY)
    handovers.hand_over(one_store, admin, vogt.account, ito.account, MONDAY)
    assert sees(lind, anna)
    handovers.hand_over(one_store, admin, ito.account, away.account, MONDAY)
    assert not sees(lind, anna)
    assert sees(away, anna)


def test_a_clinician_without_a_team_brings_none(one_store, vogt):
    anna = a_patient(one_store)
    let_in(anna, vogt)
    with pytest.raises(NotFound, match="no team"):
        teams.let_team_in(anna, vogt.account, MONDAY)


def test_only_clinicians_are_in_a_team_and_its_name_is_short(one_store, vogt):
    admin = signed_in(one_store, Role.ADMIN)
    with pytest.raises(BadInput, match="Only clinicians"):
        teams.change_team(one_store, admin, admin.account, "Knee", MONDAY)
    with pytest.raises(BadInput, match="60 characters"):
        teams.change_team(one_store, admin, vogt.account, "x" * (LONGEST_TEAM + 1), MONDAY)
