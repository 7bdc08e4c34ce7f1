"""DuckDB's errors in words a person can use."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from kneeapp.errors import StoreError
from kneeapp.store.engine.backup_rotation import way_back
from kneeapp.store.engine.protocol import newer

_LOCKED = ("could not set lock", "conflicting lock", "being used by another process")
_FULL = ("no space left", "disk full", "not enough space")
_NEWER = ("but we can only read version",)
_DENIED = ("permission denied", "operation not permitted", "read-only")
_DAMAGED = (
    "not a valid duckdb database",
    "corrupt",
    "checksum",
    "replaying wal",
    "could not read",
    "deserialize",
    "serialization error",
)
_CROWDED = ("could not allocate", "out of memory")
"""Of its memory, which is limited."""


@contextmanager
def translated(name: str, backups: Path | None = None, *, opening: bool = False) -> Iterator[None]:
    """Raise what DuckDB or the disk raises in the block as a StoreError about database `name`.

    Where it is damaged, the newest rolling backup in `backups` is named.
    """
    try:
        yield
    except (duckdb.Error, OSError) as error:
        raise StoreError(_message(error, name, backups, opening=opening)) from error


def is_locked(error: Exception) -> bool:
    """Whether another process holds the file."""
    return _says(error, _LOCKED)


def gone(name: str) -> str:
    return f"{name} is not there any more. Put it, or the disk it is on, back and try again."


def read_only(name: str) -> str:
    return (
        f"{name} cannot be written. Make the file and its folder writable for your user, or set "
        "KNEEAPP_DATABASE to a file in another folder."
    )


def _message(error: Exception, name: str, backups: Path | None, *, opening: bool) -> str:
    known = (
        (_LOCKED, _locked(error, name)),
        (_FULL, _full(name)),
        (_CROWDED, f"{name} has no room for that much at once. Nothing of it was saved."),
        (_NEWER, newer(name)),
        (_DENIED, read_only(name)),
        (_DAMAGED, _damaged(name, backups, opening=opening)),
    )
    otherwise = _damaged(name, backups, opening=True) if opening else _unknown(error, name)
    return next((words for phrases, words in known if _says(error, phrases)), otherwise)


def _locked(error: Exception, name: str) -> str:
    process = re.search(r"PID (\d+)", str(error))
    by = f" (process {process[1]})" if process else ""
    return (
        f"{name} is in use by another program{by}. kneeapp may be running already: use that "
        "window, or stop it and try again. To keep a second record, set KNEEAPP_DATABASE to "
        "another file."
    )


def _damaged(name: str, backups: Path | None, *, opening: bool) -> str:
    what = (
        f"{name}, or its journal {name}.wal, is damaged or is not a kneeapp database. "
        "Neither was changed."
        if opening
        else f"A part of {name} is damaged."
    )
    return f"{what} {way_back(backups)}"


def _full(name: str) -> str:
    return (
        f"The disk that holds {name} is full. Free some space and try again. "
        "What was saved before is still there."
    )


def _unknown(error: Exception, name: str) -> str:
    if isinstance(error, duckdb.TransactionException):
        return "Somebody else was saving at the same moment. Please try again."
    return f"{name} could not be read or written. Restart kneeapp and try again."


def _says(error: Exception, phrases: tuple[str, ...]) -> bool:
    text = str(error).lower()
    return any(phrase in text for phrase in phrases)
