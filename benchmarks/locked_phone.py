"""A session on a phone that is laid down: when each cue is heard while the page is out of sight.

`python -m benchmarks.locked_phone` plays a whole full routine in real time, with the page out of
sight from the first minute on, rates the knee, saves, and prints each cue with its time;
`--seconds` ends it sooner. `benchmarks.player` has its figures among its own.
"""

import argparse
import json
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from selenium.webdriver import Chrome

from benchmarks.tables import table
from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.domain.accounts import consent
from kneeapp.domain.accounts.consent import VERSION, Consent
from kneeapp.domain.routine.definitions import Choice, Plan
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.sessions import Session
from kneeapp.store.engine.database import Store
from kneeapp.store.record import consents, event_log, screenings, sessions
from kneeapp.ui.widgets.player import player_steps, stop_options
from kneeapp.ui.widgets.player.messages import PlayerPlan
from tests.browser.reading import opened
from tests.store.builders import a_session
from tests.support.laid_down import chrome, out_of_sight, until
from tests.support.servers import kneeapp

IN_SIGHT_S = 60
LATE_MS = 300
READY_S = 1.5

ONSETS = """
const [plan, done] = arguments;
const file = performance.getEntriesByType('resource').map(({name}) => name)
  .find((name) => name.split('?')[0].endsWith('/cues.js'));
const {planCues} = await import(file);
const sound = await new OfflineAudioContext(1, 24000, 24000)
  .decodeAudioData(await window.track.arrayBuffer());
const pcm = sound.getChannelData(0), block = sound.sampleRate / 100;
const loud = (n) => {
  let sum = 0;
  for (let at = n * block; at < (n + 1) * block; at += 1) sum += pcm[at] ** 2;
  return Math.sqrt(sum / block) > 10 ** (-45 / 20);
};
const anyLoud = (from, to) => {
  for (let n = Math.max(0, Math.round(from / 10)); n < to / 10; n += 1) if (loud(n)) return n * 10;
  return null;
};
const cues = planCues(plan).filter(({beep, say}) => beep || say);
done(cues.map(({at, beep, say}, n) => {
  const follows = cues[n - 1]?.at === at || anyLoud(at - 350, at - 100) !== null;
  return {at, what: say ?? beep, onset: follows ? null : anyLoud(at - 100, at + 1000)};
}));
"""
"""Of each cue of a plan: when it is due, and when in the decoded track it begins to sound; null
where something is still being said at its time, which it then follows."""


@dataclass(frozen=True)
class HeardCue:
    """A cue: its time in the plan, in the decoded track, and by the element's clock, in ms.

    `heard_ms` counts from the stored start of the session. None in the track: it follows what is
    said. None as heard: the element was not there yet, or no more.
    """

    what: str
    due_ms: float
    track_ms: float | None
    heard_ms: float | None
    hidden: bool

    @property
    def late_ms(self) -> float | None:
        return None if self.heard_ms is None else self.heard_ms - self.due_ms


@dataclass(frozen=True)
class Listened:
    """What a session brought: its cues, and how soon the track sounded after *Start*, in s."""

    cues: Sequence[HeardCue]
    ready_s: float
    drift_ms: Sequence[float]
    """How far the element stood from the plan, at each of its signs of life out of sight."""

    @property
    def late_s(self) -> list[float]:
        """How far each cue out of sight was from its time."""
        return [
            abs(cue.late_ms) / 1000 for cue in self.cues if cue.hidden and cue.late_ms is not None
        ]


def main() -> None:
    """Play, and print each cue with its time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, help="out of sight; all of the routine")
    seconds = parser.parse_args().seconds
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as name:
        listened, session = listen(Path(name), seconds)
    rows = [
        {
            "due, s": f"{cue.due_ms / 1000:.1f}",
            "in the track, s": _in_s(cue.track_ms),
            "heard, s": _in_s(cue.heard_ms),
            "late, ms": "" if cue.late_ms is None else f"{cue.late_ms:.0f}",
            "out of sight": "yes" if cue.hidden else "",
            "cue": cue.what,
        }
        for cue in listened.cues
    ]
    table("Cues", rows)
    late = listened.late_s
    print(f"\nTrack sounding {listened.ready_s:.2f} s after Start.")
    print(f"{len(late)} cues out of sight, the farthest {max(late) * 1000:.0f} ms from its time.")
    print(f"The element at most {max(map(abs, listened.drift_ms)):.0f} ms from the plan.")
    if session:
        worked = [(f"{step.area}, {step.side}", step.worked_s) for step in session.steps]
        print(f"Saved: knee {session.before} to {session.after}; seconds of work {worked}.")


def _in_s(ms: float | None) -> str:
    return "" if ms is None else f"{ms / 1000:.2f}"


def listen(folder: Path, seconds: float | None) -> tuple[Listened, Session | None]:
    """A session out of sight after IN_SIGHT_S for `seconds`; without them, to its end and saved."""
    record = folder / "record.duckdb"
    session = _begin(record)
    with kneeapp(folder, record) as server, chrome() as driver:
        server.wait()
        driver.set_script_timeout(120)
        driver.get(f"{server.url}/routine")
        until(driver, "return window.element?.readyState > 0 && window.track !== undefined")
        until(driver, "return find(document, '.primary')").click()
        until(driver, "return element.currentTime > 0.5")
        in_sight = IN_SIGHT_S if seconds is None else 2.0
        time.sleep(in_sight)
        with out_of_sight(driver):
            time.sleep(session.plan.ms / 1000 - in_sight + 20 if seconds is None else seconds)
        places = driver.execute_script("return places")
        ready_s = driver.execute_script("return (playedAt - pressedAt) / 1000")
        onsets = driver.execute_async_script(ONSETS, _player_plan(session.plan))
        if seconds is None:
            _rate_and_save(driver)
        else:
            until(driver, "return find(document, '.save-status')?.textContent.includes('Saved')")
    with opened(record) as own:
        saved = sessions.last(own) if seconds is None else None
        events = event_log.events(own, session.id)
    began = _began_ms(saved) if saved else events[0].at_ms
    return Listened(_heard(onsets, places, began), ready_s, _drift(places, began)), saved


def _began_ms(saved: Session) -> float:
    """When a session played without a pause was started: its events are folded away by saving."""
    ended = saved.ended_at or saved.started_at
    return ended.timestamp() * 1000 - saved.plan.ms


def _drift(places: Sequence[tuple[float, float, bool]], began: float) -> list[float]:
    return [at - began - place for at, place, hidden in places if hidden]


def _heard(
    onsets: Sequence[dict[str, Any]], places: Sequence[tuple[float, float, bool]], began: float
) -> list[HeardCue]:
    """Each cue with when the element passed it, read between two of its signs of life."""
    heard = []
    for cue in onsets:
        at, hidden = None, False
        for (early, start, _), (late, end, out) in pairwise(places):
            if cue["onset"] is not None and start <= cue["onset"] < end:
                share = (cue["onset"] - start) / (end - start)
                at, hidden = early + share * (late - early) - began, out
                break
        heard.append(HeardCue(cue["what"], cue["at"], cue["onset"], at, hidden))
    return heard


def _begin(record: Path) -> Session:
    """A record with a screening, and a session of the full routine that waits for *Start*."""
    planned = plan(content.routine("release"), Choice(by_ease=True), demo.KNEE)
    session = a_session(
        started_at=clock.now(), knee=demo.KNEE, test_move=demo.MOVE, plan=planned, before=5
    )
    with closing(Store.open(record)):
        pass
    with opened(record) as own:
        consents.give(own, Consent(VERSION, clock.now(), consent.personal("in a file")))
        screened = demo.screened(content.questionnaire(), clock.now())
        screenings.save(own, screened)
        sessions.start(own, session)
    return session


def _player_plan(planned: Plan) -> dict[str, Any]:
    """The plan as the player is given it."""
    given = PlayerPlan(
        steps=player_steps(planned),
        figures={},
        phrases=content.routine("release").phrases,
        before=5,
        brief=False,
        stop_reasons=stop_options(planned),
    )
    found: dict[str, Any] = json.loads(given.model_dump_json())
    return found


def _rate_and_save(driver: Chrome) -> None:
    """The re-check, as a person does it."""
    button = "return [...document.querySelectorAll('button')].find((one) => %s)"
    until(driver, 'return find(document, \'[data-value="3"], [aria-label="Knee pain after 3"]\')')
    driver.execute_script("find(document, '[aria-label=\"Knee pain after 3\"]').click()")
    until(driver, button % "one.innerText.includes('Save session') && !one.disabled").click()
    until(driver, "return document.body.innerText.includes('Saved.')")


if __name__ == "__main__":
    main()
