"""`kneeapp backup`, `restore` and `copy` as an operator runs them."""

from contextlib import closing

import pytest

from kneeapp.store.engine.copy_database import difference
from kneeapp.store.engine.database import Store
from kneeapp.store.record import sessions
from tests.cli.test_main import kneeapp, running
from tests.store.builders import a_record, a_session
from tests.support.streamlit_client import opened


@pytest.fixture
def database(tmp_path, monkeypatch):
    """A closed file with a person and a session in it, named to the command."""
    path = tmp_path / "record.duckdb"
    monkeypatch.setenv("KNEEAPP_DATABASE", str(path))
    with closing(Store.open(path)) as store:
        sessions.start(a_record(store), a_session())
    return path


def same(first, other):
    with closing(Store.open(first)) as left, closing(Store.open(other)) as right:
        return difference(left, right) is None


def test_a_backup_is_made_and_restored(database, tmp_path):
    backup = tmp_path / "backup.duckdb"
    assert "Backed up" in kneeapp("backup", str(backup)).output
    with closing(Store.open(database)) as store:
        a_record(store)
    result = kneeapp("restore", str(backup))
    assert result.exit_code == 0
    (aside,) = tmp_path.glob("record.replaced-*.duckdb")
    assert str(aside) in result.output
    assert same(database, backup)
    assert not same(database, aside)


def test_a_running_kneeapp_makes_the_backup_and_refuses_to_be_replaced(database, tmp_path):
    backup = tmp_path / "backup.duckdb"
    with running(folder=tmp_path) as (_, url):
        with opened(url) as tab:
            assert tab.rerun().faults == []
        assert kneeapp("backup", str(backup)).exit_code == 0
        refused = kneeapp("restore", str(backup))
        assert refused.exit_code == 1
        assert "in use by another program" in refused.output
    assert same(database, backup)


@pytest.mark.usefixtures("database")
def test_an_error_of_the_running_kneeapp_is_printed(tmp_path):
    with running(folder=tmp_path):
        result = kneeapp("backup", str(tmp_path / "nowhere" / "backup.duckdb"))
    assert result.exit_code == 1
    assert "nowhere does not exist" in result.output


def test_the_lock_file_of_a_killed_kneeapp_is_no_obstacle(database, tmp_path):
    word = database.with_name("record.duckdb.running")
    word.write_text('{"port": 1, "key": "old"}', "utf-8")
    assert kneeapp("backup", str(tmp_path / "backup.duckdb")).exit_code == 0


def test_a_file_is_copied_to_a_server_and_back(database, tmp_path, cluster):
    url = cluster.database()
    assert "every row read again" in kneeapp("copy", str(database), url).output
    back = tmp_path / "back.duckdb"
    assert kneeapp("copy", url, str(back)).exit_code == 0
    assert same(database, back)


def test_a_copy_into_a_database_with_entries_is_refused(database, tmp_path):
    other = tmp_path / "other.duckdb"
    with closing(Store.open(other)) as store:
        a_record(store)
    result = kneeapp("copy", str(database), str(other))
    assert result.exit_code == 1
    assert "is not empty" in result.output


def test_a_missing_source_is_reported_and_not_created(tmp_path):
    missing = tmp_path / "missing.duckdb"
    result = kneeapp("copy", str(missing), str(tmp_path / "other.duckdb"))
    assert result.exit_code == 1
    assert str(missing) in result.output
    assert not missing.exists()


def test_an_unreachable_server_is_reported_without_its_password(tmp_path):
    url = "postgresql://knee:secret@127.0.0.1:1/clinic"
    result = kneeapp("copy", url, str(tmp_path / "other.duckdb"))
    assert result.exit_code == 1
    assert "does not answer" in result.output
    assert "secret" not in result.output
