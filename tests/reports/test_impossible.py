"""What cannot be is refused with place and value, and never keeps a stored record from leaving."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from kneeapp import clock, content
from kneeapp.errors import BadInput
from kneeapp.reports.record_file.file import as_json, import_file
from kneeapp.reports.record_file.format import read
from kneeapp.reports.record_file.impossible import Impossible, oddities
from kneeapp.settings import PROJECT
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.transfer.import_record import ImportMode
from kneeapp.store.transfer.snapshot import snapshot
from tests.store.builders import a_record
from tests.store.held_rows import held_rows
from tests.store.transfer.test_all_data import fill

QUESTIONS = content.questionnaire()
SAMPLE = (PROJECT / "tests" / "vectors" / "record-8.json").read_text("utf-8")
NOW = datetime(2026, 3, 21, tzinfo=UTC)


@pytest.fixture
def record() -> Iterator[Record]:
    with closing(Store.open(None)) as store, clock.running_on(lambda: NOW):
        yield a_record(store)


def changed(**values: Any) -> str:
    """The sample with other values; `sessions__0__after_at` names one by its path."""
    whole = json.loads(SAMPLE)
    for name, to in values.items():
        *path, last = (int(step) if step.isdigit() else step for step in name.split("__"))
        place = whole
        for step in path:
            place = place[step]
        place[last] = to
    return json.dumps(whole)


TWICE = json.loads(SAMPLE)["ratings"][0] | {"id": "018f0000-0000-7000-8000-0000000000ff"}

IMPOSSIBLE = {
    "$.breaks[0].last_day 2026-01-01 lies before first_day 2026-02-01": changed(
        breaks__0__first_day="2026-02-01", breaks__0__last_day="2026-01-01"
    ),
    "$.sessions[0].ended_at 2026-03-03T07:00:00Z lies before started_at 2026-03-03T08:00:00Z": (
        changed(sessions__0__ended_at="2026-03-03T07:00:00Z")
    ),
    "$.sessions[0].after_at 2026-03-03T07:59:59Z lies before started_at": changed(
        sessions__0__after_at="2026-03-03T07:59:59Z"
    ),
    "$.screenings[0].finished_at 2026-03-01T08:05:00Z lies before started_at": changed(
        screenings__0__finished_at="2026-03-01T08:05:00Z"
    ),
    "$.trials[0].stopped_at 2026-03-01T00:00:00Z lies before drawn_at": changed(
        trials__0__stopped_at="2026-03-01T00:00:00Z", trials__0__heads="10000"
    ),
    "$.trainings[0].stopped_at 2026-03-05T12:00:00Z is not on trained_on 2026-03-02": changed(
        trainings__0__stopped_at="2026-03-05T12:00:00Z", trainings__0__stop_reason="sharp"
    ),
    "$.sessions[1].started_at 2150-03-04T08:00:00Z lies in the future": changed(
        sessions__1__started_at="2150-03-04T08:00:00Z"
    ),
    "$.sessions[1].events[0].at_ms 5685000000000 lies in the future": changed(
        sessions__1__events__0__at_ms=5_685_000_000_000
    ),
    "$.ratings[0].taken_at 2150-01-01T00:00:00Z lies in the future": changed(
        ratings__0__taken_at="2150-01-01T00:00:00Z"
    ),
    "$.trainings[0].trained_on 2026-03-24 lies in the future": changed(
        trainings__0__trained_on="2026-03-24"
    ),
    "$.life_events[0].happened_on 2150-01-01": changed(life_events__0__happened_on="2150-01-01"),
    "$.seen[0].seen_on 2150-01-01 lies": changed(seen__0__seen_on="2150-01-01"),
    "$.test_results[0].tested_on 2150-01-01": changed(test_results__0__tested_on="2150-01-01"),
    "$.person.created_at 2150-01-01T00:00:00Z lies": changed(
        person__created_at="2150-01-01T00:00:00Z"
    ),
    "$.person.zones[0].since 2150-01-01T00:00:00Z lies": changed(
        person__zones__0__since="2150-01-01T00:00:00Z"
    ),
    "$.screenings[0].findings[0].at 2150-01-01T00:00:00Z lies in the future": changed(
        screenings__0__findings__0__at="2150-01-01T00:00:00Z"
    ),
    "$.sessions[0].steps have 30000 s of work in a session of 1200 s": changed(
        sessions__0__steps__0__worked_s=30_000
    ),
    "$.sessions[0].steps[0].n 400 points past the end of its plan": changed(
        sessions__0__steps__0__n=400
    ),
    "$.ratings[2] is of the same moment as $.ratings[0]": changed(
        ratings=[*json.loads(SAMPLE)["ratings"], TWICE]
    ),
}


@pytest.mark.parametrize("said", IMPOSSIBLE)
def test_what_cannot_be_is_refused_with_place_and_value_and_changes_nothing(
    record: Record, said: str
) -> None:
    before = held_rows(record)
    with pytest.raises(Impossible) as refused:
        import_file(record, IMPOSSIBLE[said], QUESTIONS)
    assert said in str(refused.value)
    assert str(refused.value).endswith("Nothing was changed.")
    assert held_rows(record) == before


@pytest.mark.parametrize("said", IMPOSSIBLE)
def test_what_is_stored_already_leaves_and_comes_in_again_without_a_question(
    record: Record, said: str
) -> None:
    import_file(record, IMPOSSIBLE[said], QUESTIONS, as_it_is=True)
    file = as_json(snapshot(record))
    for how in ImportMode:
        import_file(record, file, QUESTIONS, how)
        assert as_json(snapshot(record)) == file
    with closing(Store.open(None)) as elsewhere:
        other = a_record(elsewhere)
        with pytest.raises(Impossible):
            import_file(other, file, QUESTIONS)
        import_file(other, file, QUESTIONS, as_it_is=True)
        assert as_json(snapshot(other)) == file


def test_what_is_stored_excuses_no_other_entry(record: Record) -> None:
    import_file(record, changed(breaks__0__last_day="2026-01-01"), QUESTIONS, as_it_is=True)
    other = changed(breaks__0__first_day="2026-03-01", breaks__0__last_day="2026-01-01")
    with pytest.raises(Impossible, match="before first_day 2026-03-01"):
        import_file(record, other, QUESTIONS, ImportMode.MERGE)


def test_a_year_that_no_file_may_hold_still_leaves_the_record(record: Record) -> None:
    fill(record, "squat")
    sql = "update life_event set happened_on = '1850-01-01' where person_id = $1"
    record.write(lambda q: q(sql, record.person))
    file = as_json(snapshot(record))
    assert '"1850-01-01"' in file
    with pytest.raises(BadInput, match=r"\$\.life_events\[0\]\.happened_on: the year 1850"):
        read(file)


@pytest.mark.parametrize(
    "changes",
    [
        {"sessions__0__ended_at": "2026-03-03T08:00:00Z"},  # at once, and a minute of work
        {"sessions__1__started_at": "2026-03-21T23:59:00Z"},  # a clock that goes before ours
        {"trainings__0__trained_on": "2026-03-23"},  # a clock before ours, in the farthest east
        {"replies__0__allowed_until": "2027-03-03"},
        {
            "ratings": [
                TWICE | {"value": 7},
                json.loads(SAMPLE)["ratings"][0] | {"measure": "effort"},
            ]
        },
    ],
)
def test_what_can_be_is_not_asked_about(changes: dict[str, Any]) -> None:
    assert list(oddities(read(changed(**changes)), NOW)) == []


def test_samples_of_all_versions_hold_nothing_impossible() -> None:
    for sample in (PROJECT / "tests" / "vectors").glob("record-?.json"):
        assert list(oddities(read(sample.read_bytes()), NOW)) == []
