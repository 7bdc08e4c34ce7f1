"""What was rated and measured, as Observations."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo
from functools import partial
from uuid import UUID, uuid5

from kneeapp.domain.measures import KNEE_AFTER, KNEE_BEFORE, MEASURES, TENDERNESS, Measure
from kneeapp.domain.programme.training_log import Training
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import TRACE_EVERY_S, Session, StepDone
from kneeapp.domain.routine.spots import Spot
from kneeapp.domain.screening.retests import RetestResult
from kneeapp.domain.screening.self_tests import SelfTest
from kneeapp.domain.sides import Side
from kneeapp.reports.fhir.codes import (
    TERMINOLOGY,
    UCUM,
    Part,
    concept,
    day,
    knee,
    moment,
    pain,
    place,
    reference,
    resource,
)

_SURVEY = concept("Survey", (f"{TERMINOLOGY}/observation-category", "survey"))
_SCORE = {"system": UCUM, "code": "{score}", "unit": "of 10"}
_UNITS = {"cm": "cm", "s": "s", "times": "{count}", "of 10": "{score}"}
"""UCUM codes of the units that home tests use."""


def of_session(session: Session, who: Part, zone: tzinfo, *, move: str) -> Iterator[Part]:
    """The knee on the test `move` before and after, what it fell by, and each step's tenderness."""
    knee_rating = partial(
        _observation,
        who=who,
        partOf=[reference(session.id)],
        bodySite=knee(session.knee),
        method={"text": f"On the test move: {move}"},
    )
    before = knee_rating(
        uuid5(session.id, KNEE_BEFORE.name),
        pain(KNEE_BEFORE.question),
        effectiveDateTime=moment(session.started_at, zone),
        valueInteger=session.before,
    )
    yield before
    if session.after is not None:
        after = knee_rating(
            uuid5(session.id, KNEE_AFTER.name),
            pain(KNEE_AFTER.question),
            effectiveDateTime=moment(session.after_at or session.started_at, zone),
            valueInteger=session.after,
            note=[{"text": "Rated more than 15 minutes late"}] if session.late else None,
        )
        yield after
        yield knee_rating(
            uuid5(session.id, "relief"),
            concept("Relief: knee pain before minus after, same test move"),
            effectiveDateTime=after["effectiveDateTime"],
            valueInteger=session.before - session.after,
            derivedFrom=[reference(rating["id"]) for rating in (before, after)],
        )
    for step in session.steps:
        if any(value is not None for value in step.trace):
            yield _tenderness(session, step, who, zone)
        if step.spots:
            yield _spots(session, step, who, zone)


def of_rating(rating: Rating, who: Part, zone: tzinfo, *, sore: Side | None) -> Part:
    """A rating outside a session's before and after; the `sore` knee where it is one of pain."""
    measure = MEASURES[rating.measure]
    site = (
        place(rating.area, rating.side)
        if rating.area and rating.side
        else sore and knee(rating.side or sore)
    )
    return _observation(
        rating.id,
        _code(measure),
        who,
        effectiveDateTime=moment(rating.taken_at, zone),
        valueInteger=rating.value,
        bodySite=site,
        partOf=[reference(rating.session)] if rating.session else None,
        note=[{"text": "From another diary"}] if rating.origin else None,
    )


def of_training(identity: UUID, training: Training, who: Part) -> Iterator[Part]:
    """The knee ratings of a strengthening session."""
    rated = [(KNEE_BEFORE, "", training.before)]
    for exercise_done in training.done:
        name = exercise_done.exercise
        rated.append((MEASURES["knee_exercise"], name, exercise_done.pain))
        rated.append((MEASURES["effort"], name, exercise_done.effort))
    for measure, exercise, value in rated:
        if value is not None:
            yield _observation(
                uuid5(identity, f"{measure.name} {exercise}"),
                _code(measure),
                who,
                effectiveDateTime=day(training.day),
                valueInteger=value,
                partOf=[reference(identity)],
                note=[{"text": exercise}] if exercise else None,
            )


def of_tests(
    person: UUID, results: Iterable[RetestResult], who: Part, tests: Mapping[str, SelfTest]
) -> Iterator[Part]:
    """Home tests, of which `tests` are those known by id, and the person's own activities."""
    for result in results:
        test = tests.get(result.test)
        words = test.title if test else f"Activity, 0 cannot to 10 as before: {result.of}"
        unit = test.unit if test else "of 10"
        coded = {"system": UCUM, "code": _UNITS[unit]} if unit in _UNITS else {}
        yield _observation(
            uuid5(person, f"{result.test} {result.of} {result.day}"),
            concept(words),
            who,
            effectiveDateTime=day(result.day),
            valueQuantity={"value": result.value, **({"unit": unit} if unit else {}), **coded},
            bodySite={"text": result.of} if test and result.of else None,
        )


def _tenderness(session: Session, step: StepDone, who: Part, zone: tzinfo) -> Part:
    """The trace as sampled data, an unrated stretch as FHIR's E; its first and last 30 s."""
    means = {
        "Mean of the first rated half minute": step.first_half_minute,
        "Mean of the last half minute": step.last_half_minute,
    }
    return _observation(
        uuid5(session.id, f"{TENDERNESS.name} {step.n}"),
        concept(TENDERNESS.question),
        who,
        effectiveDateTime=moment(session.started_at, zone),
        valueSampledData={
            "origin": {"value": 0, **_SCORE},
            "period": TRACE_EVERY_S * 1000,
            "dimensions": 1,
            "data": " ".join("E" if value is None else str(value) for value in step.trace),
        },
        component=[
            {"code": concept(words), "valueQuantity": {"value": round(mean, 2), **_SCORE}}
            for words, mean in means.items()
            if mean is not None
        ],
        bodySite=place(step.area, step.side),
        partOf=[reference(session.id)],
    )


def _spots(session: Session, step: StepDone, who: Part, zone: tzinfo) -> Part:
    """Of each spot how long it was worked on, whether it had eased then, and its most tender."""
    return _observation(
        uuid5(session.id, f"spots {step.n}"),
        concept("Tender spots, each worked on until it eased or was left"),
        who,
        effectiveDateTime=moment(session.started_at, zone),
        component=[part for n, spot in enumerate(step.spots, 1) for part in _spot(n, spot)],
        bodySite=place(step.area, step.side),
        partOf=[reference(session.id)],
    )


def _spot(n: int, spot: Spot) -> Iterator[Part]:
    seconds = {"value": spot.worked_s, "system": UCUM, "code": "s", "unit": "s"}
    yield {"code": concept(f"Spot {n}: worked on for"), "valueQuantity": seconds}
    yield {"code": concept(f"Spot {n}: it had eased by then"), "valueBoolean": spot.eased}
    if spot.highest is not None:
        code = concept(f"Spot {n}: highest tenderness, 0-10")
        yield {"code": code, "valueInteger": spot.highest}


def _code(measure: Measure) -> Part:
    return pain(measure.question) if measure.name.startswith("knee") else concept(measure.question)


def _observation(identity: UUID, code: Part, who: Part, **elements: object) -> Part:
    return resource(
        "Observation",
        identity,
        status="final",
        category=[_SURVEY],
        code=code,
        subject=who,
        performer=[who],
        **elements,
    )
