"""Exercises in the player: sets counted, holds and rests timed, effort and pain asked."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from scenery import a_plan, phrases
from stage import Stage

Play = Callable[..., Stage]

pytestmark = pytest.mark.browser

CLAM_RIGHT, EFFORT, PAIN, BRIDGE, SQUAT = 1, 2, 3, 4, 7
"""Steps of the plan that the harness calls programme."""


def training(play: Play, step: int = 0, **options: object) -> Stage:
    """Started, with a clock that stands in the hand, and skipped to a step."""
    stage = play(plan="programme", timed=True, **options).open()
    stage.press("Start", *["Skip"] * step)
    stage.page.evaluate("window.heard.length = 0")
    return stage


def hears(stage: Stage, *words: str) -> None:
    """Time passes until as much is said; then exactly these words were."""
    known = len(heard(stage))
    for _ in range(60):
        if len(heard(stage)) >= known + len(words):
            break
        stage.saved()
        stage.run(1)
    assert heard(stage)[known:] == list(words)


def heard(stage: Stage) -> list[str]:
    words: list[str] = stage.page.evaluate("window.heard")
    return words


def passes(stage: Stage) -> set[float]:
    """How many passes of its movement the drawing makes in a second."""
    rates: list[float] = stage.page.locator(".figure svg").evaluate(
        "(drawing) => drawing.getAnimations({subtree: true}).map((one) =>"
        " one.playbackRate * 1000 / one.effect.getComputedTiming().duration)"
    )
    return {round(rate, 3) for rate in rates}


def asked(stage: Stage, question: str, value: int) -> None:
    expect(stage.page.get_by_role("group", name=question)).to_be_visible()
    stage.tap(str(value))


def test_every_sound_comes_at_its_moment(module: Page) -> None:
    plan = a_plan("programme", 1.0)
    sounds = module.evaluate(
        """async ({steps, phrases, step}) => {
          const { cuesDue } = await import('/cues.js');
          const sounds = [];
          for (let at = 0; at < 28000; at += 500) {
            const due = cuesDue({steps, phrases}, {step, elapsed_ms: at}, at - 500, at);
            sounds.push(...due.map(({beep, say}) => [at / 1000, beep ?? '', say ?? '']));
          }
          return sounds;
        }""",
        {**plan.model_dump(mode="json"), "phrases": phrases(plan), "step": BRIDGE},
    )
    assert sounds == [
        [0, "long", "Bridge. 1 set of 2, each held 5 seconds."],
        [0, "", "Get into position"],
        *([second, "tick", ""] for second in (7, 8, 9)),
        *([10, "go", "1"], [12, "turn", "Hold"], [17, "turn", "Let go"]),
        *([19, "tick", "2"], [21, "turn", "Hold"], [26, "turn", "Let go"]),
    ]


def test_repetitions_are_counted_aloud_and_the_drawing_moves_with_them(play: Play) -> None:
    stage = training(play)
    expect(stage.page.locator(".count")).to_have_text("Exercise 1 of 3")
    expect(stage.page.locator(".phase")).to_have_text("Get into position")
    hears(stage, "1", "2")
    expect(stage.page.locator(".digits")).to_have_text("2of 3")
    expect(stage.page.locator(".set-left")).to_have_text(re.compile(r"0:\d\d"))
    expect(stage.page.get_by_text("set 1 of 2")).to_be_visible()
    expect(stage.page.locator(".tenderness")).to_be_hidden()
    assert passes(stage) == {0.333}
    hears(stage, "3", "Rest", "Ready for 2 of 2", "1")
    switched = ["Switch sides. Right side. Clam. 2 sets of 3.", "Get into position"]
    hears(stage, "2", "3", *switched)
    stage.stored("start", "step_done")


def test_a_repetition_is_held_at_its_turn(play: Play) -> None:
    stage = training(play, BRIDGE)
    hears(stage, "1", "Hold")
    expect(stage.page.locator(".phase")).to_have_text("Hold")
    assert passes(stage) == {0}
    hears(stage, "Let go", "2", "Hold")


def test_a_hold_is_counted_down_and_let_go(play: Play) -> None:
    stage = training(play, SQUAT)
    hears(stage, "Hold")
    expect(stage.page.locator(".phase")).to_have_text("Hold, and breathe")
    assert passes(stage) == set()
    last = ["Ten seconds", "3", "2", "1"]
    hears(stage, *last, "Let go. Rest", "Ready for 2 of 2")
    expect(stage.page.get_by_text("hold 1 of 2")).to_be_visible()
    hears(stage, "Hold", *last, "Let go. How hard was it?")


def test_effort_and_pain_take_one_tap_each_and_lead_on(play: Play) -> None:
    stage = training(play, EFFORT)
    expect(stage.page.get_by_role("heading", name="Clam")).to_be_visible()
    expect(stage.page.get_by_text("10 all you have")).to_be_visible()
    asked(stage, "How hard was it?", 10)
    stage.until(lambda: len(stage.journal.kinds) == 5)
    expect(stage.page.get_by_text("10 worst imaginable")).to_be_visible()
    asked(stage, "How much did the knee hurt while you did it?", 5)
    stage.stored("start", "skip", "skip", *["rating", "skip"] * 2)
    given = [(one.step, one.value) for one in stage.journal.events if one.kind.value == "rating"]
    assert given == [(EFFORT, 10), (PAIN, 5)]
    expect(stage.page.get_by_role("heading", name="Bridge")).to_be_visible()


def test_an_answer_left_out_holds_nobody_up(play: Play) -> None:
    stage = training(play, EFFORT)
    bridge = ("Bridge. 1 set of 2, each held 5 seconds.", "Get into position")
    hears(stage, "How much did the knee hurt while you did it?", *bridge)
    stage.stored("start", "skip", "skip", "step_done", "step_done")


def test_pain_above_five_ends_it_unless_it_was_a_slip(play: Play) -> None:
    stage = training(play, PAIN)
    asked(stage, "How much did the knee hurt while you did it?", 6)
    expect(stage.page.get_by_text("Above 5 is too much")).to_be_visible()
    expect(stage.in_dialog("Resume")).to_have_count(0)
    stage.tap("I tapped the wrong number")
    stage.tap(stage.in_dialog("3"), stage.in_dialog("Resume"))
    expect(stage.page.get_by_role("heading", name="Bridge")).to_be_visible()
    stage.until(lambda: stage.journal.kinds[-5:] == ["stop", "pause", "rating", "resume", "skip"])


def test_more_pain_below_six_asks_to_go_gently(play: Play) -> None:
    stage = training(play, PAIN, before=1)
    asked(stage, "How much did the knee hurt while you did it?", 3)
    expect(stage.page.get_by_text("Up to 5 is allowed.")).to_be_visible()
    stage.in_dialog("Resume").click()
    expect(stage.page.get_by_role("heading", name="Bridge")).to_be_visible()


def test_a_knee_rated_at_a_stop_is_never_taken_for_effort(play: Play) -> None:
    stage = training(play, EFFORT)
    stage.tap("Stop", "My knee pain is worse")
    stage.in_dialog("6").click()
    stage.tap("End session")
    expect(stage.page.get_by_text("The session was stopped.")).to_be_visible()
    rating, stop = stage.journal.events[-2:]
    assert (rating.step, rating.value, stop.value) == (CLAM_RIGHT, 6, "knee_worse")


def test_a_reload_within_a_set_counts_on_and_repeats_nothing(play: Play) -> None:
    stage = training(play)
    hears(stage, "1", "2")
    stage.reload()
    expect(stage.page.locator(".digits")).to_have_text("2of 3")
    assert heard(stage) == []
    hears(stage, "3")
    stage.press("Pause")
    stage.run(9)
    assert heard(stage) == ["3"]
    stage.press("Resume")
    hears(stage, "Rest")


def test_start_is_in_reach_however_long_the_list(play: Play) -> None:
    stage = play(plan="programme").open()
    for width, height in [(360, 640), (390, 844)]:
        stage.page.set_viewport_size({"width": width, "height": height})
        start, steps = stage.button("Start").bounding_box(), stage.page.locator(".plan")
        assert start
        assert start["y"] + start["height"] <= height
        assert steps.bounding_box()["y"] > start["y"]


def test_counting_and_rating_fit_every_screen(play: Play) -> None:
    stage = training(play)
    hears(stage, "1")
    for where in ("set", "rating"):
        for width, height in [(360, 640), (390, 844), (640, 360), (1280, 800)]:
            stage.page.set_viewport_size({"width": width, "height": height})
            boxes = stage.page.locator(
                ".content button:visible, .digits, .sets, .scale-ends"
            ).evaluate_all(
                "(all) => all.map((one) => one.getBoundingClientRect()).map("
                "({right, bottom, left, top}) => [left, top, right, bottom])"
            )
            for left, top, right, bottom in boxes:
                assert min(left, top) >= 0, (where, width, height)
                assert (right <= width, bottom <= height) == (True, True), (where, width, height)
        if where == "set":
            stage.press("Skip", "Skip")
