"""Events handed over while a page is being left, when its websocket no longer carries them."""

import hmac
import json
import secrets
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from kneeapp import clock
from kneeapp.domain.people import Asker
from kneeapp.errors import BadInput, NotAllowed
from kneeapp.settings import settings
from kneeapp.store import events, people
from kneeapp.store.record import Record
from kneeapp.ui.player import reported
from kneeapp.ui.session import shared_store

PATH = "/_kneeapp/events"
LARGEST = 64 * 1024
"""Bytes of a beacon that browsers promise to deliver."""


@dataclass
class _Door:
    """Whether this process serves PATH; under plain `streamlit run` nobody does."""

    open: bool = False


_door = _Door()
_key = secrets.token_bytes(32)


def open_door() -> None:
    """Say that this process serves PATH from now on."""
    _door.open = True


def address(session: UUID) -> str | None:
    """Where the player of `session` posts what is unsaved, None where nothing takes it."""
    return f"{PATH}?session={session}&token={_token(session)}" if _door.open else None


def take(session: str, token: str, body: bytes) -> None:
    """Keep the posted report; raises BadInput, or NotAllowed for a token that is not ours."""
    identity = _identity(session)
    if not hmac.compare_digest(token, _token(identity)):
        raise NotAllowed("This report was not made by a player of this server.")
    report = reported(_mapping(body), session=identity)
    store = shared_store(settings())
    person = people.sole_person(store, clock.now())
    events.append(Record(store, person, Asker(person)), identity, report.events)


def _token(session: UUID) -> str:
    return hmac.new(_key, session.bytes, sha256).hexdigest()


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise BadInput("The report names no session.") from error


def _mapping(body: bytes) -> object:
    try:
        return json.loads(body[:LARGEST])
    except ValueError as error:
        raise BadInput("The report cannot be read.") from error
