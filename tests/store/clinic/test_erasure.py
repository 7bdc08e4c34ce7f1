"""A person of a clinic who wants it is deleted, wholly, and comes back with no backup."""

from contextlib import closing
from datetime import timedelta

import pytest

from kneeapp.domain.accounts.consent import Consent
from kneeapp.domain.accounts.erasure import person_digest
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.accounts.share_links import Shared, SharedChart
from kneeapp.domain.sides import Side
from kneeapp.errors import NotAllowed, NotFound
from kneeapp.store.access import audit
from kneeapp.store.backup import backups
from kneeapp.store.clinic import erasure, web_sessions
from kneeapp.store.engine.database import Store
from kneeapp.store.record import consents, people, sessions, share_links
from kneeapp.store.transfer import all_data
from tests.store.builders import MONDAY, a_session, finished
from tests.store.care_helpers import a_patient, let_in, signed_in
from tests.store.clinic_helpers import CLINIC, KEY, somebody
from tests.store.held_rows import held_rows
from tests.store.transfer.test_all_data import fill

SOON = MONDAY + timedelta(days=1)
SHARED = Shared(
    pictures=(SharedChart.RELIEF,), knee=Side.LEFT, first=MONDAY.date(), last=MONDAY.date()
)


def a_full_patient(store, word="kneeling in the attic"):
    record = a_patient(store, called=word)
    fill(record, word)
    let_in(record, signed_in(store, Role.CLINICIAN))
    consents.give(record, Consent(1, MONDAY, word))
    token = share_links.make(record, SHARED, now=MONDAY, ends_at=MONDAY + timedelta(days=90))
    share_links.opened(store, token, MONDAY)
    return record


def rows_that_say(store, *words):
    """The tables with a row in which one of `words` stands."""
    tables = (
        "select table_name from information_schema.tables where table_schema = current_schema()"
    )
    found = set()
    for (table,) in store.run(lambda q: q(tables)):
        held = str(store.run(lambda q, table=table: q(f"select * from {table}")))
        if any(word in held for word in words):
            found.add(table)
    return found


def test_nothing_says_who_was_deleted_and_nobody_else_is_touched(store):
    record, other = a_full_patient(store), a_full_patient(store, "squat")
    before = held_rows(other)
    who = (str(record.person), str(record.principal.account), "kneeling")
    assert len(rows_that_say(store, *who)) > len(all_data.TABLES)
    erasure.request(record, MONDAY)
    erasure.carry_out(store, signed_in(store, Role.ADMIN), record.person, SOON)
    assert rows_that_say(store, *who) == set()
    assert held_rows(other) == before


def test_who_was_deleted_is_signed_out_and_has_no_record(store):
    patient = somebody(store, "anna")
    record = all_data.Record(store, patient.person, patient)
    erasure.request(record, MONDAY)
    erasure.carry_out(store, somebody(store, "ada", Role.ADMIN), record.person, SOON)
    assert web_sessions.validate(store, KEY, CLINIC, patient.sign_in, SOON) is None
    with pytest.raises(NotAllowed):
        people.person(record)
    assert somebody(store, "anna").person != record.person, "the name is free again"


def test_nobody_is_deleted_who_did_not_ask_or_asks_no_more(store):
    record, admin = a_patient(store), signed_in(store, Role.ADMIN)
    erasure.request(record, MONDAY)
    erasure.take_back(record, MONDAY)
    assert erasure.requested(record) is None
    with pytest.raises(NotFound):
        erasure.carry_out(store, admin, record.person, SOON)
    assert people.person(record).id == record.person


def test_an_admin_sees_who_asked_since_when_and_their_last_entry(store):
    record = a_patient(store, called="Anna Berg")
    session = a_session(started_at=SOON)
    sessions.start(record, session)
    sessions.save(record, finished(session))
    erasure.request(record, MONDAY)
    erasure.request(record, SOON)
    [asked] = erasure.requests(store, signed_in(store, Role.ADMIN))
    assert (asked.called, asked.asked_at, asked.last_entry) == ("Anna Berg", MONDAY, SOON)
    assert erasure.requested(record) == MONDAY
    assert asked.kept_until(10) == SOON.date().replace(year=2036)


def test_the_audit_keeps_that_it_was_done_without_a_name(store):
    record, admin = a_patient(store, called="Anna Berg"), signed_in(store, Role.ADMIN)
    erasure.request(record, MONDAY)
    erasure.carry_out(store, admin, record.person, SOON)
    asked, done = sorted(
        audit.audit_entries(store, admin, MONDAY, SOON + timedelta(1)), key=lambda n: n.at
    )
    assert (asked.deed, done.deed) == ("deletion asked for", "record deleted")
    assert asked.whom == done.whom
    assert "Anna" not in str((asked, done))


def test_who_was_deleted_does_not_come_back_with_a_backup(store, path, tmp_path):
    gone, stays = a_full_patient(store), a_full_patient(store, "squat")
    backups.back_up(store, path)
    backups.back_up(store, tmp_path / "old.duckdb")
    with closing(Store.open(path)) as here:
        asking = all_data.Record(here, gone.person, gone.principal)
        erasure.request(asking, MONDAY)
        erasure.carry_out(here, signed_in(here, Role.ADMIN), gone.person, SOON)
    backups.restore(tmp_path / "old.duckdb", path, SOON)
    with closing(Store.open(path)) as here:
        assert rows_that_say(here, str(gone.person), "kneeling") == set()
        assert all_data.all_people(here) == [stays.person]
        assert erasure.forgotten(here) == {person_digest(gone.person): SOON}


def test_a_list_in_the_backup_counts_where_the_database_is_damaged(store, path, tmp_path):
    gone = a_full_patient(store)
    erasure.forget_again(store, {person_digest(gone.person): SOON})
    backups.back_up(store, tmp_path / "old.duckdb")
    path.write_bytes(b"not a database")
    backups.restore(tmp_path / "old.duckdb", path, SOON)
    with closing(Store.open(path)) as here:
        assert all_data.all_people(here) == []
        assert erasure.forgotten(here) == {person_digest(gone.person): SOON}
