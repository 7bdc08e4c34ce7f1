"""Phase gates: the criteria for the next phase, and how far a person is.

After Thomee 1997 and Silbernagel 2007 [M] (clinical-facts 4.4, 6); rules marked DESIGN are
our own, without a source. Whether mornings rise or fall is asked of domain/evidence: its trend,
and its lasting rise (decision 20).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from kneeapp.domain.evidence.lasting_rise import TOLD_FOR
from kneeapp.domain.evidence.trend import DAY, GAIN, Direction, Trend, morning_levels, trend
from kneeapp.domain.programme.training_log import Training, TrainingHistory
from kneeapp.domain.routine.pain_rules import HIGHEST_GREEN, Morning, MorningCheck
from kneeapp.domain.routine.session_limits import LIGHT_ABOVE

SESSIONS_NEEDED = 2
DAYS_NEEDED = 14
"""Complete sessions in a row without a raised morning, and counted days in the phase, before
the next phase (DESIGN)."""

LOOKED_BACK = timedelta(days=14)
SESSIONS_IN_IT = 4
"""Training days in the last two weeks, breaks not counted: two a week (ACSM: two or three [M])."""

HARDEST = 8
"""Effort 0-10 that a session may ask for: from 9 on hardly one repetition is left (DESIGN)."""

HIGHEST_LEVEL = 4
"""Median of the mornings of the last two weeks, unless they fall: half of the way up amber
(DESIGN)."""

RISE_OVER = timedelta(weeks=4)
"""The time over which the mornings may not rise by GAIN or more."""

RAISED = frozenset({Morning.RAISED, Morning.RED})


class GateRule(StrEnum):
    """The criteria of a gate."""

    COMPLETE = "complete"
    PAIN = "pain"
    EFFORT = "effort"
    MORNINGS = "mornings"
    DAYS = "days"
    SESSIONS = "sessions"
    LEVEL = "level"
    RISE = "rise"


AT_MOST = frozenset({GateRule.PAIN, GateRule.EFFORT, GateRule.LEVEL, GateRule.RISE})
"""Rules whose value may be no more than the one needed; of the others it is at least that."""


@dataclass(frozen=True)
class GateCheck:
    """One criterion: the value there is, None where it is not known, and the one needed.

    COMPLETE, MORNINGS, DAYS and SESSIONS count; PAIN and EFFORT are ratings 0-10, LEVEL a median
    of them, RISE points over RISE_OVER, met below `need`.
    """

    rule: GateRule
    met: bool
    have: float | None
    need: float


@dataclass(frozen=True)
class SessionSeen:
    """A training day as the gate judges it.

    `morning` is the first raised morning before the next session, otherwise the next morning.
    """

    day: date
    completed: int
    planned: int
    pain: int | None
    morning: MorningCheck
    effort: int | None = None

    @property
    def complete(self) -> bool:
        return self.completed == self.planned

    @property
    def calm_after(self) -> bool:
        return calm_morning(self.morning)


def calm_morning(morning: MorningCheck) -> bool:
    """Whether the morning was not raised; with too few mornings, green is calm (DESIGN)."""
    if morning.says is Morning.TOO_EARLY:
        return morning.rating is not None and morning.rating <= HIGHEST_GREEN
    return morning.says is Morning.USUAL


def checks(
    history: TrainingHistory, seen: Sequence[SessionSeen], days_counted: int, last: date, day: date
) -> Iterator[GateCheck]:
    """The criteria of the gate on `day`, those that take longest to calculate last.

    `seen` are the last sessions of the phase in order, `days_counted` its counted days, `last`
    the last day whose sessions count.
    """
    row = seen[-SESSIONS_NEEDED:]
    run = next((n for n, session in enumerate(reversed(row)) if not session.complete), len(row))
    rated = [session.pain for session in row if session.pain is not None]
    worst = max(rated, default=None) if len(rated) == len(row) else None
    hardest = max((session.effort for session in row if session.effort is not None), default=None)
    calm = sum(session.calm_after for session in row)
    trained = _training_days(history, last)
    easy = len(row) == SESSIONS_NEEDED and worst is not None and worst <= LIGHT_ABOVE
    yield GateCheck(GateRule.COMPLETE, run >= SESSIONS_NEEDED, run, SESSIONS_NEEDED)
    yield GateCheck(GateRule.PAIN, easy, worst, LIGHT_ABOVE)
    # a session by heart has no effort: that is asked in the player only
    within = len(row) == SESSIONS_NEEDED and (hardest or 0) <= HARDEST
    yield GateCheck(GateRule.EFFORT, within, hardest, HARDEST)
    yield GateCheck(GateRule.MORNINGS, calm >= SESSIONS_NEEDED, calm, SESSIONS_NEEDED)
    yield GateCheck(GateRule.DAYS, days_counted >= DAYS_NEEDED, days_counted, DAYS_NEEDED)
    yield GateCheck(GateRule.SESSIONS, trained >= SESSIONS_IN_IT, trained, SESSIONS_IN_IT)
    yield from _morning_checks(history, day)


def _morning_checks(history: TrainingHistory, day: date) -> Iterator[GateCheck]:
    """Level and direction of the mornings up to `day`; without a trend nothing is said to rise."""
    lately = [
        value for rated, value in history.mornings.items() if day - LOOKED_BACK < rated <= day
    ]
    level = median(lately) if lately else None
    line = morning_trend(history, day)
    falls = line is not None and line.direction is Direction.DOWN
    low = level is not None and (level <= HIGHEST_LEVEL or falls)
    yield GateCheck(GateRule.LEVEL, low, level, HIGHEST_LEVEL)
    yield rise_check(history, day, line)


def rise_check(history: TrainingHistory, day: date, line: Trend | None = None) -> GateCheck:
    """Whether the mornings up to `day` do not rise; `line` is their trend where it is known."""
    line = line or morning_trend(history, day)
    rise = history.open_rise(day, TOLD_FOR)
    climbs = line is not None and line.direction is Direction.UP and line.change >= GAIN
    change = line.change if line else None
    return GateCheck(GateRule.RISE, not climbs and rise is None, rise.by if rise else change, GAIN)


def morning_trend(history: TrainingHistory, day: date) -> Trend | None:
    """The line through the mornings of RISE_OVER up to `day`; None with too few of them."""
    lately = {
        rated: value for rated, value in history.mornings.items() if day - RISE_OVER < rated <= day
    }
    return trend(morning_levels(lately), window=RISE_OVER)


def _training_days(history: TrainingHistory, last: date) -> int:
    """The training days within LOOKED_BACK up to `last`, days of a break not counted."""
    day, counted, trained = last, 0, 0
    while counted < LOOKED_BACK.days and day >= history.began:
        if not history.broken(day):
            counted += 1
            trained += any(training.planned for training in history.on(day))
        day -= DAY
    return trained


def sessions_seen(
    history: TrainingHistory, phase: str, first: date, last: date, today: date
) -> tuple[SessionSeen, ...]:
    """The newest days from `first` to `last` with a planned session of the phase, oldest first.

    At most SESSIONS_NEEDED of them: the gate looks at no more.
    """
    newest: list[SessionSeen] = []
    until = today
    while last >= first and len(newest) < SESSIONS_NEEDED:
        of_phase = [
            training
            for training in history.on(last)
            if training.planned and training.phase == phase
        ]
        if of_phase:
            newest.insert(0, _seen(of_phase, morning_after(history, last, until)))
            until = last
        last -= DAY
    return tuple(newest)


def _seen(trainings: Sequence[Training], morning: MorningCheck) -> SessionSeen:
    """The trainings of one day together: the most complete one, the worst pain and effort."""
    best = max(trainings, key=lambda training: (training.complete, training.completed))
    pain = max((training.pain for training in trainings if training.pain is not None), default=None)
    effort = max(
        (training.effort for training in trainings if training.effort is not None), default=None
    )
    return SessionSeen(best.day, best.completed, len(set(best.planned)), pain, morning, effort)


def morning_after(history: TrainingHistory, day: date, until: date) -> MorningCheck:
    """The first raised morning after `day` up to `until`, otherwise the next morning."""
    after = [history.morning(later_day) for later_day in days(day + DAY, until)]
    raised = [check for check in after if check.says in RAISED]
    return (*raised, *after, MorningCheck(day + DAY, Morning.NOT_RATED))[0]


def days(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    return (first + n * DAY for n in range((last - first).days + 1))
