"""What the store costs: to read, to write, to grow and to start, on both of its engines.

Each figure stands beside the plainest query and beside SQLite on the same made-up past. A small
past is made by default; `--scale full` makes the tables of docs/benchmarks.md: 100,000 people,
10 million sessions, 40 million steps. Run it as `python -m benchmarks.store`.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import store_crowd, store_growth, store_reading, store_start
from benchmarks.store_crowd import EVERY_S, Crowd, TheStore, crowd
from benchmarks.store_figures import Times, percentile, table
from benchmarks.store_growth import EVENT, SAVE, Point
from benchmarks.store_places import DUCKDB, POSTGRES, SIDE_BY_SIDE, SQLITE, Places
from benchmarks.store_reading import BASELINES, SERIES, WRITERS
from kneeapp.store.engine.database import Store

CASELOAD_MS = {DUCKDB: 25.0, POSTGRES: 40.0}

LIMITS_MS = {
    (SERIES, SIDE_BY_SIDE): 5.0,
    (SERIES, POSTGRES): 5.0,
} | {(state, engine): limit for state in WRITERS for engine, limit in CASELOAD_MS.items()}
"""Medians; on DuckDB up to MOST_ON_DUCKDB sessions."""

MOST_ON_DUCKDB = 1_000_000


@dataclass(frozen=True)
class Scale:
    """How much is made, and for how long people act."""

    sizes: Sequence[int]
    """Sessions in each database."""
    opened: int
    """Sessions in the file whose opening is timed; at full scale it takes 1 GB."""
    seconds: float


SCALES = {
    "small": Scale((1_000, 10_000), 10_000, 5),
    "middle": Scale((1_000, 10_000, 100_000, 1_000_000), 1_000_000, 30),
    "full": Scale((1_000, 10_000, 100_000, 1_000_000, 10_000_000), 2_500_000, 60),
}


_SIZED = ("sessions", "engine", "what", "p50", "p95")
_WAITED = ("event p50 / p95 / p99, ms", "all save at once, p50 / p95 / p99, ms")

TABLES: dict[str, tuple[str, Sequence[str]]] = {
    "room": ("Room on the disk", ("sessions", "engine", "MB", "bytes a session")),
    "reading": (
        "Reading, ms",
        (*_SIZED, "plainest", "ratio", SQLITE, "ratio", "limit"),
    ),
    "writing": ("Writing, ms", (*_SIZED, SQLITE, "ratio")),
    "crowds": (
        f"{store_crowd.PEOPLE} people in a routine at once",
        ("engine", "pace", "kept a second", *_WAITED, "tried again", "refused", "lost"),
    ),
    "starting": ("Start", ("file", "MB", "the store, ms", "DuckDB alone, ms", "ratio", "lost")),
}
"""The parts of a report: title and head of the table that each method of Report fills."""


def main() -> None:
    """Fill what is lacking, measure, print, and end with an error where a limit is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--scale", choices=SCALES, default="small")
    arguments.add_argument("--folder", type=Path, help="keeps what is made, to be used again")
    arguments.add_argument("--fill", action="store_true", help="only make what is lacking")
    arguments.add_argument("--chart", type=Path, help="where to draw the growth, as SVG")
    arguments.add_argument("--parts", nargs="+", choices=TABLES, default=TABLES)
    chosen = arguments.parse_args()
    kept = nullcontext(chosen.folder) if chosen.folder else TemporaryDirectory(prefix="kneeapp-")
    with kept as folder, Places.opened(Path(folder)) as places:
        scale = SCALES[chosen.scale]
        fill(places, scale)
        if chosen.fill:
            return
        report = Report(places, scale)
        report.tell(chosen.parts)
    if chosen.chart:
        store_growth.draw(report.points, chosen.chart)
    sys.exit(1 if report.missed else 0)


def fill(places: Places, scale: Scale) -> None:
    """Make every database that measuring needs."""
    places.file(scale.opened)
    for size in scale.sizes:
        for engine in places.layouts(size):
            places.filled(engine, size)
        with places.sqlite(size):
            pass


@dataclass
class Report:
    """What is measured, told as it is found."""

    places: Places
    scale: Scale
    points: list[Point] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def tell(self, parts: Sequence[str]) -> None:
        for part in parts:
            title, head = TABLES[part]
            table(title, head, getattr(self, part)())
        for line in self.missed:
            print(f"MISSED: {line}")

    def room(self) -> Iterator[Sequence[object]]:
        for size in self.scale.sizes:
            for engine in (*self.places.layouts(size), SQLITE):
                taken = self.places.bytes(engine, size)
                yield size, engine, round(taken / 1e6, 1), round(taken / size)

    def reading(self) -> Iterator[Sequence[object]]:
        for size in self.scale.sizes:
            with self.places.sqlite(size) as sqlite:
                for engine in self.places.layouts(size):
                    with self.places.store(engine, size) as store:
                        warm(store)
                        for measure in (store_reading.progress, store_reading.cared_for):
                            times = measure(store, sqlite)
                            yield from self._read(size, engine, times)

    def _read(self, size: int, engine: str, times: Times) -> Iterator[Sequence[object]]:
        for what, (plainest, yardstick) in BASELINES.items():
            if what not in times.rounds[0]:
                continue
            took = times.p(50, what)
            self.points.append(Point(what, engine, size, took))
            limit = LIMITS_MS.get((what, engine))
            if limit and took > limit and (size <= MOST_ON_DUCKDB or engine == POSTGRES):
                self.missed.append(f"{what} on {engine} with {size:,} sessions: {took:.1f} ms")
            yield (
                *(size, engine, what, took, times.p(95, what)),
                *(times.p(50, plainest), times.ratio(what, plainest)),
                *(times.p(50, yardstick), times.ratio(what, yardstick), limit or ""),
            )

    def writing(self) -> Iterator[Sequence[object]]:
        for size in self.scale.sizes:
            with self.places.sqlite(size) as sqlite:
                for engine in self.places.engines:
                    with self.places.store(engine, size) as store:
                        times = store_growth.writing(TheStore(store), sqlite)
                    for what in (EVENT, SAVE):
                        took = times.p(50, what)
                        self.points.append(Point(what, engine, size, took))
                        yield (
                            *(size, engine, what, took, times.p(95, what)),
                            times.p(50, f"{what} in {SQLITE}"),
                            times.ratio(what, f"{what} in {SQLITE}"),
                        )

    def crowds(self) -> Iterator[Sequence[object]]:
        size = min(self.scale.sizes[-1], MOST_ON_DUCKDB)
        for pace, pause in (("one each 3 s", EVERY_S), ("at the limit", 0.0)):
            with self.places.sqlite(size) as sqlite:
                yield SQLITE, pace, *_felt(crowd(sqlite, self.scale.seconds, pause))
            for engine in self.places.engines:
                with self.places.store(engine, size) as store:
                    felt = crowd(TheStore(store), self.scale.seconds, pause)
                if felt.lost:
                    self.missed.append(f"{felt.lost} lost on {engine}, {pace}")
                yield engine, pace, *_felt(felt)

    def starting(self) -> Iterator[Sequence[object]]:
        path = self.places.file(self.scale.opened)
        megabytes = round(path.stat().st_size / 1e6)
        ours, bare = store_start.opening_ms(path)
        yield "at rest", megabytes, ours, bare, ours / bare, ""
        crashed = store_start.after_crash(path)
        left = f"with {crashed.journal_bytes / 1e6:.0f} MB of journal after kill -9"
        yield left, megabytes, crashed.ms, "", "", crashed.lost
        if crashed.lost:
            self.missed.append(f"{crashed.lost} events lost in a crash")


def warm(store: Store) -> None:
    """Read the large tables once, so that what fits into memory is there, as after a day's use."""
    for sql in ("select count(note) from session", "select count(side) from step"):
        store.run(lambda q, sql=sql: q(sql))  # type: ignore[misc]


def _felt(felt: Crowd) -> tuple[object, ...]:
    def told(what: str) -> str:
        return " / ".join(f"{percentile(felt.took_ms[what], p):.1f}" for p in (50, 95, 99))

    return round(felt.rate), told("event"), told("save"), felt.retries, felt.refused, felt.lost


if __name__ == "__main__":
    main()
