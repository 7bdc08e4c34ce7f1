"""What came with the diary of another app, in files that are given to others."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from uuid6 import uuid7

from kneeapp.domain.diary.reading import DiaryContent, DiaryNote
from kneeapp.domain.evidence.progress import last_weeks
from kneeapp.domain.origin import Origin
from kneeapp.domain.sides import Side
from kneeapp.reports.clinician_report.content import document
from kneeapp.reports.clinician_report.facts import facts
from kneeapp.reports.clinician_report.options import ReportOptions
from kneeapp.reports.files import Form, Wanted, made
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people
from kneeapp.store.transfer import import_diary
from kneeapp.store.transfer.snapshot import snapshot
from tests.reports.test_report import words
from tests.store.builders import MONDAY, a_record

ASKED = ReportOptions(window=last_weeks(12, MONDAY.date()), now=MONDAY, zone=UTC)
SCORES = (2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 6, 6)
"""Mornings that stay higher from the last day but one on; the last one is red."""


@pytest.fixture
def record() -> Iterator[Record]:
    with closing(Store.open(None)) as store:
        somebody = a_record(store)
        preferences = people.person(somebody).preferences
        right = preferences.model_copy(update={"knee": Side.RIGHT})
        people.save_preferences(somebody, right)
        yield somebody


def take_in(record: Record, days_late: int) -> None:
    last = MONDAY.date() - timedelta(days=days_late)
    days = [last - timedelta(days=n) for n in range(len(SCORES))][::-1]
    notes = (DiaryNote(last, "Stairs hurt"),)
    content = DiaryContent(dict(zip(days, SCORES, strict=True)), notes, knee=Side.LEFT)
    import_diary.keep(record, content, Origin(uuid7(), MONDAY, "0" * 16), UTC)


def resources(record: Record, kind: str) -> list[dict]:
    bundle = json.loads(made(snapshot(record), Wanted(Form.FHIR, MONDAY, UTC)))
    entries = (entry["resource"] for entry in bundle["entry"])
    return [resource for resource in entries if resource["resourceType"] == kind]


def test_fhir_says_that_a_rating_came_from_a_diary_and_of_which_knee(record: Record) -> None:
    take_in(record, 40)
    rated = resources(record, "Observation")
    assert len(rated) == len(SCORES)
    for observation in rated:
        assert observation["note"] == [{"text": "From another diary"}]
        assert "left" in json.dumps(observation["bodySite"]).lower()


@pytest.mark.parametrize(("days_late", "flagged"), [(0, True), (40, False)])
def test_red_mornings_of_a_diary_are_findings_while_there_is_time_to_act(
    record: Record, days_late: int, *, flagged: bool
) -> None:
    take_in(record, days_late)
    assert bool(resources(record, "Flag")) is flagged
    assert bool(facts(snapshot(record), ASKED).standing.status.cases) is flagged


def test_the_report_shows_all_of_a_diary_and_says_so(record: Record) -> None:
    take_in(record, 40)
    known = facts(snapshot(record), replace(ASKED))
    text = words(document(known))
    assert "Mornings: 12 of them came from another diary." in text
    assert "Other diary" in text
    assert "Stairs hurt" in text
