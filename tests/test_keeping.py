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


def same(one, other):
    with closing(Store.open(one)) as left, closing(Store.open(other)) as right:
        return difference(left, right) is None


def test_a_backup_is_made_and_put_back(database, tmp_path):
    backup = tmp_path / "backup.duckdb"
    assert "Backed up" in kneeapp("backup", str(backup)).output
    with closing(Store.open(database)) as store:
        a_record(store)
    told = kneeapp("restore", str(backup))
    assert told.exit_code == 0
    (aside,) = tmp_path.glob("record.replaced-*.duckdb")
    assert str(aside) in told.output
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
def test_what_a_running_kneeapp_cannot_write_is_told_in_its_words(tmp_path):
    with running(folder=tmp_path):
        told = kneeapp("backup", str(tmp_path / "nowhere" / "backup.duckdb"))
    assert told.exit_code == 1
    assert "nowhere does not exist" in told.output


def test_the_word_a_killed_kneeapp_left_is_no_obstacle(database, tmp_path):
    word = database.with_name("record.duckdb.running")
    word.write_text('{"port": 1, "key": "old"}', "utf-8")
    assert kneeapp("backup", str(tmp_path / "backup.duckdb")).exit_code == 0


def test_a_file_is_copied_to_a_server_and_back(database, tmp_path, cluster):
    url = cluster.database()
    assert "every row read again" in kneeapp("copy", str(database), url).output
    back = tmp_path / "back.duckdb"
    assert kneeapp("copy", url, str(back)).exit_code == 0
    assert same(database, back)


def test_a_copy_into_a_database_that_holds_something_is_refused(database, tmp_path):
    other = tmp_path / "other.duckdb"
    with closing(Store.open(other)) as store:
        a_record(store)
    told = kneeapp("copy", str(database), str(other))
    assert told.exit_code == 1
    assert "is not empty" in told.output


def test_a_source_that_does_not_exist_is_named_and_not_made(tmp_path):
    missing = tmp_path / "missing.duckdb"
    told = kneeapp("copy", str(missing), str(tmp_path / "other.duckdb"))
    assert told.exit_code == 1
    assert str(missing) in told.output
    assert not missing.exists()


def test_a_server_that_is_not_there_is_told_in_words_without_its_password(tmp_path):
    url = "postgresql://knee:secret@127.0.0.1:1/clinic"
    told = kneeapp("copy", url, str(tmp_path / "other.duckdb"))
    assert told.exit_code == 1
    assert "does not answer" in told.output
    assert "secret" not in told.output
