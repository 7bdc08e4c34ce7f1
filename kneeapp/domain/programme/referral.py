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
    needs_somebody,
)

STALLED_AFTER = timedelta(weeks=6)
LEAST_GAIN = 1.0
"""Points that the median morning has to fall by in that time (Salaffi 2004 [V])."""
STALLED_SESSIONS = 6
"""Days with a session below which six weeks say nothing about the programme (DESIGN)."""


class SeeWhy(StrEnum):
    RED_MORNINGS = "red_mornings"
    NO_GAIN = "no_gain"


def reasons(history: TrainingHistory, reached: Collection[date], today: date) -> Iterator[SeeWhy]:
    """Why to see somebody; `reached` are the days that first reached a phase."""
    if red_lately(history, today):
        yield SeeWhy.RED_MORNINGS
    if _stalled(history, reached, today):
        yield SeeWhy.NO_GAIN


def red_lately(history: TrainingHistory, day: date) -> bool:
    """Two red mornings within two weeks, and nobody has looked at the knee in that time."""
    looked_at = any(day - RED_WITHIN < seen <= day for seen in history.seen)
    return not looked_at and needs_somebody(history.mornings, day)


def _stalled(history: TrainingHistory, reached: Collection[date], today: date) -> bool:
    """Six weeks of the programme without a new phase and without better mornings."""
    begin = _six_weeks_before(history, today)
    trained = {one.day for one in history.trainings}
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
    """The day from which there are six weeks outside breaks up to `today`."""
    day, left = today, STALLED_AFTER.days
    earliest = min((one.day for one in history.trainings), default=today)
    while left and day >= earliest:
        day -= DAY
        left -= history.broken(day) is None
    return day


def _median(history: TrainingHistory, first: date, after: date) -> float | None:
    """The median morning (0-10) from `first` up to the day before `after`; None for too few."""
    values = [value for day, value in history.mornings.items() if first <= day < after]
    return median(values) if len(values) >= FEWEST_MORNINGS else None
