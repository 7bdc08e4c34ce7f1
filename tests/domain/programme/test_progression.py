"""When an exercise is offered easier or harder."""

from datetime import timedelta

import pytest

from kneeapp.domain.programme.progression import Fit, suggested_version
from kneeapp.domain.programme.training_log import ExerciseDone, Training
from tests.domain.training_factory import DOSE, MONDAY, history


def times(*done: tuple[int, int | None, int | None]) -> Fit:
    """What is offered after an exercise went like (sets, effort, pain), newest last."""
    trainings = []
    for n, (sets, effort, pain) in enumerate(done):
        day = MONDAY + timedelta(days=2 * n)
        exercise_done = ExerciseDone("clam", "1", day, DOSE, sets, effort=effort, pain=pain)
        trainings.append(Training(day, "activate", ("clam",), (exercise_done,)))
    return suggested_version("clam", history(reversed(trainings)))


@pytest.mark.parametrize(
    ("done", "offered"),
    [
        ([], Fit.AS_IT_IS),
        ([(2, 2, 0)], Fit.AS_IT_IS),
        ([(2, 2, 0), (2, 3, 2)], Fit.HARDER),
        ([(2, 6, 0), (2, 2, 0), (2, 3, 2)], Fit.HARDER),
        ([(2, 2, 0), (2, 4, 2)], Fit.AS_IT_IS),
        ([(2, 2, 0), (2, 3, 3)], Fit.AS_IT_IS),
        ([(2, 2, 0), (2, None, 0)], Fit.AS_IT_IS),
        ([(2, 2, 0), (1, 2, 0)], Fit.AS_IT_IS),
        ([(1, 9, 3), (1, 9, 3)], Fit.EASIER),
        ([(2, 2, 6)], Fit.EASIER),
        ([(2, 2, 6), (2, 5, 2)], Fit.AS_IT_IS),
    ],
)
def test_two_light_sessions_offer_harder_and_pain_or_missing_sets_easier(done, offered) -> None:
    assert times(*done) is offered


def test_other_exercises_do_not_change_the_progression() -> None:
    assert suggested_version("bridge", history()) is Fit.AS_IT_IS
