"""Arms of a trial: the routine of each arm and the choices that are fixed for it."""

from collections.abc import Iterable, Iterator, Mapping

from kneeapp.domain.routine.definitions import AreaPart, Choice, Preset, Routine, Sides, Surface
from kneeapp.domain.routine.planner import NOTHING_FOUND, open_areas
from kneeapp.domain.routine.sessions import SHORTEST_COUNTED_S
from kneeapp.domain.safety.status import SafetyStatus
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.block_trial import AnyTrial
from kneeapp.domain.trial.design import Arm, TrialKind

RELEASE, REST = "release", "rest"
"""The routine ids of arms that do not name one."""

TOOLS = {
    TrialKind.BALL: ("ball",),
    TrialKind.ROLLER: ("roller",),
    TrialKind.BOTH: ("ball", "roller"),
}


def arms(routines: Mapping[str, Routine], status: SafetyStatus = NOTHING_FOUND) -> tuple[Arm, ...]:
    """The arms that can be done with what `status` leaves open."""
    plain = (
        Arm(kind) for kind in (TrialKind.BOTH, TrialKind.BALL, TrialKind.ROLLER, TrialKind.REST)
    )
    others = (Arm(TrialKind.ROUTINE, name) for name in routines if name not in {RELEASE, REST})
    return tuple(arm for arm in (*plain, *others) if can_be_done(arm, routines, status))


def can_be_done(arm: Arm, routines: Mapping[str, Routine], status: SafetyStatus) -> bool:
    """Whether every area of `arm` is open and has enough work for its sessions to count."""
    routine = routines.get(routine_of(arm))
    if routine is None or not status.trial_open or status.routine_closed(routine.id):
        return False
    available = open_areas(routine, status)
    return all(
        part.area in available and part.doses[Preset.FULL].work_s >= SHORTEST_COUNTED_S
        for part in _parts(arm, routine)
    )


def choice(arm: Arm, routines: Mapping[str, Routine], surface: Surface, *, light: bool) -> Choice:
    """The choice for a session of `arm`: always the same except for the surface.

    `light` takes the short version. Where both areas are done, the knee is also rated half way,
    so that the sessions of a trial serve as test days, too.
    """
    name = routine_of(arm)
    # A whole routine stays as it is declared: no areas are chosen from it.
    parts = () if arm.kind is TrialKind.ROUTINE else _parts(arm, routines[name])
    return Choice(
        routine=name,
        preset=Preset.SHORT if light else Preset.FULL,
        surface=surface,
        sides=Sides.SORE_FIRST,
        areas=tuple(part.area for part in parts),
        half_way=arm.kind is TrialKind.BOTH,
    )


def routine_of(arm: Arm) -> str:
    """The id of the routine of `arm`."""
    return arm.routine or (REST if arm.kind is TrialKind.REST else RELEASE)


def compared(trials: Iterable[AnyTrial], knee: Side, routine: str) -> bool:
    """Whether any of `trials` on `knee` compared the whole of `routine` with something else."""
    return any(
        {TrialKind.BOTH, TrialKind.ROUTINE} & {arm.kind for arm in of_routine}
        and len(of_routine) < len(trial.arms)
        for trial in trials
        if trial.knee is knee
        for of_routine in [[arm for arm in trial.arms if routine_of(arm) == routine]]
    )


def _parts(arm: Arm, routine: Routine) -> Iterator[AreaPart]:
    """The areas of `routine` that `arm` works on."""
    tools = TOOLS.get(arm.kind)
    return (part for part in routine.areas if tools is None or part.tool in tools)
