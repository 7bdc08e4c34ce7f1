"""A disk that is full, cannot be written or has gone: told in words, and nothing saved is lost."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from kneeapp.errors import StoreError
from kneeapp.store.engine.database import Store
from kneeapp.store.record import screenings
from tests.faults.conftest import a_file, held
from tests.store.builders import a_record, a_screening


def lacking(reason: str) -> None:
    """Skip the test with its reason, though not where all have to run."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        lacking("only root can mount a small disk")
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


def test_a_disk_that_comes_back_is_gone_on_with_and_no_empty_record_hides_that_it_had_gone(
    path: Path,
) -> None:
    record = a_file(path)
    with closing(Store.open(path)) as store:
        store.engine._duckdb.close()  # as after any fatal error
        path.rename(path.with_name("elsewhere"))
        for _ in range(2):
            with pytest.raises(StoreError, match=rf"{path} is not there any more. Put it"):
                held(store, record)
        assert not path.exists()
        path.with_name("elsewhere").rename(path)
        assert held(store, record) == 20


@pytest.fixture
def write_protect() -> Iterator[Callable[[Path], None]]:
    """Takes away the right to write; from root, too, where the file system can."""
    protected: list[Path] = []

    def protect(path: Path) -> None:
        if os.geteuid() != 0:
            path.chmod(path.stat().st_mode & ~0o222)
        elif subprocess.run(["chattr", "+i", path], check=False, capture_output=True).returncode:
            lacking("root may write everywhere and this file system knows no chattr +i")
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


def test_a_read_only_disk_is_refused_with_words(small_disk: Path) -> None:
    path = small_disk / "knee.duckdb"
    record = a_file(path)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(StoreError, match=rf"{path} cannot be written.*writable"):
        Store.open(path)
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    with closing(Store.open(path)) as store:
        assert held(store, record) == 20
