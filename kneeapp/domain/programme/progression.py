"""Progression: whether an exercise has become too light or too heavy."""

from enum import StrEnum

from kneeapp.domain.programme.training_log import ExerciseDone, TrainingHistory
from kneeapp.domain.routine.pain_rules import HIGHEST_GREEN, is_red

LOOKS_AT = 2
"""Number of last sessions of an exercise that decide; ACSM: more load after two easy ones [M]."""

LIGHT_UP_TO = 3
"""Effort 0-10 up to which a set was light (DESIGN)."""


class Fit(StrEnum):
    """Which version of an exercise to offer next."""

    EASIER = "easier"
    AS_IT_IS = "as_it_is"
    HARDER = "harder"


def suggested_version(exercise: str, history: TrainingHistory) -> Fit:
    """HARDER after two light sessions in the green zone; EASIER after a red or two short ones."""
    done = [
        exercise_done
        for training in sorted(history.trainings, key=lambda training: training.day)
        for exercise_done in training.done
        if exercise_done.exercise == exercise
    ][-LOOKS_AT:]
    if not done:
        return Fit.AS_IT_IS
    enough = len(done) == LOOKS_AT
    if is_red(done[-1].pain) or (
        enough and not any(exercise_done.complete for exercise_done in done)
    ):
        return Fit.EASIER
    return Fit.HARDER if enough and all(map(_light, done)) else Fit.AS_IT_IS


def _light(exercise_done: ExerciseDone) -> bool:
    """Whether it was done with every set, little effort and green pain, both rated."""
    if exercise_done.effort is None or exercise_done.pain is None:
        return False
    return (
        exercise_done.complete
        and exercise_done.effort <= LIGHT_UP_TO
        and exercise_done.pain <= HIGHEST_GREEN
    )
