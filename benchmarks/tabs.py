"""How much memory an open tab takes, beside a tab that only says hello on stock Streamlit.

Needs Linux. Run it as `python -m benchmarks.tabs`; docs/benchmarks.md has the method.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.pages import HELLO
from benchmarks.serving import Home, address, free_port, kneeapp, streamlit, wait_until_open
from kneeapp import clock
from kneeapp.cli import demo
from kneeapp.store.engine.database import Store
from tests.support.streamlit_client import opened

PAGES = ("", "routine", "progress", "programme")
FIRST = 5
"""Tabs opened before counting: what they load, all later ones share."""

KB = 1024


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tabs", type=int, default=100, help="tabs opened at once")
    tabs = arguments.parse_args().tabs
    print("| page | before, MB | a tab, MB | ratio |\n|---|---|---|---|")
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as folder:
        home = Home(Path(folder), Path(folder) / "own.duckdb")
        with closing(Store.open(home.record)) as store:
            demo.fill(store, clock.now())
        hello = home.folder / "hello.py"
        hello.write_text(HELLO, encoding="utf-8")
        before, plain = measured(home, lambda port: streamlit(hello, port), "", tabs)
        print(f"| hello on stock Streamlit | {before:.0f} | {plain:.2f} | 1 |")
        for page in PAGES:
            before, each = measured(home, kneeapp, page, tabs)
            print(f"| {page or 'today'} | {before:.0f} | {each:.2f} | {each / plain:.1f} |")


def measured(
    home: Home, command: Callable[[int], list[str]], page: str, tabs: int
) -> tuple[float, float]:
    """Megabytes of a server of its own with FIRST tabs, and what each further one takes."""
    port = free_port()
    with home.served(command(port), {"KNEEAPP_BACKUPS": "off"}) as process:
        wait_until_open(port)
        with holding(port, page, FIRST):
            before = resident(process)
            with holding(port, page, tabs):
                return before, (resident(process) - before) / tabs


@contextmanager
def holding(port: int, page: str, tabs: int) -> Iterator[None]:
    """So many tabs open, each of which has run the page."""
    with ExitStack() as open_tabs:
        for _ in range(tabs):
            open_tabs.enter_context(opened(address(port), page)).rerun()
        yield


def resident(process: int) -> float:
    """Megabytes of memory that the process holds."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) / KB


if __name__ == "__main__":
    main()
