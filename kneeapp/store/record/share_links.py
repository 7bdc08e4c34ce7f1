"""Share links: created, listed, revoked and opened."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from uuid6 import uuid7

from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.people import Principal
from kneeapp.domain.accounts.secret_key import new_secret
from kneeapp.domain.accounts.share_links import GONE, Share, Shared, token_digest
from kneeapp.errors import NotFound
from kneeapp.store.access import audit
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_row, insert_rows

_LIST = (
    "select share.mark, shown, made_at, ends_at, revoked_at, count(share_opening.id), "
    "max(opened_at) from share left join share_opening on share_opening.mark = share.mark "
    "where share.person_id = $1 "
    "group by share.mark, shown, made_at, ends_at, revoked_at order by made_at desc, share.mark"
)


def make(record: Record, shared: Shared, *, now: datetime, ends_at: datetime) -> str:
    """What opens a new link to `shared`; it is told once and kept nowhere."""
    token = new_secret()

    def write(q: Query) -> None:
        columns = ("mark", "person_id", "made_at", "ends_at", "shown")
        row = (token_digest(token), record.person, now, ends_at, shared.model_dump_json())
        insert_rows(q, "share", columns, [row])
        audit.note(q, now, record.principal.account, AuditAction.SHARE_MADE)

    record.write(write)
    return token


def shares(record: Record) -> list[Share]:
    """Every link that was made, the newest first."""
    rows = record.read(lambda q: q(_LIST, record.person))
    return [Share(mark, Shared.model_validate_json(shown), *rest) for mark, shown, *rest in rows]


def revoke(record: Record, mark: str, now: datetime) -> None:
    """Take a link back at once; raises NotFound where there is none of that mark."""

    def write(q: Query) -> None:
        [(taken,)] = q(
            "update share set revoked_at = $3 where mark = $1 and person_id = $2 "
            "and revoked_at is null",
            mark,
            record.person,
            now,
        )
        if not taken:
            raise NotFound("That link is gone already. Reload the page.")
        audit.note(q, now, record.principal.account, AuditAction.SHARE_REVOKED)

    record.write(write)


class OpenedLink(NamedTuple):
    """A record as far as a link shows it, what it shows, and when it ends."""

    record: Record
    shared: Shared
    ends_at: datetime


def opened(store: Store, token: str, now: datetime, *, again: bool = False) -> OpenedLink:
    """What the link of this token shows.

    `again`: in a tab that opened it before, which is no further opening. Raises NotFound, in
    the same words whatever the reason is.
    """
    mark = token_digest(token)

    def write(q: Query) -> tuple[UUID, Shared, datetime]:
        rows = q(
            "select person_id, shown, ends_at from share "
            "where mark = $1 and revoked_at is null and ends_at > $2",
            mark,
            now,
        )
        if not rows:
            raise NotFound(GONE)
        ((person, shown, ends_at),) = rows
        if not again:
            _note_opening(q, person, mark, now)
        return person, Shared.model_validate_json(shown), ends_at

    person, shared, ends_at = store.run(write)
    record = Record(store, person, Principal(None, share=mark))
    return OpenedLink(record, shared, ends_at)


def _note_opening(q: Query, person: UUID, mark: str, now: datetime) -> None:
    insert_row(q, "share_opening", id=uuid7(), person_id=person, mark=mark, opened_at=now)
    audit.note(q, now, None, AuditAction.SHARE_OPENED, person)
