"""How long pages take with 1,000 sessions on record, beside a page that only says hello.

Both servers run at once, kneeapp's own and stock Streamlit's; the ratios bind.
Run it as `python -m benchmarks.pages`; docs/benchmarks.md has the method.
"""

import argparse
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.streamlit_client import Tab, opened
from kneeapp import clock, demo
from kneeapp.store import sessions
from kneeapp.store.database import Store

WEEKS = 256
"""About 1,000 sessions of the made-up person."""

HELLO = "import streamlit as st\n\nst.write('hello')\n"
LIMITS = {"": 1.0, "screening": 1.0, "routine": 1.0, "progress": 4.0}
START_LIMIT = 2.0
ROUNDS = 5
PATIENCE_S = 60
"""How long a server may take to answer at all."""

BIN = Path(sys.executable).parent


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
        commands = Commands(record, hello)
        fine = [report_pages(commands, chosen.reruns), report_start(commands)]
    sys.exit(0 if all(fine) else 1)


def filled(record: Path, weeks: int) -> int:
    """Make `record` hold the made-up person's `weeks`; the number of sessions."""
    with closing(Store.open(record)) as store:
        return len(sessions.sessions(demo.fill(store, clock.now(), weeks=weeks)))


class Commands:
    """The two servers as a person would start them."""

    def __init__(self, record: Path, hello: Path) -> None:
        self.home = hello.parent
        self.environment = {
            **os.environ,
            "HOME": str(self.home),  # no settings of the machine's user
            "KNEEAPP_DATABASE": str(record),
        }
        self.stock_script = hello

    def kneeapp(self, port: int) -> list[str]:
        return [str(BIN / "kneeapp"), "run", "--no-browser", "--port", str(port)]

    def stock(self, port: int) -> list[str]:
        options = {"address": "127.0.0.1", "headless": "true", "port": str(port)}
        given = [f"--server.{name}={value}" for name, value in options.items()]
        return [str(BIN / "streamlit"), "run", str(self.stock_script), *given]

    @contextmanager
    def served(self, command: list[str]) -> Iterator[None]:
        """The command running, with nothing of it on the screen."""
        process = subprocess.Popen(
            command,
            cwd=self.home,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait()


def report_pages(commands: Commands, reruns: int) -> bool:
    """Print a line a page; whether all are within their limits."""
    port, stock_port = free_port(), free_port()
    with (
        commands.served(commands.kneeapp(port)),
        commands.served(commands.stock(stock_port)),
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


def report_start(commands: Commands) -> bool:
    """Print how long from the command to the end of the first page; whether within the limit."""
    started = [
        (first_page(commands, kneeapp=True), first_page(commands, kneeapp=False))
        for _ in range(ROUNDS)
    ]
    ours = median(ms for ms, _ in started)
    stock = median(ms for _, ms in started)
    ratio = median(ms / other for ms, other in started)
    print(f"\n{'start':<12}{'ms':>8}{'ratio':>8}{'limit':>8}")
    print(f"{'streamlit':<12}{stock:>8.0f}")
    print(f"{'kneeapp':<12}{ours:>8.0f}{ratio:>8.2f}{START_LIMIT:>8.1f}")
    return ratio <= START_LIMIT


def first_page(commands: Commands, *, kneeapp: bool) -> float:
    """Milliseconds from the command to the last message of the first page."""
    port = free_port()
    command = commands.kneeapp(port) if kneeapp else commands.stock(port)
    began = time.perf_counter()
    with commands.served(command), answering(port) as tab:
        tab.rerun()
        return (time.perf_counter() - began) * 1000


@contextmanager
def answering(port: int, page: str = "") -> Iterator[Tab]:
    """A tab on a server that may still be starting."""
    wait_until_open(port)
    with opened(f"http://127.0.0.1:{port}", page) as tab:
        yield tab


def wait_until_open(port: int) -> None:
    given_up = time.perf_counter() + PATIENCE_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if time.perf_counter() > given_up:
                raise
            time.sleep(0.005)
        else:
            return


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
