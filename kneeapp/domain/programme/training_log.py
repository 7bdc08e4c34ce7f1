"""Training log: exercises, sessions and breaks that were done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from kneeapp.domain.measures import EFFORT, KNEE_EXERCISE
from kneeapp.domain.programme.definitions import ExerciseDose
from kneeapp.domain.routine.pain_rules import (
    STOPS_FOR_PAIN,
    TELLING,
    MorningCheck,
    Zone,
    morning_check,
    zone,
)
from kneeapp.domain.sides import Side


@dataclass(frozen=True)
class ExerciseDone:
    """One exercise as it was done, with the dose and programme version of that day.

    `sets` were done, of a sided exercise on each of `sides`; `effort` and `pain` are
    0-10, None where not rated. Raises BadInput outside their bounds.
    """

    exercise: str
    version: str
    day: date
    dose: ExerciseDose
    sets: int
    sides: tuple[Side, ...] = ()
    effort: int | None = None
    pain: int | None = None

    def __post_init__(self) -> None:
        if self.effort is not None:
            EFFORT.check(self.effort)
        if self.pain is not None:
            KNEE_EXERCISE.check(self.pain)

    @property
    def complete(self) -> bool:
        return self.sets >= self.dose.sets


@dataclass(frozen=True)
class Training:
    """One session of the programme: the phase it belongs to, what was planned, what was done.

    `before` is the knee pain (0-10) it began with, None where nobody asked; it was
    stopped in the player for `stop_reason`, or both of these are None.
    """

    day: date
    phase: str
    planned: tuple[str, ...]
    done: tuple[ExerciseDone, ...]
    before: int | None = None
    stopped_at: datetime | None = None
    stop_reason: str | None = None

    @property
    def completed(self) -> int:
        """How many of the planned exercises were done with every set."""
        return len(set(self.planned) & {one.exercise for one in self.done if one.complete})

    @property
    def complete(self) -> bool:
        return bool(self.planned) and self.completed == len(set(self.planned))

    @property
    def pain(self) -> int | None:
        """The worst knee pain of the session, 0-10; None where it was not rated."""
        return max((one.pain for one in self.done if one.pain is not None), default=None)

    @property
    def over_for_today(self) -> bool:
        """Whether it hurt so much that nothing more is for this day."""
        red = self.pain is not None and zone(self.pain) is Zone.RED
        return red or self.stop_reason in STOPS_FOR_PAIN


class BreakWhy(StrEnum):
    ILLNESS = "illness"
    FLARE = "flare"
    AWAY = "away"


@dataclass(frozen=True)
class Break:
    """Days without the programme, both ends within; without `last` it goes on."""

    first: date
    why: BreakWhy
    last: date | None = None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class TrainingHistory:
    """Everything the gates look at.

    `mornings` holds the 24-hour rating 0-10 by the calendar day it was given on
    (stop_rules.mornings_by_day), `seen` the days on which the person said that
    somebody had looked at the knee.
    """

    trainings: tuple[Training, ...] = ()
    mornings: Mapping[date, int] = field(default_factory=dict)
    breaks: tuple[Break, ...] = ()
    seen: frozenset[date] = frozenset()

    def on(self, day: date) -> tuple[Training, ...]:
        """The sessions of `day`."""
        return self._by_day.get(day, ())

    def lately(self, day: date, within: timedelta) -> tuple[Training, ...]:
        """The sessions of the last days up to `day`, itself within."""
        return tuple(one for n in range(within.days) for one in self.on(day - timedelta(days=n)))

    def morning(self, day: date) -> MorningCheck:
        """How the morning of `day` stands against those before it."""
        if day not in self._checked:  # to follow a year asks for each day some twenty times
            near = (day - timedelta(days=n) for n in range(TELLING.days + 1))
            rated = {one: self.mornings[one] for one in near if one in self.mornings}
            self._checked[day] = morning_check(rated, day)
        return self._checked[day]

    def broken(self, day: date) -> Break | None:
        """The break that holds on `day`; none where there was a session after all."""
        if self.on(day):
            return None
        return next((one for one in self.breaks if one.holds(day)), None)

    @cached_property
    def _checked(self) -> dict[date, MorningCheck]:
        """The mornings that were asked for."""
        return {}

    @cached_property
    def _by_day(self) -> dict[date, tuple[Training, ...]]:
        found: dict[date, tuple[Training, ...]] = {}
        for one in self.trainings:
            found[one.day] = (*found.get(one.day, ()), one)
        return found
