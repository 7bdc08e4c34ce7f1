"""PostgreSQL's errors in words a person can use."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from psycopg import errors
from psycopg_pool import PoolClosed, PoolTimeout

from kneeapp.errors import StoreError


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Raise what the driver raises in the block as a StoreError about database `name`."""
    try:
        yield
    except psycopg.Error as error:
        raise StoreError(_words(error, name)) from error


def named(parts: Mapping[str, object]) -> str:
    """The database of a URL's `parts` in a message, without user or password."""
    host, port = parts.get("host") or "this machine", parts.get("port") or 5432
    return f"The database {parts.get('dbname') or 'postgres'} on {host}, port {port}"


def _words(error: psycopg.Error, name: str) -> str:
    match error:
        case errors.SerializationFailure() | errors.DeadlockDetected() | errors.UniqueViolation():
            return "Somebody else was saving at the same moment. Please try again."
        case errors.DiskFull():
            return (
                f"The disk of {name[:1].lower()}{name[1:]} is full. Free some space and try again. "
                "What was saved before is still there."
            )
        case errors.InsufficientPrivilege() | errors.ReadOnlySqlTransaction():
            return f"{name} does not let kneeapp write. Give its user the rights it needs."
        case PoolClosed():
            return f"{name} was closed. Restart kneeapp and try again."
        case PoolTimeout() | psycopg.OperationalError():
            return (
                f"{name} does not answer. What was saved is still there. Try again in a moment; if "
                "it lasts, see whether the server runs."
            )
        case _:
            return f"{name} could not be read or written. Restart kneeapp and try again."
