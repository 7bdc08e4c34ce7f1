"""Load ladder: the steps of one exercise from light to heavy, and the load of the next session.

After the 2-for-2 rule of ACSM [M]: more after two sessions that left two repetitions more than
are aimed for. Effort tells how many are left: 8 two, 7 three, 6 four (Zourdos 2016 [M]). What
leads down is DESIGN.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kneeapp.domain.programme.definitions import Exercise, ExerciseDose, Load, Rung
from kneeapp.domain.programme.exercise_selection import Picked
from kneeapp.domain.programme.training_log import ExerciseDone, TrainingHistory
from kneeapp.domain.routine.pain_rules import HIGHEST_GREEN, is_red
from kneeapp.domain.safety.closures import Family
from kneeapp.domain.sides import Side

LOOKS_AT = 2
"""Number of last sessions with one load that decide."""

LIGHT_UP_TO, HEAVY_FROM = 6, 9
"""Effort 0-10: up to 6 four or more repetitions are left, from 9 on one at most. Aimed for are
7 and 8: two or three left."""


class LoadWhy(StrEnum):
    """Why the next load is what it is; TOP and BOTTOM are the ends of the ladder."""

    FIRST = "first"
    ENTERED = "entered"
    SAME = "same"
    UP = "up"
    TOP = "top"
    PAIN = "pain"
    SHORT = "short"
    HEAVY = "heavy"
    BOTTOM = "bottom"


@dataclass(frozen=True)
class NextLoad:
    """The load proposed for one side, the last one that was done, and why."""

    load: Load
    why: LoadWhy
    last: Load | None = None


def load_steps(exercise: Exercise, closed: Collection[Family] = ()) -> tuple[Load, ...]:
    """The loads of the ladder for one side, from light to heavy, up to a rung that is closed."""
    steps: list[Load] = []
    for rung in rungs_in_order(exercise.ladder):
        if rung.family in closed:
            break
        steps.extend(_loads(rung))
    return tuple(steps)


def rungs_in_order(ladder: Sequence[Rung]) -> tuple[Rung, ...]:
    """The rungs from light to heavy, as `after` has it; one that nothing leads to is left out."""
    following = {rung.after: rung for rung in ladder}
    ordered: list[Rung] = []
    rung = following.get(None)
    while rung and rung not in ordered:
        ordered.append(rung)
        rung = following.get(rung.id)
    return tuple(ordered)


def load_words(exercise: Exercise, load: Load) -> str:
    """What the load is; empty where the content no longer has its rung."""
    rung = next((rung for rung in exercise.ladder if rung.id == load.rung), None)
    return rung.words.format(kilos=f"{load.kilos or 0:g}") if rung else ""


def done_load_words(exercise: Exercise | None, dose: ExerciseDose) -> str:
    """With what it was done, side by side where they differ; empty without loads.

    A rung that the content no longer has is named by its id.
    """
    words = {
        load.side: (load_words(exercise, load) if exercise else "") or _rung_named(load)
        for load in dose.loads
    }
    if len(set(words.values())) < 2:
        return next(iter(words.values()), "")
    return " ".join(f"{side.value.capitalize()}: {text}" for side, text in words.items() if side)


def next_loads(
    exercise: Exercise, knee: Side, history: TrainingHistory, closed: Collection[Family] = ()
) -> tuple[NextLoad, ...]:
    """The load of the next session: of a sided exercise for the sore `knee` first, then the other.

    An exercise done before there were ladders enters at the rung `start`, which is what it was.
    Knee pain lowers the load of the sore side only. Empty without a ladder.
    """
    steps = load_steps(exercise, closed)
    if not steps:
        return ()
    done = [
        exercise_done
        for training in sorted(history.trainings, key=lambda training: training.day)
        for exercise_done in training.done
        if exercise_done.exercise == exercise.id and exercise_done.sets
    ]
    sides = (knee, knee.other) if exercise.sided else (None,)
    return tuple(_next_load(exercise, steps, side, knee, done) for side in sides)


def with_loads(
    picked: Picked, knee: Side, history: TrainingHistory, closed: Collection[Family] = ()
) -> Picked:
    """The same with the loads of the next session in its dose."""
    loads = tuple(proposed.load for proposed in next_loads(picked.exercise, knee, history, closed))
    return replace(picked, dose=picked.dose.model_copy(update={"loads": loads}))


def _next_load(
    exercise: Exercise,
    steps: Sequence[Load],
    side: Side | None,
    knee: Side,
    done: Sequence[ExerciseDone],
) -> NextLoad:
    def sided(load: Load) -> Load:
        return load.model_copy(update={"side": side})

    start = next(rung for rung in exercise.ladder if rung.start)
    entry = next((step for step in steps if step.rung == start.id), steps[-1])
    if not done:
        return NextLoad(sided(entry), LoadWhy.FIRST)
    last = _load_of(done[-1], side)
    every = load_steps(exercise)
    if last is None or last not in every:
        return NextLoad(sided(entry), LoadWhy.ENTERED)
    place = min(every.index(last), len(steps) - 1)
    same = [entry for entry in done if _load_of(entry, side) == last][-LOOKS_AT:]
    why = _why(same, sore=side in {None, knee}, enough=len(same) == LOOKS_AT)
    if why is LoadWhy.UP and place + 1 == len(steps):
        return NextLoad(sided(steps[place]), LoadWhy.TOP, sided(last))
    down = why in {LoadWhy.PAIN, LoadWhy.SHORT, LoadWhy.HEAVY}
    if down and place == 0:
        return NextLoad(sided(steps[0]), LoadWhy.BOTTOM, sided(last))
    return NextLoad(sided(steps[place + (why is LoadWhy.UP) - down]), why, sided(last))


def _why(same: Sequence[ExerciseDone], *, sore: bool, enough: bool) -> LoadWhy:
    """What the last sessions with one load ask for."""
    if sore and is_red(same[-1].pain):
        return LoadWhy.PAIN
    if enough and not any(entry.complete for entry in same):
        return LoadWhy.SHORT
    if enough and all((entry.effort or 0) >= HEAVY_FROM for entry in same):
        return LoadWhy.HEAVY
    return LoadWhy.UP if enough and all(map(_light, same)) else LoadWhy.SAME


def _light(exercise_done: ExerciseDone) -> bool:
    """Whether it was done with every set, effort to spare and green pain, both rated."""
    if exercise_done.effort is None or exercise_done.pain is None:
        return False
    return (
        exercise_done.complete
        and exercise_done.effort <= LIGHT_UP_TO
        and exercise_done.pain <= HIGHEST_GREEN
    )


def _load_of(exercise_done: ExerciseDone, side: Side | None) -> Load | None:
    """The load that was done on `side`, as a step of the ladder has it: without a side."""
    sided = (load for load in exercise_done.dose.loads if load.side is side)
    return next((load.model_copy(update={"side": None}) for load in sided), None)


def _rung_named(load: Load) -> str:
    kilos = f", {load.kilos:g} kg" if load.kilos else ""
    return f"{load.rung.replace('_', ' ').capitalize()}{kilos}."


def _loads(rung: Rung) -> Iterator[Load]:
    if rung.kilos is None:
        yield Load(rung=rung.id)
        return
    for kilos in rung.kilos.weights:
        yield Load(rung=rung.id, kilos=kilos)
