"""Sentences about repeated home tests: what is due, and what changed."""

from collections.abc import Mapping
from datetime import date

from kneeapp.domain.screening.retests import ACTIVITIES, REAL_CHANGE, ResultChange, RetestDue
from kneeapp.domain.screening.self_tests import (
    CHAIR_STAND,
    KNEE_TO_WALL,
    SINGLE_LEG_STANCE,
    SelfTest,
)

QUESTIONS = {
    KNEE_TO_WALL: "Does the ankle bend further?",
    CHAIR_STAND: "Do you stand up more often in 30 seconds?",
    SINGLE_LEG_STANCE: "Do you stand longer on one leg?",
    ACTIVITIES: "Is what was hard easier now?",
}
"""The question that the chart of each test answers."""


def title(tests: Mapping[str, SelfTest], test: str) -> str:
    """What a test is called; `tests` are those of the questionnaire by id, here and below."""
    return "Your activities" if test == ACTIVITIES else tests[test].title


def unit(tests: Mapping[str, SelfTest], test: str) -> str:
    return "of 10" if test == ACTIVITIES else tests[test].unit


def due_words(
    tests: Mapping[str, SelfTest], test: str, due: RetestDue, last: date | None, today: date
) -> str:
    """Whether to repeat a test now, and how long ago it was done."""
    if last is None:
        return f"{title(tests, test)}: {due.label}"
    weeks = (today - last).days // 7
    ago = f"{weeks} weeks ago" if weeks > 1 else "1 week ago" if weeks else "this week"
    return f"{title(tests, test)}: {due.label}, last {ago}"


def change_words(tests: Mapping[str, SelfTest], change: ResultChange) -> str:
    """First against newest result, and whether that is more than chance."""
    test, of = change.last.test, change.last.of
    who = f"{of[:1].upper()}{of[1:]}: " if of else ""
    step = f"{who}{change.first.value:g} → {change.last.value:g} {unit(tests, test)}"
    if change.real is None:
        return f"{step}. How much is chance is not known for this test."
    if not change.real:
        return f"{step}. That may be chance: it takes {REAL_CHANGE[test]:g} or more."
    return f"{step}. {'Better' if change.by > 0 else 'Worse'}, by more than chance."
