"""Which drivers the answers speak for, why, and which one to try next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.screening.conditions import SKIPPED
from kneeapp.domain.screening.driver_ranking import (
    RankedDriver,
    drivers,
    next_drivers,
    sore_knee,
)
from kneeapp.domain.screening.questionnaire import FULL_POINTS, applicable_groups
from kneeapp.domain.screening.questions import AFTERWARDS
from kneeapp.domain.sides import Side
from tests.domain.answer_factory import QUESTIONS, a_screening, none_of_these


def points(knee=Side.LEFT, **answers):
    ranked = drivers(QUESTIONS, a_screening(**answers).answers, knee)
    return {driver.id: driver.points for driver in ranked if driver.points}


def test_without_answers_no_driver_has_points_and_all_are_listed():
    ranked = drivers(QUESTIONS, none_of_these(a_screening()).answers, Side.LEFT)
    assert [driver.points for driver in ranked] == [0] * 6
    assert ranked[0].id == "lateral_hip"


def test_the_driver_with_most_points_comes_first_and_says_why():
    answers = a_screening(back_and_hip=["back_pain", "down_the_leg"], place=["kneecap"]).answers
    first, second, *_ = drivers(QUESTIONS, answers, Side.LEFT)
    assert (first.id, first.points, first.share) == ("low_back_hip", 5, 0.5)
    assert len(first.because) == 2
    assert second.id == "lateral_hip"


def test_a_test_counts_for_the_side_of_the_sore_knee():
    tender_left = {"hip_press": {"left": 6, "right": 0}}
    assert points(Side.LEFT, **tender_left) == {"lateral_hip": 3, "lateral_thigh": 2}
    assert points(Side.RIGHT, **tender_left) == {}


def test_an_ankle_counts_more_on_the_sore_side():
    assert points(Side.RIGHT, ankle_sprain=["right"])["ankle"] == 3
    assert points(Side.RIGHT, ankle_sprain=["left"]) == {"ankle": 1}


def test_many_steps_count_only_where_hip_or_ankle_stands_out_and_few_as_before():
    assert points(steps_a_day=15_000) == {}
    assert points(steps_a_day=5_000) == {"hip_flexors": 1, "weakness": 1}
    tender = {"hip_press": {"left": 6, "right": 0}}
    assert points(**tender, steps_a_day=9_999)["lateral_hip"] == 3
    assert points(**tender, steps_a_day=10_000)["lateral_hip"] == 4
    stiff = {"knee_to_wall": {"left": 5, "right": 12}}
    assert points(**stiff, steps_a_day=9_999)["ankle"] == 3
    assert points(**stiff, steps_a_day=10_000)["ankle"] == 4


def test_a_brace_alone_gives_few_points():
    assert points(ankle_brace=["left"]) == {"ankle": 1}


def test_hip_tightness_alone_gives_few_points():
    assert points(hip_tightness={"left": 1}) == {"hip_flexors": 1}


def test_hours_of_sitting_add_up():
    assert points(sitting_hours=5.5) == {}
    assert points(sitting_hours=6) == {"hip_flexors": 2}
    assert points(sitting_hours=9) == {"hip_flexors": 4}


def test_a_norm_by_age_needs_the_age():
    stands = {"chair_stand": 9}
    assert points(**stands) == {}
    assert points(age=64, **stands) == {"weakness": 3}
    assert points(age=59, **stands) == {}


def test_a_skipped_answer_gives_no_points():
    later = applicable_groups(QUESTIONS, AFTERWARDS, {})
    assert points(**{group.id: SKIPPED for group in later}) == {}


def test_a_driver_without_a_routine_says_what_to_do_instead():
    for driver in drivers(QUESTIONS, {}, Side.LEFT):
        assert (driver.routine is None) is (driver.instead is not None)
        assert driver.action
        assert driver.certainty
    routines = {driver.id: driver.routine for driver in drivers(QUESTIONS, {}, Side.LEFT)}
    assert routines == {
        "lateral_hip": "release",
        "lateral_thigh": "release",
        "hip_flexors": "hip_flexors",
        "low_back_hip": "low_back_hip",
        "ankle": "ankle",
        "weakness": None,
    }


@pytest.mark.parametrize(
    ("answer", "knee"),
    [
        ("left", Side.LEFT),
        ("right", Side.RIGHT),
        ("left_worse", Side.LEFT),
        ("right_worse", Side.RIGHT),
    ],
)
def test_of_two_sore_knees_the_worse_one_counts(answer, knee):
    assert sore_knee({"sore_knee": answer}) is knee


def test_the_sore_knee_is_unknown_until_answered():
    assert sore_knee({}) is None


pair = st.fixed_dictionaries({"left": st.integers(0, 1), "right": st.integers(0, 1)})


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "age": st.integers(18, 99),
            "pelvic_drop": pair,
            "hip_tightness": pair,
            "hip_press": pair,
            "balance": pair,
            "chair_stand": st.integers(0, 40),
            "steps_a_day": st.integers(0, 20_000),
            "sitting_hours": st.integers(0, 20),
            "ankle_sprain": st.lists(st.sampled_from(["left", "right"]), unique=True),
        },
    ),
    st.sampled_from(Side),
)
def test_points_stay_on_their_scale_and_each_has_a_reason(answers, knee):
    for driver in drivers(QUESTIONS, answers, knee):
        assert 0 <= driver.points <= FULL_POINTS
        assert bool(driver.because) is bool(driver.points)


OFFERED = {"release", "ankle"}


def driver(name: str, routine: str | None, points: int = 3) -> RankedDriver:
    return RankedDriver(name, name, points, ("because",), "weak", "Try it.", routine, None)


RANKED = [
    driver("outer hip", "release", 6),
    driver("weakness", None, 5),
    driver("outer thigh", "release", 4),
    driver("ankle", "ankle", 3),
    driver("low back", "back", 0),
]


@pytest.mark.parametrize(
    ("tried", "found"),
    [
        ({"release"}, ["weakness", "ankle"]),
        ({"release", "ankle"}, ["weakness"]),
        (set(), ["outer hip"]),
    ],
)
def test_the_list_goes_down_to_the_first_routine_that_was_not_tried(
    tried: set[str], found: list[str]
) -> None:
    drivers = next_drivers(RANKED, tried=tried, offered=OFFERED)
    assert [driver.id for driver in drivers] == found


def test_a_driver_without_points_is_not_proposed() -> None:
    assert next_drivers(RANKED[-1:], tried=(), offered={"back"}) == ()


def test_a_driver_without_an_available_routine_does_not_end_the_list() -> None:
    ranked = [driver("hip", "not there"), driver("ankle", "ankle")]
    assert [driver.id for driver in next_drivers(ranked, tried=(), offered=OFFERED)] == [
        "hip",
        "ankle",
    ]
