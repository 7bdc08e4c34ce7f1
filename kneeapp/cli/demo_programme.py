"""The made-up person's mornings, marked days, home tests and strengthening."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.programme.definitions import Programme
from kneeapp.domain.programme.exercise_selection import Needs, Picked, select_exercises
from kneeapp.domain.programme.load_ladder import with_loads
from kneeapp.domain.programme.phase_state import standing
from kneeapp.domain.programme.session import done_without_player
from kneeapp.domain.programme.training_log import (
    Break,
    BreakWhy,
    ExerciseDone,
    Training,
    TrainingHistory,
)
from kneeapp.domain.programme.week import done_in_week
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.screening.retests import RetestResult
from kneeapp.domain.sides import Side
from kneeapp.store.access.record import Record
from kneeapp.store.record import life_events, ratings, retests
from kneeapp.store.record import programme as record_programme

SEED = 11
TRAINS_FROM = timedelta(weeks=2)
WEEKDAYS = (0, 2, 4)
FLARE_AFTER = timedelta(days=59)
"""When one session hurts too much, and two mornings are raised."""
ILL = (timedelta(days=33), timedelta(days=39))
"""The first and the last day of a break."""

MARKED = {
    10: (LifeEventKind.NEW_SHOES, ""),
    30: (LifeEventKind.LONG_WALK, "Nine kilometres."),
    60: (LifeEventKind.FLARE, "Too fast, too soon."),
    66: (LifeEventKind.MEDICINE, "Ibuprofen for two days."),
}
"""What happened on which day of the story."""

TESTED = {28: (9.0, 11.0, 13, 5, 4), 56: (10.0, 11.5, 16, 6, 6)}
"""Knee to wall of both sides in cm, chair stands, and both activities, by day."""


@dataclass
class Life:
    """The story as far as it has been told."""

    programme: Programme
    needs: Needs
    knee: Side
    began: date
    chance: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311  a story
    trainings: list[Training] = field(default_factory=list)
    mornings: dict[date, int] = field(default_factory=dict)

    @property
    def history(self) -> TrainingHistory:
        return TrainingHistory(tuple(self.trainings), self.mornings, (self.ill,))

    @property
    def ill(self) -> Break:
        first, last = ILL
        return Break(self.began + first, BreakWhy.ILLNESS, self.began + last)

    def live(self, day: date, *, better: float) -> None:
        """One more day, when a share `better` (0-1) of the story has passed."""
        sore = any(day - timedelta(days=n) == self._flare for n in (1, 2))
        if sore or self.chance.random() < 0.9:
            usual = 4.4 - 2.4 * better + (3 if sore else 0)
            self.mornings[day] = max(0, min(10, round(self.chance.gauss(usual, 0.4))))
        well = not self.ill.holds(day)
        if day >= self.began + TRAINS_FROM and day.weekday() in WEEKDAYS and well:
            self.trainings.append(self._trained(day))

    def identity(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    @property
    def _flare(self) -> date:
        """The first training day after FLARE_AFTER."""
        day = self.began + FLARE_AFTER
        while day.weekday() not in WEEKDAYS:
            day += timedelta(days=1)
        return day

    def _trained(self, day: date) -> Training:
        state = standing([phase.id for phase in self.programme.phases], self.history, day)
        needs = replace(self.needs, done=done_in_week(self.history, day))
        picked = tuple(
            with_loads(entry, self.knee, self.history, needs.closed)
            for entry in select_exercises(
                self.programme, state.phase, needs, halved=state.ease is not None
            )
        )
        pain = 6 if day == self._flare else self.chance.choice((1, 1, 2, 2, 3))
        done = tuple(self._done(exercise, day, pain) for exercise in picked)
        planned = tuple(exercise.exercise.id for exercise in picked)
        return Training(day, state.phase, planned, done, pain)

    def _done(self, picked: Picked, day: date, pain: int) -> ExerciseDone:
        whole = done_without_player(self.programme, picked, self.knee, day, pain)
        short = self.chance.random() < 0.01
        return replace(
            whole, sets=max(1, whole.sets - short), effort=self.chance.choice((3, 4, 5, 6))
        )


def live(  # noqa: PLR0913  who it is, what they follow, and from when to when
    record: Record,
    followed: Programme,
    needs: Needs,
    knee: Side,
    *,
    began: datetime,
    until: datetime,
) -> None:
    """Save each day from `began` to yesterday: the same ones for the same days."""
    first, last = began.date(), until.date() - timedelta(days=1)
    life = Life(followed, needs, knee, first)
    for n in range((last - first).days + 1):
        life.live(first + timedelta(days=n), better=n / ((last - first).days or 1))
    for day, value in life.mornings.items():
        at = datetime.combine(day, time(7, 30), until.tzinfo)
        ratings.save(record, Rating(life.identity(), KNEE_DAY.name, value, at))
    for training in life.trainings:
        record_programme.mark(record, life.identity(), training)
    if life.ill.last and life.ill.last <= last:
        record_programme.begin_break(record, life.ill.first, life.ill.why)
        record_programme.end_break(record, life.ill.last)
    for n, (kind, note) in MARKED.items():
        if first + timedelta(days=n) <= last:
            life_events.save(
                record, LifeEvent(life.identity(), kind, first + timedelta(days=n), note)
            )
    retests.save(record, _tested(first, last))


def _tested(first: date, last: date) -> Iterator[RetestResult]:
    for n, (left, right, stands, stairs, running) in TESTED.items():
        day = first + timedelta(days=n)
        if day <= last:
            yield RetestResult("knee_to_wall", day, right, "left")
            yield RetestResult("knee_to_wall", day, left, "right")
            yield RetestResult("chair_stand", day, stands)
            yield RetestResult("activities", day, stairs, "Going down stairs")
            yield RetestResult("activities", day, running, "Running")
