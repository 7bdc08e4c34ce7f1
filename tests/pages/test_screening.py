"""The screening as a person meets it."""

from dataclasses import replace

import pytest

from kneeapp.store.record import screenings
from tests.domain.answer_factory import QUESTIONS

COLD_FOOT = "A foot turned cold, pale or blue."
SPRAIN = "An ankle sprain that never healed fully?"


@pytest.fixture
def screening(open_app):
    return open_app().go("screening").press("Start screening")


def test_first_use_says_what_kneeapp_is_and_is_not(open_app):
    text = open_app().text
    assert "What it is not:" in text
    assert "not been reviewed by a clinician" in text
    assert "It cannot tell you the cause." in text
    assert "two people need two records" in text


def test_a_person_without_danger_signs_reaches_the_routine(screening):
    screening.answer()
    assert "No warning sign was seen in your answers." in screening.text
    assert "not a diagnosis" in screening.text
    assert "Start routine" in screening.buttons()


def test_an_emergency_is_shown_at_once_with_a_number_to_call(screening):
    screening.tick(COLD_FOOT).press("Next")
    assert "Emergency: get help now" in screening.text
    assert "emergency number" in screening.text


def test_a_caution_is_shown_and_leaves_the_rest_of_the_routine_open(screening):
    screening.answer(Lying_on_the_floor="A bad shoulder, elbow or wrist.")
    assert "against a wall" in screening.text
    assert "Start routine" in screening.buttons()


def test_a_reload_goes_on_with_the_next_question(screening, open_app):
    first = screening.question
    screening.press("None of these")
    assert screening.question != first
    assert open_app().go("screening").question == screening.question


def test_back_shows_the_question_before(screening):
    first = screening.question
    screening.press("None of these").press("Back")
    assert screening.question == first


def test_the_whole_screening_ends_in_ranked_drivers_with_their_reasons(screening):
    screening.answer().press("Go on with the screening").answer(**{SPRAIN: "Left ankle."})
    screening.press("See result")
    assert "a way of thinking, not a proof" in screening.text
    assert "**1. " in screening.text
    assert "sprain" in screening.text.lower()
    assert "**Next:**" in screening.text
    assert "Start a new screening" in screening.buttons()


def test_the_result_names_kinds_of_knee_pain_as_a_likelihood_and_the_programme_follows(
    screened, record
):
    [screening] = screenings.screenings(record)
    answers = {"age": 61, "falls": [], "brings_on": ["stairs"], "place": ["kneecap"]}
    for group, answer in answers.items():
        screening = screening.answered(QUESTIONS, group, answer, screening.started_at)
    screenings.save(record, replace(screening, finished_at=screening.started_at))
    screen = screened.go("screening")
    assert "That is a likelihood, not a diagnosis" in screen.text
    assert "**Pain like that of osteoarthritis**" in screen.text
    assert "walking or cycling" in screen.text
    bars = [str(bar.proto.text) for bar in screen.app.get("progress")]
    assert "Your answers fit this well: 9 of 10 points" in bars
    screen = screen.go("programme")
    assert "for: pain like that of osteoarthritis" in screen.text
    screen.choose("Look at", "My phase")
    assert "follow what comes first for pain like that of osteoarthritis" in screen.text


def test_answers_that_fit_no_kind_are_told_so(screening):
    screening.answer().press("Go on with the screening").answer().press("See result")
    assert "fit no kind of knee pain in particular" in screening.text
