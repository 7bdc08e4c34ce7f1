"""Reloads, outages, tabs, bad clocks: right step, right second, each event once."""

import json
from asyncio import get_running_loop
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute, expect
from stage import DEVICE, Stage

from kneeapp.ui.widgets.player.messages import reported
from tests.browser.serving import Script
from tests.browser.waiting import appears

Play = Callable[..., Stage]
DAY = 86_400

pytestmark = pytest.mark.browser


class Wire:
    """The page's websocket, which a test may cut or hold up."""

    def __init__(self, page: Page) -> None:
        self._cut = self._stalled = False
        self._held: list[Callable[[], None]] = []
        self._open: list[WebSocketRoute] = []
        page.route_web_socket("**/_stcore/stream", self._connect)

    def cut(self) -> None:
        self._cut = True
        for socket in self._open:
            socket.close()
        self._open.clear()

    def mend(self) -> None:
        self._cut = self._stalled = False
        for send in self._held:
            send()
        self._held.clear()

    def stall(self) -> None:
        self._stalled = True

    def _connect(self, browser: WebSocketRoute) -> None:
        if self._cut:
            # up to 1.64 a handler of Playwright's that waits for what it asks for waits for ever
            get_running_loop().create_task(browser._impl_obj.close())
            return
        server = browser.connect_to_server()
        browser.on_message(lambda message: self._pass(lambda: server.send(message)))
        server.on_message(lambda message: self._pass(lambda: browser.send(message)))
        self._open.append(browser)

    def _pass(self, send: Callable[[], None]) -> None:
        if self._stalled:
            self._held.append(send)
        else:
            send()


@pytest.mark.parametrize(
    "paused", [False, pytest.param(True, marks=pytest.mark.nightly)], ids=["running", "paused"]
)
def test_three_reloads_change_nothing(play: Play, paused: bool) -> None:
    stage = play().open()
    stage.press("Start", "Skip")
    stage.rate(4)
    stage.until(lambda: "tenderness" in stage.journal.kinds)
    if paused:
        stage.press("Pause")
    before = stage.journal.kinds
    for _ in range(3):
        stage.reload("Resume" if paused else "Pause")
        stage.is_right()
    expect(stage.page.locator(".value")).to_have_text("4")
    assert stage.journal.kinds == before
    stage.no_error()


def test_an_instant_reload_after_a_tap_loses_nothing(play: Play) -> None:
    stage = play().open()
    stage.press("Start")
    stage.page.evaluate(
        "() => { document.querySelector('.stBidiComponent [data-testid]').shadowRoot"
        ".querySelector('.skip').click(); location.reload(); }"
    )
    stage.stored("start", "skip")
    appears(stage.button("Pause"))
    stage.is_right()
    assert stage.journal.kinds == ["start", "skip"]


def test_a_reload_at_the_moment_of_the_end_still_finishes(play: Play) -> None:
    stage = play(scale=0.02, timed=True)
    wire = Wire(stage.page)
    stage.open()
    stage.press("Start")
    wire.stall()
    stage.run(7, steps=7)
    expect(stage.page.get_by_role("heading", name="All done")).to_be_visible()
    wire.cut()
    wire.mend()
    stage.page.reload()
    appears(stage.page.get_by_text("The session was finished."))
    assert stage.journal.kinds == ["start", *["step_done"] * 4]


@pytest.mark.parametrize(
    "when",
    [
        "in mid-step",
        pytest.param("right after a reload", marks=pytest.mark.nightly),
        pytest.param("after its time to live", marks=pytest.mark.nightly),
    ],
)
def test_a_server_that_forgot_everything_loses_nothing(
    mortal: tuple[Stage, Script], when: str
) -> None:
    stage, server = mortal
    wire = Wire(stage.page)
    stage.open()
    stage.press("Start")
    if when != "in mid-step":  # a session that has seen one run only knows the least
        stage.reload()
    if when == "after its time to live":
        wire.cut()
        stage.page.wait_for_timeout(1500)  # the server forgets after one second
    else:
        server.kill()
        stage.run(10, steps=10)  # Streamlit tries again a few times before it says so
        # from now on Streamlit's dialog makes the page below it inert
        expect(stage.page.get_by_text("Connection error")).to_be_attached()
    stage.rate(5)
    stage.touch(stage.button("Skip"))
    stage.rate(8)
    stage.run(5)
    expect(stage.page.locator(".save-status")).to_contain_text("3 unsaved, will be sent")
    server.start()
    wire.mend()
    stage.run(30, steps=30)  # by then it has tried once more
    stage.stored("start", "tenderness", "skip", "tenderness")
    assert [event.value for event in stage.journal.events] == [None, 5, None, 8]
    stage.saved()
    stage.is_right()
    stage.no_error()


def test_content_that_changes_under_a_session_leaves_it_where_it_is(play: Play) -> None:
    stage = play().open()
    stage.press("Start", "Skip")
    stage.rate(4)
    stage.until(lambda: "tenderness" in stage.journal.kinds)
    stage.journal.choose(content_gone=True)  # the drawings, and all phrases but one
    stage.press("Pause", "Resume")
    expect(stage.page.locator(".figure svg")).to_have_count(0)
    stage.is_right()
    expect(stage.page.locator(".value")).to_have_text("4")
    stage.rate(7)
    stage.stored("start", "skip", "tenderness", "pause", "resume", "tenderness")
    assert len({(event.client, event.seq) for event in stage.journal.events}) == 6
    assert "undefined" not in stage.page.locator(".screen").inner_text()
    stage.no_error()


@pytest.mark.parametrize("seconds", [60, pytest.param(600, marks=pytest.mark.nightly)])
def test_a_network_that_is_gone_is_not_away(play: Play, seconds: int) -> None:
    stage = play(timed=True)
    wire = Wire(stage.page)
    stage.open()
    stage.press("Start")
    wire.cut()
    for value in (3, 6):
        stage.rate(value)
        stage.run(seconds / 20, steps=10)
    stage.tap("Pause")
    stage.run(0.9 * seconds)
    expect(stage.page.locator(".save-status")).to_contain_text("3 unsaved")
    wire.mend()
    stage.run(30)
    stage.stored("start", "tenderness", "tenderness", "pause")
    start, *_, pause = stage.journal.events
    assert pause.at_ms - start.at_ms >= 100 * seconds
    assert pause.elapsed_ms == pause.at_ms - start.at_ms
    expect(stage.button("Resume")).to_be_visible()


def test_a_stalled_line_delivers_each_event_once(play: Play) -> None:
    stage = play(timed=True)
    wire = Wire(stage.page)
    stage.open()
    stage.press("Start")
    wire.stall()
    stage.rate(5)
    stage.run(12, steps=3)  # it waits 4 s before it sends again
    expect(stage.page.locator(".save-status")).to_contain_text("1 unsaved, will be sent")
    wire.mend()
    stage.stored("start", "tenderness")
    stage.saved()
    stage.is_right()


def test_a_page_that_is_left_hands_over_what_is_unsaved(play: Play) -> None:
    posted: list[str] = []
    stage = play(beacon="/beacon")

    def refuse(route: Route) -> None:
        if route.request.resource_type == "ping":
            posted.append(route.request.post_data or "")
        route.abort()

    stage.page.route("**/beacon", refuse)
    wire = Wire(stage.page)
    stage.open()
    stage.press("Start")
    look_away(stage, hidden=True)
    assert posted == []
    look_away(stage, hidden=False)
    wire.stall()
    stage.touch(stage.button("Skip"))
    look_away(stage, hidden=True)
    stage.until(lambda: posted)
    played = reported(json.loads(posted[0]), session=stage.session)
    assert [event.kind for event in played.events] == ["skip"]


# --- away ------------------------------------------------------------------------------------


def asleep(stage: Stage, seconds: float) -> None:
    """The lid is closed: no timer fires, then all of the time has passed."""
    stage.run(1.2)
    stage.pass_time(seconds)


def test_a_renderer_stopped_for_twelve_seconds_wakes_at_the_right_second(play: Play) -> None:
    stage = play(scale=0.05, timed=True).open()
    stage.press("Start")
    asleep(stage, 12)
    stage.until(lambda: stage.journal.kinds.count("step_done") == 2)
    stage.is_right()
    assert stage.journal.kinds == ["start", "step_done", "step_done"]
    assert [event.step for event in stage.journal.events[1:]] == [0, 1]
    heard = stage.page.evaluate("window.heard.filter((words) => words.includes('side.'))")
    assert heard == [
        "Left side. Ball under the outer hip.",
        "Left side. Roller under the outer thigh.",
    ]


def test_a_short_absence_runs_on(play: Play) -> None:
    stage = play(timed=True).open()
    stage.press("Start")
    asleep(stage, 55)
    stage.is_right()
    expect(stage.button("Pause")).to_be_visible()
    expect(stage.page.get_by_text("Welcome back")).to_have_count(0)
    assert stage.journal.kinds == ["start"]


def test_after_a_long_absence_it_goes_on_from_the_last_moment_alive(play: Play) -> None:
    stage = play(timed=True).open()
    stage.press("Start")
    asleep(stage, 600)
    expect(stage.page.get_by_text("Nobody was here for 10 min.")).to_be_visible()
    stage.page.reload()
    appears(stage.page.get_by_text("Nobody was here for 10 min."))
    assert stage.journal.kinds == ["start"]
    stage.button("Go on from here").click()
    stage.stored("start", "pause", "resume")
    start, pause, resume = stage.journal.events
    assert pause.elapsed_ms == pause.at_ms - start.at_ms < 6000
    assert (resume.step, resume.elapsed_ms, resume.value) == (pause.step, pause.elapsed_ms, None)
    assert resume.at_ms - pause.at_ms > 590_000
    stage.is_right()


def test_who_kept_rolling_goes_on_where_the_clock_is(play: Play) -> None:
    stage = play(timed=True).open()
    stage.press("Start")
    asleep(stage, 150)
    stage.button("I kept rolling").click()
    stage.until(lambda: len(stage.journal.events) >= 3)
    start, pause, resume = (event for event in stage.journal.events if event.kind != "step_done")
    assert pause.elapsed_ms < 6000
    assert (resume.step, resume.value) == (1, "kept_rolling")
    assert resume.elapsed_ms == resume.at_ms - start.at_ms - 100_000
    stage.is_right()


def look_away(stage: Stage, hidden: bool) -> None:
    stage.page.evaluate(
        """(state) => {
          Object.defineProperty(
            document, 'visibilityState', {configurable: true, get: () => state},
          );
          document.dispatchEvent(new Event('visibilitychange'));
        }""",
        "hidden" if hidden else "visible",
    )


def test_out_of_sight_it_plays_on_for_a_minute_and_then_waits(play: Play) -> None:
    stage = play(scale=0.35, timed=True).open()
    stage.press("Start")
    look_away(stage, hidden=True)
    stage.run(150, steps=30)
    look_away(stage, hidden=False)
    stage.button("Go on from here").click()
    stage.stored("start", "step_done", "pause", "resume")
    stage.is_right()
    expect(stage.page.locator(".count")).to_have_text("Step 1 of 4")


def test_a_page_gone_for_an_hour_asks_when_it_is_opened_again(play: Play) -> None:
    stage = play(timed=True).open()
    stage.press("Start")
    stage.page.goto("about:blank")
    stage.journal.move_clock(3600)
    later = stage.page.context.new_page()
    later.clock.install(time=stage.journal.now)
    later.goto(stage.url)
    appears(later.get_by_text("Nobody was here for 1 h."))
    later.close()


# --- two tabs, wrong clocks, no storage --------------------------------------------------------


def test_a_second_tab_shows_the_same_and_takes_over_on_demand(
    play: Play, pocket: BrowserContext
) -> None:
    first = play().open()
    first.press("Start", "Skip")
    second = Stage(pocket.new_page(), first.journal, first.url)
    second.page.add_init_script(DEVICE)
    second.page.goto(second.url)
    appears(second.button("Use it here"))
    second.is_right()
    expect(second.button("Stop")).to_be_disabled()
    first.press("Pause")
    second.is_right()
    second.button("Use it here").click()
    expect(second.button("Resume")).to_be_visible()
    expect(first.button("Use it here")).to_be_visible()
    second.press("Resume", "Back")
    second.rate(5)
    second.until(lambda: "tenderness" in second.journal.kinds)
    first.is_right()
    assert first.journal.kinds == ["start", "skip", "pause", "resume", "back", "tenderness"]
    assert len({event.client for event in first.journal.events}) == 2
    first.button("Use it here").click()
    expect(second.button("Use it here")).to_be_visible()
    second.page.close()


def test_two_tabs_report_the_end_once(play: Play) -> None:
    first = play(scale=0.005, timed=True).open()
    second = Stage(first.page.context.new_page(), first.journal, first.url)
    second.page.goto(second.url)
    appears(second.button("Use it here"))
    first.button("Start").click()
    appears(first.page.get_by_text("The session was finished."))
    second.page.clock.run_for(10_000)  # long after the first has lost the lead
    second.page.wait_for_timeout(300)
    assert first.journal.kinds == ["start", *["step_done"] * 4]
    second.page.close()


@pytest.mark.parametrize("off", [-DAY, DAY], ids=["a day slow", "a day fast"])
def test_a_device_a_day_wrong_shows_the_right_second(play: Play, off: float) -> None:
    stage = play(timed=True)
    stage.page.clock.install(time=stage.journal.now.timestamp() + off)
    stage.open()
    stage.press("Start", "Skip")
    stage.is_right()
    stage.reload()
    stage.is_right()
    now_ms = stage.journal.now.timestamp() * 1000
    assert all(abs(now_ms - event.at_ms) < 30_000 for event in stage.journal.events)


FORBIDDEN = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('no', 'SecurityError'); },
});"""
FULL = (
    "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
)


@pytest.mark.parametrize("storage", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_it_works_without_storage_and_says_so(play: Play, storage: str) -> None:
    faults: list[str] = []
    stage = play(device=DEVICE + storage)
    stage.page.on("pageerror", lambda error: faults.append(str(error)))
    stage.open()
    stage.press("Start", "Skip")
    stage.rate(5)
    stage.until(lambda: len(stage.journal.events) == 3)
    expect(stage.page.locator(".save-status")).to_contain_text("this browser cannot store ratings")
    stage.reload()
    stage.is_right()
    assert stage.journal.kinds == ["start", "skip", "tenderness"]
    assert faults == []
