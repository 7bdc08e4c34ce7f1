"""Phase gates: the criteria for the next phase, and how far a person is.

After Thomee 1997 and Silbernagel 2007 [M] (clinical-facts 4.4, 6); rules marked DESIGN are
our own, without a source.
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
"""Complete sessions in a row without a raised morning, and counted days in the phase, before
the next phase (DESIGN)."""

RAISED = frozenset({Morning.RAISED, Morning.RED})
DAY = timedelta(days=1)


class GateRule(StrEnum):
    """The criteria of a gate."""

    COMPLETE = "complete"
    PAIN = "pain"
    MORNINGS = "mornings"
    DAYS = "days"


@dataclass(frozen=True)
class GateCheck:
    """One criterion: the value there is and the one needed; PAIN at most, the others at least."""

    rule: GateRule
    met: bool
    have: int | None
    need: int


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

    @property
    def complete(self) -> bool:
        return self.completed == self.planned

    @property
    def calm_after(self) -> bool:
        """Whether the morning was not raised; with too few mornings, green is calm (DESIGN)."""
        if self.morning.says is Morning.TOO_EARLY:
            return self.morning.rating is not None and self.morning.rating <= HIGHEST_GREEN
        return self.morning.says is Morning.USUAL


def checks(seen: Sequence[SessionSeen], days_counted: int) -> tuple[GateCheck, ...]:
    """The four criteria for the last sessions `seen`, in order, and the phase's counted days."""
    row = seen[-SESSIONS_NEEDED:]
    run = next((n for n, session in enumerate(reversed(row)) if not session.complete), len(row))
    rated = [session.pain for session in row if session.pain is not None]
    worst = max(rated, default=None) if len(rated) == len(row) else None
    calm = sum(session.calm_after for session in row)
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
    """The trainings of one day together: the most complete one, and the worst pain."""
    best = max(trainings, key=lambda training: (training.complete, training.completed))
    pain = max((training.pain for training in trainings if training.pain is not None), default=None)
    return SessionSeen(best.day, best.completed, len(set(best.planned)), pain, morning)


def morning_after(history: TrainingHistory, day: date, until: date) -> MorningCheck:
    """The first raised morning after `day` up to `until`, otherwise the next morning."""
    after = [history.morning(later_day) for later_day in days(day + DAY, until)]
    raised = [check for check in after if check.says in RAISED]
    return (*raised, *after, MorningCheck(day + DAY, Morning.NOT_RATED))[0]


def days(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    return (first + n * DAY for n in range((last - first).days + 1))
