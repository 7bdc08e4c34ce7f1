"""What a record to take along costs, beside the plain queries, and what a whole caseload takes.

The ratio and the memory bind. Run it as `python -m benchmarks.exports`.
"""

import multiprocessing
import resource
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import psutil  # type: ignore[import-untyped]  # no stubs among the project's tools

from benchmarks.harness import Harness, Row, in_turn, seconds
from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.domain.accounts.people import Principal
from kneeapp.reports.files import OF_EVERYONE, Form, Wanted, made, write_everyone
from kneeapp.reports.record_file.file import as_json, import_file
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.transfer.all_data import TABLES, all_people
from kneeapp.store.transfer.import_record import ImportMode
from kneeapp.store.transfer.snapshot import snapshot
from tests.support.made_up_clinic import populate

PLAIN, JSON, BACK = "plain queries", "as JSON", "the JSON imported again"
JSON_LIMIT, MEMORY_LIMIT = 3.0, 150e6
LINUX_UNIT = 1024
"""Bytes in which Linux gives the most memory that a process has held."""


def main() -> None:
    """Measure, print, and end with an error where a limit is passed."""
    bench = Harness(__doc__, rounds=(5, 1), weeks=(256, 2), people=(2_000, 20))
    export_one(bench)
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as folder:
        export_everyone(bench, Path(folder) / "caseload.duckdb")
    bench.end()


def export_one(bench: Harness) -> None:
    """One long record, about 1,000 sessions by default: its JSON, and that taken in again."""
    questions = content.questionnaire()
    with closing(Store.open(None)) as store:
        record = demo.fill(store, clock.now(), weeks=bench["weeks"])
        text = as_json(snapshot(record))
        works = {
            PLAIN: lambda _: record.read(every_row),
            JSON: lambda _: as_json(snapshot(record)),
            BACK: lambda _: import_file(record, text, questions, ImportMode.REPLACE),
        }

        def every_row(q: Query) -> None:
            for table in TABLES:
                q(f"select * from {table} where person_id = $1", record.person)  # noqa: S608

        rounds = bench.measure(lambda: in_turn(works, range(1)))
    rows = [Row(JSON, PLAIN, share=JSON_LIMIT), Row(BACK, PLAIN)]
    bench.report(f"One record, {len(text):,} bytes of JSON", rounds, rows)


def export_everyone(bench: Harness, path: Path) -> None:
    """The tables of a caseload: they must be written without being held in memory."""
    with closing(Store.open(path)) as store:
        people = populate(store, bench["people"], clock.now())
        [(count,)] = store.run(lambda q: q("select count(*) from session"))
    rows = []
    found: dict[str, list[float]] = {}
    for form in OF_EVERYONE:
        # a process of its own: memory that was used before would hide what is used now
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as fresh:
            grown, took = fresh.submit(write_tables, path, form).result()
        memory, duration = f"{form}: memory over idle", f"{form}: time"
        found |= {memory: [grown], duration: [took]}
        rows += [Row(memory, most=MEMORY_LIMIT, unit="byte"), Row(duration)]
    bench.report(f"Tables of {len(people):,} people, {count:,} sessions", [found], rows)


def write_tables(path: Path, form: Form) -> tuple[float, float]:
    """Bytes of memory over those before, and seconds."""
    with closing(Store.open(path)) as store, TemporaryFile() as out:
        known = all_people(store)
        wanted = Wanted(form, clock.now(), UTC)
        made(
            snapshot(Record(store, known[0], Principal(known[0]))), wanted
        )  # all modules are loaded
        idle = psutil.Process().memory_info().rss
        records = (Record(store, person, Principal(person)) for person in known)
        took = seconds(lambda: write_everyone(out, map(snapshot, records), wanted))
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * LINUX_UNIT - idle, took


if __name__ == "__main__":
    main()
