"""Programme validation: gaps, unknown names, and circles of easier and harder exercises."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from kneeapp.domain.content_model import duplicate_ids
from kneeapp.domain.programme.definitions import Exercise, Phase, Programme, Trains
from kneeapp.domain.programme.load_ladder import rungs_in_order
from kneeapp.domain.routine.poses import Pose
from kneeapp.domain.safety.closures import Family

STANDING = frozenset({Family.STANDING, Family.ONE_LEG})
"""The families of which an exercise has to say how it is done with a hold."""

SAID = ("find", "hold", "let_go", "breathe", "again", "ten_seconds", "switch_sides", "done")
"""The phrases of the player in exercises; `again` holds {n} and {all} of the sets."""


def programme_faults(
    programme: Programme,
    poses: Mapping[str, Pose],
    *,
    drivers: Collection[str],
    kinds: Collection[str],
    cautions: Collection[str],
) -> Iterator[str]:
    """A message for each fault of a programme, with table and key.

    `drivers`, `kinds` of knee pain and `cautions` are the ids of the screening.
    """
    yield from duplicate_ids("phases", [phase.id for phase in programme.phases])
    yield from duplicate_ids("exercises", [exercise.id for exercise in programme.exercises])
    yield from _missing_exercises(programme)
    yield from _missing_phrases(programme)
    for exercise in programme.exercises:
        names = _Names(drivers, kinds, cautions)
        yield from _unknown_names(programme, exercise, names)
        yield from _pose_faults(exercise, poses)
        yield from _ladder_faults(exercise)
        if exercise.family in STANDING and not exercise.hold_on:
            yield f"table exercises ({exercise.id}): a standing exercise needs the key hold_on"
    for caution in programme.hold_on_for:
        if caution not in cautions:
            yield f"key hold_on_for: there is no caution {caution}"
    yield from _circles(programme)


def _missing_exercises(programme: Programme) -> Iterator[str]:
    for phase in programme.phases:
        exercises = programme.of(phase.id)
        if not exercises:
            yield f"table phases ({phase.id}): no exercise belongs to this phase"
            continue
        for kind in phase.session:
            if kind not in {exercise.trains for exercise in exercises}:
                yield (
                    f"table phases ({phase.id}), key session: "
                    f"no exercise of this phase trains {kind.value}"
                )
        yield from _anchor_faults(phase, exercises)


def _anchor_faults(phase: Phase, exercises: Iterable[Exercise]) -> Iterator[str]:
    place = f"table phases ({phase.id}), key anchors"
    kinds = {exercise.id: exercise.trains for exercise in exercises}
    if Trains.THIGH not in phase.anchors:
        yield f"{place}: thigh is missing"
    for kind, names in phase.anchors.items():
        if kind not in phase.session:
            yield f"{place}: a session of this phase has no exercise for {kind.value}"
        for name in names:
            if kinds.get(name) is not kind:
                yield f"{place}: {name} is no exercise of this phase that trains {kind.value}"


def _missing_phrases(programme: Programme) -> Iterator[str]:
    for phrase in SAID:
        if phrase not in programme.phrases:
            yield f"table phrases: the key {phrase} is missing"
    for number in ("{n}", "{all}"):
        if number not in programme.phrases.get("again", number):
            yield f"table phrases, key again: {number} is missing"


class _Names(NamedTuple):
    """The ids of the screening."""

    drivers: Collection[str]
    kinds: Collection[str]
    cautions: Collection[str]


def _unknown_names(programme: Programme, exercise: Exercise, names: _Names) -> Iterator[str]:
    phases = {phase.id for phase in programme.phases}
    exercises = {other.id for other in programme.exercises}
    minded = [note.caution for note in exercise.cautions]
    references: tuple[tuple[str, str, Iterable[str | None], Collection[str]], ...] = (
        ("phases", "phase", exercise.phases, phases),
        ("drivers", "driver", exercise.drivers, names.drivers),
        ("kinds", "kind of knee pain", exercise.kinds, names.kinds),
        ("cautions", "caution", minded, names.cautions),
        ("easier", "exercise", [exercise.easier.exercise], exercises),
        ("harder", "exercise", [exercise.harder.exercise], exercises),
    )
    for key, kind, used, existing in references:
        for name in used:
            if name is not None and name not in existing:
                yield f"table exercises ({exercise.id}), key {key}: there is no {kind} {name}"


def _ladder_faults(exercise: Exercise) -> Iterator[str]:
    """A missing ladder, a gap, a fork or a loop in it, or no rung to start from."""
    place = f"table exercises ({exercise.id}), key ladder"
    names = [rung.id for rung in exercise.ladder]
    if exercise.dose.loads:
        yield f"table exercises ({exercise.id}), key dose: loads belong to the key ladder"
    if exercise.trains is not Trains.STRETCH and not names:
        yield f"{place} is missing"
    if not names:
        return
    yield from duplicate_ids(place, names)
    for rung in exercise.ladder:
        if rung.after is not None and rung.after not in names:
            yield f"{place} has a gap: {rung.id} comes after {rung.after}, which is not there"
    lighter = [rung.after for rung in exercise.ladder]
    for name in sorted({name for name in lighter if name and lighter.count(name) > 1}):
        yield f"{place}: two rungs come after {name}"
    if lighter.count(None) > 1:
        yield f"{place} has a gap: only the lightest rung comes after none"
    reached = [rung.id for rung in rungs_in_order(exercise.ladder)]
    if left := sorted(set(names) - set(reached)):
        yield f"{place} goes in a loop or is broken at {', '.join(left)}"
    if sum(rung.start for rung in exercise.ladder) != 1:
        yield f"{place}: exactly one rung has start = true"


def _pose_faults(exercise: Exercise, poses: Mapping[str, Pose]) -> Iterator[str]:
    place = f"table exercises ({exercise.id}), key pose"
    if exercise.pose not in poses:
        yield f"{place}: there is no pose {exercise.pose}"
    elif poses[exercise.pose].sided is not exercise.sided:
        asked, drawn = ("two-sided", "one") if exercise.sided else ("one-sided", "a two-sided one")
        yield f"{place}: the exercise is {asked}, but the pose {exercise.pose} is {drawn}"


def _circles(programme: Programme) -> Iterator[str]:
    """A circle in the order from easier to harder exercises, if there is one."""
    easier: dict[str, set[str]] = {exercise.id: set() for exercise in programme.exercises}
    for exercise in programme.exercises:
        if exercise.easier.exercise:
            easier[exercise.id].add(exercise.easier.exercise)
        if exercise.harder.exercise in easier:
            easier[exercise.harder.exercise].add(exercise.id)
    try:
        TopologicalSorter(easier).prepare()
    except CycleError as error:
        path = error.args[1][1:]
        start = path.index(min(path))  # so that the same circle is always written alike
        circle = " → ".join((*path[start:], *path[: start + 1]))
        yield f"table exercises, keys easier and harder go in a circle: {circle}"
