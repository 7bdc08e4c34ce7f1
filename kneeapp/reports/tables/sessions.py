"""Sessions, their steps, the tenderness in these, and every reading."""

from collections.abc import Iterator

from kneeapp.domain.areas import Area
from kneeapp.domain.measures import KNEE_AFTER, KNEE_BEFORE, MEASURES
from kneeapp.domain.routine.definitions import Ball, Preset, Surface
from kneeapp.domain.routine.sessions import TRACE_EVERY_S, SessionStatus, StressOff
from kneeapp.domain.sides import Side
from kneeapp.reports.record_file.entries import SessionEntry
from kneeapp.reports.record_file.format import RecordFile
from kneeapp.reports.tables.columns import (
    IMPORT,
    Row,
    TableDefinition,
    TableOptions,
    moment,
    number,
    rated,
    text,
    whole,
    yes_no,
)

_SESSION = text("session_id", "which session: the same id in all tables")
_KNEE = text("knee", "the sore knee", Side)
_AREA = text("area", "the place that was worked on", Area)
_SIDE = text("side", "the side of the body", Side)


def _saved(file: RecordFile) -> list[SessionEntry]:
    """The sessions that are over; one under way is not in the tables yet."""
    return [session for session in file.sessions if session.status is SessionStatus.SAVED]


def _sessions(file: RecordFile, _: TableOptions) -> Iterator[Row]:
    for session in _saved(file):
        plan = file.plans[session.plan]
        worked_s = sum(step.worked_s for step in session.steps)
        yield (
            *(session.id, session.started_at, session.ended_at, session.knee, session.test_move),
            *(plan.routine, plan.version, session.choice.preset, session.choice.surface),
            session.choice.ball if plan.needs_ball else None,
            *(session.pain_before, session.pain_after, session.relief),
            *(session.after_at, session.late, session.stress_off, session.stop_reason, worked_s),
            *(session.trial_id, session.trial_pair, session.trial_place, session.note),
        )


SESSIONS = TableDefinition(
    "sessions",
    "One saved session of a routine a row.",
    (
        _SESSION,
        moment("started_at", "when the session began"),
        moment("ended_at", "when its last step ended or it was stopped"),
        _KNEE,
        text("test_move", "the small movement that the knee was rated on"),
        text("routine", "what was done; 'release' is the ball and the roller"),
        text("routine_version", "the version of the routine"),
        text("preset", "how much of it was chosen", Preset),
        text("surface", "on the floor or at the wall", Surface),
        text("ball", "the ball that was chosen, where one was needed", Ball),
        rated("pain_before", "knee pain on the test move at the start"),
        rated("pain_after", "knee pain on the test move at the end"),
        whole("relief", "before minus after", "points", least=-10, most=10),
        moment("after_at", "when pain_after was rated"),
        yes_no("late", "the re-check came too late to count"),
        text("stress_off", "does it feel as if some stress is off?", StressOff),
        text("stop_reason", "why it was stopped, where it was"),
        whole("worked_s", "attended work on all areas together", "s"),
        text("trial_id", "the trial it was made for"),
        whole("trial_pair", "its pair in the trial, from 0"),
        whole("trial_place", "its place in the pair, from 0", most=1),
        text("note", "the person's own words"),
    ),
    _sessions,
)


def _steps(file: RecordFile, _: TableOptions) -> Iterator[Row]:
    for session in _saved(file):
        for step in session.steps:
            yield (
                *(session.id, step.n, step.area, step.side, step.tool),
                *(step.planned_s, step.worked_s, step.unattended_s),
                *(step.done.first_half_minute, step.done.last_half_minute),
                *(len(step.spots), sum(spot.eased for spot in step.spots)),
            )


_STEP = whole("step", "the step's place in the session, from 0")
STEPS = TableDefinition(
    "steps",
    "One step on one area and side of a session a row.",
    (
        _SESSION,
        _STEP,
        _AREA,
        _SIDE,
        text("tool", "what was rolled on"),
        whole("planned_s", "work that was planned", "s"),
        whole("worked_s", "work that somebody attended", "s"),
        whole("unattended_s", "work that ran with nobody there; it does not count", "s"),
        number("tender_first", "mean of the first rated 30 s", most=10),
        number("tender_last", "mean of the last rated 30 s", most=10),
        whole("spots", "spots worked on; 0 where the clock alone led"),
        whole("spots_eased", "those of them that were left because they had eased"),
    ),
    _steps,
)


def _spots(file: RecordFile, _: TableOptions) -> Iterator[Row]:
    for session in _saved(file):
        identity = str(session.id)
        for step in session.steps:
            for n, spot in enumerate(step.spots, 1):
                yield (identity, step.n, n, *vars(spot).values())


SPOTS = TableDefinition(
    "spots",
    "One spot of a step a row, where each was left when it had eased.",
    (
        _SESSION,
        _STEP,
        whole("spot", "the spot's place in the step, from 1"),
        whole("start_s", "seconds of work into the step at which it was begun", "s"),
        whole("worked_s", "how long it was worked on; where it eased, its time to ease", "s"),
        yes_no("eased", "it was left because it had eased"),
        rated("tender_first", "the first tenderness of it"),
        rated("tender_highest", "the highest tenderness of it"),
    ),
    _spots,
)


def _tenderness(file: RecordFile, _: TableOptions) -> Iterator[Row]:
    for session in _saved(file):
        identity = str(session.id)  # once for some hundred rows
        for step in session.steps:
            for n, value in enumerate(step.trace, 1):
                if value is not None:
                    yield (identity, step.n, n * TRACE_EVERY_S, value)


TENDERNESS = TableDefinition(
    "tenderness",
    f"One tenderness value a row, every {TRACE_EVERY_S} s of work where it was rated.",
    (
        _SESSION,
        _STEP,
        whole("after_s", "seconds of work into the step", "s"),
        rated("tenderness", "0 not tender, 10 unbearable"),
    ),
    _tenderness,
)


def _readings(file: RecordFile, _: TableOptions) -> Iterator[Row]:
    for session in _saved(file):
        of_session = (session.id, None, None, None, None)
        yield (session.started_at, KNEE_BEFORE.name, session.pain_before, *of_session)
        if session.pain_after is not None:
            at = session.after_at or session.ended_at
            yield (at, KNEE_AFTER.name, session.pain_after, *of_session)
    for rating in file.ratings:
        place = (rating.session_id, rating.area, rating.side, rating.step)
        batch = rating.origin.batch if rating.origin else None
        yield (rating.taken_at, rating.measure, rating.value, *place, batch)


READINGS = TableDefinition(
    "readings",
    "One rating a row: those before and after each session, and all others.",
    (
        moment("at", "when it was given"),
        text("measure", "what was rated", MEASURES),
        rated("value", "the rating; 0 is none, 10 the most"),
        _SESSION,
        _AREA,
        _SIDE,
        _STEP,
        IMPORT,
    ),
    _readings,
)
