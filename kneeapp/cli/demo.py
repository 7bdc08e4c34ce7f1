"""A made-up person's twelve weeks, to be looked at before one's own first session."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import UUID

from kneeapp import clock, content
from kneeapp.cli.demo_programme import live
from kneeapp.domain.accounts.people import Preferences, Principal
from kneeapp.domain.areas import Area
from kneeapp.domain.programme.definitions import Goal
from kneeapp.domain.programme.exercise_selection import Needs, weights
from kneeapp.domain.routine.definitions import Choice, Plan, Preset, Routine, Step
from kneeapp.domain.routine.event_replay import completed_session
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.sessions import Session, StressOff
from kneeapp.domain.routine.timeline import Event, EventKind
from kneeapp.domain.screening.answers import Screening, ScreeningKind, new_screening
from kneeapp.domain.screening.conditions import SKIPPED
from kneeapp.domain.screening.driver_ranking import drivers
from kneeapp.domain.screening.pain_kinds import fitting_kinds, kind_weights
from kneeapp.domain.screening.questionnaire import Questionnaire, next_group
from kneeapp.domain.screening.questions import AFTERWARDS, BEFORE_START, SAFETY
from kneeapp.domain.sides import Side
from kneeapp.settings import Settings
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people, screenings, sessions

WEEKS = 12
SEED = 7
KNEE = Side.RIGHT
MOVE = "step_down"
PRESETS = (Preset.FULL, Preset.FULL, Preset.FULL, Preset.SORE_SIDE, Preset.SHORT)
RATED_EVERY_S = 15
SCREENED = UUID(int=SEED, version=4)
PREFERENCES = Preferences(
    knee=KNEE, test_move=MOVE, programme_days=(0, 2, 4), programme_goal=Goal.RUNNING
)
NOTES = ("Stairs felt easier.", "Sat all day.", "Long walk yesterday.", "Slept badly.")

ANSWERS = {
    "age": 41,
    "injury": "no",
    "sore_knee": "right",
    "test_move": MOVE,
    "place": ["kneecap", "outer"],
    "since": "year",
    "onset": "gradual",
    "average_pain": 5,
    "activities": [{"name": "Going down stairs", "score": 4}, {"name": "Running", "score": 3}],
    "brings_on": ["stairs", "sitting"],
    "ankle_sprain": ["right"],
    "knee_to_wall": {"left": 11, "right": 8},
    "sitting_hours": 8,
    "hip_press": {"left": 3, "right": 7},
}
"""What the made-up person says; to all other questions: none of these, or skipped."""


Fill = Callable[[Store, datetime], Record]
"""Writes a made-up record up to a time."""


@contextmanager
def demo_settings(chosen: Settings, filled: Fill) -> Iterator[Settings]:
    """`chosen`, but with a record that `filled` writes, which is removed when the block ends.

    The content is the project's own: another one may ask what that person cannot answer.
    """
    with TemporaryDirectory(prefix="kneeapp-demo-", ignore_cleanup_errors=True) as folder:
        database = Path(folder) / "demo.duckdb"
        with closing(Store.open(database)) as store:
            filled(store, clock.now())
        yield replace(chosen, database=database, content=None, backups=None, demo=True)


def fill(store: Store, now: datetime, *, weeks: int = WEEKS) -> Record:
    """Save the made-up person's screening and all they did in `weeks` up to yesterday."""
    began = now - timedelta(weeks=weeks)
    person = people.sole_person(store, began)
    record = Record(store, person, Principal(person))
    questions = content.questionnaire(None)
    screening = screened(questions, began)
    screenings.save(record, screening)
    people.save_preferences(record, PREFERENCES)
    for started, ended in made_up(content.routine("release", None), now, weeks=weeks):
        sessions.start(record, started)
        sessions.save(record, ended)
    needs = Needs(
        weights(drivers(questions, screening.answers, KNEE)),
        kind_weights(fitting_kinds(questions, screening.answers)),
    )
    lately = max(began, now - timedelta(weeks=WEEKS))
    live(record, content.programme(None), needs, KNEE, began=lately, until=now)
    return record


def made_up(routine: Routine, now: datetime, *, weeks: int) -> Iterator[tuple[Session, Session]]:
    """Each session as it was started and as it was saved, the same ones for the same `now`."""
    chance = Random(SEED)  # noqa: S311  a story, not a secret
    for week in range(weeks):
        better = week / weeks
        monday = now - timedelta(weeks=weeks - week)
        days = {*chance.sample(range(6), chance.choice((2, 3, 4))), 6}
        for day in sorted(days):
            evening = (monday + timedelta(days=day)).replace(hour=18, minute=0, second=0)
            story = Story(chance, better, evening + timedelta(minutes=chance.randint(-90, 90)))
            started = story.started(routine)
            yield started, story.ended(started)


@dataclass(frozen=True)
class Story:
    """What happens in one session, when a share `better` (0-1) of the weeks has passed."""

    chance: Random
    better: float
    at: datetime

    def started(self, routine: Routine) -> Session:
        choice = Choice(preset=self.chance.choice(PRESETS))
        return Session(
            id=UUID(int=self.chance.getrandbits(128), version=4),
            started_at=self.at,
            knee=KNEE,
            test_move=MOVE,
            choice=choice,
            plan=plan(routine, choice, KNEE),
            before=self._rating(5.0 - 2.2 * self.better, 1.1),
        )

    def ended(self, session: Session) -> Session:
        """`session` played, re-checked (at times late, at times not at all) and saved."""
        log = self.played(session.plan)
        minutes = self.chance.choice([1] * 11 + [30])
        after = max(0, min(10, session.before - round(self.chance.gauss(1.3, 1.1))))
        checked = self.chance.random() < 0.96
        return completed_session(
            session,
            log,
            now=log[-1].at + timedelta(minutes=minutes),
            after=after if checked else None,
            stress_off=_stress_off(session.before - after) if checked else None,
            note=self.chance.choice(NOTES) if self.chance.random() < 0.15 else "",
        )

    def played(self, whole: Plan) -> list[Event]:
        """The events of a session that ran to its end, or was broken off after two steps."""
        broken_off = self.chance.random() < 0.05
        steps = whole.steps[:2] if broken_off else whole.steps
        happened: list[tuple[int, int, EventKind, int | str | None]] = [
            (0, 0, EventKind.START, None)
        ]
        for number, step in enumerate(steps):
            happened += [
                (number, at, EventKind.TENDERNESS, value) for at, value in self._felt(step)
            ]
            happened.append((number, step.ms, EventKind.STEP_DONE, None))
        if broken_off:
            happened.append((len(steps), 0, EventKind.STOP, "finished"))
        begin = round(self.at.timestamp() * 1000)
        return [
            Event(
                client="demo",
                seq=seq,
                kind=kind,
                step=number,
                elapsed_ms=at,
                at_ms=begin + sum(step.ms for step in whole.steps[:number]) + at,
                value=value,
            )
            for seq, (number, at, kind, value) in enumerate(happened)
        ]

    def _felt(self, step: Step) -> Iterator[tuple[int, int]]:
        """Elapsed milliseconds and tenderness, falling while the step is worked on."""
        if step.area is None:
            return
        at_first = 5.6 - 2.2 * self.better
        at_first += 0.6 if step.area is Area.GLUTEUS_MEDIUS else 0
        at_first += 0.5 if step.side is KNEE else -0.8
        elapsed = 0
        for segment in step.segments:
            if segment.kind == "work":
                for at in range(elapsed + 3000, elapsed + segment.ms, RATED_EVERY_S * 1000):
                    yield at, self._rating(at_first - 2.3 * at / step.ms, 0.5)
            elapsed += segment.ms

    def _rating(self, usual: float, spread: float) -> int:
        return max(0, min(10, round(self.chance.gauss(usual, spread))))


def screened(
    questionnaire: Questionnaire,
    at: datetime,
    kind: ScreeningKind = ScreeningKind.FULL,
    identity: UUID = SCREENED,
) -> Screening:
    """The made-up person's screening: nothing that forbids the routine, and a stiff ankle.

    A short one asks about danger and caution only.
    """
    stages = SAFETY if kind is ScreeningKind.SHORT else (*BEFORE_START, *AFTERWARDS)
    screening = new_screening(questionnaire, kind, screening_id=identity, started_at=at)
    while group := next_group(questionnaire, stages, screening.answers):
        answer = ANSWERS.get(group.id, SKIPPED if group.optional else [])
        screening = screening.answered(questionnaire, group.id, answer, at)
    minutes = 2 if kind is ScreeningKind.SHORT else 11
    return replace(screening, finished_at=at + timedelta(minutes=minutes))


def _stress_off(relief: int) -> StressOff:
    if relief >= 2:
        return StressOff.YES
    return StressOff.UNSURE if relief == 1 else StressOff.NO
