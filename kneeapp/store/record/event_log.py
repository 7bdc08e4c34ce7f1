"""Event log of a session under way; each event is stored once."""

import json
from collections.abc import Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from kneeapp.domain.routine.sessions import SessionStatus
from kneeapp.domain.routine.timeline import Event, EventKind
from kneeapp.errors import NotFound
from kneeapp.metrics import EVENTS_ACKNOWLEDGED
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query

_INTO = (
    "insert into player_event "
    "(session_id, person_id, client, seq, kind, step, elapsed_ms, at_ms, value) "
)
# lists: a batch of 1,000 takes a tenth of the time of 1,000 rows of values, but one event twice
_MANY = f"""{_INTO}
select $1::uuid, $2::uuid, unnest($3::text[]), unnest($4::integer[]), unnest($5::text[]),
       unnest($6::smallint[]), unnest($7::integer[]), unnest($8::bigint[]), unnest($9::text[])
"""
_ONE = f"{_INTO} values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"

EVENT = "client, seq, player_event.kind, player_event.step, elapsed_ms, at_ms, player_event.value"
"""The columns that an event is read from: its fields, in their order."""

_VALUES = attrgetter(*Event.model_fields)

# a saved session of the programme has become a training
_STATUS = """
select status from session where id = $1 and person_id = $2
union all select 'saved' from training where id = $1 and person_id = $2
"""


def append(record: Record, session_id: UUID, events: Sequence[Event]) -> dict[str, int]:
    """Keep `events` that are not kept yet; returns the acknowledged number of each client.

    Events for a session that is saved come too late to matter: they are dropped, and
    acknowledged all the same, so that the browser stops sending. Raises NotFound.
    """

    def write(q: Query) -> dict[str, int]:
        stored = _numbers(q, record, session_id)
        # to be saved takes the events away: where there are some, it is under way
        if not stored and _status(q, record, session_id) is SessionStatus.SAVED:
            return _highest(events)
        # a person's writes take turns; to ask `on conflict` takes DuckDB as long as all the rest
        first = {(event.client, event.seq): event for event in reversed(events)}
        new = [event for number, event in reversed(first.items()) if number not in stored]
        if len(new) == 1:
            q(_ONE, session_id, record.person, *_row(new[0]))
        elif new:
            columns = map(list, zip(*map(_row, new), strict=True))
            q(_MANY, session_id, record.person, *columns)
        return _runs_on(stored | first.keys())

    # each step of a session would have every clinician's work list looked up anew
    stops = any(event.kind is EventKind.STOP for event in events)
    acknowledgement = record.write(write, quietly=not stops)
    EVENTS_ACKNOWLEDGED.inc(len(events))
    return acknowledgement


def events(record: Record, session_id: UUID) -> list[Event]:
    """The journal of a session, by client and number; empty once it is saved."""

    def read(q: Query) -> list[Event]:
        _status(q, record, session_id)
        rows = q(
            f"select {EVENT} from player_event "  # noqa: S608  our names
            "where person_id = $1 and session_id = $2 order by client, seq",
            record.person,
            session_id,
        )
        return list(map(event, rows))

    return record.read(read)


def acknowledged(record: Record, session_id: UUID) -> dict[str, int]:
    """The number up to which, from 0 on, every event of a client is kept.

    A client whose event 0 has not arrived is left out.
    """

    def read(q: Query) -> dict[str, int]:
        _status(q, record, session_id)
        return _runs_on(_numbers(q, record, session_id))

    return record.read(read)


def _status(q: Query, record: Record, session_id: UUID) -> SessionStatus:
    rows = q(_STATUS, session_id, record.person)
    if not rows:
        raise NotFound("That session is not in this record. It may have been deleted.")
    return SessionStatus(rows[0][0])


def _numbers(q: Query, record: Record, session_id: UUID) -> set[tuple[str, int]]:
    """The client and number of each event that is kept."""
    sql = "select client, seq from player_event where person_id = $1 and session_id = $2"
    return {(client, seq) for client, seq in q(sql, record.person, session_id)}


def _runs_on(numbers: set[tuple[str, int]]) -> dict[str, int]:
    """The last of the numbers of each client that run on from 0."""
    last: dict[str, int] = {}
    for client, seq in sorted(numbers):
        if seq == last.get(client, -1) + 1:
            last[client] = seq
    return last


def _highest(events: Sequence[Event]) -> dict[str, int]:
    return {
        client: max(event.seq for event in events if event.client == client)
        for client in {event.client for event in events}
    }


def _row(event: Event) -> tuple[object, ...]:
    """The row of EVENT for an event."""
    *where, value = _VALUES(event)
    return (*where, json.dumps(value, ensure_ascii=False))


def event(row: Sequence[Any]) -> Event:
    """The event of a row of EVENT."""
    *where, value = row
    fields = zip(Event.model_fields, (*where, json.loads(value)), strict=True)
    return Event.model_validate(dict(fields))
