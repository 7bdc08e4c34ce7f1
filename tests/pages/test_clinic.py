"""Clinicians see those who let them in and only read; patients see who asks and what was said."""

from datetime import timedelta

import pytest
from uuid6 import uuid7

from kneeapp import clock
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.clinic.care_relationship import Treatment
from kneeapp.domain.clinic.notes import Note, NoteAudience
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.safety.replies import Allows, Clinician
from kneeapp.settings import settings
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import accounts, care, contacts, notes
from kneeapp.store.record import people, programme, replies, screenings, sessions
from kneeapp.ui.shell import store_pool
from tests.store.builders import (
    a_finding,
    a_reply,
    a_screening,
    a_session,
    a_training,
    finished,
)
from tests.store.care_helpers import a_patient, let_in


def test_a_clinician_without_patients_reads_how_to_add_one(open_as, clinician) -> None:
    screen = open_as(clinician)
    assert "Nobody lets you see their record yet" in screen.text
    assert {"Make a code", "Ask"} <= set(screen.buttons())


def test_a_clinician_opens_a_record_reads_it_and_goes_back(open_as, clinician, patient) -> None:
    screen = open_as(clinician)
    screen.press("Anna Berg")
    assert str(patient.person) in screen.app.query_params["person"]
    assert "Anna Berg" in screen.text
    screen.choose("Look at", "What the ratings say")
    assert "1 of at least 6" in str([bar.proto.text for bar in screen.app.get("progress")])
    for view in ("Relief now", "Per week", "Last session"):
        screen.choose("Look at", view)
        assert not screen.app.error
    writing = {"Save changes", "Delete session", "Mark this day", "Add to my calendar"}
    assert not writing & set(screen.buttons())
    assert not screen.app.number_input
    screen.press("Back to the list")
    assert "Anna Berg" in screen.buttons()


@pytest.mark.usefixtures("patient")
def test_opening_a_record_is_audited_once_per_visit(open_as, store, clinician) -> None:
    screen = open_as(clinician).press("Anna Berg")
    screen.choose("Record", "Notes").choose("Record", "Programme")
    deeds = store.run(lambda q: q("select deed from audit where deed like '%viewed'"))
    assert sorted(deed for (deed,) in deeds) == ["caseload viewed", "record viewed"]


def test_withdrawing_access_closes_an_open_record(open_as, clinician, patient) -> None:
    screen = open_as(clinician).press("Anna Berg")
    care.withdraw(patient, clinician.account, clock.now())
    screen.choose("Record", "Notes")
    assert "does not let you see their record" in screen.app.error[0].value
    screen.press("Back to the list")
    assert "Nobody lets you see their record yet" in screen.text


def test_an_address_opens_no_record_without_access(open_as, store, clinician) -> None:
    stranger = a_patient(store, called="Ben Ito")
    screen = open_as(clinician, person=str(stranger.person))
    assert "does not let you see their record" in screen.app.error[0].value
    assert "Ben Ito" not in screen.text


def test_an_alert_is_seen_taken_and_closed(open_as, store, clinician) -> None:
    silent = a_patient(store, called="Cleo Koch")
    let_in(silent, clinician, clock.now() - timedelta(days=30))
    screen = open_as(clinician).press("Cleo Koch")
    assert "Silent for two weeks" in screen.text
    assert "First seen today" in screen.text
    screen.press("I take this")
    assert "by Dr Vogt." in screen.text
    screen.press("Spoken with them")
    assert "Nothing entered since" not in screen.text
    assert "Closed today" in screen.text
    assert "by Dr Vogt: spoken with them." in screen.text
    screen.press("Undo")
    assert "Closed today" not in screen.text


def stop_training(patient: Record, reason: str) -> None:
    """A session of the programme that was stopped three hours ago."""
    at = clock.now() - timedelta(hours=3)
    begun = a_session(phase="activate", started_at=at)
    sessions.start(patient, begun)
    stopped = a_training(day=at.date(), done=(), stopped_at=at, stop_reason=reason)
    programme.save(patient, begun.id, stopped)


def test_a_session_of_the_programme_stopped_for_pain_is_an_alert(
    open_as, clinician, patient
) -> None:
    stop_training(patient, "sharp")
    text = open_as(clinician).press("Anna Berg").text
    assert "**Stopped for pain**" in text
    assert "In strengthening" in text
    assert "sharp pain, or the knee locks or gives way" in text


def test_a_session_stopped_for_danger_is_a_red_flag_until_it_was_checked(
    open_as, clinician, patient
) -> None:
    stop_training(patient, "danger")
    screen = open_as(clinician).press("Anna Berg")
    assert "**Red flag open**" in screen.text
    assert "get help now" in screen.text
    screen.choose("Record", "Choices")
    assert "They said “chest pain, short of breath or a swollen leg”" in screen.text
    assert "every routine, strengthening and the test move" in screen.text
    screen.choose("Who looked at it?", Clinician.DOCTOR).choose("What did they allow?", Allows.ROLL)
    screen.press("Keep what they said")
    assert "Dr Vogt checked it on" in screen.text
    assert "Closed for now: strengthening." in screen.text
    assert "by Dr Vogt: answered by a check." in screen.text
    [reply] = replies.replies(patient)
    assert (reply.account, reply.allows) == (clinician.account, Allows.ROLL)
    text = open_as(patient.principal).text
    assert "You said “chest pain, short of breath or a swollen leg”" in text
    assert "; Dr Vogt checked it on" in text
    assert "a doctor checked it" not in text


def test_a_clinicians_check_is_in_the_audit(open_as, store, clinician, patient) -> None:
    stop_training(patient, "danger")
    screen = open_as(clinician).press("Anna Berg").choose("Record", "Choices")
    screen.choose("Who looked at it?", Clinician.DOCTOR).choose("What did they allow?", Allows.BOTH)
    screen.press("Keep what they said")
    deeds = store.run(lambda q: q("select deed from audit where deed = 'finding checked'"))
    assert len(deeds) == 1


def test_a_clinician_cannot_clear_an_emergency_on_the_spot(open_as, clinician, patient) -> None:
    at = clock.now() - timedelta(minutes=5)
    emergency = a_finding("lung_clot", urgency=Urgency.EMERGENCY, group="legs", said="breathless")
    screenings.save(patient, a_screening(started_at=at, findings=(emergency,), finished_at=at))
    screen = open_as(clinician).press("Anna Berg").choose("Record", "Choices")
    assert "An emergency is looked at first" in screen.text
    assert "Keep what they said" not in screen.buttons()


def test_the_work_list_is_taken_closed_and_undone_without_opening_anybody(
    open_as, store, clinician
) -> None:
    silent = a_patient(store, called="Cleo Koch")
    let_in(silent, clinician, clock.now() - timedelta(days=30))
    screen = open_as(clinician)
    assert "**Cleo Koch** · Silent for two weeks" in screen.text
    screen.press("I take this")
    assert "Taken by Dr Vogt" in screen.text
    screen.press("Seen at the clinic")
    assert "Nothing is to be done for anybody now." in screen.text
    screen.press("Undo")
    assert "Taken by Dr Vogt" in screen.text
    screen.press("Open Cleo Koch")
    assert "First seen" in screen.text


def test_a_long_work_list_begins_short_and_shows_more(open_as, store, clinician) -> None:
    for n in range(12):
        silent = a_patient(store, called=f"Silent {n}")
        let_in(silent, clinician, clock.now() - timedelta(days=30))
    screen = open_as(clinician)
    assert screen.text.count("· Silent for two weeks") == 10
    screen.press("Show more: 2 are left")
    assert screen.text.count("· Silent for two weeks") == 12


def test_a_red_flag_is_answered_from_the_work_list_and_cannot_be_closed(
    open_as, clinician, patient
) -> None:
    stop_training(patient, "danger")
    screen = open_as(clinician)
    assert "**Anna Berg** · Red flag open · Emergency: get help now" in screen.text
    assert "Seen at the clinic" not in screen.buttons()
    screen.press("Answer")
    assert "What you allow" in [box.label for box in screen.app.expander]


def test_what_a_patient_answers_themselves_stands_on_the_work_list(
    open_as, clinician, patient
) -> None:
    at = clock.now() - timedelta(hours=3)
    red = a_finding("hot_knee", urgency=Urgency.SAME_DAY, group="warm", at=at)
    asked = a_screening(started_at=at, findings=(red,), finished_at=at)
    screenings.save(patient, asked)
    day = clock.now().date()
    key = f"screening:{asked.id}:{red.rule}"
    check = a_reply(finding=key, rule=red.rule, at=clock.now(), seen_on=day)
    replies.add(patient, check)
    text = open_as(clinician).text
    assert "Answered a red flag themselves" in text
    assert "a doctor checked it on" in text


def test_a_patient_reads_who_has_taken_up_their_warning_sign(open_as, clinician, patient) -> None:
    stop_training(patient, "danger")
    assert "has taken up" not in open_as(patient.principal).text
    open_as(clinician).press("I take this")
    text = open_as(patient.principal).text
    assert "Dr Vogt has taken up what you answered, today at" in text
    assert "about getting help still holds" in text


def test_no_note_of_the_clinic_stands_above_getting_help(open_as, clinician, patient) -> None:
    a_note_for_them(patient, clinician, "Please call us.")
    stop_training(patient, "danger")
    # in the order of the page; `text` has it by kinds of elements
    shown = [str(getattr(each, "value", "")) for each in open_as(patient.principal).app.main]
    [help_now] = [place for place, text in enumerate(shown) if "Emergency: get help now" in text]
    assert help_now < shown.index("Please call us.")


def test_a_clinician_reads_the_screening_by_question_with_what_changed(
    open_as, clinician, patient
) -> None:
    now = clock.now()
    for days, age in ((20, 44), (3, 45)):
        at = now - timedelta(days=days)
        asked = a_screening(started_at=at, answers={"age": age, "injury": "no"}, finished_at=at)
        screenings.save(patient, asked)
    screen = open_as(clinician).press("Anna Berg").choose("Record", "Screening")
    [changed, every] = [
        block.value for block in screen.app.markdown if block.value.startswith("| Question")
    ]
    assert "45" in changed
    assert "44" in changed
    assert changed.count("\n") == 2, "one row below the head"
    assert "45" in every


def test_without_open_findings_nothing_is_closed(open_as, clinician, patient) -> None:
    assert patient.own
    screen = open_as(clinician).press("Anna Berg").choose("Record", "Choices")
    assert "No finding is open, so nothing is closed for them." in screen.text


def test_a_note_and_a_choice_reach_the_patient(open_as, clinician, patient) -> None:
    screen = open_as(clinician).press("Anna Berg").choose("Record", "Notes")
    screen._only(screen.app.get("button_group"), "For whom").set_value(NoteAudience.PERSON)
    screen._only(screen.app.text_area, "Note").set_value("Easy *does* it.")
    screen.press("Save note").choose("Record", "Choices")
    screen._only(screen.app.selectbox, "Sessions a week").set_value(3)
    screen.press("Save choice")
    today = open_as(patient.principal)
    assert "Easy *does* it." in today.text
    assert "Chosen by Dr Vogt, your clinician: 3 sessions a week." in today.text
    assert people.person(patient).preferences.weekly_target == 3
    today.press("Put it away")
    assert "Easy" not in today.text


@pytest.mark.usefixtures("patient")
def test_an_empty_note_is_refused_with_a_message(open_as, clinician) -> None:
    screen = open_as(clinician).press("Anna Berg").choose("Record", "Notes").press("Save note")
    assert "A note has 1 to" in screen.app.error[0].value


def a_note_for_them(patient, clinician, body="How is it?"):
    opened = Record(patient.store, patient.person, clinician)
    notes.write(opened, Note(uuid7(), NoteAudience.PERSON, body, clock.now()))


def test_what_a_patient_answers_to_a_note_is_on_the_work_list_as_they_wrote_it(
    open_as, clinician, patient
) -> None:
    a_note_for_them(patient, clinician)
    today = open_as(patient.principal)
    assert "Nobody reads it at once. Worse, or worried? Call 112." in today.text
    field = today._only(today.app.text_input, "Answer in a few words")
    field.set_value("*Fine* <b>now</b>")
    today.press("Send the answer")
    assert "You answered today at" in today.text
    screen = open_as(clinician)
    assert "**Anna Berg** · Answered a note" in screen.text
    screen.press("Open Anna Berg").choose("Record", "Notes")
    assert ": *Fine* <b>now</b>" in screen.text


@pytest.mark.usefixtures("patient")
def test_a_note_under_way_survives_a_reload_and_a_sign_in_that_ends(
    open_as, clinician, hand_clock
) -> None:
    screen = open_as(clinician).press("Anna Berg").choose("Record", "Notes")
    screen.enter("Note", "Half a sentence")
    again = open_as(clinician).press("Anna Berg").choose("Record", "Notes")
    assert again._only(again.app.text_area, "Note").value == "Half a sentence"
    hand_clock.advance(minutes=31)
    again._only(again.app.text_area, "Note").set_value("Half a sentence, and the rest")
    assert "so is what a clinician had begun to write as a note" in again.press("Save note").text
    open_as(clinician)  # in the same browser
    again.app.run()
    again.choose("Record", "Notes")
    assert again._only(again.app.text_area, "Note").value == "Half a sentence, and the rest"
    again.press("Save note")
    assert again._only(again.app.text_area, "Note").value == ""
    assert "Half a sentence, and the rest" in again.text


@pytest.mark.usefixtures("patient")
def test_a_usual_note_is_kept_and_begun_with(open_as, clinician) -> None:
    screen = open_as(clinician).press("Anna Berg").choose("Record", "Notes")
    screen.enter("Note", "Go on as you do.").press("Keep it as a usual note")
    screen.press("Save note")
    [template] = notes.templates(store_pool.shared_store(settings()), clinician)
    screen.pick("Usual note", template.id).press("Use it")
    assert screen._only(screen.app.text_area, "Note").value == "Go on as you do."


def test_a_patient_gives_a_clinician_access_and_ends_it(open_as, store, clinician) -> None:
    record = a_patient(store)
    screen = open_as(clinician)
    screen._only(screen.app.text_input, "Their sign-in name").set_value(str(record.person))
    assert "Asked. If a patient here" in screen.press("Ask").text
    patient = open_as(record.principal)
    assert "**Dr Vogt** asks to see your record" in patient.text
    patient.press("Let them see it")
    assert sessions.sessions(Record(store, record.person, clinician)) == []
    patient.go("my_data").press("End it")
    assert care.carers(record) == []


def test_an_ask_that_nobody_answered_can_be_taken_back(open_as, store, clinician) -> None:
    record = a_patient(store, called="Ben Ito")
    for name in ("nobody", str(record.person)):
        care.request_access(store, clinician, name, clock.now())
    screen = open_as(clinician)
    for left in (1, 0):
        [press, *others] = [one for one in screen.app.button if one.label == "Ask no longer"]
        assert len(others) == left
        press.click()
        screen._run()
    assert care.carers(record) == []
    assert care.pending_asks(store, clinician, clock.now()) == []


def test_a_clinician_reads_what_is_new_since_the_last_look(
    open_as, clinician, patient, hand_clock
) -> None:
    assert "This is the first look at this record." in open_as(clinician).press("Anna Berg").text
    hand_clock.advance(days=2)
    assert ": nothing new." in open_as(clinician).press("Anna Berg").text
    hand_clock.advance(days=2)
    begun = a_session(started_at=clock.now() - timedelta(hours=2))
    sessions.start(patient, begun)
    sessions.save(patient, finished(begun))
    text = open_as(clinician).press("Anna Berg").text
    assert "Since the last look" in text
    assert ": 1 routine session (mean relief" in text


@pytest.mark.usefixtures("patient")
def test_all_parts_of_a_record_are_on_one_page_and_one_of_them_is_chosen(
    open_as, clinician
) -> None:
    screen = open_as(clinician).press("Anna Berg")
    assert {"Choices", "Screening", "Programme", "Notes"} <= {h.value for h in screen.app.header}
    assert {"Save note", "Save choice"} <= set(screen.buttons())
    assert screen.app.get("button_group")[0].value == "Progress"


def test_the_contact_of_a_patient_is_written_by_staff_and_read_by_both(
    open_as, clinician, patient, reception
) -> None:
    screen = open_as(reception).pick("Choose somebody to change", patient.principal.account)
    screen.enter("How to reach them", "0170 1234, *after* six")
    opened = open_as(clinician).press("Anna Berg")
    assert contacts.contact(patient) == "0170 1234, *after* six"
    opened.enter("How to reach them", "0170 9999").press("Keep the contact")
    assert "Your clinic reaches you by: 0170 9999" in open_as(patient.principal).go("my_data").text


def test_asks_that_are_not_answered_are_listed_whoever_has_the_name(
    open_as, store, clinician
) -> None:
    accounts.add(store, clinician, name="ben", called="Ben Ito", role=Role.PATIENT, at=clock.now())
    care.request_access(store, clinician, str(a_patient(store).person), clock.now())
    said = []
    for name in ("ben", "nobody"):
        screen = open_as(clinician)
        screen._only(screen.app.text_input, "Their sign-in name").set_value(name)
        said.append(screen.press("Ask").app.success[-1].value)
        assert f"{name}, asked today" in screen.text
    assert said[0] == said[1], "sign-in names are not for guessing"
    assert "Asks not answered yet: 3" in [box.label for box in screen.app.expander]


@pytest.mark.parametrize(
    ("rule", "named"), [("full", "Anna Berg"), ("initials", "A. B."), ("none", "")]
)
@pytest.mark.usefixtures("patient")
def test_a_report_is_named_by_the_rule_of_the_clinic(
    rule, named, open_as, clinician, tmp_path
) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'{secrets.read_text("utf-8")}report_name = "{rule}"\n', "utf-8")
    screen = open_as(clinician).press("Anna Berg")
    label = "Name or initials on it (if you like)"
    assert screen._only(screen.app.text_input, label).value == named


def test_every_page_of_a_patient_says_that_nobody_watches_live(open_as, patient) -> None:
    screen = open_as(patient.principal)
    for page in ("today", "screening", "routine", "progress", "programme"):
        assert "Nobody at Knee Clinic watches this live" in screen.go(page).text
        assert screen.calls == [("tel:112", "Call 112")]


def test_a_long_list_is_searched_and_shown_in_pages(open_as, store, clinician) -> None:
    for n in range(27):
        let_in(a_patient(store, called=f"Ada Number{n}"), clinician)
    screen = open_as(clinician)
    assert "1 to 25 of 27" in screen.text
    screen.app.text_input[0].set_value("number26")
    screen.app.run()
    assert [name for name in screen.buttons() if name.startswith("Ada")] == ["Ada Number26"]


def test_a_team_note_is_never_on_a_page_of_the_patient(open_as, store, clinician, patient) -> None:
    opened = Record(store, patient.person, clinician)
    notes.write(opened, Note(uuid7(), NoteAudience.TEAM, "Between us.", clock.now()))
    care.choose(opened, Treatment(), clock.now())
    screen = open_as(patient.principal)
    assert "Between us" not in screen.text
    assert "Between us" not in screen.go("my_data").text
