"""What the store costs to read, to write, to grow and to start, on both of its engines.

Each reading stands beside the plainest query for the same rows; everybody who asks is signed in.
Run it as `python -m benchmarks.store`; docs/benchmarks.md has the method.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, timedelta
from itertools import count, cycle, islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.harness import Harness, Row, in_turn, seconds
from benchmarks.past import DUCKDB, NOW, POSTGRES, RESTORED, Past, pasts
from benchmarks.statements import TimedStore
from benchmarks.tables import table
from kneeapp import content
from kneeapp.cli import demo
from kneeapp.domain.accounts.people import Principal
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import caseload
from kneeapp.store.engine.database import Store
from kneeapp.store.record import event_log, sessions

SERIES, RATINGS = "progress series of a person", "plainest query for its ratings"
CASELOAD, GROUPED = "caseload, {}: its statements", "plainest query for its people"
WROTE = {"first of a day": 500, "25 wrote since": 25, "nobody wrote since": 0}
"""How many of the caseload have written to their record since it was opened before."""

EVENT, SAVE = "an event is kept", "a session is saved"
OPEN, OPEN_BARE = "the store opens", "DuckDB alone opens"
SERIES_LIMIT_S = {RESTORED: 0.005, POSTGRES: 0.005}
CASELOAD_LIMIT_S = {DUCKDB: 0.025, POSTGRES: 0.04}

PLAIN_RATINGS = "select id, started_at, pain_before, pain_after from session where person_id = $1"
PLAIN_PEOPLE = (
    "select person_id, max(started_at), count(*), avg(pain_before), avg(pain_before - pain_after) "
    "from session where person_id in (select person_id from care where clinician_id = $1) "
    "group by person_id"
)
COUNT = "select count(*) from session"


def main() -> None:
    """Measure each engine, print, and end with an error where a limit is missed."""
    bench = Harness(
        __doc__, rounds=(5, 1), sessions=(10_000, 1_000), readers=(20, 3), others=(5, 1)
    )
    with (
        TemporaryDirectory(prefix="kneeapp-benchmark-") as folder,
        pasts(Path(folder), bench["sessions"]) as made,
    ):
        table("Room on the disk", room(made))
        for engine, past in made.items():
            with closing(Store.open(past.place)) as store:
                work = Work(bench, store, past)
                rounds = bench.measure(work.one_round)
            bench.report(f"{engine}, {bench['sessions']:,} sessions", rounds, rows(engine))
            if isinstance(file := past.place, Path):
                works = {OPEN: open_store, OPEN_BARE: open_bare}
                rounds = bench.measure(lambda: in_turn(works, [file]))  # noqa: B023  at once
                bench.report(f"Start: {engine}", rounds, [Row(OPEN, OPEN_BARE)])
    bench.end()


def room(made: dict[str, Past]) -> Iterator[dict[str, object]]:
    for engine, past in made.items():
        with closing(Store.open(past.place)) as store:
            [(kept,)] = store.run(lambda q: q(COUNT))
        size = past.size
        yield {"engine": engine, "sessions": kept, "MB": size / 1e6, "bytes each": size / kept}


def rows(engine: str) -> list[Row]:
    limit = CASELOAD_LIMIT_S.get(engine)
    return [
        Row(SERIES, RATINGS, most=SERIES_LIMIT_S.get(engine)),
        Row(SERIES, RATINGS, percent=95),
        *(Row(CASELOAD.format(when), GROUPED, most=limit) for when in WROTE),
        Row(EVENT),
        Row(SAVE),
    ]


class Work:
    """What is done with one database in each round."""

    def __init__(self, bench: Harness, store: Store, past: Past) -> None:
        self._readers, self._others = bench["readers"], bench["others"]
        self._store, self._clinician = store, past.clinician
        self._patients = cycle(past.patients)
        self._numbers = count()
        self._timed = TimedStore(store)

    def one_round(self) -> dict[str, list[float]]:
        readers = [*islice(self._patients, self._readers)]
        found = in_turn({SERIES: self._series, RATINGS: self._ratings}, readers)
        found |= in_turn({GROUPED: lambda _: self._grouped()}, range(self._others))
        for when, writers in WROTE.items():
            found[CASELOAD.format(when)] = [self._caseload_s(writers) for _ in range(self._others)]
        written = [self._write_s(one) for one in islice(self._patients, self._others)]
        found[EVENT], found[SAVE] = map(list, zip(*written, strict=True))
        return found

    def _series(self, principal: Principal) -> object:
        """As in a page's run, which has looked up who asks when it began."""
        return sessions.sessions(self._record(principal).in_run(0), steps=False)

    def _ratings(self, principal: Principal) -> object:
        return self._store.run(lambda q: q(PLAIN_RATINGS, principal.person))

    def _grouped(self) -> object:
        return self._store.run(lambda q: q(PLAIN_PEOPLE, self._clinician.account))

    def _caseload_s(self, writers: int) -> float:
        """As if so many people, others each time, had written since it was opened before."""
        questions = content.questionnaire()
        state = (questions.version, NOW.date(), UTC)
        values = self._timed.cache.values(("caseload", self._clinician.account), state)
        values["entered"] = dict(islice(values.get("entered", {}).items(), writers, None))
        return self._timed.statements_s(
            lambda: caseload.caseload(self._timed, self._clinician, questions, NOW, UTC)
        )

    def _write_s(self, principal: Principal) -> tuple[float, float]:
        """Seconds of the last event of a routine, and of its Save."""
        number, record = next(self._numbers), self._record(principal)
        chance = Random(number)  # noqa: S311  a story, not a secret
        story = demo.Story(chance, 0.5, NOW + timedelta(hours=number))
        started = story.started(content.routine("release"))
        *journal, last = story.played(started.plan)
        saved = story.ended(started)
        sessions.start(record, started)
        event_log.append(record, started.id, journal)
        event = seconds(lambda: event_log.append(record, started.id, [last]))
        return event, seconds(lambda: sessions.save(record, saved))

    def _record(self, principal: Principal) -> Record:
        assert principal.person  # noqa: S101  patients have a record
        return Record(self._store, principal.person, principal)


def open_store(path: Path) -> None:
    with closing(Store.open(path)) as store:
        store.run(lambda q: q(COUNT))


def open_bare(path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.execute(COUNT).fetchall()


if __name__ == "__main__":
    main()
