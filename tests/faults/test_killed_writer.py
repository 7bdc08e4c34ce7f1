"""A busy process that is killed at any moment loses nothing acknowledged, and leaves no half."""

import os
import signal
from contextlib import closing
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from kneeapp.domain.accounts.people import Principal
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Place, Store
from kneeapp.store.record import event_log, sessions
from tests.faults.conftest import Process, Run

DATABASES, ROUNDS = (5, 5) if os.environ.get("CI") else (1, 3)

# forks a writer for each round, since to import the store takes longer than to be killed
WRITERS = """
import os, sys
from pathlib import Path
from threading import Thread
from kneeapp.store.record import event_log, sessions
from kneeapp.store.engine.database import Store
from tests.store.builders import a_record, a_session, an_event, finished

def tell(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())

def be_busy(store):
    record = a_record(store)
    for _ in range(1000):
        session = a_session()
        sessions.start(record, session)
        for seq in range(5):
            event_log.append(record, session.id, [an_event(seq)])
            tell("event", record.person, session.id, seq)
        sessions.save(record, finished(session))
        tell("saved", record.person, session.id, len(finished(session).steps))

def write():
    store = Store.open(place if place.startswith("postgresql") else Path(place))
    for _ in range(4):
        Thread(target=be_busy, args=(store,)).start()

place = sys.argv[1]
for _ in sys.stdin:
    writer = os.fork()
    if not writer:
        tell("writer", os.getpid())
        write()
        break
    os.waitpid(writer, 0)
    tell("killed")
"""


@pytest.fixture
def place(request: pytest.FixtureRequest, path: Path) -> Place:
    """Where a fresh database is, on either engine."""
    if request.param == "duckdb":
        return path
    url: str = request.getfixturevalue("cluster").database()
    return url


def kill_after(writers: Process, lines: int) -> list[list[str]]:
    """What a busy writer had acknowledged until it was killed, some `lines` after its start."""
    assert writers.stdin
    assert writers.stdout
    writers.stdin.write("go\n")
    writers.stdin.flush()
    word, process = writers.stdout.readline().split()
    assert word == "writer"
    told = [writers.stdout.readline().split() for _ in range(lines)]
    os.kill(int(process), signal.SIGKILL)
    while (line := writers.stdout.readline()) != "killed\n":
        assert line
        told.append(line.split())
    return told


@pytest.mark.parametrize(
    ("place", "seed"),
    [
        ("duckdb", 0),
        *(pytest.param("duckdb", seed, marks=pytest.mark.nightly) for seed in range(1, DATABASES)),
        ("postgres", 0),
    ],
    indirect=["place"],
)
def test_killing_busy_writers_one_after_another_loses_nothing_acknowledged(
    place: Place, python: Run, seed: int
) -> None:
    writers, chance = python(WRITERS, place), Random(seed)
    told = [kill_after(writers, chance.randrange(1, 60)) for _ in range(ROUNDS)]
    with closing(Store.open(place)) as store:
        check(store, [line for lines in told for line in lines])


def check(store: Store, told: list[list[str]]) -> None:
    """Each acknowledged event and session is there, and each session there is whole."""
    assert told
    for person in {UUID(words[1]) for words in told}:
        record = Record(store, person, Principal(person))
        kept = {session.id: session for session in sessions.sessions(record)}
        open_one = sessions.under_way(record)
        journal = (
            {event.seq for event in event_log.events(record, open_one.id)} if open_one else set()
        )
        for kind, whose, session, number in told:
            if UUID(whose) != person:
                continue
            if kind == "saved":
                assert len(kept[UUID(session)].steps) == int(number)
            elif UUID(session) not in kept:
                assert open_one is not None
                assert int(number) in journal
        assert all(len(session.steps) == 1 for session in kept.values())
