"""How long the store takes to open: a big file, and one whose journal a crash left behind."""

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb

from benchmarks.store_accounts import own
from benchmarks.store_crowd import Somebody, TheStore
from benchmarks.store_figures import ROUNDS
from kneeapp.store.engine.database import Store
from kneeapp.store.record import event_log

LEFT_BYTES = 12_000_000
"""Of journal when the writer is killed; DuckDB folds it into the file by itself at 16 MB."""

EVENTS = 1000
"""In the journal of each of its people."""

_PEOPLE = "select count(*) from person"


@dataclass(frozen=True)
class Reopened:
    """What it took to open after a crash."""

    ms: float
    journal_bytes: int
    lost: int
    """Events that were acknowledged and are not there."""


def opening_ms(path: Path) -> tuple[float, float]:
    """To open `path` and count its people: the store, and DuckDB alone; medians, in turn."""
    taken = [(_ms(lambda: _ours(path)), _ms(lambda: _bare(path))) for _ in range(ROUNDS + 1)][1:]
    ours, bare = zip(*taken, strict=True)
    return median(ours), median(bare)


def after_crash(path: Path) -> Reopened:
    """Kill a process that writes to `path`, and open what it left."""
    context = get_context("spawn")
    telling, told = context.Pipe()
    writer = context.Process(target=_write_until_killed, args=(path, told))
    writer.start()
    told.close()
    journal = path.with_name(f"{path.name}.wal")
    acknowledged = [telling.recv()]
    while not journal.exists() or journal.stat().st_size < LEFT_BYTES:
        acknowledged.append(telling.recv())
    writer.kill()
    with suppress(EOFError):
        while True:
            acknowledged.append(telling.recv())
    writer.join()
    left = journal.stat().st_size
    took = _ms(lambda: _ours(path))
    with closing(Store.open(path)) as store:
        kept = sum(
            len(event_log.events(own(store, person), session)) for person, session in acknowledged
        )
    return Reopened(took, left, EVENTS * len(acknowledged) - kept)


def _write_until_killed(path: Path, told: Connection) -> None:
    store = Store.open(path)
    for number in count():
        somebody = Somebody(TheStore(store), number)
        somebody.begin(EVENTS)
        told.send((somebody.id, somebody.session.id))


def _ours(path: Path) -> None:
    with closing(Store.open(path)) as store:
        store.run(lambda q: q(_PEOPLE))


def _bare(path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.execute(_PEOPLE).fetchall()


def _ms(work: Callable[[], None]) -> float:
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000
