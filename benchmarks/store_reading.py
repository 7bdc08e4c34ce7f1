"""What it takes to read: one person's progress, and a clinician's caseload."""

from collections.abc import Callable, Sequence
from datetime import UTC
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from benchmarks.statements import Statement, Watched
from benchmarks.store_accounts import clinician, looked_up, own, some
from benchmarks.store_figures import ROUNDS, Times, in_turn
from benchmarks.store_pools import NOW
from benchmarks.store_sqlite import SQLite
from kneeapp import content
from kneeapp.domain.accounts.people import Principal
from kneeapp.store.clinic import caseload
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people, sessions

READERS = 20
"""People a round whose progress is read."""

CASELOAD = 500
OPENINGS = 5
"""How often a round the caseload is opened."""

SERIES, STEPS, CHANGED = "Progress series", "Progress with steps", "Has it changed?"

FIRST, WROTE, AGAIN = (
    f"Caseload of {CASELOAD}, {when}"
    for when in ("first of a day", "25 wrote since", "nobody wrote since")
)
WRITERS = {FIRST: CASELOAD, WROTE: 25, AGAIN: 0}
"""How many of them have written to their record since the caseload was opened before."""

_RATINGS = "select id, started_at, pain_before, pain_after from session where person_id = {}"
_JOINED = (
    "select s.id, s.started_at, s.pain_before, s.pain_after, t.n, t.area, t.side, t.worked_s "
    "from session s left join step t on t.session_id = s.id and t.person_id = s.person_id "
    "where s.person_id = {}"
)
_GROUPED = (
    "select person_id, max(started_at), count(*), avg(pain_before), avg(pain_before - pain_after) "
    "from session where person_id in ({}) group by person_id"
)
_CARED_FOR = "select person_id from care where clinician_id = $1"


Of = Callable[[UUID], object]
"""Reads something of a person."""


def with_rules(state: str) -> str:
    return f"{state}, its rules applied"


class Baselines(NamedTuple):
    """What a figure stands beside: the plainest query for the same rows, and that in SQLite."""

    plainest: str
    yardstick: str


BASELINES = {
    SERIES: Baselines("ratings", "ratings in SQLite"),
    STEPS: Baselines("joined", "joined in SQLite"),
    CHANGED: Baselines("ratings", "ratings in SQLite"),
} | {
    what: Baselines("grouped", "grouped in SQLite")
    for state in WRITERS
    for what in (state, with_rules(state))
}


def progress(store: Store, sqlite: SQLite) -> Times:
    """One person's sessions: the ratings of all, all with their steps as *Progress* reads them
    when it is opened, and what it asks instead while it stays open.
    """
    works: dict[str, Of] = {
        SERIES: lambda person: sessions.sessions(looked_up(store, person), steps=False),
        STEPS: lambda person: sessions.sessions(looked_up(store, person), traces=False),
        CHANGED: lambda person: people.person(own(store, person)).version,
        "ratings": lambda person: store.run(lambda q: q(_RATINGS.format("$1"), person)),
        "joined": lambda person: store.run(lambda q: q(_JOINED.format("$1"), person)),
        "ratings in SQLite": lambda person: sqlite.rows(_RATINGS.format("?"), person.bytes),
        "joined in SQLite": lambda person: sqlite.rows(_JOINED.format("?"), person.bytes),
    }
    return in_turn(works, some(store, READERS * (ROUNDS + 1)))


def cared_for(store: Store, sqlite: SQLite) -> Times:
    """A clinician's caseload: its statements, and all that the clinic page waits for.

    The plainest query groups all sessions of the same people.
    """
    asker = clinician(store, CASELOAD)
    ids = [person.bytes for (person,) in store.run(lambda q: q(_CARED_FOR, asker.account))]
    in_sqlite = _GROUPED.format(", ".join("?" for _ in ids))
    works: dict[str, Callable[[int], object]] = {
        "grouped": lambda _: store.run(lambda q: q(_GROUPED.format(_CARED_FOR), asker.account)),
        "grouped in SQLite": lambda _: sqlite.rows(in_sqlite, *ids),
    }
    for state, writers in WRITERS.items():
        works[state] = _asking(store, _asked(store, asker, writers))
        works[with_rules(state)] = _opening(store, asker, writers)
    return in_turn(works, range(OPENINGS * (ROUNDS + 1)))


def _asking(store: Store, asked: Sequence[Statement]) -> Callable[[int], object]:
    return lambda _: store.run(lambda q: [q(one.sql, *one.given) for one in asked])


def _opening(store: Store, asker: Principal, writers: int) -> Callable[[int], object]:
    """Opens the caseload as if so many people, others each time, had written since."""

    def opening(_: int) -> object:
        before = store.known.get(asker.account, {})
        store.known[asker.account] = dict(islice(before.items(), writers, None))
        return caseload.caseload(store, asker, content.questionnaire(), NOW, UTC)

    return opening


def _asked(store: Store, asker: Principal, writers: int) -> Sequence[Statement]:
    """The statements of a caseload."""
    watched = Watched(store)
    opening = _opening(watched, asker, writers)
    opening(0)
    watched.asked.clear()
    opening(0)
    return watched.asked
