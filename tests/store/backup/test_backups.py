"""Backups hold every row, are thinned out by age, and are put back without losing anything."""

import stat
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.errors import BadInput, StoreError
from kneeapp.store.backup import backups
from kneeapp.store.engine import backup_rotation
from kneeapp.store.engine.backup_rotation import Backup
from kneeapp.store.engine.copy_database import copy, difference
from kneeapp.store.engine.database import Place, Store
from kneeapp.store.record import sessions
from tests.store.builders import MONDAY, a_record, a_session
from tests.store.conftest import ENGINES, place
from tests.store.transfer.test_all_data import fill
from tests.support.platforms import needs_file_modes


@pytest.fixture(params=ENGINES)
def second(request: pytest.FixtureRequest) -> Place:
    """Where a second fresh database is, of either engine."""
    return place(request.param, request)


def test_every_row_arrives_on_the_other_engine(store: Store, second: Place) -> None:
    for _ in range(3):
        fill(a_record(store), "squat")
    told: list[tuple[str, int, int]] = []
    with closing(Store.open(second)) as target:
        copy(store, target, lambda *progress: told.append(progress))
        assert difference(store, target) is None
    assert ("session", 6, 6) in told


def test_a_row_that_differs_is_found(store: Store) -> None:
    record = a_record(store)
    fill(record, "squat")
    with closing(Store.open(None)) as other:
        copy(store, other)
        other.run(lambda q: q("update step set trace = $1 where n = 0", [1, 2]))
        assert difference(store, other) == "step"
        assert difference(other, store) == "step"


def test_a_database_that_holds_something_is_not_copied_over(store: Store, second: Place) -> None:
    fill(a_record(store), "squat")
    with closing(Store.open(second)) as target:
        a_record(target)
        with pytest.raises(BadInput, match="is not empty"):
            copy(store, target)
        assert target.run(lambda q: q("select count(*) from person")) == [(1,)]
        assert target.run(lambda q: q("select count(*) from session")) == [(0,)]


@needs_file_modes
def test_a_backup_of_a_live_database_is_one_file_of_its_owner(store: Store, tmp_path: Path) -> None:
    fill(a_record(store), "squat")
    backup = tmp_path / "backup.duckdb"
    backups.back_up(store, backup)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["backup.duckdb"]
    with closing(Store.open(backup)) as kept:
        assert difference(store, kept) is None


def test_a_restored_backup_holds_every_row_and_what_it_replaced_is_kept(
    store: Store, path: Path, tmp_path: Path
) -> None:
    fill(a_record(store), "squat")
    backup = tmp_path / "backup.duckdb"
    backups.back_up(store, backup)
    with closing(Store.open(path)) as replaced:
        a_record(replaced)

    aside = backups.restore(backup, path, MONDAY)

    with closing(Store.open(path)) as restored:
        assert difference(store, restored) is None
    assert aside is not None
    with closing(Store.open(aside)) as old:
        assert old.run(lambda q: q("select count(*) from person")) == [(1,)]
        assert old.run(lambda q: q("select count(*) from session")) == [(0,)]


def test_a_backup_is_restored_into_a_server_that_held_something(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url = place("postgres", request)
    assert isinstance(url, str)
    backup = tmp_path / "backup.duckdb"
    with closing(Store.open(url)) as server:
        fill(a_record(server), "squat")
        backups.back_up(server, backup)
        a_record(server)
    aside = backups.restore(backup, url, MONDAY)
    with closing(Store.open(url)) as server, closing(Store.open(backup)) as kept:
        assert difference(server, kept) is None
    assert aside is not None
    with closing(Store.open(aside)) as old:
        assert old.run(lambda q: q("select count(*) from person")) == [(2,)]


def test_a_damaged_database_is_set_aside_as_it_is(store: Store, path: Path, tmp_path: Path) -> None:
    fill(a_record(store), "squat")
    backup = tmp_path / "backup.duckdb"
    backups.back_up(store, backup)
    path.write_bytes(b"not a database")
    aside = backups.restore(backup, path, MONDAY)
    assert aside is not None
    assert aside.read_bytes() == b"not a database"
    with closing(Store.open(path)) as restored:
        assert difference(store, restored) is None


@pytest.mark.parametrize("content", [None, b"not a backup"])
def test_a_backup_that_cannot_be_read_changes_nothing(
    path: Path, tmp_path: Path, content: bytes | None
) -> None:
    with closing(Store.open(path)) as store:
        a_record(store)
    before = path.read_bytes()
    backup = tmp_path / "backup.duckdb"
    if content:
        backup.write_bytes(content)
    with pytest.raises(StoreError):
        backups.restore(backup, path, MONDAY)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*replaced*"))


def test_a_session_saved_after_the_backup_is_not_in_it(store: Store, tmp_path: Path) -> None:
    record = a_record(store)
    backups.back_up(store, tmp_path / "backup.duckdb")
    sessions.start(record, a_session())
    with closing(Store.open(tmp_path / "backup.duckdb")) as kept:
        assert difference(store, kept) == "person"  # it counts its writes
        assert kept.run(lambda q: q("select count(*) from session")) == [(0,)]


@needs_file_modes
def test_one_backup_a_day_is_made_and_the_old_ones_thin_out(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    first = date(2026, 3, 2)
    with closing(Store.open(None)) as store:
        for day in range(40):
            backups.roll(store, folder, first + timedelta(days=day))
            backups.roll(store, folder, first + timedelta(days=day))
    newest = first + timedelta(days=39)  # a Friday
    days = [backup.day for backup in backup_rotation.existing_backups(folder)]
    assert days[:7] == [newest - timedelta(days=day) for day in range(7)]
    assert [(newest - day).days for day in days[7:]] == [12, 19]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@given(st.sets(st.dates(date(2024, 1, 1), date(2026, 12, 31)), max_size=60))
def test_thinning_keeps_the_newest_and_thinning_again_drops_nothing(days: set[date]) -> None:
    made = [Backup(Path(f"{day}"), day) for day in days]
    dropped = backup_rotation.too_many(made)
    left = [backup for backup in made if backup not in dropped]
    assert len(left) <= backup_rotation.DAYS + backup_rotation.WEEKS
    newest = sorted(days)[-backup_rotation.DAYS :]
    assert set(newest) <= {backup.day for backup in left}
    assert backup_rotation.too_many(left) == []
