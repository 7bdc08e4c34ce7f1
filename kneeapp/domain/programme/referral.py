"""Referral: when a person in the programme should see a clinician."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from kneeapp.domain.programme.phase_gates import DAY
from kneeapp.domain.programme.training_log import TrainingHistory
from kneeapp.domain.routine.pain_rules import (
    FEWEST_MORNINGS,
    HIGHEST_GREEN,
    RED_WITHIN,
    needs_clinician,
)

STALLED_AFTER = timedelta(weeks=6)
LEAST_GAIN = 1.0
"""Points by which the median morning has to fall in STALLED_AFTER (Salaffi 2004 [V])."""
STALLED_SESSIONS = 6
"""Least number of training days in that time for a judgement of the programme (DESIGN)."""


class SeeWhy(StrEnum):
    RED_MORNINGS = "red_mornings"
    NO_GAIN = "no_gain"


def reasons(history: TrainingHistory, reached: Collection[date], today: date) -> Iterator[SeeWhy]:
    """The reasons to see a clinician; `reached` are the days on which a new phase was reached."""
    if red_lately(history, today):
        yield SeeWhy.RED_MORNINGS
    if _stalled(history, reached, today):
        yield SeeWhy.NO_GAIN


def red_lately(history: TrainingHistory, day: date) -> bool:
    """Whether two mornings within two weeks were red, and no clinician saw the knee then."""
    looked_at = any(day - RED_WITHIN < seen <= day for seen in history.seen)
    return not looked_at and needs_clinician(history.mornings, day)


def _stalled(history: TrainingHistory, reached: Collection[date], today: date) -> bool:
    """Whether six weeks of the programme brought no new phase and no better mornings."""
    begin = _six_weeks_before(history, today)
    trained = {training.day for training in history.trainings}
    if begin < min(trained, default=today) or any(begin < day <= today for day in history.seen):
        return False
    if sum(begin <= day <= today for day in trained) < STALLED_SESSIONS:
        return False
    if any(begin < day <= today for day in reached):
        return False
    first = _median(history, begin, begin + RED_WITHIN)
    last = _median(history, today + DAY - RED_WITHIN, today + DAY)
    if first is None or last is None:
        return False
    return last > HIGHEST_GREEN and first - last < LEAST_GAIN


def _six_weeks_before(history: TrainingHistory, today: date) -> date:
    """The first day of the last six weeks of the programme up to `today`, breaks not counted."""
    day, days_left = today, STALLED_AFTER.days
    earliest = min((training.day for training in history.trainings), default=today)
    while days_left and day >= earliest:
        day -= DAY
        days_left -= history.broken(day) is None
    return day


def _median(history: TrainingHistory, first: date, after: date) -> float | None:
    """The median morning (0-10) from `first` to the day before `after`; None with too few."""
    values = [value for day, value in history.mornings.items() if first <= day < after]
    return median(values) if len(values) >= FEWEST_MORNINGS else None
