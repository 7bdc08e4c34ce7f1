"""Progression: whether an exercise has become too light or too heavy."""

from enum import StrEnum

from kneeapp.domain.programme.training_log import ExerciseDone, TrainingHistory
from kneeapp.domain.routine.pain_rules import HIGHEST_GREEN, Zone, zone

LOOKS_AT = 2
"""Times an exercise was done that decide; ACSM raises the load after two easy sessions [M]."""

LIGHT_UP_TO = 3
"""Effort 0-10 up to which a set was light (DESIGN)."""


class Fit(StrEnum):
    """Which version of an exercise to offer next."""

    EASIER = "easier"
    AS_IT_IS = "as_it_is"
    HARDER = "harder"


def fit(exercise: str, history: TrainingHistory) -> Fit:
    """Harder after two light times without more than green pain; easier after red or two short."""
    done = [
        one
        for training in sorted(history.trainings, key=lambda one: one.day)
        for one in training.done
        if one.exercise == exercise
    ][-LOOKS_AT:]
    if not done:
        return Fit.AS_IT_IS
    enough = len(done) == LOOKS_AT
    if _red(done[-1]) or (enough and not any(one.complete for one in done)):
        return Fit.EASIER
    return Fit.HARDER if enough and all(_light(one) for one in done) else Fit.AS_IT_IS


def _red(one: ExerciseDone) -> bool:
    return one.pain is not None and zone(one.pain) is Zone.RED


def _light(one: ExerciseDone) -> bool:
    """With every set, little effort and hardly any pain, both rated."""
    if one.effort is None or one.pain is None:
        return False
    return one.complete and one.effort <= LIGHT_UP_TO and one.pain <= HIGHEST_GREEN
