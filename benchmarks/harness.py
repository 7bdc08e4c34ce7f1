"""The harness of all benchmarks: command line, rounds, table, limits and exit code.

Cases take turns within a round, and the first round is dropped. A figure is the median over the
rounds of a percentile within the round; a ratio is formed within each round. pyperf keeps the
values for `--output`, and compares two such files.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Literal, NoReturn, TypeVar

import numpy as np
import pyperf

from benchmarks.tables import cell, table

T = TypeVar("T")

Round = Mapping[str, Sequence[float]]
"""The values of each case in one round, in seconds, bytes or as counts."""

Unit = Literal["second", "byte", "integer"]
SHOWN = {"second": (1e3, " ms"), "byte": (1e-3, " kB"), "integer": (1, "")}


@dataclass(frozen=True)
class Row:
    """A line of a table: a percentile of a case, beside that of its baseline.

    `most` is the limit of the value itself, in its unit; `share` that of the ratio.
    """

    case: str
    baseline: str = ""
    percent: int = 50
    most: float | None = None
    share: float | None = None
    unit: Unit = "second"

    @property
    def name(self) -> str:
        return self.case if self.percent == 50 else f"{self.case}, p{self.percent}"

    @property
    def limit(self) -> str:
        value = "" if self.most is None else self.text(self.most)
        share = "" if self.share is None else f"{self.share:g}x"
        return ", ".join(filter(None, (value, share)))

    def text(self, value: float) -> str:
        factor, unit = SHOWN[self.unit]
        return f"{cell(float(value * factor))}{unit}"

    def values(self, rounds: Sequence[Round], case: str) -> list[float]:
        """The percentile of `case` in each round."""
        return [float(np.percentile(one[case], self.percent)) for one in rounds]


class Harness:
    """One benchmark: its sizes from the command line, and what it found."""

    def __init__(self, doc: str | None, **sizes: tuple[int, int]) -> None:
        """Each size, `rounds` among them, has a usual value and one for `--quick`."""
        parser = argparse.ArgumentParser(description=doc)
        parser.add_argument("--quick", action="store_true", help="small sizes: does it work?")
        parser.add_argument("--output", type=Path, help="a file for `python -m pyperf compare_to`")
        for name, (usual, quick) in sizes.items():
            parser.add_argument(f"--{name}", type=int, help=f"{usual}, or {quick} if quick")
        given = vars(parser.parse_args())
        self._sizes = {
            name: pair[given["quick"]] if given[name] is None else given[name]
            for name, pair in sizes.items()
        }
        self._output: Path | None = given["output"]
        self._kept: dict[str, pyperf.Benchmark] = {}
        self._missed: list[str] = []

    def __getitem__(self, size: str) -> int:
        return self._sizes[size]

    def measure(self, one_round: Callable[[], Round], *, warm_up: bool = True) -> list[Round]:
        """What each round brings; the one before the first is thrown away."""
        if warm_up:
            one_round()
        rounds = []
        for number in range(self["rounds"]):
            print(f"round {number + 1}, load before it {load():.1f}", file=sys.stderr)
            rounds.append(one_round())
        return rounds

    def report(self, title: str, rounds: Sequence[Round], rows: Sequence[Row]) -> None:
        """Print the table, keep its values, and note the limits that are missed."""
        table(title, [self._line(title, rounds, row) for row in rows])
        for row in rows:
            for case in filter(None, (row.case, row.baseline)):
                self._keep(f"{title}: {case}", row.unit, [one[case] for one in rounds])

    def require(self, holds: bool, what: str) -> None:
        """Note `what` as missed unless it holds."""
        if not holds:
            self._missed.append(what)

    def end(self) -> NoReturn:
        """Write the file that was asked for, name what was missed, and exit: 1 where it was."""
        if self._output and self._kept:
            pyperf.BenchmarkSuite([*self._kept.values()]).dump(str(self._output), replace=True)
        for what in self._missed:
            print(f"\nMISSED: {what}")
        sys.exit(1 if self._missed else 0)

    def _line(self, title: str, rounds: Sequence[Round], row: Row) -> dict[str, object]:
        ours = row.values(rounds, row.case)
        value, beside, ratio = median(ours), "", ""
        self.require(
            row.most is None or value <= row.most, f"{title}: {row.name}: {row.text(value)}"
        )
        if row.baseline:
            baseline = row.values(rounds, row.baseline)
            beside = row.text(median(baseline))
            if all(baseline):
                share = median(one / other for one, other in zip(ours, baseline, strict=True))
                ratio = f"{share:.2f}"
                self.require(
                    row.share is None or share <= row.share, f"{title}: {row.name}: {ratio}x"
                )
        measured: dict[str, object] = {"what": row.name, "measured": row.text(value)}
        return measured | {"baseline": beside, "ratio": ratio, "limit": row.limit}

    def _keep(self, name: str, unit: Unit, rounds: Sequence[Sequence[float]]) -> None:
        if all(value > 0 for values in rounds for value in values):  # pyperf takes no zeros
            marks = {"name": name, "unit": unit}
            self._kept[name] = pyperf.Benchmark([pyperf.Run(one, metadata=marks) for one in rounds])


def in_turn(
    works: Mapping[str, Callable[[T], object]], given: Sequence[T]
) -> dict[str, list[float]]:
    """Seconds that each of `works` takes with each of `given`.

    Another work comes first each time: that one may have to wait for the disk.
    """
    names = list(works)
    took: dict[str, list[float]] = {name: [] for name in names}
    for number, one in enumerate(given):
        first = number % len(names)
        for name in (*names[first:], *names[:first]):
            took[name].append(seconds(partial(works[name], one)))
    return took


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def load() -> float:
    """Programs that wanted the processor in the last minute; nan where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
