from datetime import timedelta

import pytest

from kneeapp.domain.accounts.people import Preferences, Principal, Role
from kneeapp.domain.clinic.care_relationship import Treatment
from kneeapp.domain.programme.definitions import Goal
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import care
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people
from tests.store.builders import MONDAY
from tests.store.care_helpers import a_patient, let_in, signed_in

LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def patient(one_store: Store) -> Record:
    return a_patient(one_store)


@pytest.fixture
def clinician(one_store: Store) -> Principal:
    return signed_in(one_store, Role.CLINICIAN, called="Dr Vogt")


def audited(store: Store, deed: str) -> int:
    sql = "select count(*) from audit where deed = $1"
    return int(store.run(lambda q: q(sql, deed)[0][0]))


def test_who_asks_waits_for_the_answer(patient: Record, clinician: Principal) -> None:
    care.request_access(patient.store, clinician, str(patient.person), MONDAY)
    [asking] = care.carers(patient)
    assert (asking.name, asking.accepted_at) == ("Dr Vogt", None)
    care.accept(patient, asking.clinician, LATER)
    [carer] = care.carers(patient)
    assert carer.accepted_at == LATER


def test_the_name_is_found_however_it_is_typed(patient: Record, clinician: Principal) -> None:
    care.request_access(patient.store, clinician, f" {str(patient.person).upper()} ", MONDAY)
    assert care.carers(patient)


def test_an_unknown_name_is_answered_like_a_known_one(
    patient: Record, clinician: Principal
) -> None:
    assert care.request_access(patient.store, clinician, "nobody", MONDAY) is None
    with pytest.raises(BadInput, match="sign-in name"):
        care.request_access(patient.store, clinician, "", MONDAY)


def test_asking_again_changes_nothing(patient: Record, clinician: Principal) -> None:
    let_in(patient, clinician)
    care.request_access(patient.store, clinician, str(patient.person), LATER)
    [carer] = care.carers(patient)
    assert carer.accepted_at == MONDAY


def test_a_withdrawal_ends_it_and_who_asks_again_waits_again(
    patient: Record, clinician: Principal
) -> None:
    let_in(patient, clinician)
    care.withdraw(patient, clinician.account, MONDAY)
    assert care.carers(patient) == []
    care.request_access(patient.store, clinician, str(patient.person), LATER)
    [asking] = care.carers(patient)
    assert asking.accepted_at is None


def test_who_does_not_ask_cannot_be_let_in(patient: Record, clinician: Principal) -> None:
    with pytest.raises(NotFound):
        care.accept(patient, clinician.account, MONDAY)


def test_a_discharge_ends_it_for_the_clinician_alone(patient: Record, clinician: Principal) -> None:
    other = signed_in(patient.store, Role.CLINICIAN)
    opened = let_in(patient, clinician)
    let_in(patient, other)
    care.discharge(opened, LATER)
    assert [carer.clinician for carer in care.carers(patient)] == [other.account]


def test_a_choice_is_picked_for_the_person_and_told_as_the_clinician_s(
    patient: Record, clinician: Principal
) -> None:
    people.save_preferences(patient, Preferences(muted=True))
    chosen = Treatment(routine="ankle", weekly_target=3, programme_goal=Goal.RUNNING)
    care.choose(let_in(patient, clinician), chosen, LATER)
    told = care.chosen(patient)
    assert told
    assert (told.treatment, told.clinician, told.at) == (chosen, "Dr Vogt", LATER)
    kept = people.person(patient).preferences
    assert (kept.weekly_target, kept.programme_goal, kept.muted) == (3, Goal.RUNNING, True)
    assert kept.choice
    assert kept.choice.routine == "ankle"


def test_the_last_choice_holds_until_all_is_left_to_the_person(
    patient: Record, clinician: Principal
) -> None:
    opened = let_in(patient, clinician)
    care.choose(opened, Treatment(weekly_target=2), MONDAY)
    care.choose(opened, Treatment(weekly_target=3), LATER)
    told = care.chosen(patient)
    assert told
    assert told.treatment.weekly_target == 3
    care.choose(opened, Treatment(), LATER + timedelta(hours=1))
    assert care.chosen(patient) is None
    assert people.person(patient).preferences.weekly_target == 3, "what they have stays"


def test_a_view_by_a_clinician_is_audited(patient: Record, clinician: Principal) -> None:
    opened, before = let_in(patient, clinician), audited(patient.store, "record viewed")
    care.view(opened, LATER)
    assert audited(patient.store, "record viewed") == before + 1


def test_the_clinician_who_invited_somebody_asks_for_their_record(
    patient: Record, clinician: Principal
) -> None:
    account = patient.principal.account
    assert account
    patient.store.run(
        lambda q: q("update account set invited_by = $2 where id = $1", account, clinician.account)
    )
    patient.store.run(lambda q: care.request_access_for_inviter(q, account, MONDAY))
    [asking] = care.carers(patient)
    assert (asking.name, asking.accepted_at) == ("Dr Vogt", None)
