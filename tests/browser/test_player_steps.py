"""Steps without a spot to press on: the knee rated half way, movements, rest."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from stage import Stage

Play = Callable[..., Stage]

pytestmark = pytest.mark.browser


def half_way(play: Play, **options: object) -> Stage:
    """A test day at the step that rates the knee."""
    stage = play(plan="test_day", **options).open()
    stage.press("Start", "Skip")
    return stage


def knee(stage: Stage, value: int) -> None:
    panel = stage.page.get_by_role("group", name="Knee pain on the test move")
    stage.tap(panel.get_by_role("button", name=str(value), exact=True))


def test_half_way_one_tap_rates_the_knee_and_goes_on(play: Play) -> None:
    stage = half_way(play)
    expect(stage.page.get_by_role("heading", name="Half way: rate the knee")).to_be_visible()
    expect(stage.page.get_by_text("10 worst imaginable")).to_be_visible()
    expect(stage.page.locator(".tenderness")).to_be_hidden()
    assert stage.page.evaluate("window.heard.at(-1)") == "Half way. Rate the knee."
    knee(stage, 3)
    stage.stored("start", "skip", "rating", "skip")
    assert [(one.step, one.value) for one in stage.journal.events[2:]] == [(1, 3), (1, None)]
    stage.is_right()


def test_half_way_a_key_rates_the_knee_and_two_taps_are_one(play: Play) -> None:
    stage = half_way(play)
    stage.page.keyboard.press("4")
    stage.page.keyboard.press("5")
    stage.stored("start", "skip", "rating", "skip")
    assert stage.journal.events[2].value == 4


def test_half_way_can_be_skipped_or_left_to_run_out(play: Play) -> None:
    stage = half_way(play)
    stage.press("Skip", "Back")
    stage.is_right()
    assert "rating" not in stage.journal.kinds
    stage = play(plan="test_day", scale=0.005).open()
    stage.button("Start").click()
    expect(stage.page.get_by_text("The session was finished.")).to_be_visible()
    assert stage.journal.kinds == ["start", *["step_done"] * 4]


def test_half_way_a_knee_two_points_worse_ends_the_session_unless_it_was_a_slip(play: Play) -> None:
    stage = half_way(play)
    knee(stage, 6)
    stage.stored("start", "skip", "rating", "pause", "stop")
    expect(stage.page.get_by_text("Your knee went from 4 to 6.")).to_be_visible()
    expect(stage.in_dialog("Resume")).to_have_count(0)
    stage.tap("I tapped the wrong number")
    stage.tap(stage.in_dialog("3"), stage.in_dialog("Resume"))
    taken_back = ["pause", "rating", "resume", "skip"]
    stage.stored("start", "skip", "rating", "pause", "stop", *taken_back)
    assert [one.value for one in stage.journal.events if one.kind.value == "rating"] == [6, 3]


def test_a_movement_asks_for_no_tenderness_and_names_no_tool(play: Play) -> None:
    stage = play(plan="test_day").open()
    stage.press("Start", "Skip", "Skip")
    expect(stage.page.locator(".title")).to_have_text("LEFT · Ankle")
    expect(stage.page.locator(".phase")).to_have_text("Get into position")
    expect(stage.page.locator(".tenderness")).to_be_hidden()
    expect(stage.page.locator(".pacer")).to_be_hidden()
    expect(stage.page.get_by_text("bout 1 of 2")).to_be_visible()
    stage.page.keyboard.press("5")
    assert "Find the tender spot" not in stage.page.evaluate("window.heard.slice(-1)")
    stage.tap("Pause")
    stage.stored("start", "skip", "skip", "pause")


def test_rest_counts_down_with_few_phrases(play: Play) -> None:
    faults: list[str] = []
    stage = play(plan="rest", timed=True)
    stage.page.on("pageerror", lambda error: faults.append(str(error)))
    stage.open()
    stage.press("Start")
    expect(stage.page.locator(".phase")).to_have_text("Rest")
    expect(stage.page.get_by_text("Next: Stand and shake")).to_be_visible()
    for part in (".tenderness", ".scale", ".pacer", ".set-dots"):
        expect(stage.page.locator(part)).to_be_hidden()
    stage.run(650, steps=13)
    expect(stage.page.get_by_text("The session was finished.")).to_be_visible()
    assert stage.page.evaluate("window.heard") == [
        "Sit or lie as you like, and rest.",
        "Stand up slowly and shake out each leg.",
        "Done. Stand up slowly.",
    ]
    assert stage.journal.kinds == ["start", "step_done", "step_done"]
    assert faults == []


def test_no_key_rates_before_the_start(play: Play) -> None:
    stage = play().open()
    stage.page.keyboard.press("5")
    stage.page.keyboard.press("ArrowRight")
    stage.press("Start")
    stage.stored("start")
