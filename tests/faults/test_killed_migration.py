"""A process that is killed in the middle of a migration: the next start completes it."""

import shutil
import signal
from contextlib import closing
from pathlib import Path

import pytest

from kneeapp.domain.accounts.people import Principal
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Place, Store
from kneeapp.store.engine.migrate import FOLDER
from tests.faults.conftest import Run, held
from tests.store.builders import a_person_of_an_older_version, a_record
from tests.store.conftest import ENGINES

NUMBERS = sorted({int(file.name[:4]) for file in FOLDER.glob("*.sql")})

# the first half of its statements is run, then the process is no more
KILLED_HALF_WAY = """
import os, signal, sys
from pathlib import Path
from kneeapp.store.engine import migrate
from kneeapp.store.engine.database import Store

place, number = sys.argv[1], int(sys.argv[2])
whole = migrate._apply

def half(q, migration):
    def killed(sql, *arguments):
        if sql != migration.sql:
            return q(sql, *arguments)
        statements = sql.split(";\\n")
        q(";".join(statements[: len(statements) // 2]))
        os.kill(os.getpid(), signal.SIGKILL)

    whole(killed if migration.number == number else q, migration)

migrate._apply = half
Store.open(place if place.startswith("postgresql") else Path(place))
"""


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, path: Path) -> Place:
    if request.param == "duckdb":
        return path
    url: str = request.getfixturevalue("cluster").database()
    return url


def versions(store: Store) -> list[int]:
    return [n for (n,) in store.run(lambda q: q("select number from schema_version order by 1"))]


def test_a_first_start_that_was_killed_half_way_is_completed(place: Place, python: Run) -> None:
    assert python(KILLED_HALF_WAY, place, 1).wait() == -signal.SIGKILL
    with closing(Store.open(place)) as store:
        assert versions(store) == NUMBERS
        a_record(store)


def test_an_upgrade_that_was_killed_half_way_is_completed_and_nothing_is_lost(
    place: Place, tmp_path: Path, python: Run
) -> None:
    older = tmp_path / "older"
    older.mkdir()
    for file in FOLDER.glob("0001*.sql"):
        shutil.copy(file, older)
    with closing(Store.open(place, migrations=older)) as store:
        person = a_person_of_an_older_version(store)
    assert python(KILLED_HALF_WAY, place, 2).wait() == -signal.SIGKILL
    with closing(Store.open(place, migrations=older)) as store:
        assert versions(store) == [1]
    with closing(Store.open(place)) as store:
        assert versions(store) == NUMBERS
        assert held(store, Record(store, person, Principal(person))) == 0
