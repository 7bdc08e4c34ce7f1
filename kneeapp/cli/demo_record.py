"""The made-up record of a story: lived day by day, as the app's own functions allow it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from kneeapp import content
from kneeapp.cli import demo
from kneeapp.cli.demo_stories import BOTH, REST, DemoStory
from kneeapp.domain.accounts.people import Principal
from kneeapp.domain.clearance.person_status import person_standing
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.evidence.analysis import SessionHistory, rating_history
from kneeapp.domain.evidence.trend import DAY
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.definitions import Choice, Surface
from kneeapp.domain.routine.event_replay import completed_session
from kneeapp.domain.routine.pain_rules import mornings_by_day
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import TrialPlace
from kneeapp.domain.safety.replies import Reply, ReplyKind
from kneeapp.domain.screening.answers import ScreeningKind
from kneeapp.domain.trial.arms import choice, routine_of
from kneeapp.domain.trial.block_trial import draw_block_trial, sessions_to_plan
from kneeapp.domain.trial.design import USUAL_SPREAD, Arm, TrialKind
from kneeapp.domain.trial.schedule import TrialSchedule, trial_schedule
from kneeapp.domain.trial.text import CONSENT_VERSION
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people, ratings, replies, screenings, sessions, trials
from kneeapp.store.record.findings import safety_record

EVERY = 2
"""Days from one session outside a trial to the next; in a trial one session a day is done."""
PICKED = (1, 5, 2, 6, 1, 4)
"""The same where days are picked by how the knee is."""
LEVEL, SPREAD = 4.4, 0.6
"""The usual first rating, and its SD. Not above 5, from where sessions are made lighter."""
LEAST_RELIEF = -2
"""The most that a session makes worse: from 2 points on it is left alone."""


def fill_story(story: DemoStory, store: Store, now: datetime) -> Record:
    """Save the screening of `story` and all that happened in it up to yesterday."""
    days = _days(story)
    first = (now - sum(days) * DAY).replace(hour=18, minute=0, second=0)
    person = people.sole_person(store, first - DAY)
    record = Record(store, person, Principal(person))
    people.save_preferences(record, demo.PREFERENCES)
    screenings.save(record, demo.screened(content.questionnaire(None), first - DAY))
    _Course(record, story, first, now).live(days)
    return record


def _days(story: DemoStory) -> list[int]:
    """Days from each session to the next, and from the last one to today."""
    count = len(story.reliefs)
    gaps = [PICKED[n % len(PICKED)] if story.picked else EVERY for n in range(count)]
    return gaps + [1] * story.begun if story.begun else [*gaps[:-1], 1]


@dataclass
class _Course:
    """A story as far as it has been told."""

    record: Record
    story: DemoStory
    first: datetime
    now: datetime
    chance: Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = Random(self.story.seed)  # noqa: S311  a story, not a secret

    def live(self, gaps: list[int]) -> None:
        at = self.first
        for n, gap in enumerate(gaps):
            if n == len(self.story.reliefs):
                self._draw(at)
            evening = at + timedelta(minutes=self.chance.randint(-90, 90))
            if self._may_start(evening - timedelta(minutes=5)):
                self._do(evening, n)
            for _ in range(gap):
                at += DAY
                self._wake(at)
        running = self._trial()
        if running and running.due is None:  # the result was looked at
            trials.close(self.record, running.trial.id, self.now - timedelta(hours=1))
        self._may_start(self.now - timedelta(minutes=10))

    def _may_start(self, at: datetime) -> bool:
        """Whether a session is open, once what is due is answered and what has gone is told."""
        standing = self._standing(at)
        for case in standing.status.open:
            if case.asked_from and case.asked_from <= at:
                finding = case.finding
                gone = Reply(self._identity(), finding.key, finding.rule, ReplyKind.GONE, at)
                replies.add(self.record, gone)
                standing = self._standing(at)
        if standing.list_due:
            listed = demo.screened(
                content.questionnaire(None), at, ScreeningKind.SHORT, self._identity()
            )
            screenings.save(self.record, listed)
            standing = self._standing(at)
        return standing.status.routine_open and not standing.status.routine_closed(BOTH)

    def _standing(self, at: datetime) -> Standing:
        past = SessionHistory(tuple(sessions.sessions(self.record)))
        mornings = mornings_by_day(ratings.ratings(self.record, KNEE_DAY), UTC)
        rated = safety_record(self.record, rating_history(past, mornings, str))
        return person_standing(content.questionnaire(None), rated, at, UTC)

    def _do(self, at: datetime, number: int) -> None:
        """One session, in the trial where one is under way."""
        running = self._trial()
        slot = running.open(at) if running else None
        if running and slot is None:
            return
        routines = content.routines(None)
        if running and slot:
            picked = choice(slot.arm, routines, Surface.FLOOR, light=False)
            relief = self.story.arms[routine_of(slot.arm)]
        else:
            picked, relief = Choice(), self.story.reliefs[number]
        evening = demo.Story(self.chance, self._passed(at), at)
        session = replace(
            evening.started(routines[picked.routine]),
            choice=picked,
            plan=plan(routines[picked.routine], picked, demo.KNEE),
            before=self._rated(self._level(at), SPREAD, most=5),
            trial=TrialPlace(running.trial.id, slot.pair, slot.place) if running and slot else None,
        )
        sessions.start(self.record, session)
        log = evening.played(session.plan)
        fell = max(LEAST_RELIEF, round(self.chance.gauss(relief, self.story.spread)))
        ended = completed_session(
            session, log, now=log[-1].at + timedelta(minutes=1), after=max(0, session.before - fell)
        )
        sessions.save(self.record, ended)

    def _draw(self, at: datetime) -> None:
        drawn = draw_block_trial(
            identity=self._identity(),
            knee=demo.KNEE,
            arms=[_arm(routine) for routine in self.story.arms],
            sessions=sessions_to_plan(USUAL_SPREAD, len(self.story.arms)) or 0,
            now=at - timedelta(hours=2),
            consent=CONSENT_VERSION,
            coin=self.chance,
        )
        trials.begin(self.record, drawn)

    def _trial(self) -> TrialSchedule | None:
        running = trials.under_way(self.record)
        return trial_schedule(running, sessions.sessions(self.record)) if running else None

    def _wake(self, at: datetime) -> None:
        """The rating of a morning; of few of them where days are picked."""
        if self.chance.random() < (0.3 if self.story.picked else 0.9):
            morning = at.replace(hour=7, minute=30)
            value = self._rated(self._level(at) - 0.6, SPREAD)
            ratings.save(self.record, Rating(self._identity(), KNEE_DAY.name, value, morning))

    def _level(self, at: datetime) -> float:
        return LEVEL - self.story.eases * self._passed(at)

    def _passed(self, at: datetime) -> float:
        return (at - self.first) / (self.now - self.first)

    def _rated(self, usual: float, spread: float, most: int = 10) -> int:
        return max(0, min(most, round(self.chance.gauss(usual, spread))))

    def _identity(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)


def _arm(routine: str) -> Arm:
    kinds = {BOTH: TrialKind.BOTH, REST: TrialKind.REST}
    return Arm(kinds[routine]) if routine in kinds else Arm(TrialKind.ROUTINE, routine)
