"""What *Today* costs a phone on a slow line, beside a page of stock Streamlit that says hello.

Chromium slows its network and its processor down; both pages take turns, cold and warm; the ratios
bind. Run it as `python -m benchmarks.phone`; docs/benchmarks.md has the method.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from playwright.sync_api import Browser, CDPSession

from benchmarks.browsing import PATIENCE_MS
from benchmarks.harness import Harness, Row, Unit
from tests.support.chromium import browser
from tests.support.servers import fill, hello, kneeapp, rerun

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "has_touch": True}
QUIET_MS = 3_000
"""How long nothing has come before a page counts as loaded."""

NOTE = """
new PerformanceObserver((list) => { window.firstContent ??= list.getEntries()[0].startTime; })
  .observe({ type: 'element', buffered: true });
new MutationObserver(() => {
  const texts = '[data-testid="stMain"] :is(h1, p):not([elementtiming])';
  for (const text of document.querySelectorAll(texts)) text.setAttribute('elementtiming', 'text');
}).observe(document, { childList: true, subtree: true });
"""
"""Notes when the first heading or paragraph of the page itself is painted."""


class Line(NamedTuple):
    """A phone's line and processor: kbit/s, delay (ms) of each answer, how many times slower."""

    kbit_s: int = 0
    delay_ms: int = 0
    slower: int = 1

    def __str__(self) -> str:
        line = f"{self.kbit_s / 1000:g} Mbit/s, {self.delay_ms} ms" if self.kbit_s else "no limit"
        return f"{line}, {self.slower}x CPU"

    def slow_down(self, devtools: CDPSession) -> None:
        bytes_s = self.kbit_s * 125 or -1
        rates = {"downloadThroughput": bytes_s, "uploadThroughput": bytes_s}
        network = {"offline": False, "latency": self.delay_ms, **rates}
        devtools.send("Network.emulateNetworkConditions", network)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": self.slower})


NONE, SLOW, SLOWER = Line(), Line(1600, 150, 4), Line(400, 400, 6)
LINES = (NONE, SLOW, SLOWER)
COLD, WARM = "cold", "warm"
BYTES, FIRST_CONTENT = "bytes", "first content"
UNITS: dict[str, Unit] = {BYTES: "byte", FIRST_CONTENT: "second"}
LIMITS = {
    (SLOW, COLD, BYTES): 0.45,
    (SLOW, COLD, FIRST_CONTENT): 0.6,
    (SLOW, WARM, FIRST_CONTENT): 1.0,
}


def main() -> None:
    """Measure, print, and end with an error where a ratio is over its limit."""
    bench = Harness(__doc__, rounds=(5, 1), weeks=(12, 2), lines=(len(LINES), 1))
    lines = LINES[: bench["lines"]]
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as name:
        folder = Path(name)
        fill(folder / "record.duckdb", bench["weeks"])
        with (
            kneeapp(folder, folder / "record.duckdb") as ours,
            hello(folder) as stock,
            browser() as chromium,
        ):
            for server in (ours, stock):
                with server.tab() as tab:
                    rerun(tab)
            rounds = bench.measure(
                lambda: (
                    loads(chromium, "Today", ours.url, lines)
                    | loads(chromium, "hello", stock.url, lines)
                ),
                warm_up=False,
            )
    rows = [
        Row(
            f"{line}, {cache}: {what}, Today",
            f"{line}, {cache}: {what}, hello",
            share=LIMITS.get((line, cache, what)),
            unit=unit,
        )
        for line in lines
        for cache in (COLD, WARM)
        for what, unit in UNITS.items()
    ]
    bench.report("Today on a phone, beside hello", rounds, rows)
    bench.end()


def loads(
    chromium: Browser, page_name: str, url: str, lines: tuple[Line, ...]
) -> dict[str, list[float]]:
    """The page on each line: as a browser without a cache opens it, and then the same again."""
    found = {}
    for line in lines:
        context = chromium.new_context(**PHONE)  # type: ignore[arg-type]  # a mapping of options
        context.add_init_script(NOTE)
        for cache in (COLD, WARM):
            page, received = context.new_page(), list[float]()
            devtools = context.new_cdp_session(page)
            devtools.send("Network.enable")
            count_bytes(devtools, received)
            line.slow_down(devtools)
            page.goto(url, wait_until="commit", timeout=5 * PATIENCE_MS)
            page.wait_for_function("() => window.firstContent", timeout=5 * PATIENCE_MS)
            before = 0
            while before < len(received):
                before = len(received)
                page.wait_for_timeout(QUIET_MS)
            first_s = page.evaluate("() => window.firstContent") / 1000
            found[f"{line}, {cache}: {BYTES}, {page_name}"] = [sum(received)]
            found[f"{line}, {cache}: {FIRST_CONTENT}, {page_name}"] = [first_s]
            page.close()
        context.close()
    return found


def count_bytes(devtools: CDPSession, received: list[float]) -> None:
    """Note the bytes of each answer as it travelled, and of each message as it was unpacked."""

    def answered(event: dict[str, Any]) -> None:
        received.append(event["encodedDataLength"])

    def message(event: dict[str, Any]) -> None:
        received.append(len(event["response"]["payloadData"]) * 3 / 4)  # given in base64

    devtools.on("Network.dataReceived", lambda _: received.append(0))  # a long one is under way
    devtools.on("Network.loadingFinished", answered)
    devtools.on("Network.webSocketFrameReceived", message)


if __name__ == "__main__":
    main()
