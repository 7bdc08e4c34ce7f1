"""The gate to the next phase: what it asks for, and how far somebody is.

After Thomee 1997 and Silbernagel 2007 [M] (clinical-facts 4.4, 6); what is marked DESIGN
is ours, not a source's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kneeapp.domain.programme.training_log import Training, TrainingHistory
from kneeapp.domain.routine.pain_rules import HIGHEST_GREEN, Morning, MorningCheck
from kneeapp.domain.routine.session_limits import LIGHT_ABOVE

SESSIONS_NEEDED = 2
DAYS_NEEDED = 14
"""Complete calm sessions in a row, and counted days in the phase, before the next one."""

RAISED = frozenset({Morning.RAISED, Morning.RED})
DAY = timedelta(days=1)


class GateRule(StrEnum):
    """What the next gate asks for."""

    COMPLETE = "complete"
    PAIN = "pain"
    MORNINGS = "mornings"
    DAYS = "days"


@dataclass(frozen=True)
class GateCheck:
    """One rule of the gate: what there is of what it needs; PAIN is at most, all else at least."""

    rule: GateRule
    met: bool
    have: int | None
    need: int


@dataclass(frozen=True)
class SessionSeen:
    """A day of the programme as the gate sees it.

    `morning` is the first raised one before the next session, else the next morning.
    """

    day: date
    completed: int
    planned: int
    pain: int | None
    morning: MorningCheck

    @property
    def complete(self) -> bool:
        return self.completed == self.planned

    @property
    def calm_after(self) -> bool:
        """Not raised; while there are too few mornings to tell, green is calm (DESIGN)."""
        if self.morning.says is Morning.TOO_EARLY:
            return self.morning.rating is not None and self.morning.rating <= HIGHEST_GREEN
        return self.morning.says is Morning.USUAL


def checks(seen: Sequence[SessionSeen], days_counted: int) -> tuple[GateCheck, ...]:
    """The gate's four rules for the last sessions `seen` and the days counted in the phase."""
    row = seen[-SESSIONS_NEEDED:]
    run = next((n for n, one in enumerate(reversed(row)) if not one.complete), len(row))
    rated = [one.pain for one in row if one.pain is not None]
    worst = max(rated, default=None) if len(rated) == len(row) else None
    calm = sum(one.calm_after for one in row)
    enough = len(row) == SESSIONS_NEEDED
    easy = enough and worst is not None and worst <= LIGHT_ABOVE
    return (
        GateCheck(GateRule.COMPLETE, run >= SESSIONS_NEEDED, run, SESSIONS_NEEDED),
        GateCheck(GateRule.PAIN, easy, worst, LIGHT_ABOVE),
        GateCheck(GateRule.MORNINGS, calm >= SESSIONS_NEEDED, calm, SESSIONS_NEEDED),
        GateCheck(GateRule.DAYS, days_counted >= DAYS_NEEDED, days_counted, DAYS_NEEDED),
    )


def sessions_seen(
    history: TrainingHistory, phase: str, first: date, last: date, today: date
) -> tuple[SessionSeen, ...]:
    """The newest days from `first` to `last` with a planned session of the phase, oldest first."""
    found: list[SessionSeen] = []
    until = today
    while last >= first and len(found) < SESSIONS_NEEDED:
        own = [one for one in history.on(last) if one.planned and one.phase == phase]
        if own:
            found.insert(0, _seen(own, morning_after(history, last, until)))
            until = last
        last -= DAY
    return tuple(found)


def _seen(trainings: Sequence[Training], morning: MorningCheck) -> SessionSeen:
    """What one day's trainings come to together."""
    best = max(trainings, key=lambda one: (one.complete, one.completed))
    pain = max((one.pain for one in trainings if one.pain is not None), default=None)
    return SessionSeen(best.day, best.completed, len(set(best.planned)), pain, morning)


def morning_after(history: TrainingHistory, day: date, until: date) -> MorningCheck:
    """The first raised morning after `day` up to `until`, else the next morning."""
    after = [history.morning(one) for one in days(day + DAY, until)]
    raised = [check for check in after if check.says in RAISED]
    return (*raised, *after, MorningCheck(day + DAY, Morning.NOT_RATED))[0]


def days(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both within."""
    return (first + n * DAY for n in range((last - first).days + 1))
