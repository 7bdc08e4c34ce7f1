"""Procedures and CarePlan: what was done and what is planned."""

from collections.abc import Mapping
from datetime import tzinfo
from uuid import UUID, uuid5

from kneeapp.domain.accounts.people import Person
from kneeapp.domain.programme.definitions import Programme
from kneeapp.domain.programme.training_log import ExerciseDone, Training
from kneeapp.domain.routine.sessions import Session
from kneeapp.reports.fhir.codes import Part, concept, day, moment, place


def of_session(session: Session, who: Part, zone: tzinfo, *, title: str) -> Part:
    """A routine that was done, with each step's dose in words."""
    worked = [f"{step.area.label}, {step.side.value}: {step.worked_s} s" for step in session.steps]
    sites = [place(area, side) for area, side in {(s.area, s.side): None for s in session.steps}]
    return {
        "resourceType": "Procedure",
        "id": str(session.id),
        **_ended(session.stop_reason),
        "code": concept(f"Self-massage or home routine: {title}"),
        "subject": who,
        "performedPeriod": {
            "start": moment(session.started_at, zone),
            **({"end": moment(session.ended_at, zone)} if session.ended_at else {}),
        },
        "performer": [{"actor": who}],
        **({"bodySite": sites} if sites else {}),
        **_notes(*worked, session.note),
    }


def of_training(identity: UUID, training: Training, who: Part, names: Mapping[str, str]) -> Part:
    """A strengthening session that was done; `names` are the exercises' titles by id."""
    return {
        "resourceType": "Procedure",
        "id": str(identity),
        **_ended(training.stop_reason),
        "code": concept("Knee strengthening exercises at home"),
        "subject": who,
        "performedDateTime": day(training.day),
        "performer": [{"actor": who}],
        **_notes(*(_told(done, names) for done in training.done)),
    }


def plan(
    person: Person,
    trainings: Mapping[UUID, Training],
    who: Part,
    programme: Programme,
) -> Part:
    """The weekly target, and the programme as it was last trained."""
    newest = max(trainings.values(), key=lambda one: one.day, default=None)
    names = {one.id: one.title for one in programme.exercises}
    exercises = [_told(done, names) for done in newest.done] if newest else []
    target = person.preferences.weekly_target
    return {
        "resourceType": "CarePlan",
        "id": str(uuid5(person.id, "plan")),
        "status": "active",
        "intent": "plan",
        "title": "Release routine and knee strengthening, chosen by the person",
        "subject": who,
        "author": who,
        **({"period": {"start": _first(trainings)}} if trainings else {}),
        "activity": [
            _activity("Release routine", target),
            *(
                _activity(words, len(person.preferences.programme_days) or None)
                for words in exercises
            ),
        ],
    }


def _ended(stop_reason: str | None) -> Part:
    if not stop_reason:
        return {"status": "completed"}
    return {"status": "stopped", "statusReason": {"text": stop_reason}}


def _first(trainings: Mapping[UUID, Training]) -> str:
    return day(min(one.day for one in trainings.values()))


def _activity(words: str, a_week: int | None) -> Part:
    repeated = {"frequency": a_week, "period": 1, "periodUnit": "wk"}
    timing = {"scheduledTiming": {"repeat": repeated}} if a_week else {}
    return {"detail": {"status": "in-progress", "description": words, **timing}}


def _told(done: ExerciseDone, names: Mapping[str, str]) -> str:
    return f"{names.get(done.exercise, done.exercise)}: {done.dose.text}"


def _notes(*words: str) -> Part:
    kept = [{"text": each} for each in words if each.strip()]
    return {"note": kept} if kept else {}
