"""An admin hands people over and changes roles; the reception sees accounts alone."""

import pytest

from kneeapp.domain.accounts.people import Role
from kneeapp.store.clinic import accounts, care
from tests.store.care_helpers import signed_in


@pytest.fixture
def colleague(store):
    somebody = signed_in(store, Role.CLINICIAN, called="Dr Ito")
    store.run(lambda q: q("update account set joined_at = created_at where role = 'clinician'"))
    return somebody


def test_an_admin_sees_who_looks_after_whom_and_hands_all_people_over(
    open_as, admin, clinician, colleague, patient
) -> None:
    screen = open_as(admin).go("people")
    table = screen.app.dataframe[0].value
    assert dict(zip(table["Name"], table["Looked after by"], strict=True))["Anna Berg"] == "Dr Vogt"
    screen.pick("Choose somebody to change", clinician.account)
    assert "1 patient let Dr Vogt see their record" in screen.text
    screen.pick("Who looks after them now?", colleague.account).press("Hand all of them over")
    today = open_as(patient.principal)
    assert "**Dr Ito** looks after you now, in place of Dr Vogt" in today.text
    today.press("No, end it")
    assert care.carers(patient) == []
    table = open_as(admin).go("people").app.dataframe[0].value
    assert dict(zip(table["Name"], table["Looked after by"], strict=True))["Anna Berg"] == "nobody"


def test_an_admin_changes_a_role_and_the_account_is_signed_out(
    open_as, store, admin, colleague
) -> None:
    open_page = open_as(colleague)
    assert "Clinic" in open_page.text
    screen = open_as(admin).go("people").pick("Choose somebody to change", colleague.account)
    screen._only(screen.app.radio, "New role").set_value(Role.RECEPTION)
    screen.press("Change the role")
    assert store.run(lambda q: accounts.find(q, colleague.account)).role is Role.RECEPTION


@pytest.mark.usefixtures("patient", "clinician")
def test_the_reception_sees_patients_accounts_and_no_record(open_as, store, patient) -> None:
    reception = signed_in(store, Role.RECEPTION, called="Rosa Lind")
    screen = open_as(reception)
    assert "People" in screen.text
    table = screen.app.dataframe[0].value
    assert list(table["Name"]) == ["Anna Berg"]
    assert "Looked after by" not in table
    assert {"Let in no more", "Change the role"}.isdisjoint(screen.buttons())
    # a page for others is not there for who may not open it
    clinic = open_as(reception, person=str(patient.person))
    assert "Last session" not in clinic.text
