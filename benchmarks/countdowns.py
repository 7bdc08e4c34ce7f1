"""A countdown under way on a server of its own: kneeapp's routine, and a fragment that ticks."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.browsing import CountdownPage, countdown_page
from benchmarks.crowd import Player, active_minute, at_once, ticking_tabs, visitors
from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.domain.routine.definitions import Choice, Segment
from kneeapp.domain.routine.planner import plan
from kneeapp.settings import PROJECT
from kneeapp.store.engine.database import Store
from kneeapp.store.record import sessions
from tests.store.builders import a_session
from tests.support.servers import Server, kneeapp, streamlit

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
    """What a minute amid others brought, all but `missed` in seconds."""

    cpu_s: float
    answers: list[float]
    answers_on_disk: list[float]
    late: list[float]
    """How late each second was shown."""
    missed: int


@dataclass(frozen=True)
class Routine:
    """kneeapp with a session under way, shown in a browser."""

    shown: CountdownPage
    server: Server

    @classmethod
    @contextmanager
    def served(cls, chromium: Browser, folder: Path, *, stock: bool = False) -> Iterator["Routine"]:
        """On its own server, or as `streamlit run app.py` serves it on stock settings."""
        folder.mkdir()
        record = folder / "record.duckdb"
        begin_a_session(record)
        app = PROJECT / "app.py"
        serving = (
            streamlit(app, folder, KNEEAPP_DATABASE=str(record), **STOCK)
            if stock
            else kneeapp(folder, record)
        )
        with serving as server:
            with server.tab("progress") as tab:
                tab.rerun()  # a server that has been up for a while has shown every page
            with countdown_page(chromium, f"{server.url}/routine") as shown:
                shown.press("Start")
                yield cls(shown, server)

    def minute_amid(self, people: int, seconds: float) -> Minute:
        """A minute with `people` visitors, each with a routine under way.

        The person at this machine has a second tab open, which writes to the record on disk.
        """
        with visitors(self.server, people) as others, self.server.tab("routine") as tab:
            tab.rerun()
            on_disk = Player(tab, self.server, "second tab", {})
            crowd = [partial(active_minute, player.act) for player in others]
            crowd.append(partial(active_minute, lambda _: on_disk.act("tenderness")))
            return _minute(self.shown, self.server, crowd, seconds, self._end_ms)

    def _end_ms(self) -> float:
        """When the bout ends, by the last event that moved the session."""
        reports = [sent["report"] for sent in self.shown.sent if "report" in sent]
        events = [event for report in reports for event in report["events"]]
        last = [event for event in events if event["kind"] in {"start", "resume"}][-1]
        return float(last["at_ms"] - last["elapsed_ms"] + BOUT_MS)


@dataclass(frozen=True)
class Fragment:
    """The countdown that is run again each second, shown in a browser."""

    shown: CountdownPage
    server: Server

    @classmethod
    @contextmanager
    def served(cls, chromium: Browser, folder: Path) -> Iterator["Fragment"]:
        folder.mkdir()
        script = folder / "countdown.py"
        script.write_text(FRAGMENT.replace("BOUT_S", str(BOUT_MS // 1000)), encoding="utf-8")
        with streamlit(script, folder, **SPARED) as server:
            server.wait()
            with countdown_page(chromium, server.url) as shown:
                yield cls(shown, server)

    def minute_amid(self, people: int, seconds: float) -> Minute:
        """A minute with `people` in front of the same countdown."""
        with ticking_tabs(self.server, people) as others:
            crowd = [partial(active_minute, other.act, tick=other.tick) for other in others]
            return _minute(self.shown, self.server, crowd, seconds, self._end_ms)

    def _end_ms(self) -> float:
        """When the countdown ends; a pause moves it."""
        return float(self.shown.page.locator(".digits").get_attribute("title") or 0)


def _minute(
    shown: CountdownPage,
    server: Server,
    crowd: Sequence[Callable[[float, int], list[float]]],
    seconds: float,
    end_ms: Callable[[], float],
) -> Minute:
    """What happens while everybody in `crowd` is active; the last of them writes to the disk."""
    spent, since_ms = server.cpu_s, shown.note_seconds()
    answers = at_once(range(len(crowd)), lambda place: crowd[place](seconds, place))
    spent = server.cpu_s - spent
    late, missed = shown.lateness(since_ms, end_ms())
    return Minute(spent, list(chain.from_iterable(answers[:-1])), answers[-1], late, missed)


def begin_a_session(record: Path) -> None:
    """A record with a screening, a week of sessions, and one under way that starts with BOUT_MS."""
    with closing(Store.open(record)) as store:
        own = demo.fill(store, clock.now(), weeks=1)
        usual = plan(content.routine("release"), Choice(), demo.KNEE)
        bout = Segment(kind="work", ms=BOUT_MS)
        steps = (usual.steps[0].model_copy(update={"segments": (bout,)}), *usual.steps[1:])
        planned = usual.model_copy(update={"steps": steps})
        sessions.start(
            own,
            a_session(
                started_at=clock.now(), knee=demo.KNEE, test_move=demo.MOVE, plan=planned, before=5
            ),
        )
