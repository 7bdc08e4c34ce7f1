"""The Store on the real engine: transactions and files. How these fail is in tests/faults."""

import gc
import os
import stat
from pathlib import Path
from threading import Barrier, Thread
from weakref import ref

import duckdb
import psycopg
import pytest

from kneeapp.errors import StoreError
from kneeapp.store.access.record import Record
from kneeapp.store.backup.backups import back_up
from kneeapp.store.engine.database import TRIES, Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.record import people, sessions
from tests.store.builders import MONDAY, a_record, a_session
from tests.support.platforms import needs_file_modes


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


# transactions


def test_what_a_block_wrote_before_it_raised_is_not_kept(store: Store) -> None:
    def write(q: Query) -> None:
        q("insert into schema_version values (999, 'nine')")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.run(write)
    assert store.run(lambda q: q("select name from schema_version where number = 999")) == []


def test_a_statement_that_fails_raises_a_store_error_and_keeps_nothing(store: Store) -> None:
    def write(q: Query) -> None:
        q("insert into schema_version values (999, 'nine')")
        q("select no_such_column from person")

    with pytest.raises(StoreError) as raised:
        store.run(write)
    assert isinstance(raised.value.__cause__, duckdb.Error | psycopg.Error)
    assert store.run(lambda q: q("select name from schema_version where number = 999")) == []


def test_work_that_meets_another_transaction_is_tried_again() -> None:
    seen: list[int] = []
    store = Store.open(None, wait=lambda _: meeting.__exit__(None, None, None))
    store.run(lambda q: q("create table counter as select 0 as n"))
    meeting = store.tx()
    other = meeting.__enter__()
    other("update counter set n = n + 10")

    def count(q: Query) -> None:
        seen.append(q("select n from counter")[0][0])
        q("update counter set n = n + 1")

    store.run(count)
    assert seen == [0, 10]
    assert store.run(lambda q: q("select n from counter")) == [(11,)]


def test_work_that_meets_others_again_and_again_is_given_up_with_words() -> None:
    waits: list[float] = []
    store = Store.open(None, wait=waits.append)
    store.run(lambda q: q("create table counter as select 0 as n"))
    with store.tx() as other:
        other("update counter set n = n + 10")
        with pytest.raises(StoreError, match="Please try again"):
            store.run(lambda q: q("update counter set n = n + 1"))
    assert len(waits) == TRIES - 1
    assert store.run(lambda q: q("select n from counter")) == [(10,)]


def test_threads_that_read_at_one_moment_each_get_their_own_rows(store: Store) -> None:
    records = [a_record(store) for _ in range(6)]
    together = Barrier(len(records))
    read_by: list[tuple[object, object]] = []

    def read(record: Record) -> None:
        together.wait()
        read_by.extend((record.person, people.person(record).id) for _ in range(30))

    threads = [Thread(target=read, args=(record,)) for record in records]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_by) == 180
    assert all(reader == read for reader, read in read_by)


def test_times_come_back_in_utc_wherever_the_machine_stands(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    store = Store.open(path)
    record = a_record(store)
    assert people.person(record).created_at.isoformat() == MONDAY.isoformat()
    assert store.run(lambda q: q("select current_setting('TimeZone')")) == [("UTC",)]
    store.close()


def test_two_records_in_memory_know_nothing_of_each_other() -> None:
    one, other = Store.open(None), Store.open(None)
    person = people.sole_person(one, MONDAY)
    assert people.sole_person(other, MONDAY) != person


def test_a_record_in_memory_is_gone_at_once_when_its_tab_is() -> None:
    gc.disable()  # which may come around long after
    try:
        store = Store.open(None)
        people.sole_person(store, MONDAY)
        record = ref(store.engine)
        del store
        assert record() is None
    finally:
        gc.enable()


def test_a_closed_store_says_so_in_words(store: Store) -> None:
    store.close()
    with pytest.raises(StoreError, match="Restart kneeapp"):
        people.sole_person(store, MONDAY)


# files


def test_what_was_saved_is_there_after_reopening(path: Path) -> None:
    store = Store.open(path)
    record, session = a_record(store), a_session()
    sessions.start(record, session)
    store.close()
    again = Store.open(path)
    assert sessions.under_way(Record(again, record.person, record.principal)) == session
    again.close()


@needs_file_modes
def test_nobody_else_may_read_the_file_or_its_journal(path: Path) -> None:
    os.umask(0)
    store = Store.open(path)
    a_record(store)
    journal = path.with_name(f"{path.name}.wal")
    assert (mode(path), mode(journal)) == (0o600, 0o600)
    store.forget()
    a_record(store)
    assert (mode(path), mode(journal)) == (0o600, 0o600)
    store.close()
    assert mode(path) == 0o600


@needs_file_modes
def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    Store.open(path).close()
    path.chmod(0o644)
    Store.open(path).close()
    assert mode(path) == 0o600


@needs_file_modes
def test_a_copy_holds_everything_and_nobody_else_may_read_it(path: Path) -> None:
    os.umask(0)
    store = Store.open(path)
    person = people.sole_person(store, MONDAY)
    copy = path.with_name("it's a copy.duckdb")
    copy.write_text("replaced")
    back_up(store, copy)
    store.close()
    assert mode(copy) == 0o600
    opened = Store.open(copy)
    assert people.sole_person(opened, MONDAY) == person
    opened.close()
    assert sorted(file.name for file in path.parent.iterdir()) == [copy.name, path.name]


def test_a_copy_that_cannot_be_put_in_its_place_says_so_and_leaves_nothing(path: Path) -> None:
    store = Store.open(path)
    (path.parent / "taken").mkdir()
    with pytest.raises(StoreError):
        back_up(store, path.parent / "taken")
    store.close()
    assert sorted(file.name for file in path.parent.iterdir()) == [path.name, "taken"]


def test_a_folder_that_does_not_exist_is_named_and_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    with pytest.raises(StoreError, match=rf"{missing} does not exist.*KNEEAPP_DATABASE"):
        Store.open(missing / "knee.duckdb")
    assert not missing.exists()


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(tmp_path)
