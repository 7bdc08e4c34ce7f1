"""How long pages take with 1,000 sessions on record, beside a page that only says hello.

Both servers run at once, kneeapp's own and stock Streamlit's; the ratios bind.
Run it as `python -m benchmarks.pages`; docs/benchmarks.md has the method.
"""

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.serving import Home, answering, free_port, kneeapp, streamlit
from kneeapp import clock
from kneeapp.cli import demo
from kneeapp.store.engine.database import Store
from kneeapp.store.record import sessions
from tests.support.streamlit_client import Tab

WEEKS = 256
"""About 1,000 sessions of the made-up person."""

HELLO = "import streamlit as st\n\nst.write('hello')\n"
LIMITS = {"": 1.0, "screening": 1.0, "routine": 1.0, "progress": 4.0}
START_LIMIT = 2.0
ROUNDS = 5


def main() -> None:
    """Measure, print, and end with an error where a ratio is over its limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reruns", type=int, default=20, help="reruns a page and round")
    arguments.add_argument("--weeks", type=int, default=WEEKS, help="weeks of sessions on record")
    chosen = arguments.parse_args()
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as folder:
        record = Path(folder) / "record.duckdb"
        print(f"{filled(record, chosen.weeks)} sessions on record")
        hello = Path(folder) / "hello.py"
        hello.write_text(HELLO, encoding="utf-8")
        home = Home(Path(folder), record)
        fine = [report_pages(home, hello, chosen.reruns), report_start(home, hello)]
    sys.exit(0 if all(fine) else 1)


def filled(record: Path, weeks: int) -> int:
    """Make `record` hold the made-up person's `weeks`; the number of sessions."""
    with closing(Store.open(record)) as store:
        return len(sessions.sessions(demo.fill(store, clock.now(), weeks=weeks)))


def report_pages(home: Home, script: Path, reruns: int) -> bool:
    """Print a line a page; whether all are within their limits."""
    port, stock_port = free_port(), free_port()
    with (
        home.served(kneeapp(port)),
        home.served(streamlit(script, stock_port)),
        ExitStack() as tabs,
    ):
        hello = tabs.enter_context(answering(stock_port))
        pages = {page: tabs.enter_context(answering(port, page)) for page in LIMITS}
        rounds = [measured({"hello": hello, **pages}, reruns) for _ in range(ROUNDS + 1)][1:]
    baseline = median(times["hello"] for times in rounds)
    print(f"\n{'page':<12}{'ms':>8}{'ratio':>8}{'limit':>8}")
    print(f"{'hello':<12}{baseline:>8.1f}")
    fine = True
    for page, limit in LIMITS.items():
        ratio = median(times[page] / times["hello"] for times in rounds)
        took = median(times[page] for times in rounds)
        print(f"{page or 'today':<12}{took:>8.1f}{ratio:>8.2f}{limit:>8.1f}")
        fine = fine and ratio <= limit
    return fine


def measured(tabs: dict[str, Tab], reruns: int) -> dict[str, float]:
    """The median milliseconds of a run of each tab, taken in turn so that noise hits all."""
    times: dict[str, list[float]] = {name: [] for name in tabs}
    for _ in range(reruns):
        for name, tab in tabs.items():
            run = tab.rerun()
            if run.faults:
                sys.exit(f"The page {name!r} shows an error: {run.faults[0]}")
            times[name].append(run.ms)
    return {name: median(taken) for name, taken in times.items()}


def report_start(home: Home, script: Path) -> bool:
    """Print how long from the command to the end of the first page; whether within the limit."""
    started = [
        (first_page(home, kneeapp), first_page(home, partial(streamlit, script)))
        for _ in range(ROUNDS)
    ]
    ours = median(ms for ms, _ in started)
    stock = median(ms for _, ms in started)
    ratio = median(ms / other for ms, other in started)
    print(f"\n{'start':<12}{'ms':>8}{'ratio':>8}{'limit':>8}")
    print(f"{'streamlit':<12}{stock:>8.0f}")
    print(f"{'kneeapp':<12}{ours:>8.0f}{ratio:>8.2f}{START_LIMIT:>8.1f}")
    return ratio <= START_LIMIT


def first_page(home: Home, command: Callable[[int], list[str]]) -> float:
    """Milliseconds from the command to the last message of the first page."""
    port = free_port()
    began = time.perf_counter()
    with home.served(command(port)), answering(port) as tab:
        tab.rerun()
        return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
