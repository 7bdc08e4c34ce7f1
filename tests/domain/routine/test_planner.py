"""What a routine and a choice come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp import content
from kneeapp.domain.areas import Area
from kneeapp.domain.routine.definitions import Ball, Choice, Preset, Sides, Surface
from kneeapp.domain.routine.planner import (
    area_orders,
    dose,
    is_open,
    open_areas,
    plan,
    work_segments,
)
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput
from tests.domain.finding_factory import closed

RELEASE = content.routine("release")
HIP, THIGH = Area.GLUTEUS_MEDIUS, Area.ILIOTIBIAL_BAND

choices = st.builds(
    Choice,
    preset=st.sampled_from(Preset),
    surface=st.sampled_from(Surface),
    work_s=st.dictionaries(st.sampled_from([HIP, THIGH]), st.integers(60, 600)),
    bouts=st.dictionaries(st.sampled_from([HIP, THIGH]), st.integers(1, 6)),
    sides=st.none() | st.sampled_from(Sides),
    areas=st.lists(st.sampled_from([HIP, THIGH, Area.ANKLE]), unique=True).map(tuple),
    half_way=st.booleans(),
    by_ease=st.booleans(),
    ball=st.sampled_from(Ball),
)


def places(choice: Choice, knee: Side = Side.LEFT) -> list[tuple[Area | None, Side | None]]:
    steps = plan(RELEASE, choice, knee).steps
    return [(step.area, step.side) for step in steps if step.kind != "stand"]


def test_the_sore_side_comes_first_unless_another_is_chosen() -> None:
    assert [side for _, side in places(Choice(), Side.RIGHT)[:2]] == [Side.RIGHT, Side.LEFT]
    other = places(Choice(sides=Sides.OTHER_FIRST), Side.RIGHT)
    assert [side for _, side in other[:2]] == [Side.LEFT, Side.RIGHT]
    assert {side for _, side in places(Choice(sides=Sides.OTHER_ONLY))} == {Side.RIGHT}
    assert {side for _, side in places(Choice(preset=Preset.SORE_SIDE))} == {Side.LEFT}


def test_led_by_ease_a_step_has_the_same_work_without_breaths() -> None:
    by_clock, by_ease = (plan(RELEASE, Choice(by_ease=way), Side.LEFT) for way in (False, True))
    assert [step.work_ms for step in by_ease.steps] == [step.work_ms for step in by_clock.steps]
    first = by_ease.steps[0]
    assert [segment.kind for segment in first.segments] == ["find", "work"]
    assert [step.by_ease for step in by_ease.steps] == [True] * 4 + [False] * 2
    assert not any(step.by_ease for step in by_clock.steps)


def test_where_nothing_is_pressed_the_clock_leads() -> None:
    routine = content.routine("low_back_hip")
    steps = plan(routine, Choice(routine="low_back_hip", by_ease=True), Side.LEFT).steps
    assert not any(step.by_ease for step in steps)


def test_areas_come_in_the_chosen_order_and_no_others() -> None:
    assert [area for area, _ in places(Choice(areas=(THIGH, HIP)))] == [THIGH, THIGH, HIP, HIP]
    assert {area for area, _ in places(Choice(areas=(THIGH,)))} == {THIGH}
    assert plan(RELEASE, Choice(areas=(THIGH, HIP)), Side.LEFT).areas == (THIGH, HIP)


def test_a_test_day_rates_the_knee_between_two_areas_only() -> None:
    kinds = [step.kind for step in plan(RELEASE, Choice(half_way=True), Side.LEFT).steps]
    assert kinds == ["release", "release", "rate", "release", "release", "stand", "stand"]
    alone = plan(RELEASE, Choice(half_way=True, areas=(HIP,)), Side.LEFT)
    assert all(step.kind != "rate" for step in alone.steps)


def test_an_area_closed_by_a_caution_is_not_planned() -> None:
    status = closed("area:gluteus_medius", "area:iliotibial_band:right")
    steps = plan(RELEASE, Choice(half_way=True), Side.LEFT, status).steps
    assert [(step.area, step.side) for step in steps if step.area] == [(THIGH, Side.LEFT)]
    assert open_areas(RELEASE, status) == (THIGH,)


def test_a_closed_tool_removes_its_areas_from_the_plan() -> None:
    assert open_areas(RELEASE, closed("ball")) == (THIGH,)
    assert open_areas(RELEASE, closed("roller")) == (HIP,)
    assert not is_open(RELEASE, closed("pressing"))


def test_where_the_floor_is_closed_the_wall_version_is_planned() -> None:
    wall = plan(RELEASE, Choice(surface=Surface.WALL), Side.LEFT)
    assert plan(RELEASE, Choice(), Side.LEFT, closed("floor")) == wall


def test_a_closed_routine_is_refused_and_the_others_are_not() -> None:
    status = closed("routine:release")
    with pytest.raises(BadInput, match="closed for now"):
        plan(RELEASE, Choice(), Side.LEFT, status)
    assert not is_open(RELEASE, status)
    assert is_open(content.routine("low_back_hip"), status)


def test_without_the_test_move_no_routine_can_be_judged_so_none_begins() -> None:
    with pytest.raises(BadInput, match="closed for now"):
        plan(RELEASE, Choice(), Side.LEFT, closed("test_move"))


def test_a_choice_without_an_open_area_is_refused() -> None:
    status = closed("area:gluteus_medius:left")
    nothing = Choice(areas=(HIP,), sides=Sides.SORE_ONLY)
    with pytest.raises(BadInput, match="no place to work on"):
        plan(RELEASE, nothing, Side.LEFT, status)


def test_a_rest_has_steps_though_it_works_on_nothing() -> None:
    assert plan(content.routine("rest"), Choice(routine="rest"), Side.LEFT).areas == ()


def test_two_areas_can_be_done_in_either_order_or_alone() -> None:
    assert area_orders((HIP, THIGH)) == ((HIP, THIGH), (THIGH, HIP), (HIP,), (THIGH,))
    assert area_orders((HIP,)) == ((HIP,),)


def test_own_minutes_are_split_into_bouts_unless_these_are_chosen_too() -> None:
    [part, _] = RELEASE.areas
    own_dose = dose(part, Choice(work_s={HIP: 600}))
    assert (own_dose.bouts, own_dose.bout_s) == (6, 100)
    chosen_dose = dose(part, Choice(work_s={HIP: 600}, bouts={HIP: 5}))
    assert (chosen_dose.bouts, chosen_dose.bout_s) == (5, 120)


@given(choices, st.sampled_from(Side))
def test_every_choice_gives_work_on_every_place_it_names(choice: Choice, knee: Side) -> None:
    planned = plan(RELEASE, choice, knee)
    named = tuple(area for area in choice.areas if area is not Area.ANKLE) or (HIP, THIGH)
    assert planned.areas == named
    for part in RELEASE.areas:
        steps = [step for step in planned.steps if step.area is part.area]
        given_ = dose(part, choice)
        wanted = choice.work_s.get(part.area, part.doses[choice.preset].work_s)
        assert all(step.work_ms == given_.work_s * 1000 for step in steps)
        assert abs(given_.work_s - wanted) <= given_.bouts / 2


def test_time_to_get_into_position_and_breaths_are_left_out_where_there_are_none() -> None:
    def kinds(find_s: int, breath_s: int) -> list[str]:
        return [segment.kind for segment in work_segments(find_s, 2, 60, breath_s=breath_s)]

    assert kinds(5, 10) == ["find", "work", "breath", "work"]
    assert kinds(0, 10) == ["work", "breath", "work"]
    assert kinds(5, 0) == ["find", "work", "work"]
    assert [part.ms for part in work_segments(5, 1, 60, breath_s=10)] == [5_000, 60_000]
