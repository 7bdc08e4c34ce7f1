"""Event endpoint: HTTP route for the player's events, without a run of the page."""

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
"""Bytes of a beacon that browsers promise to deliver."""


_process_key = Key(new_secret().encode())
_sealed: WeakValueDictionary[UUID, Store] = WeakValueDictionary()
"""The visitors' records by their session under way; each is gone with its tab."""


def address(visit: RecordContext, session: UUID) -> str | None:
    """Where the player of `session` posts its events, None where nothing takes them."""
    if not server_mode.is_kneeapp_server():
        return None
    if visit.mode is Mode.VISITOR:
        _sealed[session] = visit.record.store
    person = visit.record.person
    token = _key(settings()).mark("beacon", _player(session, person))
    return f"{PATH}?session={session}&person={person}&token={token}"


def take(asked: Mapping[str, str], body: bytes, *, personal: bool) -> dict[str, object]:
    """Keep the report posted to an address, whose query is `asked`, and answer it.

    Who is not at this machine (`personal`) reaches visitors' records only, at a clinic the
    one of the player: a session goes on to its end where the sign-in has run out meanwhile.
    Raises BadInput, or NotAllowed for a token that is not ours.
    """
    session, person = _identity(asked, "session"), _identity(asked, "person")
    chosen = settings()
    if not _key(chosen).marked("beacon", _player(session, person), asked.get("token", "")):
        raise NotAllowed("This report was not made by a player of this server.")
    store = shared_store(chosen) if personal or chosen.clinic else _sealed.get(session)
    if store is None:
        raise NotAllowed("This record is open to nobody but its owner.")
    report = reported(_mapping(body), session=session)
    stored = event_log.append(Record(store, person, Principal(person)), session, report.events)
    return payload(
        ReportAnswer(
            acked=stored, server_ms=round(clock.now().timestamp() * 1000), echoed_ms=report.sent_ms
        )
    )


def _key(chosen: Settings) -> Key:
    """A clinic's own, so that each of its servers takes what another gave out."""
    return clinic_key(chosen) if chosen.clinic else _process_key


def _player(session: UUID, person: UUID) -> str:
    return f"{session} {person}"


def _identity(asked: Mapping[str, str], name: str) -> UUID:
    try:
        return UUID(asked.get(name, ""))
    except ValueError as error:
        raise BadInput(f"The report names no {name}.") from error


def _mapping(body: bytes) -> object:
    try:
        return json.loads(body[:LARGEST])
    except (ValueError, RecursionError) as error:
        raise BadInput("The report cannot be read.") from error
