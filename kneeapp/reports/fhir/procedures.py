"""Procedures and CarePlan: what was done and what is planned."""

from collections.abc import Mapping
from datetime import tzinfo
from operator import attrgetter
from uuid import UUID, uuid5

from kneeapp.domain.accounts.people import Person
from kneeapp.domain.programme.definitions import Exercise, Programme
from kneeapp.domain.programme.load_ladder import done_load_words
from kneeapp.domain.programme.training_log import ExerciseDone, Training
from kneeapp.domain.routine.sessions import Session
from kneeapp.reports.fhir.codes import Part, concept, day, period, place, resource


def of_session(session: Session, who: Part, zone: tzinfo, *, title: str) -> Part:
    """A routine that was done, with each step's dose in words."""
    worked = [f"{step.area.label}, {step.side.value}: {step.worked_s} s" for step in session.steps]
    sites = dict.fromkeys((step.area, step.side) for step in session.steps)
    return resource(
        "Procedure",
        session.id,
        **_ended(session.stop_reason),
        code=concept(f"Self-massage or home routine: {title}"),
        subject=who,
        performedPeriod=period(session.started_at, session.ended_at, zone),
        performer=[{"actor": who}],
        bodySite=[place(area, side) for area, side in sites],
        note=_notes(*worked, f"On a {session.ball.label}" if session.ball else "", session.note),
    )


def of_training(
    identity: UUID, training: Training, who: Part, exercises: Mapping[str, Exercise]
) -> Part:
    """A strengthening session that was done; `exercises` are those of the content by id."""
    return resource(
        "Procedure",
        identity,
        **_ended(training.stop_reason),
        code=concept("Knee strengthening exercises at home"),
        subject=who,
        performedDateTime=day(training.day),
        performer=[{"actor": who}],
        note=_notes(*(_dose_words(done, exercises) for done in training.done)),
    )


def plan(
    person: Person, trainings: Mapping[UUID, Training], who: Part, programme: Programme
) -> Part:
    """The weekly target, and the programme as it was last trained."""
    days = attrgetter("day")
    newest = max(trainings.values(), key=days, default=None)
    first = min(map(days, trainings.values()), default=None)
    exercises = {exercise.id: exercise for exercise in programme.exercises}
    a_week = len(person.preferences.programme_days) or None
    return resource(
        "CarePlan",
        uuid5(person.id, "plan"),
        status="active",
        intent="plan",
        title="Release routine and knee strengthening, chosen by the person",
        subject=who,
        author=who,
        period={"start": day(first)} if first else None,
        activity=[
            _activity("Release routine", person.preferences.weekly_target),
            *(
                _activity(_dose_words(done, exercises), a_week)
                for done in (newest.done if newest else ())
            ),
        ],
    )


def _ended(stop_reason: str | None) -> Part:
    if not stop_reason:
        return {"status": "completed"}
    return {"status": "stopped", "statusReason": {"text": stop_reason}}


def _activity(words: str, a_week: int | None) -> Part:
    repeated = {"frequency": a_week, "period": 1, "periodUnit": "wk"}
    timing = {"scheduledTiming": {"repeat": repeated}} if a_week else {}
    return {"detail": {"status": "in-progress", "description": words, **timing}}


def _dose_words(done: ExerciseDone, exercises: Mapping[str, Exercise]) -> str:
    exercise = exercises.get(done.exercise)
    title = exercise.title if exercise else done.exercise
    load = done_load_words(exercise, done.dose)
    return f"{title}: {done.dose.text}{load and f'. {load}'}"


def _notes(*texts: str) -> list[Part]:
    return [{"text": text} for text in texts if text.strip()]
