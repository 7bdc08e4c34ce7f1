"""What the overview of *Progress* asks of a phone: its first picture, and dragging over days.

Chromium is slowed down four times. The first picture is beside that of a page of stock Streamlit
which only draws `st.line_chart`; dragging is on ten years of sessions.
Run it as `python -m benchmarks.brushing`; docs/benchmarks.md has the method.
"""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from benchmarks.browsing import PATIENCE_MS
from benchmarks.harness import Harness, Row
from tests.support.chromium import browser
from tests.support.servers import fill, kneeapp, rerun, streamlit

SLOWER = 4
PHONE = {"width": 390, "height": 844}
LINE_CHART = """
import streamlit as st

st.line_chart({"knee": [5, 4, 6, 3, 4, 2, 3, 3, 2, 1, 2, 1]})
"""
OURS, STOCK = "the overview: first picture", "st.line_chart: first picture"
LONGEST, SENT = "longest task while dragging", "messages sent while dragging"
FIRST_LIMIT, TASK_LIMIT_S = 1.3, 0.05
STEPS, FRAME_MS = 40, 25
"""Places that a drag comes through, and the time between them."""

PICTURE = """
const drawn = () => document.querySelector('[data-testid="stVegaLiteChart"] :is(canvas, svg)') ||
  [...document.querySelectorAll('[data-testid="stBidiComponentIsolated"]')]
    .flatMap((place) => [place, ...place.querySelectorAll('*')])
    .some((place) => place.shadowRoot?.querySelector('.plot svg'));
const look = () => {
  if (drawn()) window.firstPicture = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
"""Notes when the first chart is on the page, ours in the shadow of its component."""

TASKS = """
window.longest = 0;
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration);
}).observe({ type: 'longtask' });
"""


def main() -> None:
    """Measure, print, and end with an error where a limit is missed."""
    bench = Harness(__doc__, rounds=(5, 1), weeks=(256, 2), years=(15, 1))
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as name, ExitStack() as open_now:
        folder = Path(name)
        usual, long = folder / "usual.duckdb", folder / "long.duckdb"
        print(f"{fill(usual, bench['weeks'])} sessions on record, for the first picture")
        print(f"{fill(long, bench['years'] * 52)} sessions on record, for dragging")
        script = folder / "line_chart.py"
        script.write_text(LINE_CHART, encoding="utf-8")
        chromium = open_now.enter_context(browser())
        ours = open_now.enter_context(kneeapp(folder, usual))
        decades = open_now.enter_context(kneeapp(folder, long))
        stock = open_now.enter_context(streamlit(script, folder))
        for server in (ours, decades, stock):
            with server.tab() as tab:
                rerun(tab)

        def one_round() -> dict[str, list[float]]:
            found = {
                OURS: [first_picture_s(chromium, f"{ours.url}/progress")],
                STOCK: [first_picture_s(chromium, stock.url)],
            }
            return found | dragged(chromium, f"{decades.url}/progress?dates=All")

        rounds = bench.measure(one_round)
    rows = [Row(OURS, STOCK, share=FIRST_LIMIT), Row(LONGEST, most=TASK_LIMIT_S)]
    bench.report("The overview, processor 4x slower", rounds, rows)
    bench.report("The same, counts", rounds, [Row(SENT, most=0, unit="integer")])
    bench.end()


def first_picture_s(chromium: Browser, url: str) -> float:
    """Seconds from the address to the first chart, with an empty cache."""
    page = chromium.new_page(viewport=PHONE)  # type: ignore[arg-type]
    slow_down(page)
    page.add_init_script(PICTURE)
    page.goto(url, wait_until="commit", timeout=PATIENCE_MS)
    page.wait_for_function("() => window.firstPicture", timeout=PATIENCE_MS)
    took_ms: float = page.evaluate("() => window.firstPicture")
    page.close()
    return took_ms / 1000


def dragged(chromium: Browser, url: str) -> dict[str, list[float]]:
    """The longest task of the browser (s) during one drag over all years, and what it sent."""
    page = chromium.new_page(viewport=PHONE)  # type: ignore[arg-type]
    sent: list[str | bytes] = []

    def note(frame: str | bytes) -> None:
        sent.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", note))
    page.goto(url, timeout=PATIENCE_MS)
    plot = page.locator(".chart.levels .plot")
    page.locator(".chart.weeks .plot svg").wait_for(timeout=PATIENCE_MS)  # the last one
    plot.scroll_into_view_if_needed()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    box = plot.bounding_box()
    if not box:
        raise LookupError("The chart of first ratings is not on the page.")
    middle = box["y"] + box["height"] / 3
    slow_down(page)
    page.mouse.move(box["x"] + 20, middle)
    page.mouse.down()
    page.wait_for_timeout(PATIENCE_MS / 60)  # what the load left to do is done
    page.evaluate(TASKS)
    before = len(sent)
    for step in range(1, STEPS + 1):
        page.mouse.move(box["x"] + 20 + step * (box["width"] - 40) / STEPS, middle)
        page.wait_for_timeout(FRAME_MS)
    longest_ms: float = page.evaluate("() => window.longest")
    messages = len(sent) - before
    page.close()
    return {LONGEST: [longest_ms / 1000], SENT: [float(messages)]}


def slow_down(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


if __name__ == "__main__":
    main()
