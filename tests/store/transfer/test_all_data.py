"""All that is held is handed out, and all of it is deleted."""

import json
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from uuid6 import uuid7

from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.evidence.life_events import LONGEST_NOTE
from kneeapp.domain.load.day_load import DayLoad
from kneeapp.domain.programme.activities import ActivityDone, ActivityKind
from kneeapp.domain.programme.training_log import BreakWhy
from kneeapp.domain.screening.retests import RetestResult
from kneeapp.store.access.record import Record
from kneeapp.store.backup.backups import back_up
from kneeapp.store.engine.database import Store
from kneeapp.store.record import (
    activities,
    day_loads,
    event_log,
    life_events,
    people,
    programme,
    ratings,
    replies,
    retests,
    screenings,
    sessions,
    trials,
)
from kneeapp.store.transfer import all_data
from kneeapp.store.transfer.snapshot import snapshot
from tests.store.builders import (
    MONDAY,
    a_caution,
    a_finding,
    a_life_event,
    a_rating,
    a_record,
    a_reply,
    a_screening,
    a_session,
    a_training,
    a_trial,
    a_visit_of_an_older_version,
    an_event,
    finished,
)
from tests.store.held_rows import held_rows
from tests.support.platforms import needs_grep


def fill(record: Record, word: str) -> tuple[UUID, UUID]:
    """Something of every kind, `word` in each free text; returns a saved and an open session."""
    saved = finished(a_session(test_move=word), note=word)
    sessions.start(record, saved)
    sessions.save(record, saved)
    under_way = a_session(test_move=word)
    sessions.start(record, under_way)
    event_log.append(record, under_way.id, [an_event(0), an_event(1)])
    screening = a_screening(
        answers={"own words": word},
        known={"age": 44},
        findings=(a_finding(said=word),),
        cautions=(a_caution(said=word),),
    )
    screenings.save(record, screening)
    replies.add(record, a_reply(finding=f"screening:{screening.id}:hot_knee"))
    ratings.save(record, a_rating(session=under_way.id))
    life_events.save(record, a_life_event(note=word[:LONGEST_NOTE]))
    trials.begin(record, a_trial(consent=word))
    programme.mark(record, uuid7(), a_training(phase=word))
    programme.begin_break(record, MONDAY.date(), BreakWhy.AWAY)
    a_visit_of_an_older_version(record, MONDAY.date())
    retests.save(record, [RetestResult("activities", MONDAY.date(), 4, word)])
    activities.save(record, ActivityDone(uuid7(), ActivityKind.WALK, MONDAY.date(), 10, word[:50]))
    day_loads.save(record, DayLoad(MONDAY.date(), steps=9000))
    people.save_preferences(record, Preferences(test_move=word))
    return saved.id, under_way.id


def tables_of_people(store: Store) -> set[str]:
    rows = store.run(
        lambda q: q(
            "select table_name from information_schema.columns where column_name = 'person_id'"
        )
    )
    return {name for (name,) in rows}


def test_every_table_of_a_person_is_handed_out(record: Record) -> None:
    fill(record, "squat")
    held = snapshot(record).rows
    assert held.keys() == {"person", *all_data.TABLES}
    assert all(held.values())


def test_every_table_of_a_person_is_of_the_record_or_beside_it(record: Record) -> None:
    assert held_rows(record).keys() == tables_of_people(record.store) | {"person"}


def test_what_is_handed_out_says_what_was_saved(record: Record) -> None:
    saved, under_way = fill(record, "squat")
    held = snapshot(record).rows
    assert json.loads(held["person"][0]["preferences"])["test_move"] == "squat"
    assert [row["id"] for row in held["session"]] == [saved, under_way]
    assert held["session"][0]["started_at"] == MONDAY
    assert json.loads(held["session"][0]["plan"])["steps"][0]["title"] == "Outer hip"
    assert held["step"][0]["trace"] == [None, 6, 5, 4]
    assert json.loads(held["screening"][0]["answers"]) == {"own words": "squat"}
    assert json.loads(held["screening"][0]["findings"])[0]["urgency"] == "same_day"
    assert held["player_event"][1] | {"value": "1", "seq": 1} == held["player_event"][1]
    assert held["rating"][0]["value"] == 4
    assert held["life_event"][0]["happened_on"] == MONDAY.date()
    assert held["training"][0]["planned"] == ["clam", "bridge"]
    assert json.loads(held["exercise_done"][0]["dose"])["reps"] == 12


def test_nothing_of_another_person_is_handed_out(store: Store) -> None:
    victim, attacker = a_record(store), a_record(store)
    fill(victim, "the victim's words")
    fill(attacker, "squat")
    handed_out = str(snapshot(attacker).rows)
    assert "victim" not in handed_out
    assert str(victim.person) not in handed_out


def test_an_empty_person_is_left_with_whom_the_app_goes_on(record: Record) -> None:
    fill(record, "squat")
    all_data.delete_everything(record)
    held: dict[str, Any] = held_rows(record)
    assert [table for table, rows in held.items() if rows] == ["person"]
    assert people.person(record).preferences == Preferences()
    assert people.sole_person(record.store, MONDAY) == record.person
    sessions.start(record, a_session())


def test_deleting_everything_leaves_the_other_person_s_record_as_it_was(store: Store) -> None:
    victim, attacker = a_record(store), a_record(store)
    fill(victim, "squat")
    before = held_rows(victim)
    all_data.delete_everything(attacker)
    assert held_rows(victim) == before


@needs_grep
@pytest.mark.parametrize("reopened", [False, True])
def test_what_was_deleted_is_in_no_file_any_more(path: Path, reopened: bool) -> None:
    store = Store.open(path)
    record = a_record(store)
    fill(record, "kneeling in the attic " * 40)
    if reopened:
        store.close()
        store = Store.open(path)
        record = Record(store, record.person, record.principal)
    back_up(store, path.with_name("knee.before-0002.duckdb"))
    assert said(path.parent, "kneeling")
    all_data.delete_everything(record)
    assert not said(path.parent, "kneeling")
    sessions.start(record, a_session())
    store.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert not said(path.parent, "kneeling")


def said(folder: Path, word: str) -> bool:
    """Whether any file holds `word`; read by another process, as closing a file here unlocks it."""
    return subprocess.run(["grep", "-rqa", word, folder], check=False).returncode == 0


def test_a_deletion_loses_nothing_of_a_second_store_on_the_same_file(path: Path) -> None:
    one, other = Store.open(path), Store.open(path)
    record = a_record(one)
    fill(record, "squat")
    all_data.delete_everything(record)
    session = a_session()
    sessions.start(Record(other, record.person, record.principal), session)
    assert sessions.under_way(record) == session
    one.close()
    other.close()
    again = Store.open(path)
    assert sessions.under_way(Record(again, record.person, record.principal)) == session
    again.close()
