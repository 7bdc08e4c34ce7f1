"""What each arm of a trial has a person do."""

from datetime import UTC, datetime
from random import Random
from uuid import UUID

import pytest

from kneeapp import content
from kneeapp.domain.areas import Area
from kneeapp.domain.routine.definitions import Choice, Preset, Surface
from kneeapp.domain.routine.planner import NOTHING_FOUND, plan
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.arms import RELEASE, arms, can_be_done, choice, compared, routine_of
from kneeapp.domain.trial.block_trial import BlockTrial, draw_block_trial
from kneeapp.domain.trial.design import Arm, TrialKind
from tests.domain.finding_factory import closed

BALL, ROLLER = Area.GLUTEUS_MEDIUS, Area.ILIOTIBIAL_BAND
ROUTINES = content.routines()
NEITHER_HIP = closed("area:gluteus_medius")


@pytest.mark.parametrize(
    ("kind", "areas", "rates_half_way"),
    [
        (TrialKind.BALL, (BALL,), False),
        (TrialKind.ROLLER, (ROLLER,), False),
        (TrialKind.BOTH, (BALL, ROLLER), True),
        (TrialKind.REST, (), False),
    ],
)
def test_an_arm_works_on_its_own_areas_on_both_sides(
    kind: TrialKind, areas: tuple[Area, ...], rates_half_way: bool
) -> None:
    picked = choice(Arm(kind), ROUTINES, Surface.FLOOR, light=False)
    planned = plan(ROUTINES[picked.routine], picked, Side.LEFT)
    assert planned.areas == areas
    assert {(step.area, step.side) for step in planned.steps if step.area} == {
        (area, side) for area in areas for side in Side
    }
    assert any(step.kind == "rate" for step in planned.steps) is rates_half_way
    assert any(step.kind == "rest" for step in planned.steps) is (kind is TrialKind.REST)


def test_only_the_surface_and_a_sore_day_change_an_arm() -> None:
    wall = choice(Arm(TrialKind.BALL), ROUTINES, Surface.WALL, light=True)
    usual = choice(Arm(TrialKind.BALL), ROUTINES, Surface.FLOOR, light=False)
    differing = {
        name for name in Choice.model_fields if getattr(wall, name) != getattr(usual, name)
    }
    assert differing == {"surface", "preset"}
    assert wall.preset is Preset.SHORT


def test_an_arm_of_another_routine_uses_it_unchanged() -> None:
    arm = Arm(TrialKind.ROUTINE, "release")
    picked = choice(arm, ROUTINES, Surface.FLOOR, light=False)
    assert (picked.routine, picked.areas) == ("release", ())
    assert routine_of(arm) == "release"


def test_an_arm_with_a_closed_area_is_not_offered() -> None:
    offered = {arm.kind for arm in arms(ROUTINES, NEITHER_HIP)} - {TrialKind.ROUTINE}
    assert offered == {TrialKind.ROLLER, TrialKind.REST}
    assert can_be_done(Arm(TrialKind.BALL), ROUTINES, closed("area:gluteus_medius:left"))


def test_every_offered_arm_works_long_enough_to_count() -> None:
    thin = ROUTINES["release"].model_copy(
        update={
            "areas": tuple(
                part.model_copy(
                    update={
                        "doses": {
                            preset: dose.model_copy(update={"bouts": 1, "bout_s": 30})
                            for preset, dose in part.doses.items()
                        }
                    }
                )
                for part in ROUTINES["release"].areas
            )
        }
    )
    assert arms({**ROUTINES, "thin": thin}) == arms(ROUTINES)


def test_an_arm_of_a_removed_routine_cannot_be_done() -> None:
    assert not can_be_done(Arm(TrialKind.ROUTINE, "gone"), ROUTINES, NOTHING_FOUND)


def test_no_arm_is_offered_while_trials_are_closed() -> None:
    assert arms(ROUTINES, closed("trial")) == ()


def test_an_arm_whose_routine_is_closed_is_not_offered() -> None:
    offered = arms(ROUTINES, closed("routine:release", "routine:ankle"))
    assert Arm(TrialKind.BALL) not in offered
    assert Arm(TrialKind.ROUTINE, "ankle") not in offered
    assert Arm(TrialKind.REST) in offered


def of(*arms: Arm, knee: Side = Side.LEFT) -> BlockTrial:
    return draw_block_trial(
        identity=UUID(int=1),
        knee=knee,
        arms=arms,
        sessions=16,
        now=datetime(2026, 3, 2, 8, tzinfo=UTC),
        consent="1",
        coin=Random(1),
    )


@pytest.mark.parametrize(
    ("trial", "is_compared"),
    [
        (of(Arm(TrialKind.BOTH), Arm(TrialKind.REST)), True),
        (of(Arm(TrialKind.BOTH), Arm(TrialKind.ROUTINE, "ankle")), True),
        (of(Arm(TrialKind.ROUTINE, "ankle"), Arm(TrialKind.REST)), False),
        (of(Arm(TrialKind.BALL), Arm(TrialKind.REST)), False),
        (of(Arm(TrialKind.BALL), Arm(TrialKind.BOTH)), False),
        (of(Arm(TrialKind.BOTH), Arm(TrialKind.REST), knee=Side.RIGHT), False),
    ],
)
def test_a_whole_routine_is_compared_only_with_something_else_on_that_knee(
    trial: BlockTrial, is_compared: bool
) -> None:
    assert compared([trial], Side.LEFT, RELEASE) is is_compared
