"""The stories of made-up patients: how a knee goes in some weeks, and what is raised."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from types import MappingProxyType
from uuid import UUID

from uuid6 import uuid7

from kneeapp import content
from kneeapp.cli import demo
from kneeapp.domain.accounts.people import Person, Preferences, Principal
from kneeapp.domain.certainty import Certainty
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.programme.training_log import Training
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.safety.findings import Finding, Urgency
from kneeapp.domain.screening.answers import Screening, ScreeningKind, new_screening
from kneeapp.domain.screening.questionnaire import Questionnaire, next_group
from kneeapp.domain.screening.questions import SAFETY
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.record import (
    people,
    programme,
    ratings,
    screening_rows,
    screenings,
    session_rows,
)

WEEKS = 12

FLAG = Finding(
    rule="hot_knee",
    urgency=Urgency.SAME_DAY,
    reason="A hot, swollen knee with fever may be an infection.",
    go="Be seen today.",
    source="made up",
    certainty=Certainty.PRIMARY,
    group="danger",
)


@dataclass(frozen=True)
class Story:
    """One way it may go: how the knee is at first and at last, and what is raised."""

    seed: int
    silent_weeks: int = 0
    better: float = 1.0
    stop: bool = False
    red: bool = False
    flag: bool = False
    trains: bool = True


STORIES = (
    Story(101),
    Story(102, better=0.2),
    Story(103, trains=False),
    Story(104, silent_weeks=3),
    Story(105, better=-1.0, red=True),
    Story(106, better=0.6),
    Story(107, stop=True),
    Story(108, better=1.4),
    Story(109, flag=True, silent_weeks=1),
    Story(110, better=0.9, trains=False),
)


def live(store: Store, story: Story, now: datetime, weeks: int, *, lists: bool) -> UUID:
    """Save one person's story; who they are."""
    began, until = now - timedelta(weeks=weeks), now - timedelta(weeks=story.silent_weeks)
    person = Person(uuid7(), began, Preferences(knee=demo.KNEE, weekly_target=3 + story.seed % 2))
    people.ensure_person(store, person)
    record = Record(store, person.id, Principal(person.id))
    questions = content.questionnaire(None)
    screenings.save(record, _screening(story, questions, began, now))
    chance = Random(story.seed)
    done = list(_sessions(story, chance, began, now))
    if story.stop:
        done[-1] = replace(done[-1], stop_reason="sharp")
    mornings = list(_mornings(story, chance, until))

    def write(q: Query) -> None:
        for session in done:
            session_rows.insert(q, person.id, session)
            session_rows.finish(q, person.id, session)
            if lists and session.started_at >= now - timedelta(weeks=WEEKS):
                screening_rows.insert(q, person.id, short_list(questions, session.started_at))
        for rating in mornings:
            ratings.insert(q, person.id, rating)

    record.write(write)
    for n in range(0, 7 * (WEEKS - story.silent_weeks) if story.trains else 0, 4):
        day = (until - timedelta(weeks=WEEKS - story.silent_weeks, days=-n)).date()
        programme.mark(record, uuid7(), Training(day, "activate", ("clam",), (), 3))
    return person.id


def short_list(
    questions: Questionnaire,
    at: datetime,
    kind: ScreeningKind = ScreeningKind.SHORT,
    ticked: Mapping[str, object] = MappingProxyType({}),
) -> Screening:
    """A list on danger as it is answered before a session: nothing but what is `ticked`."""
    given = {"age": 40, "injury": "no", **ticked}
    one = new_screening(questions, kind, screening_id=_identity(uuid7(), at), started_at=at)
    while group := next_group(questions, SAFETY, one.answers, urgency=one.urgency):
        one = one.answered(questions, group.id, given.get(group.id, []), at)
    return replace(one, finished_at=at)


def _sessions(story: Story, chance: Random, began: datetime, now: datetime) -> Iterator[Session]:
    """Two to five a week, in the evening, until the silent weeks."""
    until = now - timedelta(weeks=story.silent_weeks)
    routine = content.routine("release", None)
    day = began.replace(hour=18, minute=0, second=0, microsecond=0)
    while (day := day + timedelta(days=chance.choice((1, 2, 2, 3)))) < until:
        share = (day - began) / (now - began) * story.better
        evening = demo.Story(chance, share, day + timedelta(minutes=chance.randint(-90, 90)))
        started = evening.started(routine)
        yield evening.ended(replace(started, id=_identity(started.id, evening.at)))


def _mornings(story: Story, chance: Random, until: datetime) -> Iterator[Rating]:
    """One each morning of the last weeks."""
    days = 7 * (WEEKS - story.silent_weeks)
    for n in range(days):
        red = story.red and n in {days - 1, days - 2, days - 6, days - 7}
        level = 4.4 - 2.4 * story.better * n / days + (4 if red else 0)
        morning = (until - timedelta(days=days - n - 1)).replace(hour=7)
        value = max(0, min(10, round(chance.gauss(level, 0.4))))
        yield Rating(_identity(uuid7(), morning), KNEE_DAY.name, value, morning)


def _screening(story: Story, questions: Questionnaire, began: datetime, now: datetime) -> Screening:
    screening = replace(demo.screened(questions, began), id=uuid7())
    if not story.flag:
        return screening
    return replace(screening, findings=(FLAG,), started_at=now - timedelta(weeks=1))


def _identity(drawn: UUID, at: datetime) -> UUID:
    """The UUIDv7 of a moment, its rest taken from `drawn`."""
    milliseconds = round(at.timestamp() * 1000)
    rest = drawn.int & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | 7 << 76 | (drawn.int >> 64 & 0xFFF) << 64 | 2 << 62 | rest)
