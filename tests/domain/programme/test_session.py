"""A session of exercises in the player, and what is kept of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp import content
from kneeapp.domain.measures import EFFORT, KNEE_EXERCISE
from kneeapp.domain.programme.definitions import ExerciseDose
from kneeapp.domain.programme.exercise_selection import Needs, Picked, select_exercises
from kneeapp.domain.programme.session import (
    ROUTINE,
    done_without_player,
    exercises_done,
    session_plan,
    training_from_session,
)
from kneeapp.domain.programme.training_log import ExerciseDone, Training
from kneeapp.domain.routine.definitions import Plan
from kneeapp.domain.routine.poses import pose_for
from kneeapp.domain.routine.timeline import EventKind, position
from kneeapp.domain.safety.closures import Family
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput
from tests.domain.event_factory import Player
from tests.domain.training_factory import DOSE, MONDAY
from tests.store.builders import MONDAY as NOON
from tests.store.builders import a_session

PROGRAMME = content.programme()
CLAM = Picked(PROGRAMME.exercise("clam"), DOSE)
HOLD = ExerciseDose(sets=1, hold_s=30, rest_s=10)
WALL = Picked(PROGRAMME.exercise("wall_squat"), HOLD)


def a_plan(*picked: Picked) -> Plan:
    return session_plan(PROGRAMME, picked or (CLAM, WALL), Side.LEFT)


def done(player: Player) -> tuple[ExerciseDone, ...]:
    return exercises_done(player.plan, player.events, MONDAY)


def to_rating(player: Player, step: int) -> Player:
    """Let the session run to the beginning of `step`."""
    here = position(player.plan, player.anchor, player.now_ms)
    ahead = sum(one.ms for one in player.plan.steps[here.step : step]) - here.elapsed_ms
    return player.wait(ahead / 1000)


def test_each_exercise_has_a_step_a_side_and_two_ratings_after_it() -> None:
    plan = a_plan()
    assert (plan.routine, plan.version) == (ROUTINE, PROGRAMME.version)
    assert [(step.kind, step.exercise, step.side, step.measure) for step in plan.steps] == [
        ("exercise", "clam", Side.LEFT, None),
        ("exercise", "clam", Side.RIGHT, None),
        ("rate", "clam", None, EFFORT.name),
        ("rate", "clam", None, KNEE_EXERCISE.name),
        ("exercise", "wall_squat", None, None),
        ("rate", "wall_squat", None, EFFORT.name),
        ("rate", "wall_squat", None, KNEE_EXERCISE.name),
    ]


def test_a_step_tells_the_player_what_to_count() -> None:
    clam, wall = a_plan().steps[0], a_plan().steps[4]
    assert (clam.reps, clam.tempo_ms, clam.hold_ms) == (10, 4000, None)
    assert [(segment.kind, segment.ms) for segment in clam.segments] == [
        ("find", 10_000),
        ("work", 40_000),
        ("breath", 30_000),
        ("work", 40_000),
    ]
    assert (wall.reps, wall.tempo_ms, wall.hold_ms) == (None, None, 30_000)
    assert clam.spoken == "Left side. Clam. 2 sets of 10."
    assert wall.spoken == "Wall squat. 1 hold of 30 seconds."


@pytest.mark.parametrize("phase", [phase.id for phase in PROGRAMME.phases])
@pytest.mark.parametrize("knee", list(Side))
def test_every_session_has_pictures_for_all_its_steps(phase: str, knee: Side) -> None:
    plan = session_plan(PROGRAMME, select_exercises(PROGRAMME, phase, Needs()), knee)
    for step in plan.steps:
        assert pose_for(content.poses(), step.pose)
    assert plan.ms < 45 * 60_000


def test_a_completed_session_is_saved_with_its_doses_and_ratings() -> None:
    player = Player(a_plan()).tap(EventKind.START)
    to_rating(player, 2).tap(EventKind.RATING, 6)
    to_rating(player, 3).tap(EventKind.RATING, 3)
    player.wait(600)
    clam, wall = done(player)
    assert clam == ExerciseDone(
        "clam", PROGRAMME.version, MONDAY, DOSE, 2, (Side.LEFT, Side.RIGHT), 6, 3
    )
    assert (wall.sets, wall.effort, wall.pain) == (1, None, None)
    assert wall.dose == replace_rest(HOLD)


def replace_rest(dose: ExerciseDose) -> ExerciseDose:
    """One set has no rest to keep."""
    return dose.model_copy(update={"rest_s": 0})


def test_a_session_belongs_to_the_phase_it_was_started_in_with_all_that_was_planned() -> None:
    player = Player(a_plan()).tap(EventKind.START)
    session = a_session(plan=player.plan, before=4, phase="activate", started_at=NOON)
    training = training_from_session(
        session, to_rating(player, 2).tap(EventKind.RATING, 6).events, MONDAY
    )
    assert (training.day, training.phase, training.before) == (MONDAY, "activate", 4)
    assert training.planned == ("clam", "wall_squat")
    assert [exercise_done.exercise for exercise_done in training.done] == ["clam"]
    assert not training.complete


def test_a_session_that_was_stopped_says_when_and_why() -> None:
    player = Player(a_plan()).tap(EventKind.START).wait(20)
    session = a_session(plan=player.plan, phase="activate")
    whole = training_from_session(session, player.events, MONDAY)
    assert (whole.stopped_at, whole.stop_reason, whole.over_for_today) == (None, None, False)
    player.tap(EventKind.STOP, "sharp")
    training = training_from_session(session, player.events, MONDAY)
    assert (training.stopped_at, training.stop_reason) == (player.events[-1].at, "sharp")
    assert training.done == ()


@pytest.mark.parametrize(
    ("reason", "pain", "over"),
    [("sharp", None, True), ("finished", None, False), (None, 5, False), (None, 6, True)],
)
def test_too_much_pain_ends_training_for_the_day(
    reason: str | None, pain: int | None, over: bool
) -> None:
    done = done_without_player(PROGRAMME, CLAM, Side.LEFT, MONDAY, pain)
    training = Training(MONDAY, "activate", ("clam",), (done,), stop_reason=reason)
    assert training.over_for_today is over


def test_of_two_sides_the_smaller_number_of_sets_counts() -> None:
    player = Player(a_plan()).tap(EventKind.START).wait(120).wait(10 + 41).tap(EventKind.SKIP)
    player.tap(EventKind.STOP)
    assert [(one.exercise, one.sets) for one in done(player)] == [("clam", 1)]


@pytest.mark.parametrize(("held_s", "sets"), [(20, []), (25, [1])])
def test_a_set_broken_off_early_does_not_count(held_s: int, sets: list[int]) -> None:
    player = Player(a_plan(WALL)).tap(EventKind.START).wait(10 + held_s).tap(EventKind.STOP)
    assert [one.sets for one in done(player)] == sets


def test_the_pain_that_ended_an_exercise_is_kept() -> None:
    player = (
        Player(a_plan()).tap(EventKind.START).wait(20).tap(EventKind.RATING, 8).tap(EventKind.STOP)
    )
    (clam,) = done(player)
    assert (clam.sets, clam.pain) == (0, 8)


def test_unattended_time_counts_for_no_set() -> None:
    player = Player(a_plan()).tap(EventKind.START).wait(9).back_after(70, kept_rolling=True)
    player.wait(1).tap(EventKind.STOP)
    assert done(player) == ()


def test_an_exercise_marked_without_the_player_has_every_set() -> None:
    one = done_without_player(PROGRAMME, CLAM, Side.RIGHT, MONDAY, pain=2)
    assert (one.sets, one.sides, one.pain) == (2, (Side.RIGHT, Side.LEFT), 2)
    assert one.complete


def test_a_training_is_complete_once_everything_planned_has_all_its_sets() -> None:
    clam = done_without_player(PROGRAMME, CLAM, Side.LEFT, MONDAY, pain=2)
    wall = done_without_player(PROGRAMME, WALL, Side.LEFT, MONDAY, pain=4)
    both = Training(MONDAY, "strengthen", ("clam", "wall_squat"), (clam, wall))
    assert (both.complete, both.completed, both.pain) == (True, 2, 4)
    less = replace(both, done=(clam, replace(wall, sets=0)))
    assert (less.complete, less.completed) == (False, 1)
    assert not replace(both, planned=()).complete


@pytest.mark.parametrize("wrong", [{"pain": 11}, {"effort": -1}])
def test_a_rating_out_of_bounds_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(BadInput):
        ExerciseDone("clam", "1", MONDAY, DOSE, 1, **wrong)


@given(st.lists(st.tuples(st.sampled_from(["skip", "back", "toggle"]), st.integers(0, 90))))
def test_no_series_of_events_gives_more_sets_than_planned(taps) -> None:
    player = Player(a_plan()).tap(EventKind.START)
    for tap, seconds in taps:
        player.wait(seconds)
        if position(player.plan, player.anchor, player.now_ms).done(player.plan):
            break
        if tap == "toggle":
            player.tap(EventKind.PAUSE if player.anchor.running else EventKind.RESUME)
        else:
            player.tap(EventKind(tap))
    for one in done(player):
        assert 0 <= one.sets <= one.dose.sets


def test_the_player_says_the_hold_first() -> None:
    needs = Needs(cautions=frozenset({"unsteady"}), closed=frozenset({Family.ONE_LEG}))
    picked = select_exercises(PROGRAMME, "strengthen", needs)
    cues = [step.cue for step in session_plan(PROGRAMME, picked, Side.LEFT).steps]
    held = [entry.hold_on for entry in picked if entry.hold_on]
    assert held
    assert all(any(cue.startswith(words) for cue in cues) for words in held)
