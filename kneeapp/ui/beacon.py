"""The player's events past the websocket: no run of the page, and open while a page is left."""

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

from kneeapp import clock
from kneeapp.domain.people import Asker
from kneeapp.errors import BadInput, NotAllowed
from kneeapp.settings import settings
from kneeapp.store import events
from kneeapp.store.database import Store
from kneeapp.store.record import Record
from kneeapp.ui.player import reported
from kneeapp.ui.session import Mode, Visit, shared_store

PATH = "/_kneeapp/events"
LARGEST = 64 * 1024
"""Bytes of a beacon that browsers promise to deliver."""


@dataclass
class _Door:
    """Whether this process serves PATH; under plain `streamlit run` nobody does."""

    open: bool = False


_door = _Door()
_key = secrets.token_bytes(32)
_sealed: WeakValueDictionary[UUID, Store] = WeakValueDictionary()
"""The visitors' records by their session under way; each is gone with its tab."""


def open_door() -> None:
    """Say that this process serves PATH from now on."""
    _door.open = True


def address(visit: Visit, session: UUID) -> str | None:
    """Where the player of `session` posts its events, None where nothing takes them."""
    if not _door.open:
        return None
    if visit.mode is Mode.VISITOR:
        _sealed[session] = visit.record.store
    person = visit.record.person
    return f"{PATH}?session={session}&person={person}&token={_token(session, person)}"


def take(asked: Mapping[str, str], body: bytes, *, personal: bool) -> dict[str, Any]:
    """Keep the report posted to an address, whose query is `asked`, and answer it.

    Who is not at this machine (`personal`) reaches visitors' records only. Raises BadInput,
    or NotAllowed for a token that is not ours.
    """
    session, person = _identity(asked, "session"), _identity(asked, "person")
    if not hmac.compare_digest(asked.get("token", ""), _token(session, person)):
        raise NotAllowed("This report was not made by a player of this server.")
    store = shared_store(settings()) if personal else _sealed.get(session)
    if store is None:
        raise NotAllowed("This record is open to nobody but its owner.")
    report = reported(_mapping(body), session=session)
    return {
        "acked": events.append(Record(store, person, Asker(person)), session, report.events),
        "now_ms": round(clock.now().timestamp() * 1000),
        "heard_ms": report.sent_ms,
    }


def _token(session: UUID, person: UUID) -> str:
    return hmac.new(_key, session.bytes + person.bytes, sha256).hexdigest()


def _identity(asked: Mapping[str, str], name: str) -> UUID:
    try:
        return UUID(asked.get(name, ""))
    except ValueError as error:
        raise BadInput(f"The report names no {name}.") from error


def _mapping(body: bytes) -> object:
    try:
        return json.loads(body[:LARGEST])
    except ValueError as error:
        raise BadInput("The report cannot be read.") from error
