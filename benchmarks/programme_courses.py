"""Six simulated people follow the programme for twelve weeks: phases, loads, minutes.

`python -m benchmarks.programme_courses` prints the table of docs/programme.md. The people follow
what the screen proposes, by the real content and rules; only how their knee answers is made up.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from random import Random
from uuid import UUID

from kneeapp import content
from kneeapp.domain.programme.activities import ActivityDone, ActivityKind, of_kind
from kneeapp.domain.programme.activity_steps import StepState, step_state
from kneeapp.domain.programme.exercise_selection import Needs, Picked, select_exercises
from kneeapp.domain.programme.load_ladder import load_words, with_loads
from kneeapp.domain.programme.phase_state import PhaseState, standing
from kneeapp.domain.programme.session import done_without_player, session_plan
from kneeapp.domain.programme.training_log import Training, TrainingHistory
from kneeapp.domain.programme.week import done_in_week
from kneeapp.domain.sides import Side

MONDAY = date(2026, 3, 2)
WEEKS = 12
DAYS = 7 * WEEKS
KNEE = Side.RIGHT
DRIVERS = {"weakness": 1.0}
SHOWN = (ActivityKind.WALK, ActivityKind.STAIRS, ActivityKind.RUN)


@dataclass(frozen=True)
class Knee:
    """How a person trains and how their knee answers, each by the day from 0."""

    name: str
    morning: Callable[[int], float]
    pain: Callable[[int], int]
    effort: int
    weekdays: frozenset[int]


THREE = frozenset({0, 2, 4})

KNEES = (
    Knee("steady", lambda _: 2.5, lambda _: 2, 6, THREE),
    Knee("slow", lambda n: 4.4 - n / 60, lambda _: 4, 7, THREE),
    Knee("over-eager", lambda n: 3 + (n % 9 == 1), lambda n: 6 if n % 9 == 0 else 4, 8,
         frozenset({0, 1, 2, 3, 4, 5})),
    Knee("flare", lambda n: 7 if 44 <= n < 49 else 2.5, lambda n: 6 if 43 <= n < 49 else 2, 6,
         THREE),
    Knee("rare", lambda _: 2.5, lambda _: 2, 6, frozenset({2})),
    Knee("worsening", lambda n: min(9.0, 2.5 + n / 7), lambda n: min(9, 2 + n // 7), 7, THREE),
)  # fmt: skip
"""Steady, slow, over-eager, with a flare in week 7, once a week, and worse by a point a week."""


@dataclass
class Course:
    """The twelve weeks of one person, day by day."""

    knee: Knee
    trainings: list[Training] = field(default_factory=list)
    activities: list[ActivityDone] = field(default_factory=list)
    mornings: dict[date, int] = field(default_factory=dict)
    states: list[PhaseState] = field(default_factory=list)
    places: list[dict[ActivityKind, int]] = field(default_factory=list)
    picked: list[tuple[Picked, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.programme = content.programme()
        self.plans = content.activities()
        self.phases = [phase.id for phase in self.programme.phases]
        chance = Random(self.knee.name)  # noqa: S311  a story
        for n in range(DAYS):
            self._live(n, chance)

    @property
    def history(self) -> TrainingHistory:
        return TrainingHistory(tuple(self.trainings), dict(self.mornings))

    @cached_property
    def final(self) -> PhaseState:
        return self.states[-1]

    def step(self, kind: ActivityKind, day: date, history: TrainingHistory) -> StepState:
        return step_state(self.plans.of(kind), of_kind(self.activities, kind), history, day)

    def _live(self, n: int, chance: Random) -> None:
        day = MONDAY + timedelta(days=n)
        rated = round(chance.gauss(self.knee.morning(n), 0.3))
        self.mornings[day] = max(0, min(10, rated))
        history = self.history
        state = standing(self.phases, history, day)
        needs = Needs(drivers=DRIVERS, done=done_in_week(history, day))
        picked = tuple(
            with_loads(entry, KNEE, history)
            for entry in select_exercises(
                self.programme, state.phase, needs, halved=state.ease is not None
            )
        )
        steps = {kind: self.step(kind, day, history) for kind in SHOWN}
        self.states.append(state)
        self.picked.append(picked)
        self.places.append({kind: step.place for kind, step in steps.items()})
        if day.weekday() in self.knee.weekdays:
            self._train(n, day, state, picked)
        else:
            self._move(n, day, state, steps)

    def _train(self, n: int, day: date, state: PhaseState, picked: tuple[Picked, ...]) -> None:
        pain = self.knee.pain(n)
        done = tuple(
            replace(
                done_without_player(self.programme, entry, KNEE, day, pain), effort=self.knee.effort
            )
            for entry in picked
        )
        planned = tuple(entry.exercise.id for entry in picked)
        self.trainings.append(Training(day, state.phase, planned, done, pain))

    def _move(
        self, n: int, day: date, state: PhaseState, steps: dict[ActivityKind, StepState]
    ) -> None:
        """A walk on each day without strengthening, and what is open of stairs and running."""
        pain = self.knee.pain(n)
        for kind, step in steps.items():
            opened = self.phases.index(state.phase) >= self.phases.index(step.plan.opens)
            if opened and step.next_day <= day:
                identity = UUID(int=1000 * n + SHOWN.index(kind))
                minutes = step.step.minutes
                self.activities.append(
                    ActivityDone(identity, kind, day, minutes, step.step.id, 4, pain, pain, pain)
                )

    def minutes(self, week: int) -> int:
        """Minutes of strengthening and of all activities in the week from 0."""
        first = MONDAY + timedelta(weeks=week)
        within = [first + timedelta(days=n) for n in range(7)]
        strength = sum(
            round(session_plan(self.programme, self.picked[(day - MONDAY).days], KNEE).ms / 60_000)
            for day in within
            if any(training.day == day for training in self.trainings)
        )
        return strength + sum(a.minutes for a in self.activities if a.day in within)

    def load(self, week: int) -> str:
        """The load of the session's first exercise at the end of the week from 0."""
        entry = self.picked[7 * week + 6][0]
        words = load_words(entry.exercise, entry.dose.loads[0]) if entry.dose.loads else "–"
        return f"{entry.exercise.title}: {words.rstrip('.').lower()}"


def rows() -> Iterator[tuple[str, ...]]:
    """The rows of the table."""
    for knee in KNEES:
        course = Course(knee)
        phases = [course.phases.index(course.states[7 * week - 1].phase) + 1 for week in (4, 8, 12)]
        steps = [
            f"{place + 1} of {len(course.plans.of(kind).steps)}"
            if of_kind(course.activities, kind)
            else "–"
            for kind, place in course.places[-1].items()
        ]
        minutes = f"{course.minutes(0)} / {course.minutes(WEEKS - 1)}"
        see = "yes" if any(state.see for state in course.states) else "no"
        yield knee.name, " / ".join(map(str, phases)), course.load(WEEKS - 1), *steps, minutes, see


def table() -> str:
    """The table of docs/programme.md."""
    header = (
        *("person", "phase in week 4 / 8 / 12", "first exercise at the end"),
        *(
            "walking step",
            "stairs step",
            "running step",
            "minutes in week 1 / 12",
            "sent to somebody",
        ),
    )
    lines = [header, ("---",) * len(header), *rows()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    print(table())


if __name__ == "__main__":
    main()
