"""The player's colours: told apart in every scheme, and where the device sets them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page
from stage import Stage

Play = Callable[..., Stage]

pytestmark = pytest.mark.browser

CONTRAST = (Path(__file__).parent / "harness" / "contrast.js").read_text()
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
RING = "(one) => [getComputedStyle(one).outlineStyle, parseInt(getComputedStyle(one).outlineWidth)]"


def contrast(part: Locator, colour: str) -> float:
    """The least contrast that a colour of these elements has with what lies behind them."""
    look = f"(all) => Math.min(...all.map((one) => ({CONTRAST})(one, '{colour}')))"
    least: float = part.evaluate_all(look)
    return least


@SCHEMES
def test_the_digits_are_readable_at_work_at_rest_and_paused(
    play: Play, phone: Page, scheme: Any
) -> None:
    phone.emulate_media(color_scheme=scheme)
    stage = play().open()
    stage.press("Start")
    assert contrast(stage.page.locator(".digits"), "color") >= 3
    stage.press("Pause")
    assert contrast(stage.page.locator(".digits"), "color") >= 3


@SCHEMES
def test_what_can_be_touched_has_an_edge_that_is_seen(play: Play, phone: Page, scheme: Any) -> None:
    phone.emulate_media(color_scheme=scheme)
    stage = play(plan="test_day").open()
    stage.press("Start")
    edges = ".control:visible, .nudge:visible, .track:visible, .rating-buttons button:visible"
    assert contrast(stage.page.locator(edges), "borderTopColor") >= 3
    stage.press("Skip")
    assert contrast(stage.page.locator(edges), "borderTopColor") >= 3
    stage.tap("Stop")
    edges = ".wide:not(.plain, :disabled), .row select, .speeds button"
    assert contrast(stage.page.locator(edges), "borderTopColor") >= 3
    stage.tap(stage.in_dialog("Resume"), "Voice and settings")
    assert contrast(stage.page.locator(edges), "borderTopColor") >= 3


@SCHEMES
def test_whatever_has_the_focus_wears_a_ring_that_is_seen(
    play: Play, desktop: Page, scheme: Any
) -> None:
    desktop.emulate_media(color_scheme=scheme)
    stage = play(page=desktop, emergency="112").open()
    stage.press("Start")
    walk(stage, least=7)
    stage.tap("Stop", "Chest pain, short of breath, or a swollen leg")
    walk(stage, least=3)
    stage.tap("I tapped the wrong one", "I need a break", "Voice and settings")
    walk(stage, least=6)


def walk(stage: Stage, *, least: int) -> None:
    """Press Tab through all there is, and look at the ring of each."""
    seen = set()
    for _ in range(12):
        stage.page.keyboard.press("Tab")
        focused = stage.page.locator(".player :focus")
        if focused.count() == 0:
            continue
        if focused.get_attribute("type") == "range":
            focused = stage.page.locator(".track")
        name = focused.evaluate("(one) => one.innerText || one.ariaLabel || one.className")
        style, width = focused.evaluate(RING)
        assert (style, width) == ("solid", 3), name
        assert contrast(focused, "outlineColor") >= 3, name
        seen.add(name)
    assert len(seen) >= least, seen


def test_where_the_device_sets_the_colours_the_progress_and_what_is_chosen_are_seen(
    play: Play, phone: Page
) -> None:
    phone.emulate_media(forced_colors="active", reduced_motion="reduce")
    stage = play().open()
    stage.press("Start")
    stage.rate(6)
    stage.saved()
    assert contrast(stage.page.locator(".progress i"), "backgroundColor") >= 3
    assert contrast(stage.page.locator(".progress"), "borderTopColor") >= 3
    assert contrast(stage.page.locator(".cell.chosen"), "backgroundColor") >= 3
    assert contrast(stage.page.locator(".cell.chosen"), "color") >= 3
    assert contrast(stage.page.locator(".dot"), "borderTopColor") >= 3
    stage.tap("Voice and settings")
    chosen = stage.page.locator(".speeds [aria-pressed=true]")
    assert contrast(chosen, "backgroundColor") >= 3


def test_more_contrast_is_given_where_it_is_asked_for(play: Play, phone: Page) -> None:
    stage = play().open()
    stage.press("Start")
    usual = contrast(stage.page.locator(".cue"), "color")
    phone.emulate_media(contrast="more")
    assert contrast(stage.page.locator(".cue"), "color") > usual
    assert contrast(stage.page.locator(".nudge"), "borderTopColor") >= 7


def test_nothing_moves_where_that_is_asked_for(play: Play, timed_phone: Page) -> None:
    timed_phone.emulate_media(reduced_motion="reduce")
    stage = play(timed=True).open()
    stage.press("Start")
    stage.run(12)
    pacer = stage.page.locator(".pacer i")
    assert pacer.evaluate("(bar) => bar.getAnimations().length") == 0
