"""Spots that are left when they ease: by a tap, anywhere on the screen, or by what is rated."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from stage import Stage

from tests.browser.test_player_screens import LAYOUT_FAULTS, on_every_screen

Play = Callable[..., Stage]

pytestmark = pytest.mark.browser

FIND_S = 20


def on_the_first_spot(play: Play) -> Stage:
    stage = play(plan="by_ease", timed=True).open()
    stage.press("Start")
    stage.run(FIND_S + 15)
    return stage


def spot_of(stage: Stage) -> str:
    return stage.page.locator(".set-dots").inner_text()


def test_a_spot_that_eased_is_told_by_one_tap_and_the_next_is_looked_for(play: Play) -> None:
    stage = on_the_first_spot(play)
    assert spot_of(stage) == "Spot 1 · 0 eased"
    stage.press("It eased")
    expect(stage.page.get_by_text("Find the next tender spot", exact=True)).to_be_visible()
    assert spot_of(stage) == "Spot 2 · 1 eased"
    expect(stage.page.get_by_role("button", name="It eased")).to_be_disabled()
    stage.run(11)
    expect(stage.page.get_by_text("Stay on it until it eases", exact=True)).to_be_visible()
    stage.saved()
    assert stage.journal.kinds == ["start", "eased"]
    eased = stage.journal.events[1]
    assert eased.step == 0
    assert eased.elapsed_ms / 1000 == pytest.approx(FIND_S + 15, abs=3)


def test_a_tap_anywhere_says_it_with_closed_eyes(play: Play) -> None:
    stage = on_the_first_spot(play)
    stage.tap("Tap anywhere")
    expect(stage.page.get_by_role("slider")).to_be_hidden()
    stage.page.locator(".time").click()
    expect(stage.page.get_by_text("Spot 2 · 1 eased")).to_be_visible()
    stage.tap("Tap anywhere")
    expect(stage.page.get_by_role("slider")).to_be_visible()


def test_the_key_e_says_it_too_and_not_beside_other_keys(play: Play) -> None:
    stage = on_the_first_spot(play)
    stage.page.keyboard.press("Control+e")
    assert spot_of(stage) == "Spot 1 · 0 eased"
    stage.key("e")
    expect(stage.page.get_by_text("Spot 2 · 1 eased")).to_be_visible()
    stage.until(lambda: stage.journal.kinds == ["start", "eased"])


def test_tenderness_that_falls_by_two_says_it_too_and_above_the_ceiling_why_less(
    play: Play,
) -> None:
    stage = on_the_first_spot(play)
    stage.rate(7)
    expect(stage.page.get_by_text("Less weight: harder was no better")).to_be_visible()
    stage.rate(5)
    expect(stage.page.get_by_text("Spot 2 · 1 eased")).to_be_visible()


def test_the_spots_outlive_a_reload(play: Play) -> None:
    stage = on_the_first_spot(play)
    stage.press("It eased")
    stage.saved()
    stage.reload()
    expect(stage.page.get_by_text("Spot 2 · 1 eased")).to_be_visible()


@pytest.mark.parametrize("anywhere", [False, True], ids=["with the slider", "tap anywhere"])
def test_all_of_a_spot_can_be_seen_and_touched_on_every_screen(
    play: Play, *, anywhere: bool
) -> None:
    stage = on_the_first_spot(play)
    stage.rate(5)
    if anywhere:
        stage.tap("Tap anywhere")
    assert on_every_screen(stage, LAYOUT_FAULTS) == {}
