"""The player under stress: what goes on, and what the person is told.

The clock is the test's, and where the track plays, so is its element: it plays by that clock.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route, expect
from stage import DEVICE, Stage

from tests.browser.conftest import HARNESS
from tests.browser.test_player_survival import Wire, look_away
from tests.browser.waiting import appears

Play = Callable[..., Stage]

pytestmark = pytest.mark.browser

ELEMENT = DEVICE + Path(HARNESS, "track_element.js").read_text("utf-8")
CLIPS = "**/clips/*.mp3"


def status(stage: Stage, words: str) -> None:
    expect(stage.page.locator(".save-status")).to_contain_text(words)


def tracked(play: Play, **options: object) -> Stage:
    """The shipped routine, led by its track from the start on."""
    stage = play(plan="by_ease", recorded=True, device=ELEMENT, timed=True, **options)
    stage.open()
    stage.page.wait_for_function("() => window.track?.src.startsWith('blob:')")
    stage.press("Start")
    plays(stage)
    return stage


def settled(stage: Stage) -> None:
    """No answer is on its way: it would come between the jumps of the two clocks."""
    stage.saved()
    appears(stage.page.locator("[data-testid=stApp][data-test-script-state=notRunning]"))


def plays(stage: Stage, *, playing: bool = True) -> None:
    stage.page.wait_for_function(f"() => window.track.paused === {str(not playing).lower()}")


def behind_ms(stage: Stage) -> float:
    """How far the track is behind the stored session, in milliseconds; of steps by the clock."""
    due = stage.due
    passed = sum(step.ms for step in stage.plan.steps[: due.step]) + due.elapsed_ms
    at: float = stage.page.evaluate("window.track.currentTime * 1000")
    return passed - at


# --- the machine and the line ---------------------------------------------------------------


def test_on_a_slow_processor_each_second_and_each_tap_is_right(play: Play) -> None:
    stage = play(timed=True).open()
    session = stage.page.context.new_cdp_session(stage.page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    stage.press("Start")
    stage.rate(4)
    stage.run(8, steps=8)
    stage.press("Pause", "Resume", "Skip")
    stage.is_right()
    assert stage.journal.kinds == ["start", "tenderness", "pause", "resume", "skip"]


def test_on_a_slow_line_it_begins_without_the_voice_which_then_joins_in(play: Play) -> None:
    held: list[Route] = []
    stage = play(plan="by_ease", recorded=True, device=ELEMENT, timed=True)
    hold = partial(_hold, held)
    stage.page.route(CLIPS, hold)
    stage.open()
    stage.run(3, steps=3)
    status(stage, "The recorded voice is still being fetched. You can start")
    stage.press("Start")
    stage.run(5, steps=5)
    assert held
    stage.page.unroute(CLIPS, hold)  # lets all of them come
    stage.page.wait_for_function("() => window.track?.src.startsWith('blob:')")
    stage.until(lambda: stage.run(1) or stage.page.evaluate("!window.track.paused"))
    assert abs(behind_ms(stage)) < 1500


def test_ten_minutes_offline_with_the_track_keep_every_tap(play: Play) -> None:
    stage = play(plan="by_ease", recorded=True, device=ELEMENT, timed=True)
    wire = Wire(stage.page)
    stage.open()
    stage.page.wait_for_function("() => window.track?.src.startsWith('blob:')")
    stage.press("Start")
    plays(stage)  # else a jump of the clock is a time away
    wire.cut()
    stage.pass_time(60)
    for value in (4, 5):
        stage.rate(value)
        stage.pass_time(30)
    stage.tap("It eased")
    for _ in range(9):
        stage.pass_time(55)
    plays(stage)
    status(stage, "5 unsaved, will be sent")
    wire.mend()
    stage.run(30, steps=60)
    taps = ["start", "tenderness", "tenderness", "eased"]
    stage.until(lambda: len(stage.journal.events) >= len(taps) + 2)
    assert stage.journal.kinds[:6] == [*taps, "step_done", "step_done"]
    assert len({(event.client, event.seq) for event in stage.journal.events}) == len(
        stage.journal.events
    )


def _hold(held: list[Route], route: Route) -> None:
    held.append(route)


# --- the sound --------------------------------------------------------------------------------


SUSPENDABLE = (
    DEVICE
    + """
window.sounds = [];
const Own = window.AudioContext;
window.AudioContext = function () {
  const made = new Own();
  window.sounds.push(made);
  return made;
};
"""
)


def test_beeps_that_the_system_has_suspended_ask_for_a_tap_and_come_back(play: Play) -> None:
    stage = play(device=SUSPENDABLE).open()
    stage.press("Start")
    stage.page.wait_for_function("() => window.sounds[0].state === 'running'")
    stage.page.evaluate("window.sounds[0].suspend()")
    status(stage, "Tap the screen once for sound.")
    stage.touch(stage.page.locator(".digits"))
    stage.page.wait_for_function("() => window.sounds[0].state === 'running'")
    expect(stage.page.locator(".save-status")).not_to_contain_text("Tap the screen")


def test_a_track_that_waits_for_a_tap_says_so_and_plays_where_the_session_is(play: Play) -> None:
    stage = tracked(play)
    stage.page.add_init_script(
        "window.Audio = class extends window.Audio { constructor() { super(); "
        "this.refuses = true; } };"
    )
    stage.reload()
    stage.page.wait_for_function("() => window.track?.src.startsWith('blob:')")
    stage.run(2, steps=2)
    status(stage, "Tap the screen once for sound.")
    stage.page.evaluate("window.track.refuses = false")
    stage.touch(stage.page.locator(".digits"))
    plays(stage)
    assert abs(behind_ms(stage)) < 1500


def test_a_call_pauses_the_session_where_the_sound_was_taken_and_says_so(play: Play) -> None:
    stage = tracked(play)
    stage.run(5, steps=5)
    look_away(stage, hidden=True)
    stage.page.evaluate("window.track.pause()")
    stage.stored("start", "pause")
    stage.run(180)
    look_away(stage, hidden=False)
    status(stage, "A call, or headphones that are gone, took the sound. Resume when you are ready.")
    assert stage.page.get_by_text("Nobody was here").count() == 0
    start, pause = stage.journal.events
    assert pause.elapsed_ms == pause.at_ms - start.at_ms < 10_000
    stage.press("Resume")
    plays(stage)
    assert abs(behind_ms(stage)) < 1500
    expect(stage.page.locator(".save-status")).not_to_contain_text("took the sound")


def test_headphones_that_are_gone_are_told_and_nothing_is_lost(play: Play) -> None:
    stage = tracked(play)
    stage.page.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    status(stage, "Headphones or speaker have changed. If you hear nothing, check the sound.")
    plays(stage)
    assert stage.journal.kinds == ["start"]
    stage.run(61, steps=10)
    expect(stage.page.locator(".save-status")).not_to_contain_text("have changed")


# --- the screen -------------------------------------------------------------------------------


REFUSED_LOCK = (
    DEVICE
    + """
navigator.wakeLock.request = async () => {
  if (window.saving !== false) throw new DOMException('low battery', 'NotAllowedError');
  return {released: false, release: async () => {}};
};
"""
)


def test_a_screen_that_may_not_be_kept_on_is_told_until_it_may(play: Play) -> None:
    stage = play(device=REFUSED_LOCK, timed=True).open()
    stage.press("Start")
    stage.run(2, steps=2)
    status(stage, "The screen may switch off: this device refuses to keep it on")
    stage.page.evaluate("window.saving = false")
    stage.run(2, steps=2)
    expect(stage.page.locator(".save-status")).not_to_contain_text("may switch off")


@pytest.mark.parametrize("timers", ["once a minute", "none"])
def test_hidden_for_ten_minutes_the_track_leads_on(play: Play, timers: str) -> None:
    stage = tracked(play)
    look_away(stage, hidden=True)
    if timers == "none":
        stage.pass_time(600)
    else:
        for _ in range(10):
            settled(stage)
            stage.pass_time(60)
    look_away(stage, hidden=False)
    stage.until(lambda: "step_done" in stage.journal.kinds)
    assert stage.page.get_by_text("Nobody was here").count() == 0
    plays(stage)
    stage.is_right()
    done = [event for event in stage.journal.events if event.kind == "step_done"]
    planned = [step.ms for step in stage.plan.steps]
    assert [event.elapsed_ms for event in done] == planned[: len(done)]
    assert set(stage.journal.kinds) == {"start", "step_done"}


# --- two tabs ---------------------------------------------------------------------------------


def test_of_two_tabs_only_the_one_in_the_lead_speaks(play: Play, new_phone: BrowserContext) -> None:
    first = play(page=new_phone.new_page(), plan="by_ease", recorded=True, device=ELEMENT).open()
    first.page.wait_for_function("() => window.track?.src.startsWith('blob:')")
    first.press("Start")
    plays(first)
    second = Stage(new_phone.new_page(), first.journal, first.url)
    second.page.add_init_script(ELEMENT)
    second.page.goto(second.url)
    second.page.wait_for_function("() => window.track?.src.startsWith('blob:')")
    appears(second.button("Use it here"))
    status(second, "Open in another tab.")
    plays(second, playing=False)
    plays(first)
    second.button("Use it here").click()
    plays(second)
    plays(first, playing=False)
