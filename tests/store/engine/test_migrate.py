"""Databases are brought up to date, forward only and never at the price of a record."""

import json
import shutil
import stat
from collections.abc import Sequence
from datetime import UTC, timedelta
from pathlib import Path
from threading import Barrier, Thread
from uuid import UUID

import duckdb
import pytest

from kneeapp import content
from kneeapp.domain.accounts.people import Principal
from kneeapp.domain.clearance.person_status import person_standing
from kneeapp.domain.evidence.rating_findings import RatingHistory
from kneeapp.domain.safety.findings import Urgency
from kneeapp.errors import StoreError
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.migrate import FOLDER
from kneeapp.store.record import people, sessions
from kneeapp.store.record.findings import safety_record
from tests.store.builders import (
    MONDAY,
    a_person_of_an_older_version,
    a_record,
    a_session,
    finished,
)
from tests.store.held_rows import held_rows
from tests.support.platforms import needs_file_modes

NOW = sorted({int(file.name[:4]) for file in FOLDER.glob("*.sql")})
"""The numbers of the migrations of this version."""

NEXT = NOW[-1] + 1


def older(versions: Sequence[int]) -> list[object]:
    """The oldest and the newest, and by night those between them."""
    return [
        pytest.param(version, marks=pytest.mark.nightly if version in versions[1:-1] else ())
        for version in versions
    ]


SHOES = f"{NEXT:04}_shoes.sql"


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    """The migrations of a kneeapp that is one step ahead."""
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder)
    (folder / SHOES).write_text(
        "create table shoe (id uuid primary key); alter table session add column shoes text;"
    )
    return folder


A_SESSION = """
insert into session (id, person_id, started_at, status, knee, test_move, choice, plan, pain_before,
    pain_after, late, note)
values ($1, $2, $3, 'saved', 'left', 'squat', $4, $5, 6, 4, false, '')
"""


def plan_and_choice() -> tuple[str, str]:
    session = a_session()
    return session.choice.model_dump_json(), session.plan.model_dump_json()


def versions(store: Store) -> list[int]:
    return [n for (n,) in store.run(lambda q: q("select number from schema_version order by 1"))]


def kept(path: Path) -> Record:
    """A record in a file as this version leaves it; its store is closed."""
    store = Store.open(path)
    record = a_record(store)
    session = finished(a_session(), note="kept from before")
    sessions.start(record, session)
    sessions.save(record, session)
    store.close()
    return record


def test_an_empty_database_gets_every_migration_in_order(store: Store) -> None:
    assert versions(store) == NOW


def test_opening_again_changes_nothing(path: Path) -> None:
    record = kept(path)
    before = path.read_bytes()
    store = Store.open(path)
    assert len(sessions.sessions(Record(store, record.person, record.principal))) == 1
    store.close()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_kept_old_file_is_brought_up_to_date_with_all_it_holds(
    path: Path, next_version: Path
) -> None:
    old = kept(path)
    opened = Store.open(path)
    held = held_rows(Record(opened, old.person, old.principal))
    opened.close()

    store = Store.open(path, migrations=next_version)
    assert versions(store) == [*NOW, NEXT]
    assert store.run(lambda q: q("select note, shoes from session")) == [("kept from before", None)]
    held_now = held_rows(Record(store, old.person, old.principal))
    assert held_now["session"] == [{**row, "shoes": None} for row in held["session"]]
    assert {k: v for k, v in held_now.items() if k != "session"} == {
        k: v for k, v in held.items() if k != "session"
    }
    store.close()


@pytest.mark.parametrize("newest", older(NOW[:-1]))
def test_a_file_of_each_older_version_opens_with_its_sessions(
    path: Path, tmp_path: Path, newest: int
) -> None:
    older = tmp_path / "older"
    older.mkdir()
    for file in FOLDER.glob("*.sql"):
        if int(file.name[:4]) <= newest:
            shutil.copy(file, older)
    store = Store.open(path, migrations=older)
    person = a_person_of_an_older_version(store)
    store.run(lambda q: q(A_SESSION, UUID(int=1), person, MONDAY, *plan_and_choice()))
    store.close()

    store = Store.open(path)
    (kept_one,) = sessions.sessions(Record(store, person, Principal(person)))
    assert (kept_one.before, kept_one.after, kept_one.trial) == (6, 4, None)
    store.close()


A_SCREENING = """
insert into screening (id, person_id, started_at, finished_at, kind, rules_version, answers,
    findings)
values ($1, $2, $3, $3, $4, '2025.1', $5, $6)
"""

A_FLAG = {
    "rule": "hot_knee",
    "urgency": "same_day",
    "reason": "A hot knee may be an infection.",
    "go": "Be seen today.",
    "source": "reference",
    "certainty": "V",
    "group": "knee_today",
}
"""As red flags were kept before findings named what they close."""


@pytest.mark.parametrize("newest", older([number for number in NOW if number < 11]))
def test_what_was_said_in_a_file_of_each_older_version_means_the_same(
    path: Path, tmp_path: Path, newest: int
) -> None:
    older = tmp_path / "older"
    older.mkdir()
    for file in FOLDER.glob("*.sql"):
        if int(file.name[:4]) <= newest:
            shutil.copy(file, older)
    store = Store.open(path, migrations=older)
    person = a_person_of_an_older_version(store)

    def say(number: int, days: int, kind: str, answers: object, *flags: object) -> None:
        at = MONDAY + timedelta(days=days)
        told = json.dumps(answers), json.dumps(flags)
        store.run(lambda q: q(A_SCREENING, UUID(int=number), person, at, kind, *told))

    say(1, 0, "full", {"knee_today": ["hot"], "health": ["bleeding"]}, A_FLAG)
    store.run(lambda q: q(A_SESSION, UUID(int=9), person, MONDAY, *plan_and_choice()))
    store.run(lambda q: q("update session set stop_reason = 'sharp'"))
    store.close()

    store = Store.open(path)
    record = Record(store, person, Principal(person))
    questions = content.questionnaire()

    def now_open(days: int) -> dict[str, Urgency]:
        now = MONDAY + timedelta(days=days)
        here = person_standing(questions, safety_record(record, RatingHistory()), now, UTC)
        return {case.finding.rule: case.urgency for case in here.status.open}

    said = {"hot_knee": Urgency.SAME_DAY, "stop_sharp": Urgency.NONE_SEEN}
    assert said.items() <= now_open(1).items()
    assert any("bleeding" in rule for rule in now_open(1)), "judged by today's rules"
    say(2, 3, "checked", {})
    assert "hot_knee" in now_open(2)
    assert "hot_knee" not in now_open(4)
    store.close()


@needs_file_modes
def test_a_copy_is_made_before_the_first_migration_of_an_existing_file(
    path: Path, next_version: Path
) -> None:
    old = kept(path)
    Store.open(path, migrations=next_version).close()
    copy = path.with_name(f"knee.before-{NEXT:04}.duckdb")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    store = Store.open(copy)
    assert versions(store) == NOW
    assert sessions.sessions(Record(store, old.person, old.principal))[0].note == "kept from before"
    store.close()


def test_a_new_file_and_a_record_in_memory_need_no_copy(path: Path, next_version: Path) -> None:
    Store.open(path, migrations=next_version).close()
    Store.open(None, migrations=next_version).close()
    assert not list(path.parent.glob("*.before-*"))


def test_a_newer_database_is_refused_and_not_touched(path: Path, next_version: Path) -> None:
    Store.open(path, migrations=next_version).close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=rf"{path} was written by a newer kneeapp.*Update"):
        Store.open(path)
    assert path.read_bytes() == before
    Store.open(path, migrations=next_version).close()


def test_a_database_of_another_program_is_refused_and_not_touched(path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.execute("create table sales as select 1 as amount")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="is not a kneeapp database"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    path: Path, next_version: Path
) -> None:
    old = kept(path)
    (next_version / SHOES).write_text(
        "create table shoe (id uuid primary key); delete from session; select no_such_thing;"
    )
    with pytest.raises(StoreError):
        Store.open(path, migrations=next_version)
    store = Store.open(path)
    assert versions(store) == NOW
    assert len(sessions.sessions(Record(store, old.person, old.principal))) == 1
    store.close()


def test_a_first_opening_that_was_cut_off_is_gone_on_with(path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.execute("create table schema_version (number smallint primary key, name text)")
    store = Store.open(path)
    people.sole_person(store, MONDAY)
    store.close()


def test_two_openings_at_one_moment_migrate_once(path: Path) -> None:
    together = Barrier(4)
    found: list[list[int]] = []

    def open_it() -> None:
        together.wait()
        store = Store.open(path)
        found.append(versions(store))
        store.close()

    threads = [Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [NOW] * 4
