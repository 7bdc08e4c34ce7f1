"""What was done of the programme, breaks and visits, marked days, and trials."""

from collections.abc import Iterator

from kneeapp.domain.evidence.life_events import LifeEventKind
from kneeapp.domain.programme.training_log import BreakWhy
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.design import FEWEST_PAIRS, MOST_PAIRS
from kneeapp.reports.record_file.entries import ExerciseEntry, TrainingEntry
from kneeapp.reports.record_file.format import RecordFile
from kneeapp.reports.tables.columns import (
    Column,
    ColumnKind,
    Row,
    TableDefinition,
    TableOptions,
    day,
    moment,
    rated,
    text,
    whole,
    yes_no,
)


def _programme(file: RecordFile, _: TableOptions) -> Iterator[Row]:
    for one in file.trainings:
        for done in one.exercises:
            yield (*_training(one), done.exercise, done.exercise in one.planned, *_done(done))
        for exercise in dict.fromkeys(one.planned):
            if exercise not in {done.exercise for done in one.exercises}:
                yield (*_training(one), exercise, True, 0, *(None,) * 9)


def _training(one: TrainingEntry) -> Row:
    return (one.id, one.trained_on, one.phase, one.pain_before, one.stopped_at, one.stop_reason)


def _done(done: ExerciseEntry) -> Row:
    dose = done.dose
    return (
        *(done.sets, dose.sets, dose.reps, dose.tempo_s, dose.hold_s, dose.rest_s),
        *(" ".join(done.sides), done.effort, done.pain, done.programme_version),
    )


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
        Column("sets_planned", ColumnKind.WHOLE, "sets of its dose", least=1, most=6),
        Column(
            "reps",
            ColumnKind.WHOLE,
            "repetitions in a set; empty where it is held",
            least=1,
            most=30,
        ),
        Column("tempo_s", ColumnKind.WHOLE, "what one repetition takes", "s", least=1, most=20),
        Column("hold_s", ColumnKind.WHOLE, "how long it is held", "s", least=1, most=120),
        whole("rest_s", "rest between sets", "s", most=180),
        text("sides", "on which sides, with a space between"),
        rated("effort", "0 no effort, 10 all one has"),
        rated("pain", "knee pain while doing it"),
        text("programme_version", "the version of the programme"),
    ),
    _programme,
)


def _breaks(file: RecordFile, _: TableOptions) -> Iterator[Row]:
    for one in file.breaks:
        yield (one.first_day, one.last_day, one.why)


BREAKS = TableDefinition(
    "breaks",
    "One break of the programme a row.",
    (
        day("first_day", "the first day without it"),
        day("last_day", "the last day without it; empty while it goes on"),
        text("why", "the reason", BreakWhy),
    ),
    _breaks,
)


def _visits(file: RecordFile, _: TableOptions) -> Iterator[Row]:
    for one in file.seen:
        yield (one.seen_on,)


VISITS = TableDefinition(
    "visits",
    "One day a row on which the person said that somebody had looked at the knee.",
    (day("day", "the day"),),
    _visits,
)


def _life_events(file: RecordFile, _: TableOptions) -> Iterator[Row]:
    for one in file.life_events:
        yield (one.happened_on, one.kind, one.note)


LIFE_EVENTS = TableDefinition(
    "life_events",
    "One marked day a row: what else may show in the knee.",
    (
        day("day", "the day"),
        text("kind", "what it was", LifeEventKind),
        text("note", "the person's own words"),
    ),
    _life_events,
)


def _trials(file: RecordFile, _: TableOptions) -> Iterator[Row]:
    for one in file.trials:
        arms = (one.asked, one.other)
        yield (one.id, one.knee, *arms, one.drawn_at, one.stopped_at, len(one.heads), one.heads)


TRIALS = TableDefinition(
    "trials",
    "One comparison of two routines a row; its sessions name it by trial_id.",
    (
        text("trial_id", "which trial: the same id as in sessions"),
        text("knee", "the knee it is about", Side),
        text("asked", "does this ease more"),
        text("other", "than this?"),
        moment("drawn_at", "when its order was drawn"),
        moment("ended_at", "when it ended; empty while it goes on"),
        Column("pairs", ColumnKind.WHOLE, "pairs of sessions", least=FEWEST_PAIRS, most=MOST_PAIRS),
        text("order", "a sign a pair: 1 asked first, 0 other first, ? lies ahead"),
    ),
    _trials,
)
