"""What was done of the programme and besides, breaks and visits, days, loads, and trials."""

from collections.abc import Iterator
from operator import attrgetter

from kneeapp.domain.evidence.life_events import LifeEventKind
from kneeapp.domain.load.day_load import SCALES, LoadKind
from kneeapp.domain.programme.activities import MOST_MINUTES, ActivityKind
from kneeapp.domain.programme.definitions import ExerciseDose
from kneeapp.domain.programme.training_log import BreakWhy
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.design import FEWEST_PAIRS, MOST_PAIRS
from kneeapp.reports.record_file.entries import ActivityEntry, ExerciseEntry
from kneeapp.reports.record_file.format import RecordFile
from kneeapp.reports.tables.columns import (
    IMPORT,
    Row,
    TableDefinition,
    TableOptions,
    day,
    moment,
    number,
    rated,
    text,
    whole,
    yes_no,
)

_ACTIVITY = attrgetter(*ActivityEntry.model_fields)
_SESSION = attrgetter("id", "trained_on", "phase", "pain_before", "stopped_at", "stop_reason")


def _programme(file: RecordFile, _: TableOptions) -> Iterator[Row]:
    for training in file.trainings:
        session = _SESSION(training)
        for done in training.exercises:
            yield (*session, done.exercise, done.exercise in training.planned, *_done(done))
        for exercise in dict.fromkeys(training.planned):
            if exercise not in {done.exercise for done in training.exercises}:
                yield (*session, exercise, True, 0, *(None,) * 13)


def _done(done: ExerciseEntry) -> Row:
    dose = done.dose
    return (
        *(done.sets, dose.sets, dose.reps, dose.tempo_s, dose.hold_s, dose.rest_s),
        *_load(dose, Side.LEFT),
        *_load(dose, Side.RIGHT),
        *(" ".join(done.sides), done.effort, done.pain, done.programme_version),
    )


def _load(dose: ExerciseDose, side: Side) -> Row:
    """The rung and the kilograms on that side; the same on both where it has no sides."""
    load = next((load for load in dose.loads if load.side in {side, None}), None)
    return (load.rung, load.kilos) if load else (None, None)


PROGRAMME = TableDefinition(
    "programme",
    "One exercise of one session of the programme a row, done or only planned.",
    (
        text("training_id", "which session of the programme"),
        day("day", "the day it was done"),
        text("phase", "the phase of the programme"),
        rated("pain_before", "knee pain at the start"),
        moment("stopped_at", "when that session was stopped, where it was"),
        text("stop_reason", "why it was stopped"),
        text("exercise", "which exercise"),
        yes_no("planned", "it was planned for that session"),
        whole("sets_done", "sets that were done, on each side"),
        whole("sets_planned", "sets of its dose", least=1, most=6),
        whole("reps", "repetitions in a set; empty where it is held", least=1, most=30),
        whole("tempo_s", "what one repetition takes", "s", least=1, most=20),
        whole("hold_s", "how long it is held", "s", least=1, most=120),
        whole("rest_s", "rest between sets", "s", most=180),
        text("load_left", "the step of its load ladder on the left side, or of both together"),
        number(
            "kilos_left", "the weight on the left side, where that step has one", "kg", most=100
        ),
        text("load_right", "the step of its load ladder on the right side, or of both together"),
        number(
            "kilos_right", "the weight on the right side, where that step has one", "kg", most=100
        ),
        text("sides", "on which sides, with a space between"),
        rated("effort", "0 no effort, 10 all one has"),
        rated("pain", "knee pain while doing it"),
        text("programme_version", "the version of the programme"),
    ),
    _programme,
)


BREAKS = TableDefinition(
    "breaks",
    "One break of the programme a row.",
    (
        day("first_day", "the first day without it"),
        day("last_day", "the last day without it; empty while it goes on"),
        text("why", "the reason", BreakWhy),
    ),
    lambda file, _: map(attrgetter("first_day", "last_day", "why"), file.breaks),
)


VISITS = TableDefinition(
    "visits",
    "One day a row on which the person said that somebody had looked at the knee.",
    (day("day", "the day"),),
    lambda file, _: ((visit.seen_on,) for visit in file.seen),
)


LIFE_EVENTS = TableDefinition(
    "life_events",
    "One marked day a row: what else may show in the knee.",
    (
        day("day", "the day"),
        text("kind", "what it was", LifeEventKind),
        text("note", "the person's own words"),
        IMPORT,
    ),
    lambda file, _: (
        (event.happened_on, event.kind, event.note, event.origin.batch if event.origin else None)
        for event in file.life_events
    ),
)


DAY_LOADS = TableDefinition(
    "day_loads",
    "One day a row: what the knee carried, empty where it was not counted.",
    (
        day("day", "the day"),
        *(
            whole(
                kind.value,
                kind.label.lower(),
                "min" if kind.value.endswith("_min") else SCALES[kind].unit,
                most=SCALES[kind].most,
            )
            for kind in LoadKind
        ),
        IMPORT,
    ),
    lambda file, _: (
        (
            load.day,
            *(getattr(load, kind.value) for kind in LoadKind),
            load.origin.batch if load.origin else None,
        )
        for load in file.day_loads
    ),
)


ACTIVITIES = TableDefinition(
    "activities",
    "One walk, ride, run or climb a row, with the step of its plan.",
    (
        text("activity_id", "the id of the entry"),
        text("kind", "what it was", ActivityKind),
        day("day", "the day"),
        whole("minutes", "how long", "min", least=1, most=MOST_MINUTES),
        text("step", "the step of the plan, empty where it followed none"),
        rated("effort", "effort"),
        rated("knee_before", "the knee before"),
        rated("during", "the knee at its worst in it"),
        rated("hour_after", "the knee an hour after"),
    ),
    lambda file, _: map(_ACTIVITY, file.activities),
)


def _trials(file: RecordFile, _: TableOptions) -> Iterator[Row]:
    for trial in file.trials:
        compared = (trial.asked, "; ".join(trial.also_asked), trial.other)
        size = (2 if trial.design == 1 else 1) * len(trial.heads)
        began_and_ended = (trial.drawn_at, trial.stopped_at)
        order = (trial.heads, "; ".join(map(str, trial.blocks)))
        yield (trial.id, trial.knee, trial.design, *compared, *began_and_ended, size, *order)


TRIALS = TableDefinition(
    "trials",
    "One comparison of routines a row; its sessions name it by trial_id.",
    (
        text("trial_id", "which trial: the same id as in sessions"),
        text("knee", "the knee it is about", Side),
        whole("design", "1 in pairs, 2 in blocks", least=1, most=2),
        text("asked", "does this ease more"),
        text("also_asked", "or one of these; empty where only one thing is asked about"),
        text("other", "than this?"),
        moment("drawn_at", "when its order was drawn"),
        moment("ended_at", "when it ended; empty while it goes on"),
        whole("sessions", "sessions in the order", least=2 * FEWEST_PAIRS, most=2 * MOST_PAIRS),
        text(
            "order",
            "design 1: a sign a pair, 1 asked first, 0 other first; design 2: a sign a session, "
            "0 asked, then also_asked, then other; ? lies ahead",
        ),
        text("blocks", "design 2: the sizes of the blocks so far"),
    ),
    _trials,
)
