"""Where a session stands, and what its events make of it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kneeapp.domain.routine.definitions import Plan
from kneeapp.domain.routine.timeline import (
    Anchor,
    Ending,
    Event,
    EventKind,
    anchor_after,
    apply,
    ending,
    in_order,
    position,
)
from tests.domain.event_factory import START_MS, Player, a_plan, plays

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "timeline.json").read_text())
PLAN = Plan(routine="r", version="1", steps=VECTORS["steps"])


def cases(part: str) -> Any:
    return pytest.mark.parametrize("case", VECTORS[part], ids=lambda case: case["name"])


@cases("position")
def test_the_position_equals_that_of_the_shared_vectors(case: dict[str, Any]) -> None:
    place = position(PLAN, Anchor(**case["anchor"]), case["now_ms"])
    assert place.model_dump() == case["expected"]


@cases("apply")
def test_the_anchor_after_an_event_equals_that_of_the_shared_vectors(case: dict[str, Any]) -> None:
    anchor = apply(PLAN, Anchor(**case["anchor"]), Event(**case["event"]))
    assert anchor.model_dump() == case["expected"]


@cases("fold")
def test_the_anchor_after_all_events_equals_that_of_the_shared_vectors(
    case: dict[str, Any],
) -> None:
    anchor = anchor_after(PLAN, [Event(**event) for event in case["events"]])
    assert anchor.model_dump() == case["expected"]


@given(st.integers(0, 400_000), st.integers(0, 400_000))
def test_the_position_never_goes_back_as_time_passes(first: int, later: int) -> None:
    plan, anchor = a_plan(), Anchor(at_ms=START_MS, running=True)
    before = position(plan, anchor, START_MS + first)
    after = position(plan, anchor, START_MS + first + later)
    assert (before.step, before.elapsed_ms) <= (after.step, after.elapsed_ms)


@given(st.integers(0, 225_000))
def test_no_millisecond_is_lost_between_steps(passed: int) -> None:
    plan = a_plan()
    current = position(plan, Anchor(at_ms=START_MS, running=True), START_MS + passed)
    assert sum(step.ms for step in plan.steps[: current.step]) + current.elapsed_ms == min(
        passed, plan.ms
    )


@given(plays(), st.randoms())
def test_the_anchor_does_not_depend_on_the_order_of_arrival(player: Player, chance: Any) -> None:
    shuffled = list(player.events)
    chance.shuffle(shuffled)
    assert anchor_after(player.plan, shuffled) == player.anchor


@given(plays())
def test_a_second_copy_of_an_event_changes_nothing(player: Player) -> None:
    assert anchor_after(player.plan, player.events * 2) == player.anchor


def test_an_event_gives_its_time() -> None:
    event = Player().tap(EventKind.START).events[0]
    assert event.at == datetime.fromtimestamp(START_MS / 1000, UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"client": ""},
        {"client": "x" * 65},
        {"seq": -1},
        {"kind": "dance"},
        {"step": 1000},
        {"elapsed_ms": 1.5},
        {"at_ms": 2**53},
        {"value": 11},
        {"value": "x" * 65},
        {"kind": "tenderness", "value": None},
        {"kind": "tenderness", "value": "5 or so"},
        {"kind": "rating", "value": None},
    ],
)
def test_a_malformed_event_is_refused(wrong: dict[str, Any]) -> None:
    good = {"client": "a", "seq": 0, "kind": "pause", "step": 0, "elapsed_ms": 0, "at_ms": 0}
    assert Event.model_validate(good)
    with pytest.raises(ValidationError):
        Event.model_validate(good | wrong)


def test_a_session_without_events_is_under_way() -> None:
    assert ending(a_plan(), []) is None


def test_time_alone_does_not_end_a_session() -> None:
    assert ending(a_plan(), Player().tap(EventKind.START).events) is None


def test_a_session_ends_with_the_report_of_its_last_step() -> None:
    player = Player().tap(EventKind.START).wait(300)
    assert [event.step for event in player.events[1:]] == [0, 1, 2]
    assert ending(player.plan, player.events[:-1]) is None
    assert ending(player.plan, player.events) is Ending.FINISHED


def test_skipping_the_last_step_finishes() -> None:
    player = Player().tap(EventKind.START).wait(215).tap(EventKind.SKIP)
    assert ending(player.plan, player.events) is Ending.FINISHED


def test_a_stop_ends_it_and_a_pause_does_not() -> None:
    player = Player().tap(EventKind.START).wait(20).tap(EventKind.PAUSE)
    assert ending(player.plan, player.events) is None
    assert ending(player.plan, player.tap(EventKind.STOP, "sharp").events) is Ending.STOPPED


def test_events_of_one_moment_are_ordered_by_their_numbers() -> None:
    player = Player().tap(EventKind.START).tap(EventKind.PAUSE).tap(EventKind.RESUME)
    assert in_order(reversed(player.events)) == player.events
