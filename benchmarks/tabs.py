"""How much memory an open tab takes, beside a tab that only says hello on stock Streamlit.

Run it as `python -m benchmarks.tabs`; docs/benchmarks.md has the method.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.harness import Harness, Row
from tests.support.servers import Server, fill, hello, kneeapp, rerun

PAGES = {"Today": "", "Routine": "routine", "Progress": "progress", "Programme": "programme"}
HELLO, TAB, SERVER = "hello on stock Streamlit", "{}: a tab", "{}: the server"
FIRST = 5
"""Tabs opened before counting: what they load, all later ones share."""


def main() -> None:
    """Measure and print."""
    bench = Harness(__doc__, rounds=(1, 1), tabs=(100, 5))
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as name:
        folder = Path(name)
        record = folder / "record.duckdb"
        fill(record)
        ours = partial(kneeapp, folder, record, KNEEAPP_BACKUPS="off")
        servers = {HELLO: (partial(hello, folder), "")}
        servers |= {title: (ours, page) for title, page in PAGES.items()}

        def one_round() -> dict[str, list[float]]:
            found: dict[str, list[float]] = {}
            for title, (start, page) in servers.items():
                before, each = measured(start, page, bench["tabs"])
                found |= {SERVER.format(title): [before], TAB.format(title): [each]}
            return found

        rounds = bench.measure(one_round, warm_up=False)
    rows = [
        Row(what.format(title), what.format(HELLO), unit="byte")
        for title in PAGES
        for what in (SERVER, TAB)
    ]
    bench.report("Memory", rounds, rows)
    bench.end()


def measured(
    start: Callable[[], AbstractContextManager[Server]], page: str, tabs: int
) -> tuple[float, float]:
    """Bytes of a server of its own with FIRST tabs open, and what each further one takes."""
    with start() as server, ExitStack() as open_tabs:
        for _ in range(FIRST):
            rerun(open_tabs.enter_context(server.tab(page)))
        before = server.memory
        for _ in range(tabs):
            rerun(open_tabs.enter_context(server.tab(page)))
        return before, (server.memory - before) / tabs


if __name__ == "__main__":
    main()
