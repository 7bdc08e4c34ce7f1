"""The player in a real browser: what the person does, and what is stored of it."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, FloatRect, Page, expect
from stage import DEVICE, Stage

Play = Callable[..., Stage]
SCREENS = [(360, 640), (390, 844), (640, 360), (1280, 800)]

pytestmark = pytest.mark.browser


def test_every_tap_is_stored_once_and_in_order(play: Play) -> None:
    stage = play().open()
    stage.press("Start", "Pause", "Resume", "Skip", "Back")
    stage.stored("start", "pause", "resume", "skip", "back")
    assert [event.seq for event in stage.journal.events] == [0, 1, 2, 3, 4]
    stage.is_right()
    stage.saved()
    stage.no_error()


def test_the_screen_names_the_step_the_side_and_what_is_next(play: Play) -> None:
    stage = play().open()
    stage.press("Start")
    expect(stage.page.get_by_role("heading", name="LEFT · Outer hip · ball")).to_be_visible()
    expect(stage.page.get_by_text("Next: RIGHT · Outer hip · ball")).to_be_visible()
    expect(stage.page.get_by_text("bout 1 of 2")).to_be_visible()
    expect(stage.page.get_by_role("img", name="Lying on the left side")).to_be_visible()


def test_two_taps_on_one_button_are_one(play: Play) -> None:
    stage = play().open()
    stage.button("Start").dblclick()
    stage.stored("start")
    stage.button("Skip").dblclick()
    stage.press("Stop")
    assert stage.journal.kinds == ["start", "skip", "pause"]


def test_back_on_the_first_step_restarts_it(play: Play) -> None:
    stage = play().open()
    stage.press("Start", "Back")
    stage.is_right()
    expect(stage.page.locator(".count")).to_have_text("Step 1 of 4")


def test_skipping_the_last_step_finishes(play: Play) -> None:
    stage = play().open()
    stage.press("Start", "Skip", "Skip", "Skip")
    expect(stage.page.get_by_text("This is the last step")).to_be_visible()
    stage.tap("Skip")
    expect(stage.page.get_by_role("heading", name="Rate your knee again")).to_be_visible()
    assert stage.journal.kinds == ["start", "skip", "skip", "skip", "skip"]


def test_a_session_runs_to_its_end_and_reports_each_step_once(play: Play) -> None:
    stage = play(scale=0.01).open()
    stage.button("Start").click()
    expect(stage.page.get_by_role("heading", name="Rate your knee again")).to_be_visible()
    ends = [event for event in stage.journal.events if event.kind.value == "step_done"]
    assert [(event.step, event.elapsed_ms) for event in ends] == [
        (0, 1000),
        (1, 1000),
        (2, 1000),
        (3, 200),
    ]
    start = stage.journal.events[0].at_ms
    assert [event.at_ms - start for event in ends] == [1000, 2000, 3000, 3200]


def test_an_idle_minute_asks_nothing_of_the_server(play: Play) -> None:
    stage = play(timed=True).open()
    stage.press("Start")
    runs = stage.journal.runs
    stage.run(60, steps=12)
    stage.is_right()
    assert stage.journal.runs == runs


def test_a_minute_of_six_events_is_six_runs_and_little_to_carry(play: Play, phone: Page) -> None:
    down: list[int] = []
    phone.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: down.append(len(frame))),
    )
    stage = play(page=phone).open()
    stage.press("Start")
    down.clear()
    runs = stage.journal.runs
    for value in (3, 5, 6, 4):
        known = len(stage.journal.events)
        stage.rate(value)
        stage.until(lambda known=known: len(stage.journal.events) > known)
        stage.saved()
    stage.press("Pause", "Resume")
    assert stage.journal.runs == runs + 6
    assert sum(down) <= 13_500  # of which Streamlit sends the theme with its fonts in each run


# --- tenderness ------------------------------------------------------------------------------


def test_a_tapped_digit_is_a_rating_with_its_advice(play: Play) -> None:
    work, strong, over = "3–5 is the place to work", "Strong: ease a little", "Ease off now"
    stage = play().open()
    stage.press("Start")
    for value, words in ((2, work), (5, work), (6, strong), (7, over), (10, over)):
        known = len(stage.journal.events)
        stage.rate(value)
        expect(stage.page.locator(".advice")).to_have_text(words)
        stage.until(lambda known=known: len(stage.journal.events) > known)
        assert stage.journal.events[-1].value == value
    assert stage.journal.kinds == ["start", *["tenderness"] * 5]


def test_a_drag_is_one_rating_sent_on_release(play: Play) -> None:
    stage = play().open()
    stage.press("Start")
    cells = stage.page.locator(".cell")
    first, last = cells.nth(2).bounding_box(), cells.nth(7).bounding_box()
    assert first
    assert last
    stage.page.mouse.move(first["x"] + 10, first["y"] + 20)
    stage.page.mouse.down()
    stage.page.mouse.move(last["x"] + 10, last["y"] - 60, steps=8)
    expect(stage.page.locator(".advice")).to_have_text("Ease off now")
    assert stage.journal.kinds == ["start"]
    stage.page.mouse.up()
    stage.stored("start", "tenderness")
    assert stage.journal.events[-1].value == 7


def test_taps_on_plus_in_a_row_are_one_rating(play: Play) -> None:
    stage = play().open()
    stage.press("Start")
    for _ in range(3):
        stage.button("More tender").click()
    stage.stored("start", "tenderness")
    assert stage.journal.events[-1].value == 7


def test_the_slider_has_a_name_and_moves_by_keys(play: Play) -> None:
    stage = play().open()
    stage.press("Start")
    slider = stage.page.get_by_role("slider", name="Tenderness")
    slider.focus()
    slider.press("ArrowRight")
    stage.stored("start", "tenderness")
    assert stage.journal.events[-1].value == 5


def test_each_spot_is_rated_afresh(play: Play) -> None:
    stage = play().open()
    stage.press("Start")
    stage.rate(6)
    stage.stored("start", "tenderness")
    expect(stage.page.locator(".value")).to_have_text("6")
    stage.press("Skip")
    expect(stage.page.locator(".value")).to_have_text("–")
    expect(stage.page.locator(".advice")).to_have_text("Rate it as you roll")


# --- stopping --------------------------------------------------------------------------------


def test_stop_pauses_at_once_and_asks_why(play: Play) -> None:
    stage = play().open()
    stage.press("Start")
    stage.button("Stop").click()
    stage.stored("start", "pause")
    expect(stage.page.get_by_role("heading", name="Paused. Why stop?")).to_be_visible()
    stage.button("I need a break").click()
    expect(stage.button("Resume")).to_be_visible()
    stage.press("Resume")
    stage.stored("start", "pause", "resume")


FOR_GOOD = {
    "sharp": "Sharp or electric pain",
    "numb": "Numb or tingling",
    "danger": "Chest pain, short of breath, or a swollen leg",
}
FINAL = pytest.mark.parametrize("reason", FOR_GOOD)


@FINAL
def test_a_reason_for_good_is_stored_at_once_and_offers_no_resume(play: Play, reason: str) -> None:
    stage = play().open()
    stage.press("Start")
    stage.tap("Stop", FOR_GOOD[reason])
    stage.stored("start", "pause", "stop")
    assert stage.journal.events[-1].value == reason
    stage.saved()
    expect(stage.button("End session")).to_be_visible()
    expect(stage.in_dialog("Resume")).to_have_count(0)
    assert stage.page.locator(".content").evaluate("(content) => content.inert")
    stage.button("End session").click()
    expect(stage.page.get_by_text("The session was stopped.")).to_be_visible()
    assert stage.journal.kinds == ["start", "pause", "stop"]


@FINAL
def test_a_page_closed_with_the_sheet_open_leaves_the_session_ended(
    play: Play, reason: str
) -> None:
    stage = play().open()
    stage.press("Start")
    stage.tap("Stop", FOR_GOOD[reason])
    stage.stored("start", "pause", "stop")
    stage.page.reload()
    expect(stage.page.get_by_text("The session was stopped.")).to_be_visible()
    assert stage.journal.events[-1].value == reason


KEEP_WORDS = """(player) => {
  window.shown = [];
  const look = () => player.checkVisibility() && window.shown.push(player.innerText);
  const all = {subtree: true, childList: true, characterData: true, attributes: true};
  new MutationObserver(look).observe(player, all);
}"""


@FINAL
def test_after_harm_nothing_promises_a_recheck(play: Play, reason: str) -> None:
    stage = play().open()
    stage.press("Start")
    stage.tap("Stop", FOR_GOOD[reason])
    words = [stage.page.locator(".dialog").inner_text()]
    stage.page.locator(".player").evaluate(KEEP_WORDS)
    stage.tap("End session")
    expect(stage.page.get_by_text("The session was stopped.")).to_be_visible()
    words += stage.page.evaluate("window.shown")
    assert any("What you did is kept." in text for text in words)
    assert [text for text in words if "check" in text or "test move" in text] == []


def test_who_has_just_finished_is_told_of_the_recheck(play: Play) -> None:
    stage = play().open()
    stage.press("Start")
    stage.tap("Stop", "Finished for today")
    expect(stage.page.locator(".dialog")).to_contain_text("The re-check comes next.")
    stage.stored("start", "pause")
    stage.tap("End session")
    stage.stored("start", "pause", "stop")
    assert stage.journal.events[-1].value == "finished"


@pytest.mark.parametrize(("number", "line"), [("112", "116 117"), ("911", None), (None, None)])
def test_a_danger_sign_has_the_numbers_to_call_as_buttons(
    play: Play, number: str | None, line: str | None
) -> None:
    stage = play(emergency=number, medical_line=line).open()
    stage.press("Start")
    stage.tap("Stop", FOR_GOOD["danger"])
    sheet = stage.page.get_by_role("dialog", name="Stop now and get help")
    call = f"call {number or 'your local emergency number'} now."
    expect(sheet).to_contain_text(call)
    links = sheet.get_by_role("link")
    shown = links.evaluate_all(
        "(all) => all.map((one) => [one.getAttribute('href'), one.innerText])"
    )
    expected = [(f"tel:{number}", f"Call {number}")] if number else []
    if line:
        expected.append(("tel:116117", "Call 116 117, the medical line"))
    assert [tuple(one) for one in shown] == expected
    width = sheet.bounding_box()
    assert width
    for link in links.all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] >= 0.85 * width["width"]


MANGLED = """1" onfocus="alert(1)" title='<b>&amp;"""


def test_a_number_with_a_quote_stays_within_its_attribute(module: Page) -> None:
    href = module.evaluate(
        """async (number) => {
          const { escapeHtml } = await import('/dialog.js');
          const box = document.createElement('p');
          box.innerHTML = `<a href="tel:${escapeHtml(number)}">call</a>`;
          return [...box.firstChild.attributes].map(({name, value}) => [name, value]);
        }""",
        MANGLED,
    )
    assert href == [["href", f"tel:{MANGLED}"]]


def test_a_reason_tapped_by_mistake_can_be_taken_back(play: Play) -> None:
    stage = play().open()
    stage.press("Start")
    stage.tap("Stop")
    for reason in ("Numb or tingling", "Chest pain, short of breath, or a swollen leg"):
        stage.tap(reason)
        expect(stage.in_dialog("Resume")).to_have_count(0)
        stage.tap("I tapped the wrong one")
    stage.tap("I need a break")
    stage.press("Resume")
    stage.stored("start", "pause", *["stop", "pause"] * 2, "resume")
    stage.is_right()


def test_a_knee_two_points_worse_ends_the_session_and_one_does_not(play: Play) -> None:
    stage = play().open()
    stage.press("Start")
    stage.tap("Stop", "My knee pain is worse", "5")
    stage.in_dialog("Resume").click()
    stage.stored("start", "pause", "rating", "resume")
    stage.tap("Stop", "My knee pain is worse", "6")
    expect(stage.page.get_by_text("Your knee went from 4 to 6.")).to_be_visible()
    expect(stage.in_dialog("Resume")).to_have_count(0)
    stage.until(lambda: stage.journal.kinds[-1] == "stop")
    stage.button("End session").click()
    expect(stage.page.get_by_text("The session was stopped.")).to_be_visible()
    kinds = ["start", "pause", "rating", "resume", "pause", "rating", "stop"]
    assert stage.journal.kinds == kinds
    assert stage.journal.events[-1].value == "knee_worse"


# --- hands, eyes, ears -------------------------------------------------------------------------


def test_keys_play_it(play: Play, desktop: Page) -> None:
    stage = play(page=desktop).open()
    for key in (" ", " ", " ", "ArrowRight", "ArrowLeft", "5"):
        known = len(stage.journal.events)
        stage.key(key)
        stage.until(lambda known=known: len(stage.journal.events) > known)
    assert stage.journal.kinds == ["start", "pause", "resume", "skip", "back", "tenderness"]


def test_space_after_a_tap_on_skip_pauses(play: Play, desktop: Page) -> None:
    stage = play(page=desktop).open()
    stage.press("Start", "Skip")
    stage.key(" ")
    stage.stored("start", "skip", "pause")


def test_escape_pauses_and_leaves_the_full_screen(play: Play, desktop: Page) -> None:
    stage = play(page=desktop).open()
    stage.press("Start")
    stage.page.keyboard.press("Escape")
    stage.stored("start", "pause")
    assert not stage.page.locator(".screen").evaluate("(screen) => screen.matches(':modal')")
    stage.press("Resume")
    assert stage.page.locator(".screen").evaluate("(screen) => screen.matches(':modal')")


def test_it_speaks_buzzes_and_keeps_the_screen_on(play: Play) -> None:
    stage = play(scale=0.3).open()
    stage.press("Start")
    stage.page.wait_for_function("() => window.heard.length >= 3")
    heard = stage.page.evaluate("window.heard")
    assert heard == [
        "Left side. Ball under the outer hip.",
        "Find the tender spot",
        "Start rolling",
    ]
    assert stage.page.evaluate("window.felt.length") >= 2
    assert stage.page.evaluate("window.lit.map((lock) => lock.released)") == [False]
    stage.press("Pause")
    stage.page.wait_for_function("() => window.lit.every((lock) => lock.released)")
    stage.press("Skip", "Resume")
    stage.page.wait_for_function(
        "() => window.heard.some((words) => words.startsWith('Switch sides'))"
    )


def test_a_screen_lock_that_was_lost_is_asked_for_again(play: Play) -> None:
    stage = play().open()
    stage.press("Start")
    stage.page.evaluate(
        "window.lit[0].released = true; document.dispatchEvent(new Event('visibilitychange'))"
    )
    stage.page.wait_for_function("() => window.lit.length === 2")


def test_after_three_sessions_the_cues_are_short(play: Play) -> None:
    stage = play(brief=True).open()
    stage.press("Start")
    assert stage.page.evaluate("window.heard") == ["left, Outer hip"]


def test_a_rating_from_seven_is_answered_aloud(play: Play) -> None:
    stage = play().open()
    stage.press("Start")
    stage.rate(7)
    stage.page.wait_for_function("() => window.heard.includes('Ease off now')")


def test_mute_and_left_handed_are_remembered(play: Play, new_phone: BrowserContext) -> None:
    stage = play(page=new_phone.new_page()).open()
    stage.tap("Sound is on. Turn it off", "Voice and settings")
    stage.page.get_by_label("Left-handed").check()
    stage.button("Close").click()
    stage.reload("Sound is off. Turn it on")
    stage.press("Start")
    assert stage.page.evaluate("window.heard") == []
    stop, skip = stage.button("Stop").bounding_box(), stage.button("Back").bounding_box()
    assert stop
    assert skip
    assert stop["x"] > skip["x"]


THROWING = """
const thrower = () => { throw new Error('not here'); };
Object.defineProperty(window, 'speechSynthesis', {configurable: true, get: thrower});
Object.defineProperty(navigator, 'vibrate', {configurable: true, value: thrower});
Object.defineProperty(navigator, 'wakeLock', {configurable: true, value: {request: thrower}});
window.AudioContext = class { constructor() { throw new Error('no sound'); } };
window.webkitAudioContext = undefined;
"""
MISSING = """
delete Window.prototype.speechSynthesis; delete window.speechSynthesis;
delete Navigator.prototype.vibrate; delete Navigator.prototype.wakeLock;
delete window.AudioContext; delete window.webkitAudioContext;
"""


@pytest.mark.parametrize("device", [THROWING, MISSING], ids=["throwing", "missing"])
def test_it_plays_on_without_any_sense(play: Play, device: str) -> None:
    faults: list[str] = []
    stage = play(device=device, scale=0.005)
    stage.page.on("pageerror", lambda error: faults.append(str(error)))
    stage.open()
    stage.button("Start").click()
    expect(stage.page.get_by_role("heading", name="Rate your knee again")).to_be_visible()
    assert faults == []
    assert stage.journal.kinds == ["start", *["step_done"] * 4]


OLD = "CSS.supports = () => false;"


def test_a_browser_too_old_for_the_player_is_told_so(play: Play) -> None:
    stage = play(device=OLD)
    stage.page.goto(stage.url)
    expect(stage.page.get_by_text("This browser is too old for the player.")).to_be_visible()
    expect(stage.button("Start")).to_have_count(0)


INSECURE = MISSING + "Object.defineProperty(window, 'isSecureContext', {value: false});"


@pytest.mark.parametrize(
    ("device", "screen"),
    [(MISSING, "This browser cannot keep the screen on"), (INSECURE, "over a secure (https)")],
    ids=["missing", "over plain http"],
)
def test_what_this_browser_lacks_is_said_before_the_start(
    play: Play, device: str, screen: str
) -> None:
    stage = play(device=device).open()
    expect(stage.page.locator(".save-status")).to_contain_text(screen)
    expect(stage.page.locator(".save-status")).to_contain_text("no voice")


VOICED = (
    DEVICE
    + """
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
speechSynthesis.getVoices = () => [{voiceURI: 'amy', name: 'Amy', lang: 'en-GB'}];
speechSynthesis.speak = ({text, rate, voice}) => window.heard.push([text, rate, voice?.name]);
"""
)


def test_a_voice_and_its_speed_are_chosen_heard_and_remembered(
    play: Play, new_phone: BrowserContext
) -> None:
    stage = play(page=new_phone.new_page(), device=VOICED)
    stage.page.clock.install()
    stage.open()
    stage.tap("Voice and settings")
    stage.page.locator(".dialog").get_by_role("combobox").select_option("Amy")
    stage.page.clock.run_for(350)  # else a double tap on what is chosen
    stage.tap("Fast", "Close")
    assert stage.page.evaluate("window.heard.at(-1)") == ["Start rolling", 1.25, "Amy"]
    stage.page.reload()
    stage.press("Start")
    spoken = ["Left side. Ball under the outer hip.", 1.25, "Amy"]
    assert stage.page.evaluate("window.heard[0]") == spoken


def test_all_of_it_fits_one_screen_with_targets_for_a_thumb(play: Play) -> None:
    stage = play().open()
    stage.press("Start")
    stage.rate(6)
    shown = (
        ".title",
        ".figure svg",
        ".time",
        ".tenderness",
        ".track",
        ".stop",
        ".primary",
        ".save-status",
    )
    for moment in ("working", "paused"):
        for width, height in SCREENS:
            stage.page.set_viewport_size({"width": width, "height": height})
            at = (moment, width, height)
            boxes = {part: box_of(stage, part) for part in shown}
            fits(boxes, width, height, at)
            assert boxes[".figure svg"]["height"] >= 70, at
            assert (
                boxes[".time"]["y"] + boxes[".time"]["height"] <= boxes[".tenderness"]["y"] + 1
            ), at
            thumb_wide(stage)
        if moment == "working":
            stage.press("Pause")


def test_the_numbers_for_the_knee_fit_one_screen(play: Play) -> None:
    stage = play(plan="test_day").open()
    stage.press("Start", "Skip")
    for width, height in SCREENS:
        stage.page.set_viewport_size({"width": width, "height": height})
        boxes = {part: box_of(stage, part) for part in (".title", ".digits", ".scale", ".controls")}
        fits(boxes, width, height, (width, height))
        scale, controls = boxes[".scale"], boxes[".controls"]
        above = scale["y"] + scale["height"] <= controls["y"]
        beside = scale["x"] + scale["width"] <= controls["x"]
        assert above or beside, (width, height)
        thumb_wide(stage)


def box_of(stage: Stage, part: str) -> FloatRect:
    box = stage.page.locator(part).bounding_box()
    assert box, part
    return box


def fits(boxes: dict[str, FloatRect], width: int, height: int, at: object) -> None:
    """Each part lies within the screen."""
    for part, box in boxes.items():
        assert box["x"] >= 0, (part, at)
        assert box["y"] >= 0, (part, at)
        assert box["x"] + box["width"] <= width, (part, at)
        assert box["y"] + box["height"] <= height, (part, at)


def thumb_wide(stage: Stage) -> None:
    """No button is smaller than 48 px."""
    sizes = stage.page.locator(".content button:visible").evaluate_all(
        "(all) => all.map((one) => [one.innerText, one.offsetWidth, one.offsetHeight])"
    )
    assert [size for size in sizes if min(size[1:]) < 48] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_anybody_can_read_and_reach_it(play: Play, phone: Page, scheme: Any) -> None:
    phone.emulate_media(color_scheme=scheme)
    stage = play(plan="test_day").open()
    assert faults(stage) == []
    stage.press("Start")
    stage.rate(8)
    faded(stage)
    assert faults(stage) == []
    stage.tap("Voice and settings")
    assert faults(stage) == []
    stage.tap("Close", "Stop", "Numb or tingling")
    assert faults(stage) == []
    stage.tap("I tapped the wrong one", "I need a break")
    stage.press("Skip", "Resume")
    faded(stage)
    assert faults(stage) == []


def faded(stage: Stage) -> None:
    """Wait until the flash is over."""
    stage.page.locator(".flash").evaluate(
        "async (light) => { for (const flash of light.getAnimations()) await flash.finished; }"
    )


def faults(stage: Stage) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA within the player."""
    rules = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = Axe().run(
        stage.page,
        context=".stBidiComponent",
        options={"runOnly": rules, "resultTypes": ["violations"]},
    )
    return [
        f"{violation['id']}: {node['target']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
