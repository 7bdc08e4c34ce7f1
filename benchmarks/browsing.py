"""A countdown in a headless browser: what it sends and receives, and when it shows each second."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE_MS = 60_000

RUNS, MESSAGES, REQUESTS, UP, DOWN = "runs", "messages", "requests", "bytes up", "bytes down"
"""What of a page's traffic is counted."""

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
class CountdownPage:
    """A page with a countdown, and its traffic so far."""

    page: Page
    traffic: Counter[str] = field(default_factory=Counter)
    sent: list[dict[str, Any]] = field(default_factory=list)
    """What elements sent the server, as their state or in a request of their own."""

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

    def traffic_now(self) -> Counter[str]:
        """The traffic so far."""
        self.wait(0)  # lets the browser's news in
        return Counter(self.traffic)

    def note_seconds(self) -> float:
        """Note from now on when the shown second changes; the moment (epoch milliseconds)."""
        since: float = self.page.locator(".digits").evaluate(NOTE_SECONDS)
        return since

    def lateness(self, since_ms: float, end_ms: float) -> tuple[list[float], int]:
        """How late (seconds) each second was that fell due since then, in a countdown to `end_ms`
        (epoch milliseconds), and how many were never shown.

        A second that was skipped is as late as the next one that was shown.
        """
        until_ms, shown = self.page.evaluate("[Date.now(), window.shownSeconds]")
        left = [(at, _seconds(text)) for at, text in shown]
        due = range(int(end_ms - until_ms) // 1000 + 2, int(end_ms - since_ms) // 1000)
        late = []
        for second in due:
            at = next((at for at, seconds in left if seconds <= second), until_ms)
            late.append(max(0, at - (end_ms - 1000 * second)) / 1000)
        return late, len(set(due) - {seconds for _, seconds in left})

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._frame_sent)
        socket.on("framereceived", self._frame_received)

    def _frame_sent(self, frame: str | bytes) -> None:
        self.traffic.update({MESSAGES: 1, UP: len(frame)})
        if isinstance(frame, bytes):
            widgets = BackMsg.FromString(frame).rerun_script.widget_states.widgets
            self.sent += [json.loads(each.json_value) for each in widgets if each.json_value]

    def _frame_received(self, frame: str | bytes) -> None:
        self.traffic.update({MESSAGES: 1, DOWN: len(frame)})
        if isinstance(frame, bytes):
            self.traffic[RUNS] += ForwardMsg.FromString(frame).WhichOneof("type") == "new_session"

    def _requested(self, event: dict[str, Any]) -> None:
        posted = event["request"].get("postData", "")
        self.traffic.update({REQUESTS: 1, UP: len(posted)})
        self.sent += [json.loads(posted)] if posted else []

    def _answered(self, event: dict[str, Any]) -> None:
        self.traffic[DOWN] += int(event["encodedDataLength"])


def _seconds(text: str) -> int:
    """`m:ss` as seconds."""
    minutes, rest = text.split(":")
    return int(minutes) * 60 + int(rest)


@contextmanager
def countdown_page(chromium: Browser, url: str) -> Iterator[CountdownPage]:
    """The countdown at `url` in a browser context of its own."""
    context = chromium.new_context()
    shown = CountdownPage(context.new_page())
    shown.page.goto(url)
    shown.page.locator(".digits").wait_for(state="attached", timeout=PATIENCE_MS)
    yield shown
    context.close()
