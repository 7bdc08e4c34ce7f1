"""Twelve simulated weeks: nobody goes up while getting worse, and everybody has a way forward."""

from functools import cache

import pytest

from benchmarks.programme_courses import KNEES, Course, table
from kneeapp.domain.programme.phase_state import MoveWhy
from kneeapp.settings import PROJECT

BY_NAME = {knee.name: knee for knee in KNEES}
DAILY = ("worsening",)
EVERYBODY = [
    pytest.param(name, marks=() if name in DAILY else pytest.mark.nightly) for name in BY_NAME
]


@cache
def course(name: str) -> Course:
    return Course(BY_NAME[name])


def test_nothing_goes_up_while_the_mornings_rise() -> None:
    worse = course("worsening")
    assert not [move for move in worse.final.moves if move.why is MoveWhy.GATE]
    later = worse.places[21:]
    for kind in later[0]:
        assert max(places[kind] for places in later) <= later[0][kind]


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_has_a_session_to_do_and_a_way_forward(name: str) -> None:
    lived = course(name)
    assert lived.picked[-1]
    went_up = any(move.why is MoveWhy.GATE for move in lived.final.moves)
    sent = any(state.see for state in lived.states)
    named = [check for check in lived.final.checks if not check.met]
    assert went_up or (sent and named)


@pytest.mark.nightly
def test_nobody_goes_on_while_the_knee_hurts_too_much_in_it() -> None:
    for name in ("over-eager", "flare"):
        lived = course(name)
        sore = {training.day for training in lived.trainings if (training.pain or 0) > 5}
        ups = {move.day for move in lived.final.moves if move.why is MoveWhy.GATE}
        assert not sore & ups


@pytest.mark.nightly
def test_the_table_of_the_document_is_what_the_courses_give() -> None:
    text = (PROJECT / "docs" / "programme.md").read_text("utf-8")
    assert table() in text, "Run python -m benchmarks.programme_courses, and put its table there."
