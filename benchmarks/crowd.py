"""People in a routine at once, each a tab without a browser, and how fast they are answered."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import count
from random import Random
from time import perf_counter, sleep
from typing import Any, TypeVar

from kneeapp import clock
from tests.support.servers import Server, rerun
from tests.support.streamlit_client import Tab, component_data, names

PLAYER = "kneeapp.player"
RATING = "kneeapp.rating"
MINUTE = ("tenderness", "tenderness", "pause", "resume", "tenderness", "tenderness")
"""What an active person does in a minute."""

ANSWERS = ("None of these", "No", "Left", "5 half squats", "Start routine", "Start screening")
AGE = 44
BEFORE = 5
VISITOR = {"X-Forwarded-For": "203.0.113.7"}
"""Makes kneeapp take a tab for a visitor, who has a sealed record of their own."""

T = TypeVar("T")
R = TypeVar("R")


class Player:
    """The player of a session under way as the server knows it: its reports, and their answers."""

    def __init__(self, tab: Tab, server: Server, name: str, headers: Mapping[str, str]) -> None:
        self._tab = tab
        self._state = tab.component_data(PLAYER)
        self._name = name
        self._numbers = count()
        self._headers = {"Origin": server.url, **headers}  # a page of ours, as browsers say
        self._port = server.port

    def act(self, kind: str) -> float:
        """Report an event as the player in the browser does; seconds until it is acknowledged."""
        number = next(self._numbers)
        report = self._report(kind, number)
        if self._state.get("beacon"):
            return self._request(report, number)
        run = self._tab.report(PLAYER, report)
        acknowledged = run.until(
            lambda e: PLAYER in names(e) and self._acknowledged(component_data(e), number)
        )
        return acknowledged / 1000

    def lost(self) -> int:
        """Of the events sent, how many the record does not hold; raises LookupError for a fault."""
        rerun(self._tab)
        sent = next(self._numbers)
        return sent - int(self._tab.component_data(PLAYER)["acked"].get(self._name, -1)) - 1

    def _request(self, report: Mapping[str, Any], number: int) -> float:
        began = perf_counter()
        with closing(HTTPConnection("127.0.0.1", self._port)) as connection:  # none lives 10 s
            connection.request("POST", self._state["beacon"], json.dumps(report), self._headers)
            answer = connection.getresponse()
            body = answer.read()
        if answer.status != HTTPStatus.OK or not self._acknowledged(json.loads(body), number):
            raise LookupError(f"The server did not acknowledge an event ({answer.status}).")
        return perf_counter() - began

    def _report(self, kind: str, number: int) -> dict[str, Any]:
        now = round(clock.now().timestamp() * 1000)
        event = {"client": self._name, "seq": number, "kind": kind, "at_ms": now, "step": 0}
        event |= {"elapsed_ms": number, "value": 4 if kind == "tenderness" else None}
        report = {
            "session": self._state["session"],
            "plan_version": self._state["plan_version"],
            "sent_ms": now,
        }
        return {"report": {**report, "muted": None, "ending": None, "events": [event]}}

    def _acknowledged(self, answer: Mapping[str, Any], number: int) -> bool:
        return bool(answer["acked"].get(self._name) == number)


class TickingTab:
    """A tab in front of the countdown that is run again each second."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self._values = count(1)

    def tick(self) -> None:
        self._tab.rerun(self._tab.ticking)

    def act(self, kind: str) -> float:
        """Touch a control; seconds until the run has ended."""
        if kind == "tenderness":
            return self._tab.slide(next(self._values) % 10, self._tab.ticking).ms / 1000
        return self._tab.press(kind.capitalize(), fragment=self._tab.ticking).ms / 1000


@contextmanager
def visitors(server: Server, number: int) -> Iterator[list[Player]]:
    """Visitors whose routine has begun."""
    with in_a_routine(server, [VISITOR] * number) as players:
        yield players


@contextmanager
def in_a_routine(server: Server, headers: Sequence[Mapping[str, str]]) -> Iterator[list[Player]]:
    """People whose routine has begun, each a browser that sends `headers`."""
    with ExitStack() as tabs:
        opened = [tabs.enter_context(server.tab("screening", one)) for one in headers]
        at_once(opened, lead_to_the_player, most=4)
        players = [
            Player(tab, server, f"player-{place}", one)
            for place, (tab, one) in enumerate(zip(opened, headers, strict=True))
        ]
        at_once(players, lambda player: player.act("start"))
        yield players


@contextmanager
def ticking_tabs(server: Server, number: int) -> Iterator[list[TickingTab]]:
    """People in front of the fragment's countdown."""
    with ExitStack() as tabs:
        opened = [tabs.enter_context(server.tab()) for _ in range(number)]
        at_once(opened, Tab.rerun)  # the first run says which fragment ticks
        yield [TickingTab(tab) for tab in opened]


def lead_to_the_player(tab: Tab) -> None:
    """From the first page of the screening to a routine that can start: no warning signs."""
    tab.rerun()
    while not tab.has(PLAYER):
        if tab.has(RATING):
            tab.report(RATING, {"value": BEFORE})
            tab.press("Start routine")
        elif tab.has("number_input"):
            tab.fill(AGE)
            tab.press("Next")
        else:
            tab.press(*ANSWERS)


def active_minute(
    act: Callable[[str], float],
    seconds: float,
    seed: int,
    *,
    tick: Callable[[], None] | None = None,
) -> list[float]:
    """Do MINUTE, spread over `seconds`; what `act` returned for each.

    `tick` is what the page does by itself each second.
    """
    began = perf_counter()
    late = Random(seed).uniform(0, 1)  # noqa: S311  spreads the people, no secret
    took = []
    acts = [((place + late) * seconds / len(MINUTE), kind) for place, kind in enumerate(MINUTE)]
    ticks = [(second + late, "") for second in range(int(seconds)) if tick]
    for at, kind in sorted(acts + ticks):
        sleep(max(0, began + at - perf_counter()))
        if kind:
            took.append(act(kind))
        elif tick:
            tick()
    sleep(max(0, began + seconds - perf_counter()))
    return took


def at_once(people: Sequence[T], do: Callable[[T], R], *, most: int | None = None) -> list[R]:
    """What `do` brings for each of them, for all, or `most` of them, at the same time."""
    with ThreadPoolExecutor(most or max(1, len(people))) as pool:
        return list(pool.map(do, people))
