"""The programme's week: training days done and planned, with missed sessions moved on."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kneeapp.domain.evidence.trend import DAY
from kneeapp.domain.programme.definitions import Phase
from kneeapp.domain.programme.training_log import TrainingHistory


@dataclass(frozen=True)
class ProgrammeWeek:
    """A week from Monday: the target number of sessions, the days done, and those planned."""

    monday: date
    target: int
    done: tuple[date, ...]
    planned: tuple[date, ...]

    @property
    def left(self) -> int:
        return max(0, self.target - len(self.done))


def week(
    phase: Phase, history: TrainingHistory, days: Collection[int], today: date
) -> ProgrammeWeek:
    """This week's sessions for the chosen weekdays (Monday is 0; empty: any day).

    A missed session moves to a later chosen day, otherwise to a day with a free day before and
    after it. Nothing is planned during a break.
    """
    monday = today - timedelta(days=today.weekday())
    target = min(phase.sessions_a_week, len(days) or phase.sessions_a_week)
    trained = {training.day for training in history.trainings if training.planned}
    done = tuple(sorted(day for day in trained if monday <= day <= today))
    planned = [] if history.broken(today) else list(_planned(monday, trained, days, today))
    return ProgrammeWeek(monday, target, done, tuple(sorted(planned[: max(0, target - len(done))])))


def done_in_week(history: TrainingHistory, today: date) -> dict[str, int]:
    """The number of days of this week before `today` on which each exercise was done, by id."""
    monday = today - timedelta(days=today.weekday())
    days = {
        (exercise_done.exercise, exercise_done.day)
        for training in history.trainings
        for exercise_done in training.done
        if monday <= exercise_done.day < today and exercise_done.sets
    }
    return dict(Counter(exercise for exercise, _ in days))


def _planned(
    monday: date, trained: Collection[date], days: Collection[int], today: date
) -> Iterator[date]:
    """The days of this week that can still hold a session: chosen ones first, then rest-spaced."""
    ahead = [day for n in range(7) if (day := monday + n * DAY) >= today and day not in trained]
    taken = set(trained)
    # Chosen days first, even next to each other; then others that leave a day of rest.
    for day in ahead:
        if day.weekday() in days:
            taken.add(day)
            yield day
    for day in ahead:
        if not taken & {day - DAY, day, day + DAY}:
            taken.add(day)
            yield day
