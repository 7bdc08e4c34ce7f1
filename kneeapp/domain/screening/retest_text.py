"""Repeated home tests in plain words: what is due, and what changed."""

from datetime import date

from kneeapp.domain.screening.retests import ACTIVITIES, REAL_CHANGE, ResultChange, RetestDue
from kneeapp.domain.screening.self_tests import (
    CHAIR_STAND,
    KNEE_TO_WALL,
    SELF_TESTS,
    SINGLE_LEG_STANCE,
)

QUESTIONS = {
    KNEE_TO_WALL.id: "Does the ankle bend further?",
    CHAIR_STAND.id: "Do you stand up more often in 30 seconds?",
    SINGLE_LEG_STANCE.id: "Do you stand longer on one leg?",
    ACTIVITIES: "Is what was hard easier now?",
}
"""What the picture of each test answers."""

DUE = {
    RetestDue.NEVER_DONE: "not done yet",
    RetestDue.NOT_YET: "done lately",
    RetestDue.OPEN: "worth repeating",
    RetestDue.DUE: "due",
}


def title(test: str) -> str:
    return "Your activities" if test == ACTIVITIES else SELF_TESTS[test].title


def unit(test: str) -> str:
    return "of 10" if test == ACTIVITIES else SELF_TESTS[test].unit


def due_words(test: str, due: RetestDue, last: date | None, today: date) -> str:
    """Whether to repeat a test now, and how long ago it was done."""
    if last is None:
        return f"{title(test)}: {DUE[due]}"
    weeks = (today - last).days // 7
    ago = f"{weeks} weeks ago" if weeks > 1 else "1 week ago" if weeks else "this week"
    return f"{title(test)}: {DUE[due]}, last {ago}"


def change_words(change: ResultChange) -> str:
    """First against newest result, and whether that is more than chance."""
    test, of = change.last.test, change.last.of
    who = f"{of[:1].upper()}{of[1:]}: " if of else ""
    step = f"{who}{change.first.value:g} → {change.last.value:g} {unit(test)}"
    if change.real is None:
        return f"{step}. How much is chance is not known for this test."
    if not change.real:
        return f"{step}. That may be chance: it takes {REAL_CHANGE[test]:g} or more."
    return f"{step}. {'Better' if change.by > 0 else 'Worse'}, by more than chance."
