"""Notes go both ways; a draft and the usual notes are their clinician's alone."""

from datetime import timedelta

import pytest
from uuid6 import uuid7

from kneeapp.domain.accounts.people import Role
from kneeapp.domain.clinic.notes import MOST_ANSWERS, MOST_TEMPLATES, Note, NoteAnswer, NoteAudience
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.clinic import notes
from tests.store.builders import MONDAY
from tests.store.care_helpers import a_patient, let_in, signed_in


@pytest.fixture
def patient(store):
    return a_patient(store)


@pytest.fixture
def opened(store, patient):
    return let_in(patient, signed_in(store, Role.CLINICIAN))


def written(opened, audience=NoteAudience.PERSON):
    note = Note(uuid7(), audience, "How is it?", MONDAY)
    notes.write(opened, note)
    return note.id


def an_answer(body="Better, thank you."):
    return NoteAnswer(uuid7(), body, MONDAY + timedelta(hours=1))


def test_what_a_person_answers_stands_below_the_note_for_both(patient, opened):
    note, answer = written(opened), an_answer()
    notes.answer(patient, note, answer)
    notes.answer(patient, note, answer)
    for reader in (patient, opened):
        [read] = notes.notes(reader)
        assert read.answers == (answer,)


def test_only_a_note_for_them_can_be_answered(store, patient, opened):
    of_team, of_other = written(opened, NoteAudience.TEAM), written(opened)
    with pytest.raises(NotFound):
        notes.answer(patient, of_team, an_answer())
    with pytest.raises(NotFound):
        notes.answer(a_patient(store), of_other, an_answer())


def test_an_answer_has_few_words_and_there_are_not_many(patient, opened):
    for body in ("", " ", "x" * 301):
        with pytest.raises(BadInput):
            an_answer(body)
    note = written(opened)
    for _ in range(MOST_ANSWERS):
        notes.answer(patient, note, an_answer())
    with pytest.raises(BadInput, match="call your clinic"):
        notes.answer(patient, note, an_answer())


def test_a_draft_waits_for_who_wrote_it_until_the_note_is_saved(store, patient, opened):
    colleague = let_in(patient, signed_in(store, Role.CLINICIAN))
    notes.save_draft(opened, "Half a sen")
    notes.save_draft(opened, "Half a sentence")
    assert (notes.draft(opened), notes.draft(colleague)) == ("Half a sentence", "")
    written(colleague)
    assert notes.draft(opened)
    written(opened)
    assert notes.draft(opened) == ""


def test_usual_notes_are_each_clinician_s_own(store):
    first, second = (signed_in(store, Role.CLINICIAN) for _ in range(2))
    for body in ("Go on.", "Ease off.", "Go on. "):
        notes.keep_template(store, first, body)
    kept = notes.templates(store, first)
    assert [template.body for template in kept] == ["Ease off.", "Go on."]
    assert notes.templates(store, second) == []
    notes.drop_template(store, second, kept[0].id)
    notes.drop_template(store, first, kept[1].id)
    assert [template.body for template in notes.templates(store, first)] == ["Ease off."]
    for number in range(MOST_TEMPLATES - 1):
        notes.keep_template(store, first, f"Note {number}")
    with pytest.raises(BadInput, match="Delete one first"):
        notes.keep_template(store, first, "One more")
