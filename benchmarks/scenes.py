"""A countdown under way on a server of its own: kneeapp's routine, and a fragment that ticks."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # no stubs among the project's tools
from playwright.sync_api import Browser
from uuid6 import uuid7

from benchmarks.crowd import HERE, Player, active, at_once, visitors, watchers
from benchmarks.serving import (
    Home,
    address,
    answering,
    free_port,
    kneeapp,
    streamlit,
    wait_until_open,
)
from benchmarks.watching import Noted, Watched, watching
from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.domain.routine.definitions import Choice, Segment
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.sessions import Session
from kneeapp.settings import PROJECT
from kneeapp.store.engine.database import Store
from kneeapp.store.record import sessions

BOUT_MS = 900_000
"""One bout that outlasts a round, so that each second of it is shown only once."""

STOCK = {"STREAMLIT_RUNNER_POST_SCRIPT_GC": "true", "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "auto"}
SPARED = {"STREAMLIT_RUNNER_POST_SCRIPT_GC": "false"}
"""The fragment's server is spared what kneeapp's is: only the way of counting down differs."""

FRAGMENT = """
import math
import time
import streamlit as st

state = st.session_state
state.setdefault("until", time.time() + BOUT_S)
state.setdefault("paused", None)

def toggle():
    if state.paused:
        state.until += time.time() - state.paused
    state.paused = None if state.paused else time.time()

@st.fragment(run_every=1)
def countdown():
    left = math.ceil(state.until - (state.paused or time.time()))
    shown = f"{left // 60}:{left % 60:02}"
    st.html(f"<div class='digits' title='{state.until * 1000:.0f}'>{shown}</div>")
    st.slider("Tenderness", 0, 10)
    st.button("Resume" if state.paused else "Pause", on_click=toggle)

countdown()
"""


@dataclass(frozen=True)
class Minute:
    """What a minute amid others brought: CPU seconds, answers (ms), how late each second was."""

    cpu_s: float
    answers: list[float]
    answers_on_disk: list[float]
    late_ms: list[float]
    missed: int


@dataclass(frozen=True)
class Routine:
    """kneeapp with a session under way, watched in a browser."""

    watched: Watched
    port: int
    process: int

    @classmethod
    @contextmanager
    def served(cls, chromium: Browser, folder: Path, *, stock: bool = False) -> Iterator["Routine"]:
        """On its own server, or as `streamlit run app.py` serves it on stock settings."""
        folder.mkdir()
        home, port = Home(folder, folder / "record.duckdb"), free_port()
        begin_a_session(home.record)
        command = streamlit(PROJECT / "app.py", port) if stock else kneeapp(port)
        with home.served(command, STOCK if stock else {}) as process:
            with answering(port, "progress") as tab:
                tab.rerun()  # a server that has been up for a while has shown every page
            with watching(chromium, f"{address(port)}/routine") as watched:
                watched.press("Start")
                yield cls(watched, port, process)

    def amid(self, people: int, seconds: float) -> Minute:
        """A minute with `people` visitors, each with a routine under way.

        The person at this machine has a second tab open, which writes to the record on disk.
        """
        with visitors(self.port, people) as others, answering(self.port, "routine") as tab:
            tab.rerun()
            on_disk = Player(tab, self.port, "second tab", HERE)
            crowd = [partial(active, player.act) for player in others]
            crowd.append(partial(active, lambda _: on_disk.act("tenderness")))
            return minute(self.watched, self.process, crowd, seconds, self._end_ms)

    def _end_ms(self) -> float:
        """When the bout ends, by the last event that moved the session."""
        reports = [sent["report"] for sent in self.watched.sent if "report" in sent]
        events = [event for report in reports for event in report["events"]]
        last = [event for event in events if event["kind"] in {"start", "resume"}][-1]
        return float(last["at_ms"] - last["elapsed_ms"] + BOUT_MS)


@dataclass(frozen=True)
class Fragment:
    """The countdown that is run again each second, watched in a browser."""

    watched: Watched
    port: int
    process: int

    @classmethod
    @contextmanager
    def served(cls, chromium: Browser, folder: Path) -> Iterator["Fragment"]:
        folder.mkdir()
        script = folder / "countdown.py"
        script.write_text(FRAGMENT.replace("BOUT_S", str(BOUT_MS // 1000)), encoding="utf-8")
        port = free_port()
        with Home(folder, folder / "none").served(streamlit(script, port), SPARED) as process:
            wait_until_open(port)
            with watching(chromium, address(port)) as watched:
                yield cls(watched, port, process)

    def amid(self, people: int, seconds: float) -> Minute:
        """A minute with `people` in front of the same countdown."""
        with watchers(self.port, people) as others:
            crowd = [partial(active, other.act, tick=other.tick) for other in others]
            return minute(self.watched, self.process, crowd, seconds, self._end_ms)

    def _end_ms(self) -> float:
        """When the countdown ends; a pause moves it."""
        return float(self.watched.page.locator(".digits").get_attribute("title") or 0)


def minute(
    watched: Watched,
    process: int,
    crowd: Sequence[Callable[[float, int], list[float]]],
    seconds: float,
    end_ms: Callable[[], float],
) -> Minute:
    """What happens while everybody in `crowd` is active; the last of them writes to the disk."""
    server = psutil.Process(process)
    spent = sum(server.cpu_times()[:2])
    with watched.noting():
        answers = at_once(range(len(crowd)), lambda place: crowd[place](seconds, place))
    spent = sum(server.cpu_times()[:2]) - spent
    late, missed = lateness(watched.noted, end_ms())
    return Minute(spent, list(chain.from_iterable(answers[:-1])), answers[-1], late, missed)


def lateness(noted: Noted, end_ms: float) -> tuple[list[float], int]:
    """How late (ms) each second was that fell due, and how many were never shown.

    A second that was skipped is as late as the next one that was shown.
    """
    due = range(int(end_ms - noted.until_ms) // 1000 + 2, int(end_ms - noted.since_ms) // 1000)
    shown = sorted(noted.seconds)
    late = []
    for second in due:
        at = next((at for at, left in shown if left <= second), noted.until_ms)
        late.append(max(0, at - (end_ms - 1000 * second)))
    return late, len(set(due) - {left for _, left in shown})


def begin_a_session(record: Path) -> None:
    """A record with a screening, a week of sessions, and one under way that starts with BOUT_MS."""
    with closing(Store.open(record)) as store:
        kept = demo.fill(store, clock.now(), weeks=1)
        usual = plan(content.routine("release"), Choice(), demo.KNEE)
        bout = Segment(kind="work", ms=BOUT_MS)
        steps = (usual.steps[0].model_copy(update={"segments": (bout,)}), *usual.steps[1:])
        sessions.start(
            kept,
            Session(
                id=uuid7(),
                started_at=clock.now(),
                knee=demo.KNEE,
                test_move=demo.MOVE,
                choice=Choice(),
                plan=usual.model_copy(update={"steps": steps}),
                before=5,
            ),
        )
