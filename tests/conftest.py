"""Fixtures of all tests: an own record and clock, and no setting of the developer's machine."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from kneeapp import clock
from kneeapp.store.engine.database import Place, Store
from kneeapp.ui.shell import store_pool
from tests.postgres_cluster import LACKING, Cluster, program

EXAMPLES = int(os.environ.get("KNEEAPP_EXAMPLES", "50"))
"""Examples of each property that names no number of its own; the night looks at more."""

# no deadline: a busy machine is not a fault
settings.register_profile("kneeapp", deadline=None, max_examples=EXAMPLES)
settings.load_profile("kneeapp")

# Servers keep compressed files in this cache; all servers that tests start share it.
os.environ.setdefault("XDG_CACHE_HOME", str(Path.home() / ".cache"))

ENVIRONMENT = (
    "KNEEAPP_DATABASE",
    "KNEEAPP_CONTENT",
    "KNEEAPP_PORT",
    "KNEEAPP_DEMO",
    "KNEEAPP_SECRETS",
)


class HandClock:
    """A clock that moves only by `advance`."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(scope="session", autouse=True)
def new_records_are_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new DuckDB file begins as a copy of an empty record: making one takes five times as long.

    With migrations of a test's own it is made as for a person.
    """
    empty = tmp_path_factory.mktemp("empty") / "record.duckdb"
    Store.open(empty).close()
    opened = Store.open.__func__

    def copied(cls: type[Store], place: Place, **options: Any) -> Store:
        new = isinstance(place, Path) and place.parent.is_dir() and not place.exists()
        if new and "migrations" not in options:
            shutil.copyfile(empty, place)
        return opened(cls, place, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "open", classmethod(copied))
        yield


@pytest.fixture(autouse=True)
def isolated_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Remove the machine's settings, and use a record in the test's own folder."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KNEEAPP_DATABASE", str(tmp_path / "record.duckdb"))
    monkeypatch.setenv("KNEEAPP_BACKUPS", "off")
    yield
    store_pool.close_stores()


@pytest.fixture
def hand_clock() -> Iterator[HandClock]:
    """The app's clock, stopped at a Monday morning until advanced."""
    hands = HandClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    with clock.running_on(hands):
        yield hands


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server; without one the test is skipped, in CI it fails."""
    if not program("initdb"):
        if os.environ.get("CI"):
            pytest.fail(LACKING)
        pytest.skip(LACKING)
    folder = Path(tempfile.mkdtemp(prefix="kneeapp-postgres-"))
    running = Cluster(folder, {"fsync": "off"})  # tests end processes, not machines
    yield running
    running.stop()
    shutil.rmtree(folder)
