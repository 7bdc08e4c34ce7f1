"""Repeated home tests: when they are due, what changed, and published reference values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Any

from kneeapp.domain.labelled_enum import LabelledEnum
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.screening.conditions import SKIPPED, Answers
from kneeapp.domain.screening.norms import (
    CHAIR_STAND_CHANGE,
    KNEE_TO_WALL_APART_CM,
    KNEE_TO_WALL_SHORT_CM,
    balance_mean_s,
    chair_stand_cuts,
)
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.domain.screening.questions import ActivitiesGroup, SelfTestGroup
from kneeapp.domain.screening.self_tests import CHAIR_STAND, KNEE_TO_WALL, SINGLE_LEG_STANCE

ACTIVITIES = "activities"
"""The id of the person's own activities among the tests."""

RETESTED = (KNEE_TO_WALL, CHAIR_STAND, SINGLE_LEG_STANCE, ACTIVITIES)

OPEN_AFTER, DUE_AFTER = timedelta(weeks=2), timedelta(weeks=4)
"""When a test is worth repeating, and when it is due (clinical-facts 6)."""

REAL_CHANGE = {
    KNEE_TO_WALL: KNEE_TO_WALL_APART_CM,
    CHAIR_STAND: CHAIR_STAND_CHANGE,
    ACTIVITIES: 3.0,
}
"""Least change of one result that is more than chance, in the test's unit (activities: one
item of the Patient-Specific Functional Scale, Stratford 1995 [M]). None is known for balance."""


class RetestDue(LabelledEnum):
    NEVER_DONE = "never_done", "not done yet"
    NOT_YET = "not_yet", "done lately"
    OPEN = "open", "worth repeating"
    DUE = "due", "due"


@dataclass(frozen=True)
class RetestResult:
    """One result in the test's unit; `of` names the side or the activity, or is empty."""

    test: str
    day: date
    value: float
    of: str = ""


@dataclass(frozen=True)
class ResultChange:
    """The first and the newest result."""

    first: RetestResult
    last: RetestResult

    @property
    def by(self) -> float:
        """How far the result rose, in the test's unit; more is better in all of them."""
        return self.last.value - self.first.value

    @property
    def real(self) -> bool | None:
        """Whether it is more than chance; None where no smallest real change is known."""
        least = REAL_CHANGE.get(self.last.test)
        return None if least is None else abs(self.by) >= least


@dataclass(frozen=True)
class Reference:
    """A published value to compare results with, in the test's unit, with its source."""

    value: float
    words: str
    source: str


def results(questionnaire: Questionnaire, answers: Answers, day: date) -> Iterator[RetestResult]:
    """The results of the tests in RETESTED among the answers of one day."""
    for group in questionnaire.groups:
        value: Any = answers.get(group.id, SKIPPED)
        if value == SKIPPED:
            continue
        if isinstance(group, ActivitiesGroup):
            for entry in value:
                yield RetestResult(ACTIVITIES, day, entry["score"], entry["name"])
        elif isinstance(group, SelfTestGroup) and group.test.id in RETESTED:
            by_side = value if group.test.two_sided else {"": value}
            for side, number in by_side.items():
                yield RetestResult(group.test.id, day, number, side)


def results_of_screenings(
    questionnaire: Questionnaire, screenings: Iterable[Screening], zone: tzinfo
) -> Iterator[RetestResult]:
    """The results in full screenings, each on the day in `zone` on which it was given.

    A lasting answer is carried into the next screening; there it counts only if it was changed.
    """
    lasting = {group.id for group in questionnaire.groups if group.lasts}
    latest: Answers = {}
    for screening in sorted(screenings, key=lambda screening: (screening.started_at, screening.id)):
        if screening.kind is not ScreeningKind.FULL:
            continue
        new_answers = {
            group: value
            for group, value in screening.answers.items()
            if group not in lasting or latest.get(group) != value
        }
        latest = {**latest, **screening.answers}
        yield from results(questionnaire, new_answers, screening.started_at.astimezone(zone).date())


def due(test: str, done: Iterable[RetestResult], today: date) -> RetestDue:
    """Whether a test is worth repeating on `today`."""
    last = max((result.day for result in done if result.test == test), default=None)
    if last is None:
        return RetestDue.NEVER_DONE
    if today - last < OPEN_AFTER:
        return RetestDue.NOT_YET
    return RetestDue.OPEN if today - last < DUE_AFTER else RetestDue.DUE


def changes(test: str, done: Iterable[RetestResult]) -> tuple[ResultChange, ...]:
    """The change of each side or activity with results on two or more days."""
    by_name: dict[str, list[RetestResult]] = {}
    for result in sorted(done, key=lambda result: result.day):
        if result.test == test:
            by_name.setdefault(result.of, []).append(result)
    return tuple(
        ResultChange(series[0], series[-1])
        for series in by_name.values()
        if series[0].day < series[-1].day
    )


def references(test: str, age: int | None) -> tuple[Reference, ...]:
    """What the results of `test` are held against at `age`; empty where nothing is published."""
    if test == KNEE_TO_WALL:
        return (Reference(KNEE_TO_WALL_SHORT_CM, "short below", "cut-off from practice"),)
    if test == SINGLE_LEG_STANCE and (mean := balance_mean_s(age)) is not None:
        return (Reference(mean, "average of your age", "Springer 2007"),)
    if test == CHAIR_STAND and (cuts := chair_stand_cuts(age)) is not None:
        who = ("women", "men")
        return tuple(
            Reference(cut, f"below average under this ({sex})", "CDC STEADI")
            for sex, cut in zip(who, cuts, strict=True)
        )
    return ()
