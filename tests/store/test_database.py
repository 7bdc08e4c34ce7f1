"""The Store on the real engine: transactions, files, and every way they can fail."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from threading import Barrier, Thread

import duckdb
import psycopg
import pytest

from kneeapp.errors import StoreError
from kneeapp.store import people, screenings, sessions
from kneeapp.store.backups import back_up
from kneeapp.store.database import TRIES, Store
from kneeapp.store.engine import Query
from kneeapp.store.record import Record
from tests.store.builders import MONDAY, a_record, a_screening, a_session

HOLD = """
import sys
from pathlib import Path
from kneeapp.store.database import Store
store = Store.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that has the database open."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def a_file(path: Path) -> Record:
    """A closed database file with something in it; the record's store is closed."""
    store = Store.open(path)
    record = a_record(store)
    for n in range(20):
        screenings.save(record, a_screening(answers={"n": str(n) * 300}))
    store.close()
    return record


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


# transactions


def test_what_a_block_wrote_before_it_raised_is_not_kept(store: Store) -> None:
    def write(q: Query) -> None:
        q("insert into schema_version values (9, 'nine')")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.run(write)
    assert store.run(lambda q: q("select name from schema_version where number = 9")) == []


def test_a_statement_that_fails_raises_a_store_error_and_keeps_nothing(store: Store) -> None:
    def write(q: Query) -> None:
        q("insert into schema_version values (9, 'nine')")
        q("select no_such_column from person")

    with pytest.raises(StoreError) as raised:
        store.run(write)
    assert isinstance(raised.value.__cause__, duckdb.Error | psycopg.Error)
    assert store.run(lambda q: q("select name from schema_version where number = 9")) == []


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
    assert sessions.under_way(Record(again, record.person, record.asker)) == session
    again.close()


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


def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    a_file(path)
    path.chmod(0o644)
    Store.open(path).close()
    assert mode(path) == 0o600


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


def test_a_second_process_is_told_which_file_and_who_has_it(
    path: Path, holder: "subprocess.Popen[str]"
) -> None:
    waits: list[float] = []
    with pytest.raises(StoreError) as raised:
        Store.open(path, wait=waits.append)
    assert str(path) in str(raised.value)
    assert f"process {holder.pid}" in str(raised.value)
    assert "KNEEAPP_DATABASE" in str(raised.value)
    assert 1 < sum(waits) < 3


def test_a_lock_of_a_dying_process_is_waited_for(
    path: Path, holder: "subprocess.Popen[str]"
) -> None:
    def wait(_: float) -> None:
        holder.send_signal(signal.SIGKILL)
        holder.wait()

    Store.open(path, wait=wait).close()


@pytest.fixture
def write_protect() -> Iterator[Callable[[Path], None]]:
    """Takes away the right to write; from root, too, where the file system can."""
    protected: list[Path] = []

    def protect(path: Path) -> None:
        if os.geteuid() != 0:
            path.chmod(path.stat().st_mode & ~0o222)
        elif subprocess.run(["chattr", "+i", path], check=False, capture_output=True).returncode:
            pytest.skip("root may write everywhere and this file system knows no chattr +i")
        protected.append(path)

    yield protect
    for path in protected:
        if os.geteuid() != 0:
            path.chmod(path.stat().st_mode | 0o200)
        else:
            subprocess.run(["chattr", "-i", path], check=True)


def test_a_read_only_file_is_refused_with_words(
    path: Path, write_protect: Callable[[Path], None]
) -> None:
    a_file(path)
    write_protect(path)
    with pytest.raises(StoreError, match=rf"{path} cannot be written.*writable"):
        Store.open(path)


def test_a_read_only_folder_is_refused_with_words(
    path: Path, write_protect: Callable[[Path], None]
) -> None:
    a_file(path)
    write_protect(path.parent)
    with pytest.raises(StoreError, match=rf"{path} cannot be written.*writable"):
        Store.open(path)


# damage


def cut_short(content: bytes) -> bytes:
    return content[: len(content) // 3]


def cut_in_the_header(content: bytes) -> bytes:
    return content[:5000]


def bits_flipped(content: bytes) -> bytes:
    """One bit in each 100 bytes, past the header."""
    damaged = bytearray(content)
    for place in range(12_288, len(damaged), 100):
        damaged[place] ^= 1
    return bytes(damaged)


def emptied(_: bytes) -> bytes:
    return b""


def of_another_kind(_: bytes) -> bytes:
    return b"date,pain\n2026-03-02,6\n" * 1000


@pytest.mark.parametrize(
    "damage", [cut_short, cut_in_the_header, bits_flipped, emptied, of_another_kind]
)
def test_a_damaged_file_is_refused_and_not_touched(
    path: Path, damage: Callable[[bytes], bytes]
) -> None:
    record = a_file(path)
    path.write_bytes(damage(path.read_bytes()))
    damaged = path.read_bytes()
    with pytest.raises(StoreError, match=r"damaged.*backup copy"):
        read_all(path, record)
    assert path.read_bytes() == damaged
    assert not path.with_name(f"{path.name}.wal").exists()


def read_all(path: Path, record: Record) -> None:
    store = Store.open(path)
    try:
        screenings.screenings(Record(store, record.person, record.asker))
    finally:
        store.close()


def test_a_damaged_journal_is_refused_and_neither_file_touched(path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", LEAVE_A_JOURNAL, str(path)], check=False, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    journal = path.with_name(f"{path.name}.wal")
    damaged = bytearray(journal.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    journal.write_bytes(damaged)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=rf"damaged.*{path}\.wal"):
        Store.open(path)
    assert (path.read_bytes(), journal.read_bytes()) == (before, bytes(damaged))


LEAVE_A_JOURNAL = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from kneeapp.store import people
from kneeapp.store.database import Store
store = Store.open(Path(sys.argv[1]))
people.sole_person(store, datetime(2026, 3, 2, tzinfo=UTC))
os.kill(os.getpid(), signal.SIGKILL)
"""


# a full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize(
    ("journal", "room"),
    [
        pytest.param("16MB", 64_000, id="while a transaction is written"),
        pytest.param("1MB", 1_200_000, id="while the journal is brought into the file"),
    ],
)
def test_a_full_disk_is_told_and_what_was_saved_is_still_there(
    small_disk: Path, journal: str, room: int
) -> None:
    store = Store.open(small_disk / "knee.duckdb", wait=lambda _: None)
    store.run(lambda q: q(f"set global checkpoint_threshold = '{journal}'"))
    record = a_record(store)
    filler = small_disk / "filler"
    free = os.statvfs(small_disk)
    filler.write_bytes(bytes(free.f_bavail * free.f_bsize - room))
    noise = Random(1)
    saved = []

    def fill_the_disk() -> None:
        for _ in range(1000):
            screening = a_screening(answers={"noise": noise.randbytes(5000).hex()})
            screenings.save(record, screening)
            saved.append(screening)

    with pytest.raises(StoreError, match=r"disk .* is full\. Free some space"):
        fill_the_disk()
    assert saved
    kept = screenings.screenings(record)
    assert [screening for screening in saved if screening not in kept] == []
    filler.unlink()
    more = a_screening()
    screenings.save(record, more)
    assert more in screenings.screenings(record)
    store.close()
