"""A PostgreSQL server that stops and comes back, and several copies of the app on it."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread

import psycopg
import pytest
from click.testing import CliRunner

from kneeapp.cli.main import main
from kneeapp.errors import DatabaseRefused, StoreError
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.migrate import FOLDER
from kneeapp.store.record import event_log, sessions
from tests.faults.conftest import Run
from tests.postgres_cluster import Cluster
from tests.store.builders import a_record, a_session, an_event

OPEN_AND_TELL = """
import sys
from kneeapp.store.engine.database import Store
sys.stdin.readline()
store = Store.open(sys.argv[1])
print(store.run(lambda q: q("select count(*) from schema_version"))[0][0])
store.close()
"""


def test_a_server_that_stops_is_told_and_work_goes_on_once_it_is_back(server: Cluster) -> None:
    with closing(Store.open(server.database())) as store:
        record, session = a_record(store), a_session()
        sessions.start(record, session)
        event_log.append(record, session.id, [an_event(0)])
        server.stop()
        with pytest.raises(StoreError, match=r"does not answer.*is still there"):
            event_log.append(record, session.id, [an_event(1)])
        server.start()
        assert event_log.append(record, session.id, [an_event(0), an_event(1)]) == {"tab": 1}
        assert sessions.under_way(record) == session


def test_a_server_that_restarts_between_two_savings_is_not_noticed(server: Cluster) -> None:
    with closing(Store.open(server.database())) as store:
        record, session = a_record(store), a_session()
        sessions.start(record, session)
        server.restart()
        assert event_log.append(record, session.id, [an_event(0)]) == {"tab": 0}


def test_two_copies_of_the_app_with_one_person_on_both_lose_nothing(cluster: Cluster) -> None:
    url = cluster.database()
    with closing(Store.open(url)) as one, closing(Store.open(url)) as other:
        record, session = a_record(one), a_session()
        sessions.start(record, session)
        together = Barrier(2)

        def report(store: Store, client: str) -> None:
            same = Record(store, record.person, record.principal)
            together.wait()
            for seq in range(50):
                event_log.append(same, session.id, [an_event(seq, client)])

        copies = [Thread(target=report, args=copy) for copy in ((one, "phone"), (other, "laptop"))]
        for copy in copies:
            copy.start()
        for copy in copies:
            copy.join()
        assert event_log.acknowledged(record, session.id) == {"phone": 49, "laptop": 49}


def test_four_copies_that_start_at_once_migrate_once(cluster: Cluster, python: Run) -> None:
    url = cluster.database()
    copies = [python(OPEN_AND_TELL, url) for _ in range(4)]
    for copy in copies:
        assert copy.stdin
        copy.stdin.write("go\n")
        copy.stdin.flush()
    told = [copy.communicate()[0] for copy in copies]
    numbers = {file.name[:4] for file in FOLDER.glob("*.sql")}
    assert told == [f"{len(numbers)}\n"] * 4


@pytest.fixture
def place(cluster: Cluster) -> Iterator[str]:
    """Where the server is, which asks the user pat for a password."""
    url = cluster.database()
    with closing(psycopg.connect(url, autocommit=True)) as admin:
        admin.execute("drop role if exists pat")
        admin.execute("create role pat login password 'secret-word'")
        [name] = admin.execute("show hba_file").fetchone() or [""]
        before = Path(name).read_text("utf-8")
        Path(name).write_text(f"host all pat 127.0.0.1/32 scram-sha-256\n{before}", "utf-8")
        admin.execute("select pg_reload_conf()")
        yield url.partition("@")[2].partition("/")[0]
        Path(name).write_text(before, "utf-8")
        admin.execute("select pg_reload_conf()")
        admin.execute("drop role pat")


REFUSED = [
    ("pat:guessed-word", "postgres", "refuses the user or the password"),
    ("pat", "postgres", "refuses the user or the password"),
    ("nobody", "postgres", "refuses the user or the password"),
    ("kneeapp", "clnic", "The database clnic on 127.0.0.1, port .* is not there"),
]


@pytest.mark.parametrize(("user", "database", "said"), REFUSED)
def test_a_server_that_refuses_is_not_reported_as_one_that_does_not_answer(
    place: str, user: str, database: str, said: str
) -> None:
    with pytest.raises(DatabaseRefused, match=said) as refused:
        Store.open(f"postgresql://{user}@{place}/{database}")
    assert "does not answer" not in str(refused.value)
    assert "-word" not in str(refused.value)


@pytest.mark.parametrize(("user", "database", "said"), REFUSED[::3])
@pytest.mark.parametrize("command", ["run", "doctor"])
def test_a_clinic_that_its_server_refuses_does_not_start_and_says_why(  # noqa: PLR0917  pytest names them
    place: str,
    user: str,
    database: str,
    said: str,
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secrets = tmp_path / "secrets.toml"
    url = f"postgresql://{user}@{place}/{database}"
    secrets.write_text(
        f'[kneeapp]\ndatabase = "{url}"\n[clinic]\nname = "Knee"\nphone = "112"\n', "utf-8"
    )
    monkeypatch.delenv("KNEEAPP_DATABASE")
    monkeypatch.setenv("KNEEAPP_SECRETS", str(secrets))
    served: list[object] = []
    monkeypatch.setattr("kneeapp.server.app.serve", lambda *_, **__: served.append(1))
    result = CliRunner().invoke(main, [command])
    assert result.exit_code == 1
    assert re.search(said, result.output)
    assert served == []


def test_a_host_that_nobody_knows_is_named_as_such() -> None:
    with pytest.raises(DatabaseRefused, match="host that is not known"):
        Store.open("postgresql://kneeapp@knee.invalid/clinic")
