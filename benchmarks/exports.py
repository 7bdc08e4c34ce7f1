"""What a record to take along costs, beside the plain queries, and what a whole caseload takes.

The ratio and the memory bind. Run it as `python -m benchmarks.exports`.
"""

import argparse
import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Event, Thread
from time import perf_counter

import psutil  # type: ignore[import-untyped]  # no stubs among the project's tools
from uuid6 import uuid7

from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.domain.accounts.people import Person, Principal
from kneeapp.reports.files import OF_EVERYONE, Form, Wanted, made, write_everyone
from kneeapp.reports.record_file.file import as_json, import_file
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.record import people
from kneeapp.store.transfer.all_data import TABLES, all_people
from kneeapp.store.transfer.import_record import ImportMode

WEEKS = 256
"""About 1,000 sessions of the made-up person."""
PEOPLE, PEOPLE_WEEKS = 2_000, 12
LIMIT, LIMIT_MB = 3.0, 150
ROUNDS = 5
SAMPLED_EVERY_S = 0.02
IDS = {"id", "session_id", "training_id"}


def main() -> None:
    """Measure, print, and end with an error where a limit is passed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--weeks", type=int, default=WEEKS, help="weeks of the one record")
    arguments.add_argument("--people", type=int, default=PEOPLE, help="people of the caseload")
    chosen = arguments.parse_args()
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as folder:
        one = report_one(chosen.weeks)
        everyone = report_everyone(Path(folder) / "caseload.duckdb", chosen.people)
    sys.exit(0 if one and everyone else 1)


def report_one(weeks: int) -> bool:
    """Print what one long record costs; whether its JSON is within LIMIT of the queries."""
    with closing(Store.open(None)) as store:
        record = demo.fill(store, clock.now(), weeks=weeks)
        queries = typical(lambda: plain(record))
        print(f"plain queries        {queries:7.0f} ms")
        took = typical(lambda: as_json(record))
        text = as_json(record)
        print(f"json                 {took:7.0f} ms  {took / queries:.1f}x  {len(text):,} bytes")
        for form in (Form.CSV, Form.PARQUET, Form.FHIR):
            wanted = Wanted(form, clock.now(), UTC)
            print(f"{form:<20} {typical(partial(made, record, wanted), 1):7.0f} ms")
        questions = content.questionnaire()
        back = typical(lambda: import_file(record, text, questions, ImportMode.REPLACE), 1)
        print(f"taken in again       {back:7.0f} ms")
    return took / queries <= LIMIT


def plain(record: Record) -> None:
    """Every row of the record, and nothing done with it."""

    def read(q: Query) -> None:
        for table in TABLES:
            q(f"select * from {table} where person_id = $1", record.person)  # noqa: S608

    record.read(read)


def report_everyone(path: Path, many: int) -> bool:
    """Print what the tables of a caseload take; whether the memory stays within LIMIT_MB."""
    print(f"{fill(path, many):,} sessions of {many:,} people")
    fine = True
    for form in OF_EVERYONE:
        # a process of its own: memory that was used before would hide what is used now
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as fresh:
            idle, peak, seconds, size = fresh.submit(exported, path, form).result()
        grown = peak - idle
        print(f"{form:<20} {seconds:7.0f} s   {grown:+.0f} MB over {idle:.0f}  {size:,} bytes")
        fine = fine and grown <= LIMIT_MB
    return fine


def fill(path: Path, many: int) -> int:
    """Write `many` people who all lived the same weeks; the number of their sessions."""
    with closing(Store.open(path)) as store:
        lived = demo.fill(store, clock.now(), weeks=PEOPLE_WEEKS)
        for _ in range(many - 1):
            people.ensure_person(store, Person(uuid7(), clock.now()))
        store.run(lambda q: multiply(q, lived))
        return int(store.run(lambda q: q("select count(*) from session")[0][0]))


def multiply(q: Query, lived: Record) -> None:
    """Give everybody the rows of `lived`, with ids of their own."""
    for table in TABLES:
        found = q(
            "select column_name from information_schema.columns where table_name = $1 "
            "and column_name <> 'person_id'",
            table,
        )
        columns = [name for (name,) in found]
        own = [
            f"cast(md5(cast(t.{name} as text) || cast(p.id as text)) as uuid)"
            if name in IDS
            else f"t.{name}"
            for name in columns
        ]
        q(
            f"insert into {table} (person_id, {', '.join(columns)}) "  # noqa: S608  our names
            f"select p.id, {', '.join(own)} from {table} t cross join person p "
            "where t.person_id = $1 and p.id <> $1",
            lived.person,
        )


def exported(path: Path, form: Form) -> tuple[float, float, float, int]:
    """Megabytes before and at most, seconds, and the size of everybody's tables."""
    with closing(Store.open(path)) as store, TemporaryFile() as out:
        known = all_people(store)
        wanted = Wanted(form, clock.now(), UTC)
        made(Record(store, known[0], Principal(known[0])), wanted)  # all modules are loaded
        idle = megabytes()
        over, peaks = Event(), [idle]
        watching = Thread(target=watch, args=(over, peaks))
        watching.start()
        began = perf_counter()
        write_everyone(out, store, known, wanted)
        seconds = perf_counter() - began
        over.set()
        watching.join()
        return idle, max(peaks), seconds, out.tell()


def watch(over: Event, peaks: list[float]) -> None:
    while not over.wait(SAMPLED_EVERY_S):
        peaks.append(megabytes())


def megabytes() -> float:
    return float(psutil.Process().memory_info().rss) / 1e6


def typical(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of `work`, the median of some rounds."""
    took = []
    for _ in range(rounds):
        began = perf_counter()
        work()
        took.append(perf_counter() - began)
    return median(took) * 1000


if __name__ == "__main__":
    main()
