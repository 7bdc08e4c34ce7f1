"""What it takes to read: one person's progress, and a clinician's caseload."""

from collections.abc import Callable
from datetime import UTC
from typing import NamedTuple
from uuid import UUID

from benchmarks.store_accounts import clinician, looked_up, own, some
from benchmarks.store_figures import ROUNDS, Times, in_turn
from benchmarks.store_pools import NOW
from benchmarks.store_sqlite import SQLite
from kneeapp.domain.people import Asker
from kneeapp.store import caseload, people, sessions
from kneeapp.store.database import Store
from kneeapp.store.engine import Query

READERS = 20
"""People a round whose progress is read."""

CASELOAD = 500
OPENINGS = 5
"""How often a round the caseload is opened."""

SERIES, STEPS, CHANGED = "Progress series", "Progress with steps", "Has it changed?"
QUERIES, OPENED = "Caseload of 500", "Caseload of 500, its rules applied"

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


class Baselines(NamedTuple):
    """What a figure stands beside: the plainest query for the same rows, and that in SQLite."""

    plainest: str
    yardstick: str


BASELINES = {
    SERIES: Baselines("ratings", "ratings in SQLite"),
    STEPS: Baselines("joined", "joined in SQLite"),
    CHANGED: Baselines("ratings", "ratings in SQLite"),
    QUERIES: Baselines("grouped", "grouped in SQLite"),
    OPENED: Baselines("grouped", "grouped in SQLite"),
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
    """A clinician's caseload: its queries, and all that the clinic page waits for.

    The plainest query groups all sessions of the same people.
    """
    asker = clinician(store, CASELOAD)
    asked = _asked(store, asker)
    ids = [person.bytes for (person,) in store.run(lambda q: q(_CARED_FOR, asker.account))]
    in_sqlite = _GROUPED.format(", ".join("?" for _ in ids))
    works: dict[str, Callable[[int], object]] = {
        QUERIES: lambda _: store.run(lambda q: [q(sql, *given) for sql, given in asked]),
        OPENED: lambda _: caseload.caseload(store, asker, NOW, UTC),
        "grouped": lambda _: store.run(lambda q: q(_GROUPED.format(_CARED_FOR), asker.account)),
        "grouped in SQLite": lambda _: sqlite.rows(in_sqlite, *ids),
    }
    return in_turn(works, range(OPENINGS * (ROUNDS + 1)))


def _asked(store: Store, asker: Asker) -> list[tuple[str, tuple[object, ...]]]:
    """The statements of a caseload and what is given to them."""
    asked = []

    def read(q: Query) -> None:
        def noted(sql: str, *given: object) -> list[tuple[object, ...]]:
            asked.append((sql, given))
            return q(sql, *given)

        caseload.cases(noted, asker, None, NOW, UTC)

    store.run(read)
    return asked
