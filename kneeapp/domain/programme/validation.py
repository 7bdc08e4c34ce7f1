"""Programme validation: gaps, unknown names, and circles of easier and harder exercises."""

from collections.abc import Collection, Iterator, Mapping

from kneeapp.domain.content_model import duplicate_ids
from kneeapp.domain.programme.definitions import Exercise, Programme
from kneeapp.domain.routine.poses import Pose

SAID = (
    *("find", "hold", "let_go", "breathe", "again"),
    *("ten_seconds", "switch_sides", "done"),
)
"""The phrases of the player in exercises; `again` holds {n} and {all} of the sets."""


def programme_faults(
    programme: Programme,
    poses: Mapping[str, Pose],
    *,
    drivers: Collection[str],
    cautions: Collection[str],
) -> Iterator[str]:
    """A message for each fault of a programme, with table and key.

    `drivers` and `cautions` are the ids of the screening.
    """
    yield from duplicate_ids("phases", [phase.id for phase in programme.phases])
    yield from duplicate_ids("exercises", [exercise.id for exercise in programme.exercises])
    yield from _gaps(programme)
    yield from _unsaid(programme)
    for exercise in programme.exercises:
        yield from _loose(programme, exercise, drivers=drivers, cautions=cautions)
        yield from _undrawn(exercise, poses)
    yield from _circles(programme)


def _gaps(programme: Programme) -> Iterator[str]:
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


def _unsaid(programme: Programme) -> Iterator[str]:
    for phrase in SAID:
        if phrase not in programme.phrases:
            yield f"table phrases: the key {phrase} is missing"
    for number in ("{n}", "{all}"):
        if number not in programme.phrases.get("again", number):
            yield f"table phrases, key again: {number} is missing"


def _loose(
    programme: Programme,
    exercise: Exercise,
    *,
    drivers: Collection[str],
    cautions: Collection[str],
) -> Iterator[str]:
    existing = {
        "phases": {phase.id for phase in programme.phases},
        "drivers": drivers,
        "cautions": cautions,
        "easier": (exercises := {other.id for other in programme.exercises}),
        "harder": exercises,
    }
    named = {
        "phases": exercise.phases,
        "drivers": exercise.drivers,
        "cautions": tuple(note.caution for note in exercise.cautions),
        "easier": (exercise.easier.exercise,),
        "harder": (exercise.harder.exercise,),
    }
    for key, names in named.items():
        for name in names:
            if name is not None and name not in existing[key]:
                kind = {"easier": "exercise", "harder": "exercise"}.get(key, key.removesuffix("s"))
                yield f"table exercises ({exercise.id}), key {key}: there is no {kind} {name}"


def _undrawn(exercise: Exercise, poses: Mapping[str, Pose]) -> Iterator[str]:
    place = f"table exercises ({exercise.id}), key pose"
    if exercise.pose not in poses:
        yield f"{place}: there is no pose {exercise.pose}"
    elif poses[exercise.pose].sided is not exercise.sided:
        asked, drawn = ("two-sided", "one") if exercise.sided else ("one-sided", "a two-sided one")
        yield f"{place}: the exercise is {asked}, but the pose {exercise.pose} is {drawn}"


def _circles(programme: Programme) -> Iterator[str]:
    """Circles in the order from easier to harder exercises; each is reported once."""
    harder: dict[str, set[str]] = {exercise.id: set() for exercise in programme.exercises}
    for exercise in programme.exercises:
        if exercise.harder.exercise:
            harder[exercise.id].add(exercise.harder.exercise)
        if exercise.easier.exercise in harder:
            harder[exercise.easier.exercise].add(exercise.id)
    for start in harder:
        path = _way_back(harder, start)
        if path and start == min(path):
            circle = " → ".join((*path, start))
            yield f"table exercises, keys easier and harder go in a circle: {circle}"


def _way_back(harder: Mapping[str, Collection[str]], start: str) -> tuple[str, ...] | None:
    """The shortest path from `start` through harder exercises back to it (breadth first)."""
    paths: list[tuple[str, ...]] = [(start,)]
    reached: set[str] = set()
    while paths:
        path = paths.pop(0)
        for following in sorted(harder.get(path[-1], ())):
            if following == start:
                return path
            if following not in reached:
                reached.add(following)
                paths.append((*path, following))
    return None
