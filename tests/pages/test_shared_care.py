"""An admin hands people over and changes roles; the reception sees accounts alone."""

import pytest

from kneeapp import clock
from kneeapp.domain.accounts.people import Role
from kneeapp.store.clinic import accounts, care
from tests.store.care_helpers import a_patient, of_a_team, signed_in


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


def test_a_clinician_names_a_deputy_and_the_patient_reads_it_and_refuses(
    open_as, clinician, colleague, patient
) -> None:
    screen = open_as(clinician)
    screen.pick("Who stands in?", colleague.account).press("Let them stand in")
    assert "Dr Ito stands in for Dr Vogt until the end of" in screen.text
    deputy = open_as(colleague)
    assert "Anna Berg" in deputy.buttons()
    deputy.press("Anna Berg")
    assert "You stand in for Dr Vogt until" in "\n".join(box.value for box in deputy.app.info)
    assert "Give up this record" not in deputy.buttons()
    today = open_as(patient.principal)
    assert "**Dr Ito** stands in for Dr Vogt until" in today.text
    today.press("No, end it")
    deputy = open_as(colleague, person=str(patient.person))
    assert "does not let you see their record" in deputy.app.error[0].value


def test_a_deputy_whose_time_ends_while_the_record_is_open_sees_it_no_more(
    open_as, clinician, colleague, patient, hand_clock
) -> None:
    open_as(clinician).pick("Who stands in?", colleague.account).press("Let them stand in")
    deputy = open_as(colleague).press("Anna Berg")
    assert not deputy.app.error
    hand_clock.advance(days=9)
    deputy = open_as(colleague, person=str(patient.person))
    assert "does not let you see their record" in deputy.app.error[0].value
    assert "stands in" not in open_as(patient.principal).text


@pytest.mark.usefixtures("colleague")
def test_a_deputy_is_chosen_before_anybody_stands_in(open_as, clinician) -> None:
    assert open_as(clinician).button("Let them stand in").disabled


def test_an_admin_names_and_ends_a_deputy_and_puts_clinicians_into_a_team(
    open_as, admin, clinician, colleague, patient
) -> None:
    screen = open_as(admin).go("people").pick("Choose somebody to change", clinician.account)
    screen.pick("Who stands in?", colleague.account).press("Let them stand in")
    screen.press("End it now")
    assert "stands in for" not in screen.text
    for one in (clinician, colleague):
        screen.pick("Choose somebody to change", one.account)
        screen.enter("Name of the team", "Hip and knee").press("Keep the team")
    table = screen.app.dataframe[0].value
    assert list(table["Team"]).count("Hip and knee") == 2
    data = open_as(patient.principal).go("my_data")
    assert "Their team Hip and knee (Dr Ito) does not see it." in data.text
    data.press("Let the team see it, too")
    opened = open_as(colleague).press("Anna Berg")
    assert "as one of the team of Dr Vogt" in "\n".join(box.value for box in opened.app.info)
    open_as(patient.principal).go("my_data").press("End it for the team")
    opened = open_as(colleague, person=str(patient.person))
    assert "does not let you see their record" in opened.app.error[0].value


def test_who_lets_a_clinician_in_is_asked_whether_the_team_may_see_it(
    open_as, store, clinician, colleague
) -> None:
    of_a_team(store, "Hip *and* knee", clinician, colleague)
    ben = a_patient(store, called="Ben Ito")
    care.request_access(store, clinician, str(ben.person), clock.now())
    today = open_as(ben.principal)
    [box] = today.app.checkbox
    assert "Hip \\*and\\* knee" in box.label, "a name is text"
    box.check()
    today.press("Let them see it")
    assert "Ben Ito" in open_as(colleague).buttons()


def test_a_clinician_gives_an_address_for_mail_only_where_the_clinic_has_set_it_up(
    open_as, tmp_path, clinician, patient
) -> None:
    labels = {field.label for field in open_as(clinician).go("account").app.text_input}
    assert "Mail address" not in labels, "off unless it is set up"
    secrets = tmp_path / "secrets.toml"
    mail = '[mail]\nhost = "localhost"\nsecurity = "none"\nsender = "k@c.example"\n'
    secrets.write_text(secrets.read_text("utf-8") + mail, "utf-8")
    screen = open_as(clinician).go("account")
    field = screen._only(screen.app.text_input, "Mail address")
    field.set_value("vogt@c.example\nBcc: x@y.example")
    screen.press("Keep the address")
    assert "no mail address" in screen.app.error[0].value
    screen._only(screen.app.text_input, "Mail address").set_value("vogt@c.example")
    screen.press("Keep the address")
    assert "Kept. You get mail." in screen.text
    owner = open_as(patient.principal).go("account")
    assert "Mail address" not in {field.label for field in owner.app.text_input}
