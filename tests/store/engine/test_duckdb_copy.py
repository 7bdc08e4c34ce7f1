"""A copy of a DuckDB file holds all of it, and what is one person's lies together."""

from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from kneeapp.store.engine import duckdb_copy
from kneeapp.store.engine.copy_database import difference
from kneeapp.store.engine.database import Store
from kneeapp.store.record import sessions
from tests.store.builders import a_record, a_session, finished

PEOPLE = 3


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Store, Path]]:
    """A store in which people took turns, and its copy, made of one person at a time."""
    monkeypatch.setattr(duckdb_copy, "_PEOPLE_AT_ONCE", 1)
    with closing(Store.open(tmp_path / "knee.duckdb")) as store:
        people = [a_record(store) for _ in range(PEOPLE)]
        for record in people * 2:
            session = finished(a_session())
            sessions.start(record, session)
            sessions.save(record, session)
        store.engine.copy_file(tmp_path / "copy.duckdb")
        yield store, tmp_path / "copy.duckdb"


def test_what_is_one_person_s_lies_together(copied: tuple[Store, Path]) -> None:
    with duckdb.connect(copied[1]) as copy:
        for table in ("session", "step"):
            whose = copy.execute(f"select person_id from {table} order by rowid").fetchall()
            changes = sum(one != other for one, other in pairwise(whose))
            assert (len(whose), changes) == (2 * PEOPLE, PEOPLE - 1)


def test_every_row_is_there(copied: tuple[Store, Path]) -> None:
    store, path = copied
    with closing(Store.open(path)) as copy:
        assert difference(store, copy) is None
