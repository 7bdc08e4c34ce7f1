"""A damaged file is refused with the way back to the newest backup, and never touched."""

import shutil
import signal
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kneeapp.errors import StoreError
from kneeapp.store.access.record import Record
from kneeapp.store.backup.backups import restore, roll
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.file_permissions import journal
from tests.faults.conftest import Run, a_file, held
from tests.store.builders import MONDAY

LEAVE_A_JOURNAL = """
import os, signal, sys
from pathlib import Path
from uuid import UUID
from kneeapp.store.record import screenings
from kneeapp.store.engine.database import Store
from tests.store.builders import a_record, a_screening
record = a_record(Store.open(Path(sys.argv[1])), UUID(int=1))
for _ in range(20):
    screenings.save(record, a_screening(answers={"n": "n" * 300}))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    return tmp_path / "Application Support" / "backups"


@pytest.fixture
def record(path: Path, backups: Path) -> Record:
    """A record in a closed file that was backed up on two days."""
    record = a_file(path)
    with closing(Store.open(path)) as store:
        for day in (21, 22):
            roll(store, backups, date(2026, 11, day))
    return record


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
def test_a_damaged_file_is_not_touched_and_its_newest_backup_is_named_and_brings_all_back(
    path: Path, backups: Path, record: Record, damage: Callable[[bytes], bytes]
) -> None:
    path.write_bytes(damage(path.read_bytes()))
    damaged = path.read_bytes()
    newest = backups / "kneeapp-2026-11-22.duckdb"
    told = rf'{path}.* damaged.*22 November 2026.*run: kneeapp restore "{newest}"'
    with pytest.raises(StoreError, match=told), closing(Store.open(path, backups=backups)) as store:
        held(store, record)
    assert path.read_bytes() == damaged
    assert not journal(path).exists()

    aside = restore(newest, path, MONDAY)
    assert aside is not None
    assert aside.read_bytes() == damaged
    with closing(Store.open(path)) as store:
        assert held(store, record) == 20


def test_without_a_backup_the_message_promises_none(path: Path, tmp_path: Path) -> None:
    path.write_bytes(b"not a database" * 1000)
    for folder in (None, tmp_path / "nowhere"):
        with pytest.raises(StoreError, match="There is no automatic backup"):
            Store.open(path, backups=folder)


# the journal of a process that was killed


@pytest.fixture
def crashed(path: Path, python: Run) -> Path:
    """A database whose entries are all still in the journal that a killed process left."""
    assert python(LEAVE_A_JOURNAL, path).wait() == -signal.SIGKILL
    assert journal(path).stat().st_size > 20 * 300
    return path


def screenings_in(path: Path) -> int:
    with closing(Store.open(path)) as store:
        return int(store.run(lambda q: q("select count(*) from screening"))[0][0])


def test_a_journal_that_a_crash_left_is_brought_in_at_the_next_start(crashed: Path) -> None:
    assert screenings_in(crashed) == 20
    assert not journal(crashed).exists()
    assert screenings_in(crashed) == 20


def test_a_journal_cut_short_opens_with_what_came_before_the_cut(crashed: Path) -> None:
    whole = journal(crashed).read_bytes()
    journal(crashed).write_bytes(whole[: -5 * 300])
    assert 10 <= screenings_in(crashed) < 20


def test_a_damaged_journal_is_refused_and_kept_with_its_file(
    crashed: Path, backups: Path, tmp_path: Path
) -> None:
    healthy = tmp_path / "healthy.duckdb"
    shutil.copy(crashed, healthy)
    shutil.copy(journal(crashed), journal(healthy))
    with closing(Store.open(healthy)) as store:
        roll(store, backups, date(2026, 11, 22))
    damaged = bytearray(journal(crashed).read_bytes())
    damaged[len(damaged) // 2] ^= 1
    journal(crashed).write_bytes(damaged)
    before = crashed.read_bytes()
    with pytest.raises(StoreError, match=rf"{crashed}\.wal, is damaged.*22 November 2026"):
        Store.open(crashed, backups=backups)
    assert (crashed.read_bytes(), journal(crashed).read_bytes()) == (before, damaged)

    aside = restore(backups / "kneeapp-2026-11-22.duckdb", crashed, MONDAY)
    assert aside is not None
    assert (aside.read_bytes(), journal(aside).read_bytes()) == (before, damaged)
    assert screenings_in(crashed) == 20


def test_what_a_backup_replaces_is_kept_as_the_crash_left_it(crashed: Path, tmp_path: Path) -> None:
    before = crashed.read_bytes(), journal(crashed).read_bytes()
    a_file(tmp_path / "other.duckdb")
    aside = restore(tmp_path / "other.duckdb", crashed, MONDAY)
    assert aside is not None
    assert (aside.read_bytes(), journal(aside).read_bytes()) == before
    assert screenings_in(aside) == 20
