"""What is said of trials in blocks, and what their file holds."""

import json
from dataclasses import replace

import pytest

from kneeapp.domain.trial.block_export import block_trial_file
from kneeapp.domain.trial.block_results import BlockResult, block_result
from kneeapp.domain.trial.block_text import block_method_words, block_result_words
from kneeapp.domain.trial.block_trial import slots
from kneeapp.domain.trial.design import Arm
from kneeapp.domain.trial.text import chance_words
from tests.domain.trial.test_block_trial import (
    BALL,
    DRAWN,
    REST,
    ROLLER,
    THREE,
    TWO,
    a_trial,
    attempt,
    ended,
)

NAMES = {BALL: "ball only", ROLLER: "roller only", REST: "ten minutes' rest"}


def said(outcome: BlockResult) -> str:
    words = block_result_words(outcome, NAMES)
    return f"{words.headline} {words.detail} {words.following}"


def test_the_place_that_was_shown_is_named_with_how_much_and_how_sure() -> None:
    text = said(ended(a_trial(THREE, 30), {BALL: 1, ROLLER: 4, REST: 1}))
    assert "Your knee pain fell more after roller only than after ten minutes' rest." in text
    assert "fell by 3.0 points more after roller only" in text
    assert "fell about as much after ball only as after ten minutes' rest" in text
    assert text.index("more after roller only") < text.index("as much after ball only")
    assert "Keep roller only." in text


def test_rest_that_is_ahead_is_told_and_the_other_left_out() -> None:
    text = said(ended(a_trial(), {BALL: 0, REST: 3}))
    assert "Your knee pain fell more after ten minutes' rest than after ball only." in text
    assert "Leave ball only out." in text
    assert "chance alone" not in text


def test_harm_is_called_harm() -> None:
    text = said(ended(a_trial(), {BALL: -3, REST: 0}))
    assert "Your knee hurt more after ball only than before it, by 3.0 points" in text
    assert "Stop ball only, and have the knee looked at." in text


def test_a_trial_stopped_early_gives_no_figures() -> None:
    text = said(ended(a_trial(), {BALL: 5, REST: 0}, upto=1))
    assert "Stopped early: it cannot be told." in text
    assert "1 session has both ratings." in text
    assert "On average" not in text


def test_an_arm_that_kept_missing_is_named() -> None:
    trial = a_trial()
    ball = [slot.number for slot in slots(trial) if slot.arm == BALL][:3]
    made = [attempt(trial, n, None if n in ball else 1) for n in range(ball[-1] + 1)]
    text = said(block_result(replace(trial, closed_at=DRAWN), made))
    assert "Ball only could not be judged: three of its sessions in a row are missing." in text
    assert "3 are missing." in text


@pytest.mark.parametrize("arms", [TWO, THREE])
def test_no_sentence_says_what_its_numbers_do_not(arms: tuple[Arm, ...]) -> None:
    for ball in range(-3, 5):
        for upto in (1, 12, 20, 30):
            points = {BALL: ball, ROLLER: 1, REST: 1}
            trial = a_trial(arms, 30)
            text = said(ended(trial, {arm: points[arm] for arm in arms}, upto))
            assert "p = 0.000" not in text
            assert "by 0.0" not in text
            assert "of 100 of 100" not in text
            assert "None" not in text


@pytest.mark.parametrize(("p", "words"), [(0.031, "(p = 0.031)"), (0.0002, "(p < 0.001)")])
def test_p_is_never_called_nothing(p: float, words: str) -> None:
    assert words in chance_words(p)


def test_the_method_names_arms_looks_and_weight() -> None:
    text = block_method_words(a_trial(THREE, 30), NAMES, 7)
    assert "ball only, roller only and ten minutes' rest in up to 30 sessions" in text
    assert "after 18 sessions (p up to 0.0076) and after 30 sessions (p up to 0.0475)" in text
    assert "(here 0.7)" in text


def test_the_file_holds_what_it_takes_to_calculate_again() -> None:
    trial = replace(a_trial(), closed_at=DRAWN)
    outcome = ended(trial, {BALL: 3, REST: 1})
    file = block_trial_file(trial, outcome, [], NAMES, version="9", now=DRAWN)
    read = json.loads(json.dumps(file))
    assert read["trial"]["order"] == [NAMES[slot.arm] for slot in slots(trial)]
    assert sum(read["trial"]["blocks"]) == 28
    assert read["result"]["arms"][0]["shown"]
    assert read["result"]["arms"][0]["relief"] == [3] * 14
