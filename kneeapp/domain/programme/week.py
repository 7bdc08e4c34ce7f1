"""Training days of a week, with a target that allows for a missed day."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kneeapp.domain.programme.definitions import Phase
from kneeapp.domain.programme.phase_gates import DAY
from kneeapp.domain.programme.training_log import TrainingHistory


@dataclass(frozen=True)
class ProgrammeWeek:
    """A week from Monday: sessions aimed at, the days with one, and the days for those left."""

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
    """This week's sessions for the chosen weekdays (Monday is 0; none: any day).

    A session missed moves to a later chosen day, else to a day with a free one before
    and after it. Nothing is planned in a break.
    """
    monday = today - timedelta(days=today.weekday())
    target = min(phase.sessions_a_week, len(days) or phase.sessions_a_week)
    trained = {one.day for one in history.trainings if one.planned}
    done = tuple(sorted(day for day in trained if monday <= day <= today))
    planned = [] if history.broken(today) else list(_planned(monday, trained, days, today))
    return ProgrammeWeek(monday, target, done, tuple(sorted(planned[: max(0, target - len(done))])))


def done_in_week(history: TrainingHistory, today: date) -> dict[str, int]:
    """On how many days of this week before `today` each exercise was done."""
    monday = today - timedelta(days=today.weekday())
    days = {
        (one.exercise, one.day)
        for training in history.trainings
        for one in training.done
        if monday <= one.day < today and one.sets
    }
    return dict(Counter(exercise for exercise, _ in days))


def _planned(
    monday: date, trained: Collection[date], days: Collection[int], today: date
) -> Iterator[date]:
    """The days of this week that could still hold a session, the best first."""
    ahead = [day for n in range(7) if (day := monday + n * DAY) >= today and day not in trained]
    taken = set(trained)
    for day in ahead:
        if day.weekday() in days:
            taken.add(day)
            yield day
    for day in ahead:
        if not taken & {day - DAY, day, day + DAY}:
            taken.add(day)
            yield day
