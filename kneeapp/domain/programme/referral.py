"""Referral: when a person in the programme should see a clinician."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from enum import StrEnum

from kneeapp.domain.evidence.lasting_rise import TOLD_FOR
from kneeapp.domain.evidence.trend import DAY, morning_levels, trend
from kneeapp.domain.programme.training_log import TrainingHistory

STALLED_AFTER = timedelta(weeks=6)
STALLED_SESSIONS = 6
"""Least number of training days in that time for a judgement of the programme (DESIGN)."""


class SeeWhy(StrEnum):
    RED_MORNINGS = "red_mornings"
    NO_GAIN = "no_gain"


def reasons(history: TrainingHistory, reached: Collection[date], today: date) -> Iterator[SeeWhy]:
    """The reasons to see a clinician; `reached` are the days on which a new phase was reached."""
    if history.open_rise(today, TOLD_FOR):
        yield SeeWhy.RED_MORNINGS
    if _stalled(history, reached, today):
        yield SeeWhy.NO_GAIN


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
    mornings = {day: value for day, value in history.mornings.items() if begin <= day <= today}
    line = trend(morning_levels(mornings))
    return line is not None and line.no_gain


def _six_weeks_before(history: TrainingHistory, today: date) -> date:
    """The first day of the last six weeks of the programme up to `today`, breaks not counted."""
    day, days_left = today, STALLED_AFTER.days
    earliest = min((training.day for training in history.trainings), default=today)
    while days_left and day >= earliest:
        day -= DAY
        days_left -= history.broken(day) is None
    return day
