"""What a home test's result may say, and what it may not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp import content
from kneeapp.domain.screening.norms import balance_mean_s, chair_stand_cuts
from kneeapp.domain.screening.self_tests import RESULT, RULES, notable_sides, result_text
from kneeapp.errors import BadInput

SELF_TESTS = content.questionnaire().self_tests
KNEE_TO_WALL, SINGLE_LEG_STANCE, CHAIR_STAND = (
    SELF_TESTS[name] for name in ("knee_to_wall", "single_leg_stance", "chair_stand")
)
PELVIC_DROP, HIP_TIGHTNESS, HIP_PRESS = (
    SELF_TESTS[name] for name in ("pelvic_drop", "hip_tightness", "hip_press")
)

ages = st.one_of(st.none(), st.integers(1, 110))


@pytest.mark.parametrize(
    ("result", "found"),
    [
        ({"left": 9, "right": 9}, set()),
        ({"left": 8.5, "right": 9}, {"left"}),
        ({"left": 10, "right": 12}, {"left"}),
        ({"left": 10, "right": 11.5}, set()),
        ({"right": 8}, {"right"}),
        ({"left": 5, "right": 6}, {"left", "right"}),
    ],
)
def test_a_short_reach_or_a_real_difference_stands_out(result, found):
    assert notable_sides(KNEE_TO_WALL, result, 40) == found


def test_from_age_sixty_a_short_reach_has_a_note():
    result = {"left": 8, "right": 8}
    assert "your age" in result_text(KNEE_TO_WALL, result, 60)
    assert "your age" not in result_text(KNEE_TO_WALL, result, 59)
    assert "your age" not in result_text(KNEE_TO_WALL, result, None)


@pytest.mark.parametrize(
    ("age", "mean"),
    [(18, 45), (39, 45), (40, 42), (50, 41), (60, 32), (70, 22), (79, 22), (80, 9), (17, None)],
)
def test_the_balance_mean_depends_on_age(age, mean):
    assert balance_mean_s(age) == mean


def test_a_balance_below_half_the_mean_of_the_age_stands_out():
    assert notable_sides(SINGLE_LEG_STANCE, {"left": 16}, 65) == set()
    assert notable_sides(SINGLE_LEG_STANCE, {"left": 15.9}, 65) == {"left"}
    assert notable_sides(SINGLE_LEG_STANCE, {"left": 15.9}, 85) == set()
    assert notable_sides(SINGLE_LEG_STANCE, {"left": 3}, None) == set()


def test_a_leg_with_less_than_half_the_others_balance_stands_out():
    assert notable_sides(SINGLE_LEG_STANCE, {"left": 45, "right": 22.6}, None) == set()
    assert notable_sides(SINGLE_LEG_STANCE, {"left": 45, "right": 22}, None) == {"right"}


@pytest.mark.parametrize(
    ("age", "cuts"),
    [
        (59, None),
        (60, (12, 14)),
        (64, (12, 14)),
        (65, (11, 12)),
        (70, (10, 12)),
        (75, (10, 11)),
        (80, (9, 10)),
        (85, (8, 8)),
        (90, (4, 7)),
        (94, (4, 7)),
        (95, None),
        (None, None),
    ],
)
def test_chair_stand_cuts_are_known_from_60_to_94_only(age, cuts):
    assert chair_stand_cuts(age) == cuts


def test_a_chair_stand_stands_out_only_below_both_cuts():
    assert notable_sides(CHAIR_STAND, 13, 60) == set()
    assert notable_sides(CHAIR_STAND, 12, 60) == set()
    assert notable_sides(CHAIR_STAND, 11, 60) == {RESULT}


def test_below_60_no_norm_is_quoted_for_the_chair_stand():
    text = result_text(CHAIR_STAND, 3, 59)
    assert "below average" not in text
    assert "no published range" in text


def test_a_tender_hip_stands_out_alone_or_against_the_other_side():
    assert notable_sides(HIP_PRESS, {"left": 2, "right": 1}, 40) == set()
    assert notable_sides(HIP_PRESS, {"left": 2, "right": 0}, 40) == {"left"}
    assert notable_sides(HIP_PRESS, {"left": 3, "right": 3}, 40) == {"left", "right"}


def test_the_bend_of_the_hip_is_always_called_a_hint():
    assert "hint only" in result_text(HIP_TIGHTNESS, {"left": 1, "right": 0}, 40)
    assert "hint only" in result_text(HIP_TIGHTNESS, {"left": 0}, 40)


def test_a_sinking_pelvis_has_a_note_that_it_says_little():
    text = result_text(PELVIC_DROP, {"left": 0, "right": 1}, 40)
    assert text.startswith("Left stays level, right sinks or cannot be held. Right: ")
    assert "says little" in text


def test_every_rule_is_of_a_test_that_the_file_declares():
    assert SELF_TESTS.keys() == RULES.keys()


def test_an_outcome_is_given_by_its_number():
    assert PELVIC_DROP.check({"left": 1}) == {"left": 1}
    for outcome in (2, 0.5, True):
        with pytest.raises(BadInput):
            PELVIC_DROP.check({"left": outcome})


@pytest.mark.parametrize("test", SELF_TESTS.values(), ids=SELF_TESTS)
def test_every_test_is_explained_in_three_or_four_short_steps(test):
    assert 3 <= len(test.steps) <= 4
    assert all(len(step) <= 100 for step in test.steps)
    assert test.pose.startswith("self_test_")
    assert test.source


@given(st.sampled_from(list(SELF_TESTS.values())), st.data(), ages)
def test_every_possible_result_is_kept_as_given_and_told_without_reassurance(test, data, age):
    number = st.integers(int(test.low), int(test.high))
    result = data.draw(
        st.dictionaries(st.sampled_from(["left", "right"]), number, min_size=1)
        if test.two_sided
        else number
    )
    assert test.check(result) == result
    text = result_text(test, result, age)
    assert text.endswith(".")
    assert "  " not in text
    for word in ("fine", "healthy", "normal", "nothing is wrong"):
        assert word not in text.lower()


@given(st.sampled_from([KNEE_TO_WALL, SINGLE_LEG_STANCE]), ages)
def test_a_better_result_never_stands_out_more(test, age):
    for worse, better in pairwise(range(int(test.low), int(test.high) + 1)):
        if notable_sides(test, {"left": better}, age):
            assert notable_sides(test, {"left": worse}, age)


def test_content_cannot_declare_a_test_that_has_no_rule():
    declared = KNEE_TO_WALL.model_dump() | {"id": "handstand"}
    with pytest.raises(ValueError, match="'handstand' is not a self test; known are"):
        type(KNEE_TO_WALL).model_validate(declared)
