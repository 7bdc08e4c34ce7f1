"""The made-up patients of a made-up clinic: a few are told, the rest are their copies."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from uuid6 import uuid7

from benchmarks.store_pools import FLAG
from kneeapp import content
from kneeapp.cli import demo
from kneeapp.domain.accounts.people import Person, Preferences, Principal, Role
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.programme.training_log import Training
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.screening.answers import Screening
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.record import people, programme, ratings, screenings, session_rows

WEEKS = 12
FIRST = (
    *("Ada", "Ben", "Cleo", "Dov", "Eva", "Finn", "Gita", "Hugo"),
    *("Ines", "Jon", "Kaja", "Leo", "Mira"),
)
LAST = (
    *("Aalto", "Berg", "Costa", "Dietz", "Egger", "Ferrari"),
    *("Gruber", "Hansen", "Ito", "Jansen", "Koch"),
)

COPIED = (
    *("session", "step", "rating", "screening", "training", "exercise_done"),
    *("training_break", "life_event", "test_result"),
)
_IDENTITIES = {"id", "person_id", "session_id", "training_id", "trial_id"}


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


def populate(store: Store, count: int, now: datetime) -> list[UUID]:
    """Add about `count` patients with WEEKS of sessions and an account each; who they are."""
    told = [tell(store, story, now) for story in STORIES]
    copies = max(1, count // len(told)) - 1
    if copies:
        store.run(lambda q: _copy(q, told, copies))
    store.run(_name)
    return [person for (person,) in store.run(lambda q: q("select id from person order by id"))]


def staff(store: Store, patients: list[UUID], now: datetime) -> Principal:
    """A clinician whom `patients` let in, signed in."""
    asker = Principal(None, uuid7(), Role.CLINICIAN, uuid7())

    def write(q: Query) -> None:
        q(
            "insert into account (id, name, called, role, created_at, joined_at, "
            "second_factor_used, version) "
            "values ($1, 'vogt', 'Dr Vogt', 'clinician', $2, $2, 0, 1)",
            asker.account,
            now,
        )
        q(
            "insert into sign_in (id, account_id, version, secret, began_at, seen_at) "
            "values ($1, $2, 1, '', $3, $3)",
            asker.sign_in,
            asker.account,
            now,
        )
        q(
            "insert into care (clinician_id, person_id, asked_at, accepted_at) "
            "select $1, unnest($2::uuid[]), $3, $3",
            asker.account,
            patients,
            now - timedelta(weeks=WEEKS),
        )

    store.run(write)
    return asker


def tell(store: Store, story: Story, now: datetime) -> UUID:
    """Save one person's story; who they are."""
    began, until = now - timedelta(weeks=WEEKS), now - timedelta(weeks=story.silent_weeks)
    person = Person(uuid7(), began, Preferences(knee=demo.KNEE, weekly_target=3 + story.seed % 2))
    people.ensure_person(store, person)
    record = Record(store, person.id, Principal(person.id))
    screenings.save(record, _screening(story, began))
    chance = Random(story.seed)  # noqa: S311  a story, not a secret
    done = list(_sessions(story, chance, began, until))
    if story.stop:
        done[-1] = replace(done[-1], stop_reason="sharp")
    mornings = list(_mornings(story, chance, began, until))

    def write(q: Query) -> None:
        for session in done:
            session_rows.insert(q, person.id, session)
            session_rows.finish(q, person.id, session)
        for rating in mornings:
            ratings.insert(q, person.id, rating)

    record.write(write)
    for n in range(0, (until - began).days if story.trains else 0, 4):
        day = (began + timedelta(days=n)).date()
        programme.mark(record, uuid7(), Training(day, "activate", ("clam",), (), 3))
    return person.id


def _sessions(story: Story, chance: Random, began: datetime, until: datetime) -> Iterator[Session]:
    """Two to five a week, in the evening."""
    routine = content.routine("release", None)
    day = began.replace(hour=18, minute=0, second=0, microsecond=0)
    while (day := day + timedelta(days=chance.choice((1, 2, 2, 3)))) < until:
        share = (day - began) / timedelta(weeks=WEEKS) * story.better
        told = demo.Story(chance, share, day + timedelta(minutes=chance.randint(-90, 90)))
        yield told.ended(told.started(routine))


def _mornings(story: Story, chance: Random, began: datetime, until: datetime) -> Iterator[Rating]:
    days = (until - began).days
    for n in range(days):
        red = story.red and n in {days - 1, days - 2, days - 6, days - 7}
        level = 4.4 - 2.4 * story.better * n / days + (4 if red else 0)
        value = max(0, min(10, round(chance.gauss(level, 0.4))))
        yield Rating(uuid7(), KNEE_DAY.name, value, (began + timedelta(days=n + 1)).replace(hour=7))


def _screening(story: Story, at: datetime) -> Screening:
    screening = replace(demo.screened(content.questionnaire(None), at), id=uuid7())
    if not story.flag:
        return screening
    return replace(screening, findings=(FLAG,), started_at=at + timedelta(weeks=WEEKS - 1))


def _copy(q: Query, told: list[UUID], copies: int) -> None:
    """`copies` of all that is held about those told, under other ids."""
    everything = q(
        "select table_name, column_name from information_schema.columns "
        "where table_schema = current_schema() order by ordinal_position"
    )
    for table in ("person", *COPIED):
        columns = [column for name, column in everything if name == table]
        values = (
            f"cast(md5(cast({column} as text) || '/' || nth) as uuid)"
            if column in _IDENTITIES
            else column
            for column in columns
        )
        whose = "id" if table == "person" else "person_id"
        q(
            f"insert into {table} ({', '.join(columns)}) "  # noqa: S608  our names
            f"select {', '.join(values)} from {table} cross join generate_series(1, $1) as g(nth) "
            f"where {whose} in (select unnest($2::uuid[]))",
            copies,
            told,
        )


def _name(q: Query) -> None:
    """An account for everybody who has none."""
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    q(
        "insert into account (id, name, called, role, own_person, created_at, joined_at, "
        "second_factor_used, version) "
        "select id, cast(id as text), ($1::text[])[1 + n % $2], 'patient', id, created_at, "
        "created_at, 0, 1 from "
        "(select id, created_at, cast(row_number() over (order by id) as integer) as n from person)"
        " as everybody where id not in "
        "(select own_person from account where own_person is not null)",
        names,
        len(names),
    )
