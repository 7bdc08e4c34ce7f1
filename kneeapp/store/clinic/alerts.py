"""What clinicians did about alerts: seen, taken, closed. One of a kind is open at most."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from kneeapp.domain.accounts.people import Role
from kneeapp.domain.clinic.alerts import UNDO_WITHIN, AlertKind, CloseReason, Handling
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.access.record import WRITTEN, Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_rows

_SELECT = (
    "select person_id, id, kind, seen_at, seen_by, taken_at, taken_by, closed_at, closed_by, "
    "close_reason "
    "from alert "
)


def handled(record: Record) -> list[Handling]:
    """All that was done about alerts, the newest first."""
    matching = "where person_id = $1 order by seen_at desc, id desc"
    return [
        handling for _, handling in record.read(lambda q: handlings(q, matching, record.person))
    ]


def handlings(q: Query, matching: str, *arguments: object) -> list[tuple[UUID, Handling]]:
    """What was done about alerts, each with whose it is."""
    rows = q(_SELECT + matching, *arguments)
    if not rows:
        return []
    # those of a clinic are few: joined three times, they take longer than the alerts
    names = dict(q("select id, called from account where role <> $1", Role.PATIENT))
    return [(person, _handling(row, names)) for person, *row in rows]


def see(record: Record, kinds: Iterable[AlertKind], now: datetime) -> None:
    """Keep who saw alerts first; one of a kind that is open already stays as it is."""

    def write(q: Query) -> None:
        sql = "select kind from alert where person_id = $1 and closed_at is null"
        known = {kind for (kind,) in q(sql, record.person)}
        for kind in sorted(set(kinds) - known):
            row = (uuid7(), record.person, kind, now, record.principal.account)
            insert_rows(q, "alert", ("id", "person_id", "kind", "seen_at", "seen_by"), [row])

    record.write_as_clinician(write)


def take(record: Record, identity: UUID, now: datetime) -> None:
    """Keep who deals with an alert; raises BadInput where somebody else does, NotFound."""

    def write(q: Query) -> None:
        taken_by = _open(q, record.person, identity)
        if taken_by not in {None, record.principal.account}:
            raise BadInput("Somebody else has taken this alert. Reload the page.")
        sql = "update alert set taken_at = coalesce(taken_at, $2), taken_by = $3 where id = $1"
        q(sql, identity, now, record.principal.account)

    record.write_as_clinician(write)


def close(record: Record, identity: UUID, reason: CloseReason, now: datetime) -> None:
    """Keep that an alert is dealt with, how, and by whom; raises NotFound."""

    def write(q: Query) -> None:
        _open(q, record.person, identity)
        sql = "update alert set closed_at = $2, closed_by = $3, close_reason = $4 where id = $1"
        q(sql, identity, now, record.principal.account, reason)

    record.write_as_clinician(write)


def undo(record: Record, identity: UUID, now: datetime) -> None:
    """Take back the last that this clinician did about an alert, closing it or taking it.

    Raises BadInput where that is longer ago than UNDO_WITHIN, or an alert of its kind has come up
    since; NotFound where it was somebody else.
    """

    def write(q: Query) -> None:
        sql = (
            "select kind, closed_at, closed_by, taken_at, taken_by from alert "
            "where id = $1 and person_id = $2"
        )
        mine = record.principal.account
        for kind, closed_at, closed_by, taken_at, taken_by in q(sql, identity, record.person):
            done_at, columns = (
                (closed_at, "closed_at = null, closed_by = null, close_reason = null")
                if closed_at
                else (taken_at, "taken_at = null, taken_by = null")
            )
            if done_at is None or mine != (closed_by if closed_at else taken_by):
                break
            others = "select id from alert where person_id = $1 and kind = $2 and closed_at is null"
            if now - done_at > UNDO_WITHIN or (closed_at and q(others, record.person, kind)):
                raise BadInput("That was too long ago to be undone.")
            q(f"update alert set {columns} where id = $1", identity)  # noqa: S608  our names
            return
        raise NotFound("Somebody else has dealt with this alert. Reload the page.")

    record.write_as_clinician(write)


def open_of_kind(record: Record, kind: AlertKind, now: datetime) -> UUID:
    """The id of the open alert of `kind`, which this clinician has seen by now."""
    see(record, [kind], now)
    return next(
        handling.id
        for handling in handled(record)
        if handling.kind is kind and not handling.closed_at
    )


def _handling(row: list[Any], names: Mapping[UUID, str]) -> Handling:
    identity, kind, seen_at, seen_by, taken_at, taken_by, closed_at, closed_by, reason = row
    return Handling(
        id=identity,
        kind=AlertKind(kind),
        seen_at=seen_at,
        seen_by=names[seen_by],
        taken_at=taken_at,
        taken_by=names.get(taken_by),
        closed_at=closed_at,
        closed_by=names.get(closed_by),
        reason=reason and CloseReason(reason),
    )


def _open(q: Query, person: UUID, identity: UUID) -> UUID | None:
    """By whom an open alert is taken; raises NotFound where it is none, or closed."""
    sql = "select taken_by from alert where id = $1 and person_id = $2 and closed_at is null"
    taken_by: UUID | None
    for (taken_by,) in q(sql, identity, person):
        return taken_by
    raise NotFound("This alert is closed already. Reload the page.")


def release(q: Query, leaving: UUID) -> None:
    """Let what `leaving` has taken wait again: taken, it stands last on the lists of others."""
    freed = q(
        "update alert set taken_at = null, taken_by = null "
        "where taken_by = $1 and closed_at is null returning person_id",
        leaving,
    )
    for person in {person for (person,) in freed}:
        q(WRITTEN, person)  # the lists of others are read anew
