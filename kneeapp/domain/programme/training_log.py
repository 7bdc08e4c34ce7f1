"""Training log: the exercises, sessions and breaks of the programme."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from kneeapp.domain.evidence.lasting_rise import LastingRise, morning_rises
from kneeapp.domain.measures import EFFORT, KNEE_EXERCISE
from kneeapp.domain.programme.definitions import ExerciseDose
from kneeapp.domain.routine.pain_rules import (
    STOPS_FOR_PAIN,
    TELLING,
    MorningCheck,
    is_red,
    morning_check,
)
from kneeapp.domain.sides import Side


@dataclass(frozen=True)
class ExerciseDone:
    """One exercise as it was done, with the dose and programme version of that day.

    `sets` is the number of sets done, for a sided exercise on each of `sides`; `effort` and
    `pain` are 0-10, None where not rated. Raises BadInput outside their bounds.
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
    """One session of the programme: its phase, the planned exercise ids, and what was done.

    `before` is the knee pain (0-10) at its start, None where it was not asked. `stopped_at` and
    `stop_reason` are None unless it was stopped in the player.
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
        complete = {entry.exercise for entry in self.done if entry.complete}
        return len(complete & set(self.planned))

    @property
    def complete(self) -> bool:
        return bool(self.planned) and self.completed == len(set(self.planned))

    @property
    def pain(self) -> int | None:
        """The worst knee pain of the session, 0-10; None where it was not rated."""
        rated = [entry.pain for entry in self.done if entry.pain is not None]
        return max(rated, default=None)

    @property
    def effort(self) -> int | None:
        """The greatest effort of the session, 0-10; None where it was not rated."""
        rated = [entry.effort for entry in self.done if entry.effort is not None]
        return max(rated, default=None)

    @property
    def over_for_today(self) -> bool:
        """Whether it hurt so much that no more training is offered on this day."""
        return is_red(self.pain) or self.stop_reason in STOPS_FOR_PAIN


class BreakWhy(StrEnum):
    ILLNESS = "illness"
    FLARE = "flare"
    AWAY = "away"


@dataclass(frozen=True)
class Break:
    """Days without the programme, both ends included; without `last` it is not over yet."""

    first: date
    why: BreakWhy
    last: date | None = None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class TrainingHistory:
    """Everything that the gates use.

    `mornings` holds the 24-hour rating 0-10 by the calendar day it was given on
    (pain_rules.mornings_by_day), `seen` the days on which the person entered that a clinician
    had examined the knee.
    """

    trainings: tuple[Training, ...] = ()
    mornings: Mapping[date, int] = field(default_factory=dict)
    breaks: tuple[Break, ...] = ()
    seen: frozenset[date] = frozenset()

    def on(self, day: date) -> tuple[Training, ...]:
        """The sessions of `day`."""
        return self._by_day.get(day, ())

    def lately(self, day: date, within: timedelta) -> tuple[Training, ...]:
        """The sessions of the last `within` days up to and including `day`."""
        return tuple(
            training for n in range(within.days) for training in self.on(day - timedelta(days=n))
        )

    def morning(self, day: date) -> MorningCheck:
        """The morning check of `day`."""
        # Calculating the phase over a year asks for each day about twenty times.
        if day not in self._checked:
            near = (day - timedelta(days=n) for n in range(TELLING.days + 1))
            rated = {
                near_day: self.mornings[near_day] for near_day in near if near_day in self.mornings
            }
            self._checked[day] = morning_check(rated, day)
        return self._checked[day]

    def broken(self, day: date) -> Break | None:
        """The break that includes `day`; None where there was a session on it nevertheless."""
        if self.on(day):
            return None
        return next((interval for interval in self.breaks if interval.holds(day)), None)

    def open_rise(self, day: date, within: timedelta) -> LastingRise | None:
        """The newest lasting rise of the mornings that became certain less than `within` before
        `day`; None without one, and where a clinician saw the knee in that time.
        """
        if any(day - within < looked_at <= day for looked_at in self.seen):
            return None
        rises = [rise for rise in self._rises if day - within < rise.at.date() <= day]
        return rises[-1] if rises else None

    @cached_property
    def began(self) -> date:
        """The day of the first session; the last of all days before it."""
        return min((training.day for training in self.trainings), default=date.max)

    @cached_property
    def _rises(self) -> tuple[LastingRise, ...]:
        """Every lasting rise: each is found with the ratings up to it only."""
        return tuple(morning_rises(self.mornings))

    @cached_property
    def _checked(self) -> dict[date, MorningCheck]:
        """Cache of `morning`, by day."""
        return {}

    @cached_property
    def _by_day(self) -> dict[date, tuple[Training, ...]]:
        by_day: dict[date, tuple[Training, ...]] = {}
        for training in self.trainings:
            by_day[training.day] = (*by_day.get(training.day, ()), training)
        return by_day
