"""Planner: the steps of one session, from a routine and a person's choice."""

from collections.abc import Iterator
from itertools import chain
from typing import Literal

from kneeapp.domain.areas import Area
from kneeapp.domain.routine.definitions import (
    AreaPart,
    Choice,
    Dose,
    HalfWayPart,
    Plan,
    Preset,
    Routine,
    Segment,
    Sides,
    StandPart,
    Step,
    Surface,
)
from kneeapp.domain.safety.status import SafetyStatus
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput

NOTHING_FOUND = SafetyStatus()


def plan(
    routine: Routine, choice: Choice, knee: Side, status: SafetyStatus = NOTHING_FOUND
) -> Plan:
    """The plan for a sore `knee`: area by area with the chosen sides, then the standing steps.

    Parts that `status` closes are left out; raises BadInput where nothing to work on is left.
    """
    if status.routine_closed(routine.id):
        raise BadInput(f"{routine.title} is closed for now. Choose another routine.")
    # At a wall nobody has to lie or kneel.
    if not status.floor_open:
        choice = choice.model_copy(update={"surface": Surface.WALL})
    by_area = [
        [
            _work(part, side, choice)
            for side in sides(choice).of(knee)
            if not status.area_closed(part.tool, part.area, side)
        ]
        for part in chosen_parts(routine, choice)
    ]
    done = [steps for steps in by_area if steps]
    if by_area and not done:
        raise BadInput(
            "Your answers leave no place to work on here. Choose other places, sides or routine."
        )
    if choice.half_way and routine.half_way and len(done) == 2:
        done.insert(1, [_timed(routine.half_way, "rate")])
    standing = [_timed(part, part.kind) for part in routine.standing]
    return Plan(
        routine=routine.id, version=routine.version, steps=(*chain.from_iterable(done), *standing)
    )


def open_areas(routine: Routine, status: SafetyStatus) -> tuple[Area, ...]:
    """The areas of `routine` with at least one side that `status` leaves open."""
    return tuple(
        part.area
        for part in routine.areas
        if any(not status.area_closed(part.tool, part.area, side) for side in Side)
    )


def is_open(routine: Routine, status: SafetyStatus) -> bool:
    """Whether `routine` and any of its areas are open; one without areas needs none."""
    if status.routine_closed(routine.id):
        return False
    return not routine.areas or bool(open_areas(routine, status))


def area_orders(areas: tuple[Area, ...]) -> tuple[tuple[Area, ...], ...]:
    """The orders in which `areas` can be done: as listed, reversed, or one area alone."""
    return tuple(dict.fromkeys([areas, areas[::-1], *((area,) for area in areas)]))


def chosen_parts(routine: Routine, choice: Choice) -> tuple[AreaPart, ...]:
    """The chosen areas in their order; all areas of the routine where `choice` names none."""
    by_area = {part.area: part for part in routine.areas}
    chosen = tuple(by_area[area] for area in choice.areas if area in by_area)
    return chosen or routine.areas


def sides(choice: Choice) -> Sides:
    """The chosen sides, or those of the preset."""
    if choice.sides is not None:
        return choice.sides
    return Sides.SORE_ONLY if choice.preset is Preset.SORE_SIDE else Sides.SORE_FIRST


def dose(part: AreaPart, choice: Choice) -> Dose:
    """The preset's dose, or the person's own seconds in bouts about as long as the preset's."""
    preset = part.doses[choice.preset]
    work_s = choice.work_s.get(part.area, preset.work_s)
    bouts = choice.bouts.get(part.area, max(1, round(work_s / preset.bout_s)))
    if (work_s, bouts) == (preset.work_s, preset.bouts):
        return preset
    return preset.model_copy(update={"bouts": bouts, "bout_s": max(1, round(work_s / bouts))})


def _work(part: AreaPart, side: Side, choice: Choice) -> Step:
    area_dose = dose(part, choice)
    by_ease = choice.by_ease and part.tool != "body"
    if by_ease:  # the rule of the spots makes the breaks
        area_dose = area_dose.in_one_bout
    picture = part.picture(choice.surface)
    return Step(
        kind="move" if part.tool == "body" else "release",
        title=part.title,
        cue=picture.cue.format(ball=choice.ball.label),
        spoken=part.said(side, choice.ball, choice.surface),
        pose=f"{picture.pose}_{side.value}",
        segments=tuple(
            work_segments(
                area_dose.find_s, area_dose.bouts, area_dose.bout_s, breath_s=area_dose.breath_s
            )
        ),
        area=part.area,
        side=side,
        tool=part.tool,
        by_ease=by_ease,
    )


def work_segments(find_s: int, bouts: int, bout_s: int, *, breath_s: int) -> Iterator[Segment]:
    """Time to get into position, then the bouts of work with a breath between; in seconds."""
    if find_s:
        yield Segment(kind="find", ms=find_s * 1000)
    for bout in range(bouts):
        if bout and breath_s:
            yield Segment(kind="breath", ms=breath_s * 1000)
        yield Segment(kind="work", ms=bout_s * 1000)


def _timed(part: HalfWayPart | StandPart, kind: Literal["rate", "stand", "rest"]) -> Step:
    """A step that takes a set time and works on no area."""
    return Step(
        kind=kind,
        title=part.title,
        cue=part.picture.cue,
        spoken=part.spoken,
        pose=part.picture.pose,
        segments=(Segment(kind=kind, ms=part.seconds * 1000),),
    )
