"""What the player says to somebody who listens: each thing whole, and once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect
from stage import DEVICE, Stage

Play = Callable[..., Stage]

pytestmark = pytest.mark.browser

VOICED = (
    DEVICE
    + """
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
speechSynthesis.getVoices = () => [{voiceURI: 'amy', name: 'Amy', lang: 'en-GB'}];
"""
)
FAILING = (
    VOICED
    + """
speechSynthesis.speak = (words) => {
  const error = window.heard.push(words.text) === 1 ? 'canceled' : 'not-allowed';
  queueMicrotask(() => words.onerror({error}));
};
"""
)
LISTEN = """(player) => {
  window.told = [];
  const region = player.querySelector('[role=status]');
  const listen = () => window.told.push(region.textContent);
  new MutationObserver(listen).observe(region, {childList: true});
}"""
LIVE = "[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive]"
FIRST = "Left side. Ball under the outer hip. Find the tender spot."


def listened(play: Play, **options: object) -> Stage:
    """A player whose clock is the test's, and whose live region is listened to."""
    stage = play(timed=True, **options).open()
    stage.page.locator(".player").evaluate(LISTEN)
    return stage


def told(stage: Stage) -> list[str]:
    """What the live region has said, once it has said all."""
    for _ in range(5):
        stage.page.clock.run_for(1000)
    words: list[str] = stage.page.evaluate("window.told")
    return words


def test_the_first_instruction_is_said_whole(play: Play) -> None:
    stage = listened(play)
    stage.press("Start")
    assert told(stage) == [FIRST]


def test_what_is_told_meanwhile_waits_until_that_was_said(play: Play) -> None:
    stage = listened(play)
    stage.press("Start")
    stage.page.clock.run_for(100)
    stage.press("Pause")
    first, *after = told(stage)
    assert first == FIRST
    assert " ".join(after) == "Paused. Saved."


def test_what_a_voice_says_the_region_does_not(play: Play) -> None:
    stage = listened(play, device=VOICED)
    stage.press("Start")
    stage.rate(9)
    stage.saved()
    assert told(stage) == []
    heard = stage.page.evaluate("window.heard")
    assert heard == ["Left side. Ball under the outer hip.", "Find the tender spot", "Ease off now"]


def test_with_the_sound_off_the_region_says_it(play: Play) -> None:
    stage = listened(play, device=VOICED, muted=True)
    stage.press("Start")
    assert told(stage) == [FIRST]
    assert stage.page.evaluate("window.heard") == []


def test_what_a_voice_fails_to_say_the_region_says(play: Play) -> None:
    stage = listened(play, device=FAILING)
    stage.press("Start")
    assert told(stage) == ["Find the tender spot."]


def test_pause_resume_and_the_end_are_said_and_stop_has_the_focus(play: Play) -> None:
    stage = listened(play, device=VOICED)
    stage.press("Start")
    stage.key(" ")
    stage.stored("start", "pause")
    stage.saved()
    assert " ".join(told(stage)) == "Paused. Saved."
    stage.press("Resume")
    assert told(stage)[-1] == "Going on."
    known = len(told(stage))
    stage.tap("Stop")
    expect(stage.page.get_by_role("heading", name="Paused. Why stop?")).to_be_focused()
    stage.tap("Numb or tingling")
    stage.until(lambda: stage.journal.kinds[-1] == "stop")
    expect(stage.page.get_by_role("heading", name="Stop for today")).to_be_focused()
    stage.saved()
    stage.page.clock.run_for(5000)  # what waits to be announced is
    assert set(told(stage)[known:]) == {"Saved."}
    stage.page.route("**/_stcore/**", lambda route: route.abort())
    stage.tap("End session")
    stage.page.clock.run_for(5000)
    end = "Session ended. Get up slowly, and rest. What you did is kept."
    assert stage.page.evaluate("window.told").count(end) == 1


def test_that_saving_is_delayed_is_said_once_and_that_it_has_caught_up(play: Play) -> None:
    statuses = iter([503])

    def answer(route: Route) -> None:
        route.fulfill(status=next(statuses, 404))

    stage = listened(play, device=VOICED, beacon="/elsewhere")
    stage.page.route("**/elsewhere", answer)
    stage.tap("Start")
    stage.run(2, steps=2)
    expect(stage.page.locator(".save-status")).to_contain_text("Saving is delayed")
    stage.page.clock.run_for(100)
    assert stage.page.evaluate("window.told") == ["Saving is delayed."]
    stage.run(1)
    stage.saved()
    assert told(stage) == ["Saving is delayed.", "Saved."]


def test_one_region_speaks(play: Play) -> None:
    stage = listened(play)
    stage.press("Start")
    assert stage.page.locator(".player").locator(LIVE).count() == 1
    told(stage)
    stage.rate(9)
    stage.saved()
    assert told(stage) == [FIRST, "Ease off now."]
    stage.rate(5)
    stage.saved()
    assert told(stage)[2:] == ["Tenderness 5. 3–5 is the place to work."]


def test_a_slider_moved_by_keys_says_its_value_and_the_region_does_not(play: Play) -> None:
    stage = listened(play)
    stage.press("Start")
    before = told(stage)
    slider = stage.page.get_by_role("slider", name="Tenderness")
    expect(slider).to_have_accessible_name("Tenderness, not rated yet")
    expect(slider).to_have_attribute("aria-valuetext", "not rated yet")
    slider.press("ArrowRight")
    stage.page.clock.run_for(1000)
    stage.stored("start", "tenderness")
    expect(slider).to_have_accessible_name("Tenderness")
    expect(slider).to_have_attribute("aria-valuetext", "5, 3–5 is the place to work")
    assert told(stage) == before


SHEETS = {
    ("Stop",): "Paused. Why stop?",
    ("Stop", "Sharp or electric pain"): "Stop for today",
    ("Stop", "Numb or tingling"): "Stop for today",
    ("Stop", "Chest pain, short of breath, or a swollen leg"): "Stop now and get help",
    ("Stop", "My knee pain is worse"): "Knee pain now?",
    ("Stop", "My knee pain is worse", "5"): "Go gently",
    ("Stop", "My knee pain is worse", "9"): "Stop for today",
    ("Stop", "Finished for today"): "End the session here?",
    ("Voice and settings",): "Voice and settings",
}


@pytest.mark.parametrize("taps", SHEETS)
def test_every_sheet_has_a_name(play: Play, taps: tuple[str, ...]) -> None:
    stage = play().open()
    stage.press("Start")
    stage.tap(*taps)
    sheet = stage.page.get_by_role("dialog", name=SHEETS[taps], exact=True)
    expect(sheet).to_be_visible()
