"""The recorded voice in a real browser: which recordings a routine plays, in what order.

Here without the track of the whole session, which `test_player_track.py` listens to.
"""

from collections.abc import Callable
from itertools import chain

import pytest
from playwright.sync_api import expect
from stage import DEVICE, Stage

from kneeapp.cli.voice_clips import ROOM_TONE, Clips

Play = Callable[..., Stage]

pytestmark = pytest.mark.browser

LOGGED = (
    DEVICE
    + """
window.kept = [];
window.played = [];
window.together = 0;
const files = new WeakMap(), addresses = new Map();
const {blob} = Response.prototype;
Response.prototype.blob = async function () {
  const content = await blob.call(this);
  files.set(content, this.url);
  return content;
};
const {createObjectURL} = URL;
URL.createObjectURL = (content) => {
  const address = createObjectURL.call(URL, content);
  addresses.set(address, files.get(content));
  window.kept.push(files.get(content));
  return address;
};
const elements = new Set();
const {play} = HTMLMediaElement.prototype;
HTMLMediaElement.prototype.play = function () {
  elements.add(this);
  window.together = Math.max(window.together, elements.size);
  const file = addresses.get(this.src);
  if (file) this.addEventListener('playing', () => window.played.push(file), {once: true});
  return play.call(this);
};
"""
)
BALL = "A tennis ball under the fleshy, upper outer part of the buttock"
WEIGHT = "Share the weight with elbow and hand, and let it come slowly"
FIND = "Find a tender spot, three to five out of ten"
SAID = (
    ["right side", BALL, WEIGHT, FIND],
    ["Go", "Slowly, and breathe"],
    ["Switch sides", "left side", BALL, WEIGHT, FIND],
    ["Go", "Slowly, and breathe"],
    ["Stand up slowly", "Shake out both legs"],
    ["Walk a few easy steps", "Notice whether some stress is off the knee"],
)
"""What is said in each part of the plan."""


def sentences(stage: Stage, name: str) -> list[str]:
    """The sentences of the recordings that the page has noted under this name."""
    known = {name: sentence for sentence, name in Clips().named.items()}
    files: list[str] = stage.page.evaluate(f"window.{name}")
    return [known[file.rsplit("/", 1)[1].removesuffix(".mp3")] for file in files]


def opened(play: Play, **options: object) -> Stage:
    """The shipped routine with all of its recordings there, and a clock of the test's own."""
    stage = play(plan="shipped", recorded=True, device=LOGGED, timed=True, **options)
    words = {cue: name for cue, name in Clips().named.items() if cue != ROOM_TONE}
    stage.page.route("**/clips.json", lambda route: route.fulfill(json=words))
    stage.open()
    said = {sentence for part in SAID for sentence in part}
    stage.until(lambda: said <= set(sentences(stage, "kept")))
    return stage


def test_a_short_routine_is_led_by_recordings_one_after_the_other(play: Play) -> None:
    stage = opened(play)
    stage.press("Start")
    for parts in range(1, len(SAID) + 1):
        said = list(chain.from_iterable(SAID[:parts]))
        stage.until(lambda said=said: len(sentences(stage, "played")) >= len(said))
        assert sentences(stage, "played") == said
        stage.saved()
        stage.run(stage.shown_seconds)
    assert stage.page.evaluate("window.together") == 1
    assert stage.page.evaluate("window.heard") == []


def test_nothing_is_said_to_be_missing_and_sound_off_is_silence(play: Play) -> None:
    stage = opened(play, muted=True)
    stage.run(5)
    expect(stage.page.locator(".save-status")).to_be_empty()
    stage.press("Start")
    stage.run(12, steps=4)
    assert sentences(stage, "played") == []
    assert stage.page.evaluate("window.heard") == []


def test_only_what_the_plan_says_is_fetched(play: Play) -> None:
    kept = sentences(opened(play), "kept")
    assert len(kept) == len(set(kept))
    assert "Clam" not in kept
    assert len(kept) < len(Clips().named) / 4


def test_words_without_a_recording_are_the_devices_and_the_screen_says_so(play: Play) -> None:
    voiced = LOGGED + "speechSynthesis.getVoices = () => [{voiceURI: 'amy', lang: 'en-GB'}];"
    stage = play(
        recorded=True,
        device=voiced + "window.SpeechSynthesisUtterance = class {"
        " constructor(text) { this.text = text; } };",
    ).open()
    expect(stage.page.locator(".save-status")).to_contain_text("have no recording here")
    stage.press("Start")
    assert stage.page.evaluate("window.heard[0]") == "Left side. Ball under the outer hip."
