"""A database in the test's own folder, processes that are killed, and servers that are stopped."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import screenings
from tests.postgres_cluster import Cluster
from tests.store.builders import a_record, a_screening

ROOT = Path(__file__).parent.parent.parent

Process: TypeAlias = "subprocess.Popen[str]"
Run = Callable[..., Process]
"""Begins a process that runs Python code with some arguments."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "knee.duckdb"


@pytest.fixture
def server(cluster: Cluster) -> Iterator[Cluster]:
    """The cluster, running again afterwards whatever a test did to it."""
    yield cluster
    if not cluster.runs:
        cluster.start()


@pytest.fixture
def python() -> Iterator[Run]:
    """Runs code in a process of its own, which ends with the test."""
    begun: list[Process] = []

    def run(code: str, *arguments: object) -> Process:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        begun.append(process)
        return process

    yield run
    for process in begun:
        process.kill()
        process.communicate()


def a_file(path: Path) -> Record:
    """A closed database file with something in it; the record's store is closed."""
    store = Store.open(path)
    record = a_record(store)
    for n in range(20):
        screenings.save(record, a_screening(answers={"n": str(n) * 300}))
    store.close()
    return record


def held(store: Store, record: Record) -> int:
    """How much of what `a_file` put there can be read."""
    return len(screenings.screenings(Record(store, record.person, record.principal)))
