"""Spoken cues: every sentence that the player can say in an exercise of the programme."""

from collections.abc import Iterator

from kneeapp.domain.programme.definitions import MOST_REPS, MOST_SETS, Programme
from kneeapp.domain.programme.exercise_selection import Picked
from kneeapp.domain.programme.session import session_plan
from kneeapp.domain.routine.spoken_cues import sentences
from kneeapp.domain.sides import Side

NEXT_SET = "again"
"""The phrase that holds {n} and {all}: which set comes, of how many."""


def programme_cues(programme: Programme) -> Iterator[str]:
    """Each sentence of `programme` that the player can say; some come more than once.

    Numbers and sets go up to the most that a dose may have, so that a dose of one's own is counted
    by the same voice.
    """
    for text in _texts(programme):
        yield from sentences(text)


def _texts(programme: Programme) -> Iterator[str]:
    for exercise in programme.exercises:
        for dose in (exercise.dose, exercise.dose.halved()):
            plan = session_plan(programme, [Picked(exercise, dose)], Side.LEFT)
            yield from (step.spoken for step in plan.steps)
    yield from (words for name, words in programme.phrases.items() if name != NEXT_SET)
    for of_all in range(2, MOST_SETS + 1):
        for number in range(2, of_all + 1):
            yield programme.phrases[NEXT_SET].format(n=number, all=of_all)
    yield from map(str, range(1, MOST_REPS + 1))
