"""A real database in memory, a record in it, and the files of a test's own folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kneeapp.store.database import Store
from kneeapp.store.record import Record
from tests.store.builders import a_record


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open(None)
    yield opened
    opened.close()


@pytest.fixture
def record(store: Store) -> Record:
    return a_record(store)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "knee.duckdb"
