"""What clinicians did about alerts: seen, taken, closed. One of a kind is open at most."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from kneeapp.domain.alerts import AlertKind, Handling
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.engine import Query
from kneeapp.store.record import Record

SELECT = (
    "select alert.id, alert.kind, alert.seen_at, seer.called, alert.taken_at, taker.called, "
    "alert.closed_at, closer.called, alert.person_id from alert "
    "join account seer on seer.id = alert.seen_by "
    "left join account taker on taker.id = alert.taken_by "
    "left join account closer on closer.id = alert.closed_by "
)


def handled(record: Record) -> list[Handling]:
    """All that was done about alerts, the newest first."""
    sql = f"{SELECT} where alert.person_id = $1 order by alert.seen_at desc, alert.id desc"
    return [handling(row) for row in record.read(lambda q: q(sql, record.person))]


def see(record: Record, kinds: Iterable[AlertKind], now: datetime) -> None:
    """Keep who saw alerts first; one of a kind that is open already stays as it is."""

    def write(q: Query) -> None:
        sql = "select kind from alert where person_id = $1 and closed_at is null"
        known = {kind for (kind,) in q(sql, record.person)}
        for kind in sorted(set(kinds) - known):
            q(
                "insert into alert (id, person_id, kind, seen_at, seen_by) "
                "values ($1, $2, $3, $4, $5)",
                uuid7(),
                record.person,
                kind,
                now,
                record.asker.account,
            )

    record.treat(write)


def take(record: Record, identity: UUID, now: datetime) -> None:
    """Keep who deals with an alert; raises BadInput where somebody else does, NotFound."""

    def write(q: Query) -> None:
        taken_by = _open(q, record.person, identity)
        if taken_by not in {None, record.asker.account}:
            raise BadInput("Somebody else has taken this alert. Reload the page.")
        q(
            "update alert set taken_at = coalesce(taken_at, $2), taken_by = $3 where id = $1",
            identity,
            now,
            record.asker.account,
        )

    record.treat(write)


def close(record: Record, identity: UUID, now: datetime) -> None:
    """Keep that an alert is dealt with, and by whom; raises NotFound."""

    def write(q: Query) -> None:
        _open(q, record.person, identity)
        q(
            "update alert set closed_at = $2, closed_by = $3 where id = $1",
            identity,
            now,
            record.asker.account,
        )

    record.treat(write)


def handling(row: tuple[Any, ...]) -> Handling:
    """A row of SELECT as a value."""
    identity, kind, *rest = row[:8]
    return Handling(identity, AlertKind(kind), *rest)


def _open(q: Query, person: UUID, identity: UUID) -> UUID | None:
    """By whom an open alert is taken; raises NotFound where it is none, or closed."""
    rows = q(
        "select taken_by from alert where id = $1 and person_id = $2 and closed_at is null",
        identity,
        person,
    )
    if not rows:
        raise NotFound("This alert is closed already. Reload the page.")
    taken_by: UUID | None = rows[0][0]
    return taken_by
