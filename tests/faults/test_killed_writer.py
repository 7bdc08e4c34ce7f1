"""A busy process that is killed at any moment loses nothing acknowledged, and leaves no half."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from kneeapp.domain.people import Asker
from kneeapp.store import events, sessions
from kneeapp.store.database import Store
from kneeapp.store.record import Record
from tests.postgres_cluster import Cluster

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 25 if os.environ.get("CI") else 3

APPEND_AND_SAVE = """
import sys
from itertools import count
from pathlib import Path
from threading import Thread
from kneeapp.store import events, sessions
from kneeapp.store.database import Store
from tests.store.builders import a_record, a_session, an_event, finished

place = sys.argv[1]
store = Store.open(place if place.startswith("postgresql") else Path(place))

def tell(*words):
    sys.stdout.write(" ".join(map(str, words)) + "\\n")
    sys.stdout.flush()

def be_busy():
    record = a_record(store)
    for _ in count():
        session = a_session()
        sessions.start(record, session)
        for seq in range(5):
            events.append(record, session.id, [an_event(seq)])
            tell("event", record.person, session.id, seq)
        sessions.save(record, finished(session))
        tell("saved", record.person, session.id, len(finished(session).steps))

for _ in range(4):
    Thread(target=be_busy, daemon=True).start()
sys.stdin.read()
"""


def killed_after(place: str, lines: int) -> list[list[str]]:
    """What a busy writer had acknowledged until it was killed, some `lines` after its start."""
    with subprocess.Popen(
        [sys.executable, "-c", APPEND_AND_SAVE, place],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as writer:
        assert writer.stdout
        told = [writer.stdout.readline() for _ in range(lines)]
        writer.send_signal(signal.SIGKILL)
        told += [line for line in writer.stdout if line.endswith("\n")]
    return [line.split() for line in told]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_killing_a_busy_writer_loses_nothing_acknowledged(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "knee.duckdb"
    told = killed_after(str(path), Random(seed).randrange(1, 400))
    with closing(Store.open(path)) as store:
        check(store, told)


def test_killing_a_busy_writer_on_a_server_loses_nothing_acknowledged(
    cluster: Cluster,
) -> None:
    url = cluster.database()
    told = killed_after(url, 300)
    with closing(Store.open(url)) as store:
        check(store, told)


def check(store: Store, told: list[list[str]]) -> None:
    """Each acknowledged event and session is there, and each session there is whole."""
    for person in {UUID(words[1]) for words in told}:
        record = Record(store, person, Asker(person))
        kept = {session.id: session for session in sessions.sessions(record)}
        open_one = sessions.under_way(record)
        journal = {event.seq for event in events.events(record, open_one.id)} if open_one else set()
        for kind, whose, session, number in told:
            if UUID(whose) != person:
                continue
            if kind == "saved":
                assert len(kept[UUID(session)].steps) == int(number)
            elif UUID(session) not in kept:
                assert open_one is not None
                assert int(number) in journal
        assert all(len(session.steps) == 1 for session in kept.values())
