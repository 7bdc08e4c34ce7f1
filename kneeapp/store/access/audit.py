"""Audit log: append-only entries without names."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from uuid6 import uuid7

from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.store.access import keys
from kneeapp.store.access.authorization import current_role, require_role
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_rows

REFUSED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class AuditEntry:
    """An entry of the audit: who did what to whom, as pseudonyms, and as names while they exist."""

    at: datetime
    deed: str
    actor: str
    actor_called: str
    whom: str
    whom_called: str


def note(
    q: Query, at: datetime, actor: UUID | None, deed: AuditAction, whom: UUID | None = None
) -> None:
    """Add to the audit, in the transaction that does it, that `actor` did `deed` to `whom`.

    `actor` is an account, `whom` an account or a person. Without an actor it was the command
    line or somebody unknown.
    """
    columns = ("id", "noted_at", "actor", "deed", "whom")
    row = (uuid7(), at, pseudonym(q, actor), deed, pseudonym(q, whom))
    insert_rows(q, "audit", columns, [row])


def pseudonym(q: Query, identity: UUID | None) -> str:
    """What stands for an account or a person in the audit."""
    return keys.key(q, keys.AUDIT).mark("audit", str(identity)) if identity else ""


def refused(store: Store, principal: Principal, now: datetime, whom: UUID | None) -> None:
    """Keep that an account was refused, of `whom` where it was about a record; one refusal is
    kept in REFUSED_EVERY, since a page that is run again is refused again.

    Raises NotAllowed where their sign-in has ended, which is no refusal.
    """

    def write(q: Query) -> None:
        current_role(q, principal)
        sql = "select id from audit where actor = $1 and deed = $2 and noted_at > $3 limit 1"
        if not q(
            sql, pseudonym(q, principal.account), AuditAction.REFUSED.value, now - REFUSED_EVERY
        ):
            note(q, now, principal.account, AuditAction.REFUSED, whom)

    store.run(write)


def exported(record: Record, now: datetime) -> None:
    """Keep in the audit that whoever asks took a file of this record away."""
    keep = record.write if record.own else record.write_as_clinician
    keep(lambda q: note(q, now, record.principal.account, AuditAction.EXPORTED, record.person))


def audit_entries(
    store: Store, principal: Principal, since: datetime, until: datetime
) -> list[AuditEntry]:
    """All that was done from `since` to before `until`, the newest first, for an admin."""
    sql = (
        "select noted_at, deed, actor, whom from audit where noted_at >= $1 and noted_at < $2 "
        "order by noted_at desc, id desc"
    )

    def read(q: Query) -> list[AuditEntry]:
        require_role(q, principal, Role.ADMIN)
        names = _names(q)
        return [
            AuditEntry(at, deed, actor, names.get(actor, ""), whom, names.get(whom, ""))
            for at, deed, actor, whom in q(sql, since, until)
        ]

    return store.run(read)


def taken_away(store: Store, principal: Principal, now: datetime) -> None:
    """Keep in the audit that an admin took a file of it away."""

    def write(q: Query) -> None:
        require_role(q, principal, Role.ADMIN)
        note(q, now, principal.account, AuditAction.AUDIT_EXPORTED)

    store.run(write)


def _names(q: Query) -> dict[str, str]:
    """What the clinic calls whom a pseudonym stands for."""
    key = keys.key(q, keys.AUDIT)
    return {
        key.mark("audit", str(identity)): called
        for account, person, called in q("select id, own_person, called from account")
        for identity in (account, person)
        if identity
    }
