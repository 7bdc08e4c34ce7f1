"""What people agree to, how they have a record deleted, and what admins see of it."""

from datetime import timedelta

import pytest

from kneeapp import clock
from kneeapp.domain.accounts import consent
from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.errors import StoreError
from kneeapp.store.access import audit
from kneeapp.store.backup.backups import roll
from kneeapp.store.clinic import care, erasure
from kneeapp.store.engine import backup_rotation
from kneeapp.store.record import consents, people
from kneeapp.store.transfer import all_data
from tests.store.care_helpers import a_patient


def test_starting_the_screening_records_consent_to_the_text_above(open_app, record):
    screen = open_app()
    assert "in a file on this computer" in screen.text
    assert consents.given(record) == []
    screen.press("Start screening")
    [agreed] = consents.given(record)
    assert agreed.version == consent.VERSION
    assert agreed.text in screen.go("my_data").text


def test_a_changed_consent_text_is_shown_again(open_app, monkeypatch):
    open_app().press("Start screening").answer()
    assert "I agree" not in open_app().buttons()
    monkeypatch.setattr("kneeapp.ui.screening.consent.VERSION", consent.VERSION + 1)
    assert "I agree" not in open_app().press("I agree").buttons()
    assert "I agree" not in open_app().buttons()


def test_backups_stay_until_their_date_unless_they_are_deleted_too(
    open_app, record, hand_clock, monkeypatch, tmp_path
):
    monkeypatch.setenv("KNEEAPP_BACKUPS", str(tmp_path))
    roll(record.store, tmp_path, hand_clock.now.date())
    screen = open_app().go("my_data")
    assert "1 backup of it would stay" in screen.text
    assert "30\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2026" in screen.text
    screen.tick("Yes, delete everything").press("Delete all my data")
    assert len(backup_rotation.existing_backups(tmp_path)) == 1
    screen.tick("Delete the backups, too").tick("Yes, delete everything")
    screen.press("Delete all my data")
    assert backup_rotation.existing_backups(tmp_path) == []


def test_at_a_clinic_a_deletion_is_requested_listed_and_carried_out(open_as, store, patient, admin):
    screen = open_as(patient.principal).go("my_data")
    assert "Delete all my data" not in screen.buttons()
    screen.tick("Yes, I want everything deleted").press("Ask for deletion")
    assert "You asked for it today" in screen.text
    screen.press("Keep my record after all")
    assert erasure.requested(patient) is None
    screen.tick("Yes, I want everything deleted").press("Ask for deletion")

    desk = open_as(admin)
    assert "Anna Berg, asked today" in desk.text
    assert desk.button("Delete record and account").disabled
    desk.tick("Yes, delete it: we do not have to keep it").press("Delete record and account")
    assert not desk.app.error
    assert "Anna Berg" not in desk.text
    assert all_data.all_people(store) == []


@pytest.mark.usefixtures("patient")
def test_admins_see_the_audit_and_filter_it_by_action(open_as, clinician, admin):
    open_as(clinician).press("Anna Berg")
    screen = open_as(admin).go("audit")
    seen = screen.app.dataframe[0].value
    [viewed] = seen[seen["What"] == "record viewed"].to_dict("records")
    assert (viewed["Who"], viewed["Whom"]) == ("Dr Vogt", "Anna Berg")
    screen.app.multiselect[0].set_value(["record viewed"])
    screen.app.run()
    assert set(screen.app.dataframe[0].value["What"]) == {"record viewed"}


def refusals(store):
    return store.run(
        lambda q: q("select actor, whom from audit where deed = $1", AuditAction.REFUSED)
    )


def test_a_refused_access_is_audited_once_a_minute(open_as, store, hand_clock, clinician, admin):
    stranger = a_patient(store, called="Ben Ito")
    screen = open_as(clinician, person=str(stranger.person))
    screen.app.run()
    assert len(refusals(store)) == 1
    hand_clock.advance(minutes=2)
    assert "does not let you see their record" in screen.app.run().error[0].value
    seen = open_as(admin).go("audit").app.dataframe[0].value
    rows = seen[seen["What"] == "access refused"][["Who", "Whom"]].to_dict("records")
    assert rows == [{"Who": "Dr Vogt", "Whom": "Ben Ito"}] * 2


def test_a_refusal_shown_within_a_page_is_audited_too(open_as, store, clinician, monkeypatch):
    ask = care.request_access

    def ask_in_another_role(*asked):
        sql = "update account set role = 'patient' where id = $1"
        store.run(lambda q: q(sql, clinician.account))
        ask(*asked)

    monkeypatch.setattr(care, "request_access", ask_in_another_role)
    screen = open_as(clinician)
    screen._only(screen.app.text_input, "Their sign-in name").set_value("ben")
    assert "may not do this" in screen.press("Ask").app.error[0].value
    assert len(refusals(store)) == 1


def test_a_sign_in_that_ends_during_a_page_run_is_not_audited_as_refused(
    open_as, store, clinician, patient, monkeypatch
):
    person = people.person

    def person_once_signed_out(record):
        store.run(lambda q: q("update sign_in set ended_at = began_at"))
        return person(record)

    monkeypatch.setattr(people, "person", person_once_signed_out)
    screen = open_as(clinician, person=str(patient.person))
    assert "You are signed out" in screen.app.error[0].value
    assert refusals(store) == []


def test_a_refusal_is_shown_even_if_the_audit_is_unavailable(
    open_as, store, clinician, monkeypatch
):
    def lost(*_):
        raise StoreError("The database is away.")

    monkeypatch.setattr(audit, "refused", lost)
    screen = open_as(clinician, person=str(a_patient(store).person))
    assert "does not let you see their record" in screen.app.error[0].value


@pytest.mark.usefixtures("patient")
def test_a_report_that_a_clinician_makes_is_in_the_audit(open_as, store, clinician, admin):
    open_as(clinician).press("Anna Berg").press("Make the report")
    day = timedelta(days=1)
    noted = audit.audit_entries(store, admin, clock.now() - day, clock.now() + day)
    assert "record exported" in {entry.deed for entry in noted}
