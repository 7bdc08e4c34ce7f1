"""A countdown in a headless browser: what it sends and receives, and when it shows each second."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, WebSocket, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_MS = 60_000

NOTE_SECONDS = """
(digits) => {
  const root = digits.getRootNode();
  const shown = [];
  const note = () => {
    const text = root.querySelector('.digits')?.textContent;
    if (text && text !== shown.at(-1)?.[1]) shown.push([Date.now(), text]);
  };
  new MutationObserver(note).observe(root, { childList: true, characterData: true, subtree: true });
  window.shownSeconds = shown;
  return Date.now();
}
"""


@dataclass
class Traffic:
    """What one page sent and received."""

    runs: int = 0
    messages: int = 0
    requests: int = 0
    bytes_up: int = 0
    bytes_down: int = 0

    def __sub__(self, earlier: "Traffic") -> "Traffic":
        return Traffic(*(now - then for now, then in zip(self.all, earlier.all, strict=True)))

    @property
    def all(self) -> tuple[int, ...]:
        return (self.runs, self.messages, self.requests, self.bytes_up, self.bytes_down)


@dataclass(frozen=True)
class Noted:
    """Each second that was shown between two moments, and when (all epoch milliseconds)."""

    since_ms: float
    until_ms: float
    seconds: list[tuple[float, int]]


@dataclass
class Watched:
    """A page with a countdown, and its traffic so far."""

    page: Page
    traffic: Traffic = field(default_factory=Traffic)
    sent: list[dict[str, Any]] = field(default_factory=list)
    """What elements told the server, as their state or in a request of their own."""
    noted: Noted = field(default=Noted(0, 0, []))

    def __post_init__(self) -> None:
        self.page.on("websocket", self._listen)
        network = self.page.context.new_cdp_session(self.page)
        network.send("Network.enable")
        network.on("Network.requestWillBeSent", self._requested)
        network.on("Network.loadingFinished", self._answered)

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click(timeout=PATIENCE_MS)

    def shows(self, label: str) -> bool:
        return self.page.get_by_role("button", name=label, exact=True).is_visible()

    def wait(self, seconds: float) -> None:
        self.page.wait_for_timeout(seconds * 1000)

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note all along when the shown second changes."""
        since: float = self.page.locator(".digits").evaluate(NOTE_SECONDS)
        yield
        until, shown = self.page.evaluate("[Date.now(), window.shownSeconds]")
        self.noted = Noted(since, until, [(at, seconds(text)) for at, text in shown])

    def now(self) -> Traffic:
        """The traffic so far."""
        self.wait(0)  # lets the browser's news in
        return Traffic(*self.traffic.all)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: str | bytes) -> None:
        self.traffic.messages += 1
        self.traffic.bytes_up += len(frame)
        if isinstance(frame, bytes):
            widgets = BackMsg.FromString(frame).rerun_script.widget_states.widgets
            self.sent += [json.loads(each.json_value) for each in widgets if each.json_value]

    def _received(self, frame: str | bytes) -> None:
        self.traffic.messages += 1
        self.traffic.bytes_down += len(frame)
        if isinstance(frame, bytes):
            begins = ForwardMsg.FromString(frame).WhichOneof("type") == "new_session"
            self.traffic.runs += begins

    def _requested(self, event: dict[str, Any]) -> None:
        self.traffic.requests += 1
        posted = event["request"].get("postData", "")
        self.traffic.bytes_up += len(posted)
        self.sent += [json.loads(posted)] if posted else []

    def _answered(self, event: dict[str, Any]) -> None:
        self.traffic.bytes_down += int(event["encodedDataLength"])


@contextmanager
def watching(chromium: Browser, url: str) -> Iterator[Watched]:
    """A page of its own on a countdown."""
    context = chromium.new_context()
    watched = Watched(context.new_page())
    watched.page.goto(url)
    watched.page.locator(".digits").wait_for(state="attached", timeout=PATIENCE_MS)
    yield watched
    context.close()


def seconds(text: str) -> int:
    """`m:ss` as seconds."""
    minutes, rest = text.split(":")
    return int(minutes) * 60 + int(rest)


@contextmanager
def browser() -> Iterator[Browser]:
    """Playwright's own Chromium, else the system's."""
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        system = next((path for name in SYSTEM if (path := shutil.which(name))), None)
        path = str(own) if own.exists() else system
        chromium = playwright.chromium.launch(executable_path=path, args=LAUNCH)
        yield chromium
        chromium.close()
