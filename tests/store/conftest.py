"""A real database on each engine, a record in it, and the files of a test's own folder."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Place, Store
from tests.store.builders import a_record

ENGINES = ("duckdb", "postgres")


def place(engine: str, request: pytest.FixtureRequest) -> Place:
    """Where a fresh database of `engine` is."""
    if engine == "duckdb":
        folder: Path = request.getfixturevalue("tmp_path_factory").mktemp("store")
        return folder / "record.duckdb"
    url: str = request.getfixturevalue("cluster").database()
    return url


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with closing(Store.open(place(request.param, request))) as opened:
        yield opened


@pytest.fixture(params=ENGINES, scope="module")
def one_store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Opened once for a module: Hypothesis gives each example a new person in it."""
    with closing(Store.open(place(request.param, request))) as opened:
        yield opened


@pytest.fixture
def record(store: Store) -> Record:
    return a_record(store)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "knee.duckdb"
