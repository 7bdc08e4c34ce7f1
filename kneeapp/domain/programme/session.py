"""A session of the programme: its exercises as steps of the player, and what was done."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kneeapp.domain.measures import EFFORT, KNEE_EXERCISE, Measure
from kneeapp.domain.programme.definitions import Exercise, ExerciseDose, Load, Programme
from kneeapp.domain.programme.exercise_selection import Picked
from kneeapp.domain.programme.load_ladder import load_words
from kneeapp.domain.programme.training_log import ExerciseDone, Training
from kneeapp.domain.routine.definitions import Plan, Segment, Step
from kneeapp.domain.routine.event_replay import attended_seconds, effective_stop
from kneeapp.domain.routine.planner import work_segments
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import Event, EventKind, in_order
from kneeapp.domain.sides import Side

ROUTINE = "programme"
"""The routine id in plans of the programme; verdicts do not use these sessions."""

READY_S = 10
"""Seconds to get into position, on each side."""

RATE_S = 20
"""Seconds for each of the two ratings after an exercise; without an answer the session goes on."""

SET_COUNTS = 0.8
"""Share of a set's seconds from which the set counts as done (DESIGN)."""


def session_plan(programme: Programme, picked: Sequence[Picked], knee: Side) -> Plan:
    """The steps of one session: each exercise, the sore `knee` first, then effort and pain."""
    steps = [step for entry in picked for step in _steps(entry, knee)]
    return Plan(routine=ROUTINE, version=programme.version, steps=tuple(steps))


def exercises_done(plan: Plan, events: Iterable[Event], day: date) -> tuple[ExerciseDone, ...]:
    """What was done of each exercise of a session, in the order of the plan.

    A set counts from SET_COUNTS of its time; of two sides the smaller number of sets counts. A
    knee rating given at a stop counts as pain of the exercise, which is then kept even without
    a set.
    """
    ordered = in_order(events)
    seconds = attended_seconds(plan, ordered)
    ratings = {event.step: event.value for event in ordered if event.kind is EventKind.RATING}
    all_done = (_done(plan, name, seconds, ratings, day) for name in _exercises(plan))
    return tuple(
        exercise_done
        for exercise_done in all_done
        if exercise_done.sets or exercise_done.pain is not None or exercise_done.effort is not None
    )


def training_from_session(session: Session, events: Sequence[Event], day: date) -> Training:
    """A session of the programme as a training; it belongs to the phase it was started in."""
    assert session.phase  # noqa: S101  only sessions of routines have no phase
    stop = effective_stop(events)
    return Training(
        day=day,
        phase=session.phase,
        planned=_exercises(session.plan),
        done=exercises_done(session.plan, events, day),
        before=session.before,
        stopped_at=stop.at if stop else None,
        stop_reason=str(stop.value) if stop else None,
    )


def done_without_player(
    programme: Programme, picked: Picked, knee: Side, day: date, pain: int | None = None
) -> ExerciseDone:
    """An exercise done without the player, with every set."""
    return ExerciseDone(
        exercise=picked.exercise.id,
        version=programme.version,
        day=day,
        dose=picked.dose,
        sets=picked.dose.sets,
        sides=_sides(picked.exercise, knee),
        pain=pain,
    )


def _exercises(plan: Plan) -> tuple[str, ...]:
    """The exercises of a plan in its order."""
    return tuple(dict.fromkeys(step.exercise for step in plan.steps if step.exercise))


def _sides(exercise: Exercise, knee: Side) -> tuple[Side, ...]:
    return (knee, knee.other) if exercise.sided else ()


def _steps(picked: Picked, knee: Side) -> Iterator[Step]:
    for side in _sides(picked.exercise, knee) or (None,):
        yield _exercise(picked, side)
    for measure in (EFFORT, KNEE_EXERCISE):
        yield _rating(picked.exercise, measure, knee)


def _exercise(picked: Picked, side: Side | None) -> Step:
    exercise, dose = picked.exercise, picked.dose
    load = next((load for load in dose.loads if load.side is side), None)
    with_load = load_words(exercise, load) if load else ""
    on_side = f"{side.value.capitalize()} side. " if side else ""
    return Step(
        kind="exercise",
        title=exercise.title,
        cue=" ".join(filter(None, (picked.hold_on, with_load, exercise.cue))),
        spoken=f"{on_side}{exercise.title}. {dose.text}.",
        pose=_pose(exercise, side),
        segments=tuple(work_segments(READY_S, dose.sets, dose.set_s, breath_s=dose.rest_s)),
        side=side,
        exercise=exercise.id,
        reps=dose.reps,
        tempo_ms=dose.tempo_s and dose.tempo_s * 1000,
        hold_ms=dose.hold_s and dose.hold_s * 1000,
        load=load.rung if load else None,
        kilos=load.kilos if load else None,
    )


def _rating(exercise: Exercise, measure: Measure, knee: Side) -> Step:
    return Step(
        kind="rate",
        title=measure.label,
        cue=measure.question,
        spoken=measure.question,
        pose=_pose(exercise, knee),
        segments=(Segment(kind="rate", ms=RATE_S * 1000),),
        exercise=exercise.id,
        measure=measure.name,
    )


def _pose(exercise: Exercise, side: Side | None) -> str:
    return f"{exercise.pose}_{side.value}" if side and exercise.sided else exercise.pose


def _done(
    plan: Plan,
    name: str,
    seconds: Sequence[frozenset[int]],
    ratings: dict[int, int | str | None],
    day: date,
) -> ExerciseDone:
    of_exercise = [(n, step) for n, step in enumerate(plan.steps) if step.exercise == name]
    worked = [(n, step) for n, step in of_exercise if step.kind == "exercise"]
    effort = [ratings.get(n) for n, step in of_exercise if step.measure == EFFORT.name]
    pain = [ratings.get(n) for n, step in of_exercise if step.measure != EFFORT.name]
    return ExerciseDone(
        exercise=name,
        version=plan.version,
        day=day,
        dose=_dose([step for _, step in worked]),
        sets=min(_sets(step, seconds[n]) for n, step in worked),
        sides=tuple(step.side for _, step in worked if step.side),
        effort=_worst(effort),
        pain=_worst(pain),
    )


def _sets(step: Step, seconds: frozenset[int]) -> int:
    """How many work segments of `step` the attended `seconds` of work fill."""
    work = [segment.ms // 1000 for segment in step.segments if segment.kind == "work"]
    length = work[0]
    done = Counter(second // length for second in seconds)
    return sum(done[n] >= SET_COUNTS * length for n in range(len(work)))


def _dose(steps: Sequence[Step]) -> ExerciseDose:
    """The dose that the steps of an exercise, one for each side, were made of."""
    step = steps[0]
    work = [segment.ms for segment in step.segments if segment.kind == "work"]
    rest = [segment.ms for segment in step.segments if segment.kind == "breath"]
    return ExerciseDose(
        sets=len(work),
        reps=step.reps,
        tempo_s=step.tempo_ms and step.tempo_ms // 1000,
        hold_s=step.hold_ms and step.hold_ms // 1000,
        rest_s=(rest or [0])[0] // 1000,
        loads=tuple(
            Load(rung=on_side.load, kilos=on_side.kilos, side=on_side.side)
            for on_side in steps
            if on_side.load
        ),
    )


def _worst(values: Iterable[int | str | None]) -> int | None:
    return max((value for value in values if isinstance(value, int)), default=None)
