"""Event endpoint: stores the player's events sent by HTTP, without a run of the page.

The player uses it when a page is closed or hidden (beacons) and while the websocket is down.
"""

import json
from collections.abc import Mapping
from uuid import UUID
from weakref import WeakValueDictionary

from kneeapp import clock
from kneeapp.access import Mode
from kneeapp.domain.accounts.people import Principal
from kneeapp.domain.accounts.secret_key import Key, new_secret
from kneeapp.errors import BadInput, NotAllowed
from kneeapp.settings import Settings, settings
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import event_log
from kneeapp.ui.shell import server_mode
from kneeapp.ui.shell.component_payloads import payload
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.shell.store_pool import clinic_key, shared_store
from kneeapp.ui.widgets.player.messages import ReportAnswer, reported

PATH = "/_kneeapp/events"
LARGEST = 64 * 1024
"""Bytes; browsers limit a beacon to this size."""

_process_key = Key(new_secret().encode())
_sealed: WeakValueDictionary[UUID, Store] = WeakValueDictionary()
"""Stores of visitors by the id of their running session; weak references, so that each is freed
with its tab."""


def address(context: RecordContext, session: UUID) -> str | None:
    """The address to which the player of `session` posts its events; None without kneeapp's server.

    The token in it allows adding events to this one session, and nothing else.
    """
    if not server_mode.is_kneeapp_server():
        return None
    if context.mode is Mode.VISITOR:
        _sealed[session] = context.record.store
    person = context.record.person
    token = _key(settings()).mark("beacon", _player(session, person))
    return f"{PATH}?session={session}&person={person}&token={token}"


def take(query: Mapping[str, str], body: bytes, *, personal: bool) -> dict[str, object]:
    """Keep the report posted to an address, with this `query`, and answer it.

    A request that is not `personal` reaches only visitors' records, and at a clinic the record
    in the token: a session can be finished even if the web session has expired meanwhile.
    Raises BadInput for a malformed report, NotAllowed for a wrong token.
    """
    session, person = _identity(query, "session"), _identity(query, "person")
    in_force = settings()
    if not _key(in_force).marked("beacon", _player(session, person), query.get("token", "")):
        raise NotAllowed("This report was not made by a player of this server.")
    store = shared_store(in_force) if personal or in_force.clinic else _sealed.get(session)
    if store is None:
        raise NotAllowed("This record is open to nobody but its owner.")
    report = reported(_mapping(body), session=session)
    stored = event_log.append(Record(store, person, Principal(person)), session, report.events)
    return payload(
        ReportAnswer(
            acked=stored, server_ms=round(clock.now().timestamp() * 1000), echoed_ms=report.sent_ms
        )
    )


def _key(in_force: Settings) -> Key:
    """The key of the tokens: the clinic's, which all its servers share, else this process's."""
    return clinic_key(in_force) if in_force.clinic else _process_key


def _player(session: UUID, person: UUID) -> str:
    return f"{session} {person}"


def _identity(query: Mapping[str, str], name: str) -> UUID:
    try:
        return UUID(query.get(name, ""))
    except ValueError as error:
        raise BadInput(f"The report names no {name}.") from error


def _mapping(body: bytes) -> object:
    try:
        return json.loads(body[:LARGEST])
    except (ValueError, RecursionError) as error:
        raise BadInput("The report cannot be read.") from error
