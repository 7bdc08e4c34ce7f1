"""Factory of training histories: a simulated person trains and rates mornings by rules."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from kneeapp.domain.programme.definitions import ExerciseDose
from kneeapp.domain.programme.phase_state import PhaseState, standing
from kneeapp.domain.programme.training_log import (
    Break,
    BreakWhy,
    ExerciseDone,
    Training,
    TrainingHistory,
)

PHASES = ("activate", "strengthen", "control", "return")
MONDAY = date(2026, 1, 5)
DOSE = ExerciseDose(sets=2, reps=10, tempo_s=4, rest_s=30)


def trained(
    day: date, phase: str, *, pain: int | None = 2, sets: int = 2, effort: int | None = 4
) -> Training:
    done = ExerciseDone("clam", "1", day, DOSE, sets, effort=effort, pain=pain)
    return Training(day, phase, ("clam",), (done,))


def history(
    trainings: Collection[Training] = (),
    mornings: dict[date, int] | None = None,
    breaks: Collection[Break] = (),
    seen: Collection[date] = (),
) -> TrainingHistory:
    return TrainingHistory(tuple(trainings), mornings or {}, tuple(breaks), frozenset(seen))


@dataclass
class Person:
    """A simulated person; each session belongs to the phase of its day."""

    pain: Callable[[int], int | None] = lambda _n: 2
    morning: Callable[[int], int | None] = lambda _n: 2
    trains: Callable[[int], bool] = lambda n: n % 7 in {0, 2, 4}
    sets: Callable[[int], int] = lambda _n: 2
    effort: Callable[[int], int | None] = lambda _n: 4
    breaks: tuple[Break, ...] = ()
    seen: frozenset[date] = frozenset()
    trainings: list[Training] = field(default_factory=list)
    mornings: dict[date, int] = field(default_factory=dict)
    days: list[PhaseState] = field(default_factory=list)
    """The phase state at the end of each day."""

    def live(self, days: int) -> "Person":
        for n in range(len(self.days), len(self.days) + days):
            day = MONDAY + timedelta(days=n)
            rated = self.morning(n)
            if rated is not None:
                self.mornings[day] = rated
            state = self.stands(day)
            if self.trains(n) and not any(interval.holds(day) for interval in self.breaks):
                done = trained(
                    *(day, state.phase),
                    pain=self.pain(n),
                    sets=self.sets(n),
                    effort=self.effort(n),
                )
                self.trainings.append(done)
                state = self.stands(day)
            self.days.append(state)
        return self

    def stands(self, day: date) -> PhaseState:
        return standing(PHASES, self.history, day)

    @property
    def history(self) -> TrainingHistory:
        return history(self.trainings, self.mornings, self.breaks, self.seen)

    @property
    def phases(self) -> list[str]:
        """The phase of each day."""
        return [state.phase for state in self.days]


def away(first: int, last: int | None) -> Break:
    """A break from day `first` to day `last` of the simulation."""
    end = None if last is None else MONDAY + timedelta(days=last)
    return Break(MONDAY + timedelta(days=first), BreakWhy.ILLNESS, end)
