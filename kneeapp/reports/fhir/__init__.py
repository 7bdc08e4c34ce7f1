"""A person's record as a FHIR R4 bundle that a clinic's record system imports (docs/fhir.md)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from uuid import uuid5

from kneeapp import __version__, content
from kneeapp.domain.accounts.people import Person
from kneeapp.domain.clearance.person_status import person_standing
from kneeapp.domain.evidence.analysis import SessionHistory, rated
from kneeapp.domain.evidence.progress import chosen
from kneeapp.domain.measures import KNEE_DAY, MEASURES
from kneeapp.domain.routine.pain_rules import mornings_by_day
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.reports.fhir import answers, flags, observations, procedures
from kneeapp.reports.fhir.codes import TERMINOLOGY, Part, concept, moment, reference, urn
from kneeapp.store.access.record import Record
from kneeapp.store.record import (
    findings,
    people,
    programme,
    ratings,
    replies,
    retests,
    screenings,
    sessions,
    trials,
)


@dataclass(frozen=True)
class Extent:
    """What of the record goes in: the days from `since` to `until`, and under which `name`."""

    now: datetime
    zone: tzinfo
    name: str = ""
    since: date | None = None
    until: date | None = None

    def holds(self, when: date) -> bool:
        return self.meets(when, when)

    def meets(self, first: date, last: date) -> bool:
        """Whether one of the days from `first` to `last` goes in."""
        return (self.since is None or self.since <= last) and (
            self.until is None or first <= self.until
        )

    @property
    def first(self) -> datetime | None:
        return None if self.since is None else datetime.combine(self.since, time(), self.zone)

    @property
    def end(self) -> datetime | None:
        """The first moment that is too late."""
        if self.until is None:
            return None
        return datetime.combine(self.until + timedelta(days=1), time(), self.zone)


def bundle(record: Record, extent: Extent, folder: Path | None = None) -> str:
    """The record as JSON: a transaction of PUTs, so that a second import updates the first.

    Every id is that of the row it tells of, or made from it. `folder` holds content files
    of one's own.
    """
    person = people.person(record)
    resources = [_patient(person, extent), *_told(record, person, extent, folder)]
    whole = {
        "resourceType": "Bundle",
        "type": "transaction",
        "timestamp": moment(extent.now, extent.zone),
        "entry": [_entry(each) for each in (*resources, _provenance(person, resources, extent))],
    }
    return json.dumps(whole, ensure_ascii=False)


def _told(record: Record, person: Person, extent: Extent, folder: Path | None) -> Iterator[Part]:
    who, zone = reference(person.id), extent.zone
    questionnaire, trained = content.questionnaire(folder), content.programme(folder)
    moves = {option.id: option.text for option in questionnaire.group("test_move").listed}
    titles = {name: routine.title for name, routine in content.routines(folder).items()}
    for screening in screenings.screenings(record):
        if extent.holds(screening.started_at.astimezone(zone).date()):
            yield answers.response(screening, who, zone, questionnaire)
    for session in sessions.sessions(record, extent.first, extent.end):
        name = session.plan.routine
        yield procedures.of_session(session, who, zone, title=titles.get(name, name))
        move = moves.get(session.test_move, session.test_move)
        yield from observations.of_session(session, who, zone, move=move)
    yield from _flags(record, extent, questionnaire, titles)
    sore = person.preferences.knee
    for measure in MEASURES.values():
        for rating in ratings.ratings(record, measure, extent.first, extent.end):
            yield observations.of_rating(rating, who, zone, sore=sore)
    trainings = programme.trainings(record)
    names = {one.id: one.title for one in trained.exercises}
    for identity, training in trainings.items():
        if extent.holds(training.day):
            yield procedures.of_training(identity, training, who, names)
            yield from observations.of_training(identity, training, who)
    tested = [result for result in retests.results(record) if extent.holds(result.day)]
    yield from observations.of_tests(person.id, tested, who, questionnaire.self_tests)
    yield procedures.plan(person, trainings, who, trained)


def _flags(
    record: Record, extent: Extent, questionnaire: Questionnaire, titles: Mapping[str, str]
) -> Iterator[Part]:
    """Every finding that was open on one of these days, as it stands now."""
    who, zone, names = reference(record.person), extent.zone, replies.names(record)
    kept, running = sessions.sessions(record, traces=False), trials.under_way(record)
    past = SessionHistory(chosen(kept), running.id if running else None)
    mornings = mornings_by_day(ratings.ratings(record, KNEE_DAY), zone)
    ratings_now = rated(past, mornings, lambda name: titles.get(name, name))
    found = findings.safety_record(record, ratings_now)
    for case in person_standing(questionnaire, found, extent.now, zone).status.cases:
        began, ended = (
            case.first_at.astimezone(zone),
            (case.ended_at or extent.now).astimezone(zone),
        )
        if extent.meets(began.date(), ended.date()):
            yield flags.flag(case, record.person, who, zone, by=names.get(case.account))


def _patient(person: Person, extent: Extent) -> Part:
    named = {"name": [{"text": extent.name}]} if extent.name else {}
    identifier = {"system": "urn:ietf:rfc:3986", "value": urn(person.id)}
    return {
        "resourceType": "Patient",
        "id": str(person.id),
        "identifier": [identifier],
        **named,
    }


def _provenance(person: Person, resources: list[Part], extent: Extent) -> Part:
    """Who says all this: the person; put together by the app."""
    system = f"{TERMINOLOGY}/provenance-participant-type"
    return {
        "resourceType": "Provenance",
        "id": str(uuid5(person.id, "provenance")),
        "target": [{"reference": f"urn:uuid:{one['id']}"} for one in resources],
        "recorded": moment(extent.now, extent.zone),
        "activity": concept("Reported by the patient in a self-care app; not reviewed"),
        "agent": [
            {"type": concept("Author", (system, "author")), "who": reference(person.id)},
            {
                "type": concept("Assembler", (system, "assembler")),
                "who": {"display": f"kneeapp {__version__}"},
            },
        ],
    }


def _entry(resource: Part) -> Part:
    return {
        "fullUrl": f"urn:uuid:{resource['id']}",
        "resource": resource,
        "request": {"method": "PUT", "url": f"{resource['resourceType']}/{resource['id']}"},
    }
