"""How long pages take with 1,000 sessions on record, beside a page that only says hello.

Both servers run at once, kneeapp's own and stock Streamlit's; the ratios bind.
Run it as `python -m benchmarks.pages`; docs/benchmarks.md has the method.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.harness import Harness, Row, in_turn
from kneeapp import clock
from tests.support.servers import Server, fill, hello, kneeapp, rerun
from tests.support.streamlit_client import Tab

WEEKS = 256
"""About 1,000 sessions of the made-up person."""

HELLO, START = "hello", "streamlit run hello.py"
OVERVIEW, LET_GO = "Progress, its overview", "Progress: a brush let go"
PAGES = {"Today": "", "Screening": "screening", "Routine": "routine", OVERVIEW: "progress"}
LIMITS = {"Today": 0.7, "Screening": 0.7, "Routine": 0.7, OVERVIEW: 2.0, LET_GO: 1.0}
START_LIMIT = 1.5


def main() -> None:
    """Measure, print, and end with an error where a ratio is over its limit."""
    bench = Harness(__doc__, rounds=(5, 1), reruns=(20, 3), weeks=(WEEKS, 2))
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as name:
        folder = Path(name)
        record = folder / "record.duckdb"
        print(f"{fill(record, bench['weeks'])} sessions on record")
        with kneeapp(folder, record) as ours, hello(folder) as stock, ExitStack() as tabs:
            open_tabs = {HELLO: tabs.enter_context(stock.tab())} | {
                title: tabs.enter_context(ours.tab(page)) for title, page in PAGES.items()
            }
            works = {title: lambda _, tab=tab: rerun(tab) for title, tab in open_tabs.items()}
            rerun(open_tabs[OVERVIEW])  # what is let go has to be there
            works[LET_GO] = partial(let_go, open_tabs[OVERVIEW])
            rounds = bench.measure(lambda: in_turn(works, range(bench["reruns"])))
        bench.report(
            "Run of a page", rounds, [Row(page, HELLO, share=most) for page, most in LIMITS.items()]
        )
        starts = {"kneeapp": partial(kneeapp, folder, record), START: partial(hello, folder)}
        rounds = bench.measure(lambda: {name: [first_page(one)] for name, one in starts.items()})
        bench.report(
            "Start: from the command to the end of the first page",
            rounds,
            [Row("kneeapp", START, share=START_LIMIT)],
        )
    bench.end()


def let_go(tab: Tab, run: int) -> None:
    """Choose as many days as in no run just before."""
    last = clock.now().date() - timedelta(days=run % 7)
    chosen = {"from": f"{last - timedelta(weeks=3)}", "to": f"{last}"}
    if faults := tab.tell("kneeapp.dashboard", "chosen", chosen).faults:
        raise LookupError(f"The page shows an error: {faults[0]}")


def first_page(start: Callable[[], AbstractContextManager[Server]]) -> float:
    """Seconds from the command to the last message of the first page."""
    began = perf_counter()
    with start() as server, server.tab() as tab:
        rerun(tab)
        return perf_counter() - began


if __name__ == "__main__":
    main()
