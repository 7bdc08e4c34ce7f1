"""What a routine under way costs and how exactly it shows the time, beside a ticking fragment.

Everything is measured on the routine page of kneeapp's own server, with a session under way, and
in the same round on a small app whose fragment is run again each second. The events' answers are
compared with kneeapp on stock Streamlit. Run it as `python -m benchmarks.player`;
docs/benchmarks.md has the method.
"""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from benchmarks.crowd import MINUTE
from benchmarks.scenes import Fragment, Minute, Routine
from benchmarks.watching import Traffic, Watched, browser

KEYS = {"tenderness": "4", "pause": " ", "resume": " "}
ACKNOWLEDGED = "event to acknowledgement"


@dataclass(frozen=True)
class Limit:
    """The most that a figure may be, by itself and as a share of the baseline's."""

    most: float | None = None
    share: float | None = None

    def holds(self, ours: float, ratio: float) -> bool:
        fine = self.most is None or ours <= self.most
        return fine and (self.share is None or ratio <= self.share)

    def __str__(self) -> str:
        parts = [] if self.most is None else [f"{self.most:g}"]
        return ", ".join(parts if self.share is None else [*parts, f"{self.share:g}x"])


LIMITS = {
    "idle minute: server runs": Limit(most=0),
    "idle minute: websocket messages": Limit(most=0),
    "idle minute: bytes, both ways": Limit(most=0),
    "active minute: server runs": Limit(most=6),
    "active minute: websocket messages": Limit(),
    "active minute: requests": Limit(),
    "active minute: kB down": Limit(most=12),
    "crowd: worst lateness of a second, ms": Limit(most=50, share=0.1),
    "crowd: seconds never shown": Limit(most=0),
    "crowd: server CPU, s": Limit(share=0.15),
    f"crowd: {ACKNOWLEDGED}, p50, ms": Limit(share=0.35),
    f"crowd: {ACKNOWLEDGED}, p95, ms": Limit(share=0.35),
    f"crowd: {ACKNOWLEDGED} on disk, p50, ms": Limit(share=0.35),
    f"crowd: {ACKNOWLEDGED} on disk, p95, ms": Limit(share=0.35),
}

Figures = dict[str, tuple[float, float]]
"""Ours and the baseline's."""


def main() -> None:
    """Measure, print, and end with an error where a limit is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=float, default=60, help="of each minute")
    arguments.add_argument("--people", type=int, default=20, help="others in a routine at once")
    chosen = arguments.parse_args()
    rounds = []
    with browser() as chromium:
        for number in range(chosen.rounds):
            load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
            print(f"round {number + 1} of {chosen.rounds}, load before it {load:.1f}", flush=True)
            rounds.append(figures(chromium, chosen.seconds, chosen.people))
    sys.exit(0 if report(rounds) else 1)


def report(rounds: list[Figures]) -> bool:
    """Print a line a figure, the medians of all rounds; whether all limits hold."""
    print(f"\n{'':<54}{'kneeapp':>9}{'baseline':>9}{'ratio':>8}  limit")
    fine = True
    for name, limit in LIMITS.items():
        ours = median(figures[name][0] for figures in rounds)
        baseline = median(figures[name][1] for figures in rounds)
        ratio = median(one / other if other else 0 for one, other in (r[name] for r in rounds))
        holds = limit.holds(ours, ratio)
        told = f"{limit}" + ("" if holds else "  MISSED")
        print(f"{name:<54}{ours:>9.1f}{baseline:>9.1f}{ratio:>8.3f}  {told}", flush=True)
        fine = fine and holds
    return fine


def figures(chromium: Browser, seconds: float, people: int) -> Figures:
    """One round: both alone and at once, then each amid `people`, in turn."""
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as name:
        folder = Path(name)
        with (
            Routine.served(chromium, folder / "kneeapp") as routine,
            Fragment.served(chromium, folder / "fragment") as fragment,
        ):
            found = alone(routine.watched, fragment.watched, seconds)
            ours, ticking = routine.amid(people, seconds), fragment.amid(people, seconds)
        with Routine.served(chromium, folder / "stock", stock=True) as on_stock:
            stock = on_stock.amid(people, seconds)
    return found | amid(ours, ticking) | answers(ours, stock)


def alone(ours: Watched, ticking: Watched, seconds: float) -> Figures:
    """Traffic of a minute in which nothing is touched, and of one with MINUTE."""
    both = (ours, ticking)
    start = [watched.now() for watched in both]
    ours.wait(seconds)
    still = [watched.now() for watched in both]
    for kind in MINUTE:
        ours.page.keyboard.press(KEYS[kind])
        act_on_fragment(ticking, kind)
        ours.wait(seconds / len(MINUTE))
    end = [watched.now() for watched in both]
    idle = [later - earlier for later, earlier in zip(still, start, strict=True)]
    active = [later - earlier for later, earlier in zip(end, still, strict=True)]
    return {
        "idle minute: server runs": pair(idle, lambda t: t.runs),
        "idle minute: websocket messages": pair(idle, lambda t: t.messages),
        "idle minute: bytes, both ways": pair(idle, lambda t: t.bytes_up + t.bytes_down),
        "active minute: server runs": pair(active, lambda t: t.runs),
        "active minute: websocket messages": pair(active, lambda t: t.messages),
        "active minute: requests": pair(active, lambda t: t.requests),
        "active minute: kB down": pair(active, lambda t: t.bytes_down / 1000),
    }


def pair(traffic: list[Traffic], counted: Callable[[Traffic], float]) -> tuple[float, float]:
    ours, ticking = traffic
    return counted(ours), counted(ticking)


def act_on_fragment(ticking: Watched, kind: str) -> None:
    """As a person does, who presses again where a run of the fragment has swallowed the press."""
    if kind == "tenderness":
        ticking.page.get_by_role("slider").press("ArrowRight")
        return
    while ticking.shows(kind.capitalize()):
        ticking.press(kind.capitalize())
        ticking.wait(1)


def amid(ours: Minute, ticking: Minute) -> Figures:
    """What a crowd does to the shown second and to the server."""
    return {
        "crowd: worst lateness of a second, ms": (max(ours.late_ms), max(ticking.late_ms)),
        "crowd: seconds never shown": (ours.missed, ticking.missed),
        "crowd: server CPU, s": (ours.cpu_s, ticking.cpu_s),
    }


def answers(ours: Minute, stock: Minute) -> Figures:
    """How long events waited for their acknowledgement, beside stock settings."""
    kept = {"": (ours.answers, stock.answers)}
    kept[" on disk"] = (ours.answers_on_disk, stock.answers_on_disk)
    return {
        f"crowd: {ACKNOWLEDGED}{where}, p{percent}, ms": (
            percentile(one, percent),
            percentile(other, percent),
        )
        for where, (one, other) in kept.items()
        for percent in (50, 95)
    }


def percentile(values: list[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    main()
