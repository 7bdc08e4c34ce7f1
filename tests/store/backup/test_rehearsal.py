"""An upgrade is rehearsed on a copy, and each one can be undone."""

import shutil
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner

from kneeapp.cli.main import main
from kneeapp.errors import StoreError
from kneeapp.store.backup.rehearsal import rehearse, steps
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.migrate import FOLDER
from tests.store.builders import MONDAY, a_person_of_an_older_version
from tests.store.engine.test_migrate import A_SESSION, NOW, plan_and_choice, versions

SESSIONS = "select id, pain_before, pain_after from session"


def migrations_until(newest: int, folder: Path) -> Path:
    """The migrations of the version whose schema was `newest`."""
    folder.mkdir()
    for file in FOLDER.glob("*.sql"):
        if int(file.name[:4]) <= newest:
            shutil.copy(file, folder)
    return folder


def with_a_session(place: Path | str, migrations: Path) -> None:
    with closing(Store.open(place, migrations=migrations)) as store:
        person = a_person_of_an_older_version(store)
        store.run(lambda q: q(A_SESSION, UUID(int=1), person, MONDAY, *plan_and_choice()))


def checked(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["upgrade-check", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("newest", NOW[:-1])
def test_an_upgrade_is_rehearsed_done_and_undone_from_every_schema(
    path: Path, tmp_path: Path, newest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = migrations_until(newest, tmp_path / "older")
    with_a_session(path, older)
    held = path.read_bytes()

    monkeypatch.setenv("KNEEAPP_DATABASE", str(path))
    said = checked()
    lacking = [number for number in NOW if number > newest]
    assert f"in {len(lacking)} step" in said
    assert all(f"  {number:04} " in said for number in lacking)
    assert "rows before" not in said, "nothing is lost"
    assert path.read_bytes() == held, "the record is as it was"

    with closing(Store.open(path)) as store:
        assert versions(store) == NOW
        upgraded = store.run(lambda q: q(SESSIONS))
    path.rename(path.with_name("newer.duckdb"))
    path.with_name(f"{path.stem}.before-{lacking[0]:04}.duckdb").rename(path)
    with closing(Store.open(path, migrations=older)) as store:
        assert versions(store)[-1] == newest
        assert store.run(lambda q: q(SESSIONS)) == upgraded == [(UUID(int=1), 6, 4)]


def test_what_comes_goes_and_counts_otherwise_is_said(path: Path, tmp_path: Path) -> None:
    with_a_session(path, FOLDER)
    ahead = migrations_until(NOW[-1], tmp_path / "ahead")
    (ahead / f"{NOW[-1] + 1:04}_shoes.sql").write_text(
        "create table shoe (id uuid primary key); alter table session add column shoes text; "
        "alter table session drop column note; delete from session"
    )
    assert rehearse(path, ahead).changes() == [
        "new table shoe",
        "new column session.shoes",
        "column session.note goes",
        "session: 1 rows before, 0 after",
    ]


def test_a_record_that_is_up_to_date_needs_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_a_session(path, FOLDER)
    monkeypatch.setenv("KNEEAPP_DATABASE", str(path))
    assert "up to date" in checked()


def test_an_upgrade_that_would_fail_fails_on_the_copy(path: Path, tmp_path: Path) -> None:
    with_a_session(path, FOLDER)
    ahead = migrations_until(NOW[-1], tmp_path / "ahead")
    (ahead / f"{NOW[-1] + 1:04}_wrong.sql").write_text("select no_such_thing")
    with pytest.raises(StoreError):
        rehearse(path, ahead)


def test_a_server_is_only_looked_at_and_its_copy_is_upgraded(
    cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = migrations_until(NOW[-2], tmp_path / "older")
    record, copy = cluster.database(), cluster.database()
    with_a_session(record, older)
    with_a_session(copy, older)
    monkeypatch.setenv("KNEEAPP_DATABASE", record)
    assert "in 1 step." in checked()
    assert len(steps(record)) == 1, "as it was"
    assert "Rehearsed on a copy" in checked(copy)
    assert steps(copy) == ()
    refused = CliRunner().invoke(main, ["upgrade-check", record])
    assert refused.exit_code == 1
    assert "is the record itself" in refused.output
