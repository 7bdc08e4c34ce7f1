"""What *Today* costs a phone on a slow line, beside a page of stock Streamlit that says hello.

Chromium slows its network and its processor down; both pages take turns, cold and warm; the ratios
bind. Run it as `python -m benchmarks.phone`; docs/benchmarks.md has the method.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from playwright.sync_api import Browser, CDPSession

from benchmarks.pages import HELLO, filled
from benchmarks.serving import Home, address, answering, free_port, kneeapp, streamlit
from benchmarks.watching import PATIENCE_MS, browser

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "has_touch": True}
WEEKS = 12
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


class Load(NamedTuple):
    """What one page took: bytes down, and milliseconds to its first content."""

    size: float
    ms: float


NONE, SLOW, SLOWER = Line(), Line(1600, 150, 4), Line(400, 400, 6)
UNLIMITED = Load(float("inf"), float("inf"))
LIMITS = {(SLOW, "cold"): Load(0.45, 0.6), (SLOW, "warm"): UNLIMITED._replace(ms=1)}
Loads = dict[tuple[Line, str], Load]


def main() -> None:
    """Measure, print, and end with an error where a ratio is over its limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    rounds: list[tuple[Loads, Loads]] = []
    with served() as (today, hello), browser() as chromium:
        for number in range(arguments.parse_args().rounds):
            print(f"round {number + 1}, load before it {os.getloadavg()[0]:.1f}", flush=True)
            rounds.append((loads(chromium, today), loads(chromium, hello)))
    sys.exit(0 if report(rounds) else 1)


@contextmanager
def served() -> Iterator[tuple[str, str]]:
    """Where Today with twelve weeks on record is, and hello; both have been opened before."""
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as name:
        home, hello = Home(Path(name), Path(name) / "record.duckdb"), Path(name) / "hello.py"
        filled(home.record, WEEKS)
        hello.write_text(HELLO, encoding="utf-8")
        port, stock = free_port(), free_port()
        with home.served(kneeapp(port)), home.served(streamlit(hello, stock)):
            for each in (port, stock):
                with answering(each) as tab:
                    tab.rerun()
            yield address(port), address(stock)


def loads(chromium: Browser, url: str) -> Loads:
    """The page on each line: as a browser without a cache opens it, and then the same again."""
    found = {}
    for line in (NONE, SLOW, SLOWER):
        context = chromium.new_context(**PHONE)  # type: ignore[arg-type]  # a mapping of options
        context.add_init_script(NOTE)
        for cache in ("cold", "warm"):
            page, came = context.new_page(), list[float]()
            devtools = context.new_cdp_session(page)
            devtools.send("Network.enable")
            count(devtools, came)
            line.slow_down(devtools)
            page.goto(url, wait_until="commit", timeout=5 * PATIENCE_MS)
            page.wait_for_function("() => window.firstContent", timeout=5 * PATIENCE_MS)
            before = 0
            while before < len(came):
                before = len(came)
                page.wait_for_timeout(QUIET_MS)
            found[line, cache] = Load(sum(came), page.evaluate("() => window.firstContent"))
            page.close()
        context.close()
    return found


def count(devtools: CDPSession, came: list[float]) -> None:
    """Note the bytes of each answer as it travelled, and of each message as it was unpacked."""

    def answered(event: dict[str, Any]) -> None:
        came.append(event["encodedDataLength"])

    def told(event: dict[str, Any]) -> None:
        came.append(len(event["response"]["payloadData"]) * 3 / 4)  # it is told in base64

    devtools.on("Network.dataReceived", lambda _: came.append(0))  # a long one is under way
    devtools.on("Network.loadingFinished", answered)
    devtools.on("Network.webSocketFrameReceived", told)


def report(rounds: list[tuple[Loads, Loads]]) -> bool:
    """Print a row for each line and cache, medians of all rounds; whether all limits hold."""
    print("\n| line, processor | cache | kB: Today | hello | ratio | s: Today | hello | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    fine = True
    for key in rounds[0][0]:
        cells = [str(part) for part in key]
        for place, most in enumerate(LIMITS.get(key, UNLIMITED)):
            pairs = [(ours[key][place], stock[key][place]) for ours, stock in rounds]
            ratio = median(ours / stock for ours, stock in pairs)
            cells += [f"{median(each) / 1000:.1f}" for each in zip(*pairs, strict=True)]
            cells.append(f"{ratio:.2f}")
            fine = fine and ratio <= most
        print(f"| {' | '.join(cells)} |")
    return fine


if __name__ == "__main__":
    main()
