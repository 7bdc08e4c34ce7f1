"""The player on small and low screens, with large text and much space in it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from stage import Stage

Play = Callable[..., Stage]

pytestmark = pytest.mark.browser

SCREENS = [
    (390, 844),
    (360, 640),
    (360, 560),
    (320, 568),
    (320, 450),
    (320, 256),  # 1280 x 1024 at 400 %
    (480, 256),
    (568, 320),
    (568, 232),  # the smallest phone lying on its side, with the browser's bars
    (640, 256),
    (640, 360),
    (667, 280),
    (700, 319),
    (768, 1024),
    (844, 390),
    (1280, 800),
]

HARNESS = Path(__file__).parent / "harness"
LAYOUT_FAULTS = (HARNESS / "layout_faults.js").read_text()
DIALOG_FAULTS = (HARNESS / "dialog_faults.js").read_text()

LARGE = "document.documentElement.style.setProperty('font-size', '200%', 'important')"
SPACED = """(root) => root.prepend(Object.assign(document.createElement('style'), {textContent: `
  * { line-height: 1.5 !important; letter-spacing: .12em !important; }
  * { word-spacing: .16em !important; }
  p { margin-block-end: 2em !important; }`}))"""  # WCAG 2.2, 1.4.12


def on_every_screen(stage: Stage, look: str) -> dict[tuple[int, int], Any]:
    """What is amiss on each of SCREENS."""
    amiss = {}
    for width, height in SCREENS:
        stage.page.set_viewport_size({"width": width, "height": height})
        if faults := stage.page.locator(".player").evaluate(look):
            amiss[width, height] = faults
    return amiss


def release(play: Play) -> Stage:
    stage = play(scale=100).open()
    stage.press("Start")
    stage.rate(6)
    stage.saved()
    return stage


def at_work(play: Play) -> Stage:
    stage = play(timed=True).open()
    stage.press("Start")
    stage.run(12)
    stage.rate(8)
    stage.saved()
    stage.page.clock.run_for(1000)
    return stage


def paused(play: Play) -> Stage:
    stage = release(play)
    stage.press("Pause")
    return stage


def exercise(play: Play) -> Stage:
    stage = play(plan="programme", timed=True).open()
    stage.press("Start")
    stage.run(11)
    expect(stage.page.locator(".digits")).to_have_text("1of 3")
    return stage


def rating(play: Play) -> Stage:
    stage = play(plan="programme", timed=True).open()
    stage.press("Start", "Skip", "Skip")
    return stage


def half_way(play: Play) -> Stage:
    stage = play(plan="test_day", timed=True).open()
    stage.press("Start", "Skip")
    return stage


STEPS = pytest.mark.parametrize(
    "begin",
    [
        at_work,
        rating,
        *(
            pytest.param(begin, marks=pytest.mark.nightly)
            for begin in (release, paused, exercise, half_way)
        ),
    ],
)
"""The step with the most controls and the one with the most words; all of them at night."""


@STEPS
def test_stop_and_pause_stay_in_sight_and_the_rest_can_be_reached(
    play: Play, begin: Callable[[Play], Stage]
) -> None:
    assert on_every_screen(begin(play), LAYOUT_FAULTS) == {}


@STEPS
def test_so_it_is_with_text_twice_as_large(play: Play, begin: Callable[[Play], Stage]) -> None:
    stage = begin(play)
    stage.page.evaluate(LARGE)
    assert on_every_screen(stage, LAYOUT_FAULTS) == {}


@STEPS
def test_so_it_is_with_more_space_in_the_text(play: Play, begin: Callable[[Play], Stage]) -> None:
    stage = begin(play)
    stage.page.locator(".player").evaluate(SPACED)
    assert on_every_screen(stage, LAYOUT_FAULTS) == {}


@pytest.mark.parametrize(
    "taps",
    [
        ("Stop",),
        pytest.param(("Stop", "Sharp or electric pain"), marks=pytest.mark.nightly),
        pytest.param(("Stop", "Numb or tingling"), marks=pytest.mark.nightly),
        pytest.param(
            ("Stop", "Chest pain, short of breath, or a swollen leg"), marks=pytest.mark.nightly
        ),
        pytest.param(("Stop", "My knee pain is worse"), marks=pytest.mark.nightly),
        pytest.param(("Stop", "My knee pain is worse", "5"), marks=pytest.mark.nightly),
        ("Stop", "My knee pain is worse", "9"),
        pytest.param(("Stop", "Finished for today"), marks=pytest.mark.nightly),
        ("Voice and settings",),
    ],
)
def test_every_sheet_scrolls_within_itself(play: Play, taps: tuple[str, ...]) -> None:
    stage = play(emergency="112", medical_line="116 117").open()
    stage.press("Start")
    stage.tap(*taps)
    assert on_every_screen(stage, DIALOG_FAULTS) == {}
    stage.page.locator(".player").evaluate(SPACED)
    assert on_every_screen(stage, DIALOG_FAULTS) == {}
    stage.page.evaluate(LARGE)
    assert on_every_screen(stage, DIALOG_FAULTS) == {}
