"""Web sessions: one row for each signed-in browser; its secret is stored as a digest."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from kneeapp.domain.accounts.accounts import Account
from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.domain.accounts.people import Principal
from kneeapp.domain.accounts.secret_key import Key, new_secret
from kneeapp.errors import NotAllowed
from kneeapp.store.access import audit
from kneeapp.store.clinic import login_attempts
from kneeapp.store.clinic.accounts import COLUMNS, account
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_rows

TICKET_LASTS = timedelta(seconds=60)
_SEEN_EVERY = timedelta(minutes=1)
_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class WebSession:
    """A sign-in that holds, and whose it is."""

    id: UUID
    account: Account
    idle_at: datetime
    """When it ends unless something is done."""
    version: int | None
    """How often their own record was written to, None without one."""


def begin(
    store: Store, key: Key, whose: Account, at: datetime, *, ticket: bool
) -> tuple[UUID, str]:
    """Sign `whose` in: the sign-in, and the cookie for the browser or a `ticket` for one.

    It holds only while the account's version is that of `whose`.
    """
    identity, secret = uuid7(), new_secret()

    def write(q: Query) -> None:
        _forget_old(q, at)
        columns = ("id", "account_id", "version", "secret", "ticket_until", "began_at", "seen_at")
        until = at + TICKET_LASTS if ticket else None
        row = (identity, whose.id, whose.version, key.mark("sign-in", secret), until, at, at)
        insert_rows(q, "sign_in", columns, [row])
        audit.note(q, at, whose.id, AuditAction.SIGNED_IN)

    store.run(write)
    return identity, _cookie(identity, secret)


def exchange(store: Store, key: Key, ticket: str, at: datetime) -> tuple[str, str]:
    """The cookie for a ticket, and the account's name; raises NotAllowed where it has expired."""
    identity, secret = _parts(ticket)
    fresh = new_secret()

    def write(q: Query) -> str:
        sql = "select account_id from sign_in where id = $1 and secret = $2 and ticket_until >= $3"
        rows = q(sql, identity, key.mark("sign-in", secret), at)
        if not rows:
            raise NotAllowed("This took too long. Sign in again.")
        sql = "update sign_in set secret = $2, ticket_until = null where id = $1"
        q(sql, identity, key.mark("sign-in", fresh))
        ((name,),) = q("select name from account where id = $1", rows[0][0])
        return str(name)

    name = store.run(write)
    return _cookie(identity, fresh), name


def validate(
    store: Store, key: Key, clinic: Clinic, shown: str | UUID, at: datetime
) -> WebSession | None:
    """The web session that `shown` names, None where it is unknown, ended or idle for too long.

    `shown` is the browser's cookie, or the session's id where this server remembers it itself.
    """
    if isinstance(shown, UUID):
        identity = shown
    else:
        try:
            identity, secret = _parts(shown)
        except NotAllowed:
            return None
    row = store.run(lambda q: _lasting(q, identity))
    if row is None:
        return None
    (mark, ticket_until, began_at, seen_at), whose, version = row
    if isinstance(shown, str) and (ticket_until or not key.marked("sign-in", secret, mark)):
        return None
    idle_at = min(seen_at + clinic.idle(whose.role), began_at + clinic.longest(whose.role))
    if at >= idle_at:
        return None
    # a page looks this up with every touch, which must not be a write each time
    if at - seen_at >= _SEEN_EVERY:
        store.run(lambda q: q("update sign_in set seen_at = $2 where id = $1", identity, at))
        idle_at = min(at + clinic.idle(whose.role), began_at + clinic.longest(whose.role))
    return WebSession(identity, whose, idle_at, version)


def end(store: Store, principal: Principal, at: datetime) -> None:
    """Sign `principal` out of this browser."""

    def write(q: Query) -> None:
        q("update sign_in set ended_at = $2 where id = $1", principal.sign_in, at)
        audit.note(q, at, principal.account, AuditAction.SIGNED_OUT)

    store.run(write)
    store.cache.forget(principal)


def take_word(store: Store, issuer: str, subject: str, issued_at: int) -> bool:
    """Use up an identity provider's token, issued then (Unix seconds); False where it was used."""
    sql = (
        "update identity set used_until = $3 where issuer = $1 and subject = $2 and used_until < $3"
    )
    [(taken,)] = store.run(lambda q: q(sql, issuer, subject, issued_at))
    return bool(taken)


def refuse(store: Store, name: str, at: datetime) -> None:
    """Note that somebody could not sign in as `name`, whether or not it exists."""

    def write(q: Query) -> None:
        rows = q("select account_id from identity where issuer = '' and subject = $1", name)
        audit.note(q, at, None, AuditAction.SIGN_IN_REFUSED, rows[0][0] if rows else None)

    store.run(write)


def _lasting(q: Query, identity: UUID) -> tuple[list[Any], Account, int | None] | None:
    """The row of a sign-in that has not ended, its account, and the version of their own record."""
    # lookups by key: joined, DuckDB reads both tables whole
    for account_id, version, *row in q(
        "select account_id, version, secret, ticket_until, began_at, seen_at from sign_in "
        "where id = $1 and ended_at is null",
        identity,
    ):
        for columns in q(
            f"select {COLUMNS} from account "  # noqa: S608  our names
            "where id = $1 and version = $2 and disabled_at is null",
            account_id,
            version,
        ):
            whose = account(columns)
            own = q("select writes from person where id = $1", whose.own_person)
            return row, whose, own[0][0] if own else None
    return None


def _forget_old(q: Query, at: datetime) -> None:
    q("delete from sign_in where began_at < $1", at - _KEPT)
    login_attempts.forget_old(q, at)


def _cookie(identity: UUID, secret: str) -> str:
    return f"{identity.hex}.{secret}"


def _parts(cookie: str) -> tuple[UUID, str]:
    identity, _, secret = cookie.partition(".")
    try:
        return UUID(identity), secret
    except ValueError as error:
        raise NotAllowed("This is no sign-in of ours. Sign in again.") from error
