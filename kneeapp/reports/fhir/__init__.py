"""A person's record as a FHIR R4 bundle that a clinic's record system imports (docs/fhir.md)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from itertools import chain
from pathlib import Path
from uuid import uuid5

from kneeapp import __version__, content
from kneeapp.domain.accounts.people import Person
from kneeapp.domain.clearance.person_status import person_standing
from kneeapp.domain.evidence.analysis import rating_history
from kneeapp.domain.measures import KNEE_DAY, MEASURES
from kneeapp.domain.routine.pain_rules import fresh_mornings
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.reports.fhir import answers, flags, observations, procedures
from kneeapp.reports.fhir.codes import (
    ENTRY,
    TERMINOLOGY,
    Part,
    concept,
    moment,
    reference,
    resource,
    urn,
)
from kneeapp.store.transfer.snapshot import RecordSnapshot


@dataclass(frozen=True)
class Extent:
    """What of the record goes in: the days from `since` to `until`."""

    now: datetime
    zone: tzinfo
    since: date | None = None
    until: date | None = None

    def holds(self, when: date) -> bool:
        return self.meets(when, when)

    def meets(self, first: date, last: date) -> bool:
        """Whether one of the days from `first` to `last` goes in."""
        return (self.since is None or self.since <= last) and (
            self.until is None or first <= self.until
        )


def bundle(record: RecordSnapshot, extent: Extent, folder: Path | None = None) -> str:
    """The record as JSON: a transaction that a second import leaves as the first left it.

    Each entry is put where its identifier, the id of the row it tells of or made from it, is found,
    and else made under an id of the receiver's. `folder` holds content files of one's own.
    """
    person = record.person
    resources = [_patient(person), *_resources(record, extent, folder)]
    whole = {
        "resourceType": "Bundle",
        "type": "transaction",
        "timestamp": moment(extent.now, extent.zone),
        "entry": list(map(_entry, (*resources, _provenance(person, resources, extent)))),
    }
    return json.dumps(whole, ensure_ascii=False)


def _resources(record: RecordSnapshot, extent: Extent, folder: Path | None) -> Iterator[Part]:
    person, zone = record.person, extent.zone
    who = reference(person.id)
    questionnaire, trained = content.questionnaire(folder), content.programme(folder)
    moves = {option.id: option.text for option in questionnaire.group("test_move").listed}
    titles = {name: routine.title for name, routine in content.routines(folder).items()}
    for screening in record.screenings:
        if extent.holds(screening.started_at.astimezone(zone).date()):
            yield answers.response(screening, who, zone, questionnaire)
    for session in record.sessions:
        if not extent.holds(session.started_at.astimezone(zone).date()):
            continue
        name = session.plan.routine
        yield procedures.of_session(session, who, zone, title=titles.get(name, name))
        move = moves.get(session.test_move, session.test_move)
        yield from observations.of_session(session, who, zone, move=move)
    yield from _flags(record, extent, questionnaire, titles)
    sore = person.preferences.knee
    for rating in chain.from_iterable(map(record.ratings, MEASURES.values())):
        if extent.holds(rating.taken_at.astimezone(zone).date()):
            yield observations.of_rating(rating, who, zone, sore=sore)
    exercises = {exercise.id: exercise for exercise in trained.exercises}
    for identity, training in record.trainings.items():
        if extent.holds(training.day):
            yield procedures.of_training(identity, training, who, exercises)
            yield from observations.of_training(identity, training, who)
    tested = [result for result in record.results if extent.holds(result.day)]
    yield from observations.of_tests(person.id, tested, who, questionnaire.self_tests)
    yield procedures.plan(person, record.trainings, who, trained)


def _flags(
    record: RecordSnapshot, extent: Extent, questionnaire: Questionnaire, titles: Mapping[str, str]
) -> Iterator[Part]:
    """Every finding that was open on one of these days, as it stands now."""
    person, zone = record.person.id, extent.zone
    who = reference(person)
    mornings = fresh_mornings(record.ratings(KNEE_DAY), zone)
    ratings_now = rating_history(record.history, mornings, lambda name: titles.get(name, name))
    safety = replace(record.safety, rated=ratings_now)
    for case in person_standing(questionnaire, safety, extent.now, zone).status.cases:
        began = case.first_at.astimezone(zone).date()
        ended = (case.ended_at or extent.now).astimezone(zone).date()
        if extent.meets(began, ended):
            yield flags.flag(case, person, who, zone, by=record.clinicians.get(case.account))


def _patient(person: Person) -> Part:
    return resource("Patient", person.id)


def _provenance(person: Person, resources: list[Part], extent: Extent) -> Part:
    """Who says all this: the person; put together by the app."""
    system = f"{TERMINOLOGY}/provenance-participant-type"
    author = {"type": concept("Author", (system, "author")), "who": reference(person.id)}
    assembler = {
        "type": concept("Assembler", (system, "assembler")),
        "who": {"display": f"kneeapp {__version__}"},
    }
    return resource(
        "Provenance",
        uuid5(person.id, "provenance"),
        target=[reference(part["id"]) for part in resources],
        recorded=moment(extent.now, extent.zone),
        activity=concept("Reported by the patient in a self-care app; not reviewed"),
        agent=[author, assembler],
    )


def _entry(part: Part) -> Part:
    """A conditional update: a receiver need not let others choose its ids."""
    kind, own = part["resourceType"], part["id"]
    known: Part = {"identifier": [{"system": ENTRY, "value": own}]}
    if kind == "QuestionnaireResponse":
        [known["identifier"]] = known["identifier"]
    if kind == "Provenance":  # R4 gives it no identifier
        known = {"meta": {"tag": [{"system": ENTRY, "code": own}]}}
    found_by = "_tag" if kind == "Provenance" else "identifier"
    elements = {name: value for name, value in part.items() if name != "id"}
    return {
        "fullUrl": urn(own),
        "resource": elements | known,
        "request": {"method": "PUT", "url": f"{kind}?{found_by}={ENTRY}|{own}"},
    }
