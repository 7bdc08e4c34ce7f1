"""Which kinds of knee pain the answers fit, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.screening.pain_kinds import Fit, fitting_kinds, kind_weights
from kneeapp.domain.screening.questionnaire import FULL_POINTS, applicable_groups
from kneeapp.domain.screening.questions import AFTERWARDS
from tests.domain.answer_factory import QUESTIONS, a_screening, none_of_these

AT_60 = {"slow_signs": [], "age": 60, "injury": "no", "brings_on": ["stairs"]}


def fits(**answers):
    found = fitting_kinds(QUESTIONS, a_screening(**answers).answers)
    return {each.kind.id: each.fit for each in found}


def test_without_answers_about_the_knee_no_kind_is_named():
    assert fitting_kinds(QUESTIONS, none_of_these(a_screening()).answers) == ()


def test_pain_around_the_kneecap_that_stairs_and_squatting_bring_on_fits_well():
    assert fits(place=["kneecap"]) == {"kneecap": Fit.PARTLY}
    assert fits(place=["kneecap"], brings_on=["squatting", "stairs"]) == {"kneecap": Fit.WELL}
    assert fits(place=["inner"], brings_on=["squatting", "stairs", "sitting"]) == {}


@pytest.mark.parametrize("age", [45, 46, 80])
def test_from_45_on_pain_with_activity_and_no_long_morning_stiffness_is_like_osteoarthritis(age):
    assert fits(**AT_60 | {"age": age}) == {"osteoarthritis": Fit.WELL}


@pytest.mark.parametrize(
    "other",
    [
        {"age": 44},
        {"brings_on": ["sitting"]},
        {"brings_on": []},
        {"slow_signs": ["stiff"]},
        {"slow_signs": ["joints"]},
        {"injury": "recent"},
    ],
)
def test_without_one_of_the_criteria_osteoarthritis_is_not_named(other):
    assert fits(**AT_60 | other) == {}


def test_who_is_not_sure_about_morning_stiffness_fits_osteoarthritis_in_part_only():
    assert fits(**AT_60 | {"slow_signs": ["not_sure"]}) == {"osteoarthritis": Fit.PARTLY}


def test_an_unanswered_question_about_stiffness_or_injury_names_no_osteoarthritis():
    assert fits(age=60, injury="no", brings_on=["stairs"]) == {}
    assert fits(age=60, slow_signs=[], brings_on=["stairs"]) == {}


def test_outer_side_tendon_and_old_injury_are_told_apart():
    running = {"injury": "no", "brings_on": ["running"]}
    assert fits(place=["outer"], **running) == {"outer_side": Fit.WELL}
    assert fits(place=["below"], **running) == {"tendon": Fit.WELL}
    assert fits(injury="older", onset="injury") == {"old_injury": Fit.WELL}
    assert fits(injury="older") == {"old_injury": Fit.PARTLY}


def test_two_kinds_can_fit_at_once_and_the_likelier_comes_first():
    answers = a_screening(**AT_60, place=["kneecap"]).answers
    found = fitting_kinds(QUESTIONS, answers)
    assert [each.kind.id for each in found] == ["osteoarthritis", "kneecap"]
    assert kind_weights(found) == {"osteoarthritis": 0.9, "kneecap": 0.5}
    assert "You are 45 or older." in found[0].because


def test_no_kind_calls_itself_a_diagnosis_and_each_names_what_comes_first_and_its_source():
    for kind in QUESTIONS.kinds:
        assert 2 <= len(kind.first) <= 4
        assert kind.source
        assert "you have" not in f"{kind.title} {' '.join(kind.first)}".lower()


@given(st.data())
def test_points_stay_within_bounds_and_each_point_has_its_sentence(data):
    answers = {"age": data.draw(st.integers(18, 95)), "slow_signs": [], "injury": "no"}
    for group in applicable_groups(QUESTIONS, AFTERWARDS, answers):
        names = [option.id for option in group.asked]
        if group.kind in {"items", "place"} and names:
            answers[group.id] = data.draw(st.lists(st.sampled_from(names), unique=True))
        elif group.kind == "choice":
            answers[group.id] = data.draw(st.sampled_from(names))
    for found in fitting_kinds(QUESTIONS, answers):
        assert 0 < found.points <= FULL_POINTS
        met = {feature.because: feature.points for feature in found.kind.features}
        assert sum(met[because] for because in found.because) == found.points
