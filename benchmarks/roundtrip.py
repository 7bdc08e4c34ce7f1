"""A record of many years out into its file and in again: time, and memory over the file's size.

Each measurement is in a process of its own, on a database file. The limits bind. Run it as
`python -m benchmarks.roundtrip`.
"""

import json
import multiprocessing
import resource
import tracemalloc
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from copy import deepcopy
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import psutil  # type: ignore[import-untyped]  # no stubs among the project's tools
from uuid6 import uuid7

from benchmarks.harness import Harness, Round, Row, seconds
from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.domain.accounts.people import Person, Principal
from kneeapp.reports.record_file.file import as_json, import_file
from kneeapp.settings import PROJECT
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people
from kneeapp.store.transfer.import_record import ImportMode
from kneeapp.store.transfer.snapshot import snapshot

IN, OUT, BOTH = "taken in", "written", "both"
TRACED, RESIDENT = "memory that Python took for both, per byte", "memory of the process, per byte"
TEN_YEARS_LIMIT_S, LARGEST_LIMIT_S = 5.0, 6.0
MEMORY_LIMIT = 8.0
LINUX_UNIT = 1024
"""Bytes in which Linux gives the most memory that a process has held."""


def main() -> None:
    """Measure, print, and end with an error where a limit is passed."""
    bench = Harness(__doc__, rounds=(3, 1), weeks=(52, 2), years=(10, 1), megabytes=(10, 1))
    year = one_year(bench["weeks"])
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as folder:
        for title, size, limit in (
            (f"{bench['years']} years", None, TEN_YEARS_LIMIT_S),
            (f"{bench['megabytes']} MB", bench["megabytes"] * 1e6, LARGEST_LIMIT_S),
        ):
            file = Path(folder) / "record.json"
            file.write_text(json.dumps(repeated(year, bench["years"], size)), "utf-8")
            measured = bench.measure(partial(one_round, file), warm_up=False)
            length = file.stat().st_size
            rows = [Row(IN), Row(OUT), Row(BOTH, most=limit)]
            rows += [Row(TRACED, most=MEMORY_LIMIT, unit="integer"), Row(RESIDENT, unit="integer")]
            bench.report(f"{title}, {length:,} bytes of JSON", measured, rows)
    bench.end()


def one_year(weeks: int) -> dict[str, Any]:
    """What a made-up person entered in so many weeks, as a file has it."""
    with closing(Store.open(None)) as store:
        whole: dict[str, Any] = json.loads(
            as_json(snapshot(demo.fill(store, clock.now(), weeks=weeks)))
        )
    return whole


def repeated(year: dict[str, Any], years: int, size: float | None) -> dict[str, Any]:
    """The file with its sessions so many times, each by an id of its own, or until it is `size`
    bytes long.
    """
    share = len(json.dumps(year["sessions"]))
    times = years if size is None else int(size / share)
    sessions = [session for _ in range(times) for session in deepcopy(year["sessions"])]
    sessions = [session | {"id": str(uuid7())} for session in sessions]
    return year | {"sessions": sessions}


def one_round(file: Path) -> Round:
    found: dict[str, list[float]] = {}
    for traced in (False, True):  # tracing slows down: time and memory are measured apart
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as fresh:
            found |= fresh.submit(there_and_back, file, traced=traced).result()
    return found


def there_and_back(file: Path, *, traced: bool) -> dict[str, list[float]]:
    """Seconds, or memory over that of a process that has done the same to a small file."""
    questions, text = content.questionnaire(), file.read_bytes()
    with TemporaryDirectory() as folder, closing(Store.open(Path(folder) / "r.duckdb")) as store:
        small = (PROJECT / "tests" / "vectors" / "record-4.json").read_bytes()
        for sample in (small, text):
            record = Record(store, person := UUID(int=len(sample)), Principal(person))
            people.ensure_person(store, Person(person, clock.now()))
            idle = psutil.Process().memory_info().rss
            if traced:
                tracemalloc.start()
            taken = seconds(partial(import_file, record, sample, questions, ImportMode.MERGE))
            written = seconds(lambda: as_json(snapshot(record)))  # noqa: B023  at once
            python = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    if traced:
        return {TRACED: [python / len(text)]}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * LINUX_UNIT - idle
    both = {IN: [taken], OUT: [written], BOTH: [taken + written]}
    return both | {RESIDENT: [peak / len(text)]}


if __name__ == "__main__":
    main()
