"""The small world of a test: its own record, its own clock, nothing of the developer's machine."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from kneeapp import clock
from kneeapp.ui.shell import store_pool
from tests.postgres_cluster import LACKING, Cluster, program

settings.register_profile("kneeapp", deadline=None)  # a busy machine is not a fault
settings.load_profile("kneeapp")

# what a server compresses is compressed once for all that tests start, whatever home they have
os.environ.setdefault("XDG_CACHE_HOME", str(Path.home() / ".cache"))

ENVIRONMENT = (
    "KNEEAPP_DATABASE",
    "KNEEAPP_CONTENT",
    "KNEEAPP_PORT",
    "KNEEAPP_DEMO",
    "KNEEAPP_SECRETS",
)


class HandClock:
    """A clock that moves only when it is told to."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(autouse=True)
def own_world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No setting of the machine decides a test, and no test writes to a real record."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KNEEAPP_DATABASE", str(tmp_path / "record.duckdb"))
    monkeypatch.setenv("KNEEAPP_BACKUPS", "off")
    yield
    store_pool.close_stores()


@pytest.fixture
def hand_clock() -> Iterator[HandClock]:
    """The app's clock, standing at a Monday morning until advanced."""
    hands = HandClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    with clock.running_on(hands):
        yield hands


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server; without one the test is skipped, though not where all have to run."""
    if not program("initdb"):
        if os.environ.get("CI"):
            pytest.fail(LACKING)
        pytest.skip(LACKING)
    folder = Path(tempfile.mkdtemp(prefix="kneeapp-postgres-"))
    running = Cluster(folder, {"fsync": "off"})  # tests end processes, not machines
    yield running
    running.stop()
    shutil.rmtree(folder)
