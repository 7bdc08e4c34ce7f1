"""Login attempts: each is recorded before it is judged, so that parallel ones count."""

from datetime import datetime
from math import ceil

from kneeapp.domain.accounts.lockout import FREE, REMEMBERED, Try, open_at
from kneeapp.domain.accounts.secret_key import Key
from kneeapp.errors import NotAllowed
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_row

_LOOKED_AT = FREE + 12
"""More wrong tries than these wait no longer."""


def attempt_key(key: Key, *parts: str) -> str:
    """What tries are counted for, without a name in it."""
    return key.mark("attempt", "\0".join(parts))


def record_attempt(store: Store, counted: str, at: datetime) -> int:
    """Count a try as wrong until it has `succeeded`; its number.

    Raises NotAllowed where it comes too soon after the wrong ones before it. Of two tries
    at one moment one is told so by the other's number.
    """
    return store.run(lambda q: _reserve(q, counted, at))


def succeeded(store: Store, counted: str, n: int) -> None:
    """That try was right: those before it are forgiven."""

    def write(q: Query) -> None:
        q("update attempt set succeeded = true where whom = $1 and n = $2", counted, n)
        q("delete from attempt where whom = $1 and n < $2", counted, n)

    store.run(write)


def reset(q: Query, counted: str) -> None:
    """Forget the tries for one name, within a transaction that does more."""
    q("delete from attempt where whom = $1", counted)


def forget_old(q: Query, at: datetime) -> None:
    """Drop what no longer counts."""
    q("delete from attempt where made_at < $1", at - REMEMBERED)


def _reserve(q: Query, counted: str, at: datetime) -> int:
    rows = q(
        "select n, made_at, succeeded from attempt where whom = $1 order by n desc limit $2",
        counted,
        _LOOKED_AT,
    )
    opens = open_at([Try(made_at, right) for _, made_at, right in rows], at)
    if opens > at:
        minutes = ceil((opens - at).total_seconds() / 60)
        raise NotAllowed(
            f"Too many wrong tries. Wait {minutes} minute{'s' * (minutes > 1)}, or ask your "
            "clinic for help."
        )
    n = int(rows[0][0]) + 1 if rows else 1
    insert_row(q, "attempt", whom=counted, n=n, made_at=at, succeeded=False)
    return n
