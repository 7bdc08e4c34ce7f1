"""Planner: the steps of one session, from a routine and a person's choice."""

from itertools import chain

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
    """The steps for a sore `knee`: area by area, the chosen sides in turn, then standing.

    What `status` closes is left out; raises BadInput where that leaves nothing to work on.
    """
    if status.routine_closed(routine.id):
        raise BadInput(f"{routine.title} is closed for now. Choose another routine.")
    if not status.floor_open:
        choice = choice.model_copy(update={"surface": Surface.WALL})
    by_area = [
        [
            _work(part, side, choice)
            for side in sides(choice).of(knee)
            if not status.area_closed(part.tool, part.area, side)
        ]
        for part in parts(routine, choice)
    ]
    done = [steps for steps in by_area if steps]
    if by_area and not done:
        raise BadInput(
            "Your answers leave no place to work on here. Choose other places, sides or routine."
        )
    if choice.half_way and routine.half_way and len(done) == 2:
        done.insert(1, [_half_way(routine.half_way)])
    standing = [_stand(part) for part in routine.standing]
    return Plan(
        routine=routine.id, version=routine.version, steps=(*chain.from_iterable(done), *standing)
    )


def open_areas(routine: Routine, status: SafetyStatus) -> tuple[Area, ...]:
    """The areas of `routine` of which `status` leaves a side."""
    return tuple(
        part.area
        for part in routine.areas
        if any(not status.area_closed(part.tool, part.area, side) for side in Side)
    )


def is_open(routine: Routine, status: SafetyStatus) -> bool:
    """Whether anything of `routine` is left: an area, or all of one without areas."""
    if status.routine_closed(routine.id):
        return False
    return not routine.areas or bool(open_areas(routine, status))


def ways(areas: tuple[Area, ...]) -> tuple[tuple[Area, ...], ...]:
    """How `areas` can be gone through: as listed, the other way round, only one."""
    return tuple(dict.fromkeys([areas, areas[::-1], *((area,) for area in areas)]))


def parts(routine: Routine, choice: Choice) -> tuple[AreaPart, ...]:
    """The areas that `choice` leaves, in its order; those of the routine where it names none."""
    by_area = {part.area: part for part in routine.areas}
    chosen = tuple(by_area[area] for area in choice.areas if area in by_area)
    return chosen or routine.areas


def sides(choice: Choice) -> Sides:
    """The sides chosen, else those of the preset."""
    if choice.sides is not None:
        return choice.sides
    return Sides.SORE_ONLY if choice.preset is Preset.SORE_SIDE else Sides.SORE_FIRST


def dose(part: AreaPart, choice: Choice) -> Dose:
    """The preset's dose, or the person's own seconds in their own or as many like bouts."""
    preset = part.doses[choice.preset]
    own = choice.work_s.get(part.area, preset.work_s)
    bouts = choice.bouts.get(part.area, max(1, round(own / preset.bout_s)))
    if (own, bouts) == (preset.work_s, preset.bouts):
        return preset
    return preset.model_copy(update={"bouts": bouts, "bout_s": max(1, round(own / bouts))})


def _work(part: AreaPart, side: Side, choice: Choice) -> Step:
    given = dose(part, choice)
    segments = [Segment(kind="find", ms=given.find_s * 1000)] if given.find_s else []
    for bout in range(given.bouts):
        if bout and given.breath_s:
            segments.append(Segment(kind="breath", ms=given.breath_s * 1000))
        segments.append(Segment(kind="work", ms=given.bout_s * 1000))
    picture = part.wall if choice.surface is Surface.WALL else part.floor
    return Step(
        kind="move" if part.tool == "body" else "release",
        title=part.title,
        cue=picture.cue,
        spoken=part.spoken.format(side=side.value),
        pose=f"{picture.pose}_{side.value}",
        segments=tuple(segments),
        area=part.area,
        side=side,
        tool=part.tool,
    )


def _half_way(part: HalfWayPart) -> Step:
    return Step(
        kind="rate",
        title=part.title,
        cue=part.picture.cue,
        spoken=part.spoken,
        pose=part.picture.pose,
        segments=(Segment(kind="rate", ms=part.seconds * 1000),),
    )


def _stand(part: StandPart) -> Step:
    return Step(
        kind=part.kind,
        title=part.title,
        cue=part.picture.cue,
        spoken=part.spoken,
        pose=part.picture.pose,
        segments=(Segment(kind=part.kind, ms=part.seconds * 1000),),
    )
