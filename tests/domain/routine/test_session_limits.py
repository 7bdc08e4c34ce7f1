"""What is said about a rating."""

import pytest

from kneeapp.domain.routine.session_limits import (
    CEILING,
    EASE_OFF_FROM,
    NOT_THIS_PLACE,
    ONE_SESSION,
    WARN_FROM,
    WORK_FROM,
    Start,
    first_session,
    must_stop,
    start,
)
from kneeapp.domain.routine.sessions import StressOff


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (0, Start.USUAL),
        (5, Start.USUAL),
        (6, Start.LIGHT),
        (7, Start.ASK_FIRST),
        (10, Start.ASK_FIRST),
    ],
)
def test_a_sore_knee_starts_lightly_and_a_very_sore_one_is_asked_about(before, expected):
    assert start(before) is expected


def test_two_points_above_the_first_rating_is_a_stop():
    assert not must_stop(4, 5)
    assert must_stop(4, 6)
    assert not must_stop(9, 2)


@pytest.mark.parametrize(
    ("relief", "words"),
    [
        (4, "4 points better than before"),
        (2, "2 points better than before"),
        (1, "One point better may be chance"),
        (0, "No change this time"),
        (-1, "One point worse may be chance"),
        (-2, "2 points worse: stop the routine"),
        (-5, "5 points worse: stop the routine"),
    ],
)
def test_the_text_of_the_first_session_follows_its_relief(relief, words):
    sentences = first_session(relief, None)
    assert words in sentences[0]
    assert sentences[-1] == ONE_SESSION
    assert len(sentences) == 2


@pytest.mark.parametrize("relief", [-3, -1, 0, 1, 3])
@pytest.mark.parametrize("felt", StressOff)
def test_the_felt_change_is_described_beside_the_rating(relief, felt):
    sentences = first_session(relief, felt)
    assert "stress" in sentences[1]
    assert sentences[-1] == ONE_SESSION


@pytest.mark.parametrize("relief", [-1, 0, 1])
def test_that_nothing_came_of_it_is_told_as_a_result_too(relief):
    assert NOT_THIS_PLACE in first_session(relief, StressOff.NO)
    assert NOT_THIS_PLACE not in first_session(relief, StressOff.YES)


@pytest.mark.parametrize("relief", [-3, -2, 2, 3])
def test_a_clear_change_is_no_sign_of_another_place(relief):
    assert NOT_THIS_PLACE not in first_session(relief, StressOff.NO)


def test_a_feeling_without_a_change_of_rating_is_described_as_such():
    assert "rating does not show it" in first_session(0, StressOff.YES)[1]
    assert "though the rating is better" in first_session(2, StressOff.NO)[1]


def test_the_limits_of_tenderness_are_those_that_are_told():
    assert (WORK_FROM, WARN_FROM, EASE_OFF_FROM) == (3, 6, 7)
    assert CEILING.startswith("Press until it is tender, 3 to 5 of 10, and no more.")


def test_a_knee_that_is_worse_is_told_by_how_much():
    assert first_session(-3, None)[0].startswith("Your knee is 3 points worse")


@pytest.mark.parametrize(
    ("relief", "felt", "words"),
    [
        (1, StressOff.YES, "You also feel that some stress is off."),
        (0, StressOff.YES, "though the rating does not show it"),
        (-1, StressOff.YES, "though the rating does not show it"),
        (1, StressOff.NO, "though the rating is better"),
        (0, StressOff.NO, "is off either"),
        (-1, StressOff.NO, "is off either"),
    ],
)
def test_a_feeling_is_held_against_one_point_of_relief(relief, felt, words):
    assert words in first_session(relief, felt)[1]
