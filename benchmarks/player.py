"""What a routine under way costs and how exactly it shows the time, beside a ticking fragment.

Everything is measured on the routine page of kneeapp's own server, with a session under way, and
in the same round on a small app whose fragment is run again each second. The events' answers are
compared with kneeapp on stock Streamlit. Run it as `python -m benchmarks.player`;
docs/benchmarks.md has the method.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from benchmarks.browsing import DOWN, MESSAGES, REQUESTS, RUNS, UP, CountdownPage
from benchmarks.countdowns import Fragment, Routine
from benchmarks.crowd import MINUTE
from benchmarks.harness import Harness, Row
from benchmarks.locked_phone import LATE_MS, READY_S, listen
from tests.support.chromium import browser

KEYS = {"tenderness": "4", "pause": " ", "resume": " "}
BASELINE = "{}, baseline"

IDLE, ACTIVE, AMID = "idle minute: ", "active minute: ", "amid others: "
BOTH_WAYS = "bytes, both ways"
LATE, MISSED, CPU = AMID + "lateness of a second", AMID + "seconds never shown", AMID + "server CPU"
ANSWER = AMID + "event to acknowledgement"
ON_DISK = f"{ANSWER} on disk"
CUE, READY = "out of sight: lateness of a cue", "Start to the sounding track"
CUES = "out of sight: cues heard"

LIMITS = (
    Row(IDLE + RUNS, most=0, unit="integer"),
    Row(IDLE + MESSAGES, most=0, unit="integer"),
    Row(IDLE + BOTH_WAYS, most=0, unit="byte"),
    Row(ACTIVE + RUNS, most=6, unit="integer"),
    Row(ACTIVE + MESSAGES, unit="integer"),
    Row(ACTIVE + REQUESTS, unit="integer"),
    Row(ACTIVE + DOWN, most=12_000, unit="byte"),
    Row(LATE, percent=100, most=0.05, share=0.1),
    Row(MISSED, most=0, unit="integer"),
    Row(CPU, share=0.15),
    Row(ANSWER, share=0.35),
    Row(ANSWER, percent=95, share=0.35),
    Row(ON_DISK, share=0.35),
    Row(ON_DISK, percent=95, share=0.35),
)

ALONE_LIMITS = (
    Row(CUES, unit="integer"),
    Row(CUE, percent=100, most=LATE_MS / 1000),
    Row(READY, most=READY_S),
)
"""What has no baseline: a fragment says nothing."""

Figures = dict[str, Sequence[float]]
"""The values of each figure, and of its baseline under BASELINE."""


def main() -> None:
    """Measure, print, and end with an error where a limit is missed."""
    bench = Harness(__doc__, rounds=(3, 1), seconds=(60, 20), people=(20, 2), locked=(240, 40))
    with browser() as chromium:
        rounds = bench.measure(
            lambda: (
                one_round(chromium, bench["seconds"], bench["people"]) | laid_down(bench["locked"])
            ),
            warm_up=False,
        )
    rows = [replace(row, baseline=BASELINE.format(row.case)) for row in LIMITS]
    bench.report("The player, beside a ticking fragment", rounds, rows)
    bench.report("The player on a locked phone", rounds, ALONE_LIMITS)
    bench.end()


def one_round(chromium: Browser, seconds: float, people: int) -> Figures:
    """Both alone and at once, then each amid `people`, in turn."""
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as name:
        folder = Path(name)
        with (
            Routine.served(chromium, folder / "kneeapp") as routine,
            Fragment.served(chromium, folder / "fragment") as fragment,
        ):
            found = alone(routine.shown, fragment.shown, seconds)
            ours = routine.minute_amid(people, seconds)
            ticking = fragment.minute_amid(people, seconds)
        with Routine.served(chromium, folder / "stock", stock=True) as on_stock:
            stock = on_stock.minute_amid(people, seconds)
    return (
        found
        | pair(LATE, ours.late, ticking.late)
        | pair(MISSED, [ours.missed], [ticking.missed])
        | pair(CPU, [ours.cpu_s], [ticking.cpu_s])
        | pair(ANSWER, ours.answers, stock.answers)
        | pair(ON_DISK, ours.answers_on_disk, stock.answers_on_disk)
    )


def laid_down(seconds: float) -> Figures:
    """A full routine, out of sight for `seconds` with timers that come once a minute."""
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as name:
        listened, _ = listen(Path(name), seconds)
    late = listened.late_s
    return {CUE: late, CUES: [float(len(late))], READY: [listened.ready_s]}


def pair(figure: str, ours: Sequence[float], baseline: Sequence[float]) -> Figures:
    return {figure: ours, BASELINE.format(figure): baseline}


def alone(ours: CountdownPage, ticking: CountdownPage, seconds: float) -> Figures:
    """Traffic of a minute in which nothing is touched, and of one with MINUTE."""
    both = (ours, ticking)
    start = [page.traffic_now() for page in both]
    ours.wait(seconds)
    still = [page.traffic_now() for page in both]
    for kind in MINUTE:
        ours.page.keyboard.press(KEYS[kind])
        touch_fragment(ticking, kind)
        ours.wait(seconds / len(MINUTE))
    end = [page.traffic_now() for page in both]
    return traffic(IDLE, start, still) | traffic(ACTIVE, still, end)


def traffic(minute: str, start: Sequence[Counter[str]], end: Sequence[Counter[str]]) -> Figures:
    """What was counted in between, of ours and the ticking page."""
    ours, ticking = (later - earlier for later, earlier in zip(end, start, strict=True))
    figures = pair(minute + BOTH_WAYS, [ours[UP] + ours[DOWN]], [ticking[UP] + ticking[DOWN]])
    for what in (RUNS, MESSAGES, REQUESTS, DOWN):
        figures |= pair(minute + what, [ours[what]], [ticking[what]])
    return figures


def touch_fragment(ticking: CountdownPage, kind: str) -> None:
    """As a person does, who presses again where a run of the fragment has swallowed the press."""
    if kind == "tenderness":
        ticking.page.get_by_role("slider").press("ArrowRight")
        return
    while ticking.shows(kind.capitalize()):
        ticking.press(kind.capitalize())
        ticking.wait(1)


if __name__ == "__main__":
    main()
