"""A process that is killed in the middle of its work loses nothing that was acknowledged."""

import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

from kneeapp.domain.people import Asker
from kneeapp.store import events, sessions
from kneeapp.store.database import Store
from kneeapp.store.record import Record

ROOT = Path(__file__).parent.parent.parent

APPEND_AND_TELL = """
import sys
from itertools import count
from pathlib import Path
from kneeapp.store import events, sessions
from kneeapp.store.database import Store
from tests.store.builders import a_record, a_session, an_event

record, session = a_record(Store.open(Path(sys.argv[1]))), a_session()
sessions.start(record, session)
print(record.person, session.id, flush=True)
for seq in count():
    acknowledged = events.append(record, session.id, [an_event(seq)])
    print(acknowledged["tab"], flush=True)
"""


def test_killing_the_writer_loses_no_acknowledged_event(tmp_path: Path) -> None:
    path = tmp_path / "knee.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", APPEND_AND_TELL, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as writer:
        assert writer.stdout
        person, session = map(UUID, writer.stdout.readline().split())
        told = [int(writer.stdout.readline()) for _ in range(100)]
        writer.send_signal(signal.SIGKILL)
        told += [int(line) for line in writer.stdout if line.endswith("\n")]
    assert told == list(range(len(told)))
    store = Store.open(path)
    record = Record(store, person, Asker(person))
    kept = [event.seq for event in events.events(record, session)]
    # one more may have been kept whose acknowledgement did not come through
    assert kept in (told, [*told, len(told)])
    assert events.append(record, session, []) == {"tab": kept[-1]}
    assert sessions.under_way(record) is not None
    store.close()
