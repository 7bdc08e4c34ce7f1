"""A file that another process has open: its name and the process's are told."""

import signal
from pathlib import Path

import pytest

from kneeapp.errors import StoreError
from kneeapp.store.engine.database import Store
from tests.faults.conftest import Process, Run

HOLD = """
import sys
from pathlib import Path
from kneeapp.store.engine.database import Store
store = Store.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(path: Path, python: Run) -> Process:
    """Another process that has the database open."""
    process = python(HOLD, path)
    assert process.stdout
    assert process.stdout.readline() == "open\n"
    return process


def test_a_second_process_is_told_which_file_and_who_has_it(path: Path, holder: Process) -> None:
    waits: list[float] = []
    with pytest.raises(StoreError) as raised:
        Store.open(path, wait=waits.append)
    assert str(path) in str(raised.value)
    assert f"process {holder.pid}" in str(raised.value)
    assert "KNEEAPP_DATABASE" in str(raised.value)
    assert 1 < sum(waits) < 3


def test_a_lock_of_a_dying_process_is_waited_for(path: Path, holder: Process) -> None:
    def wait(_: float) -> None:
        holder.send_signal(signal.SIGKILL)
        holder.wait()

    Store.open(path, wait=wait).close()
