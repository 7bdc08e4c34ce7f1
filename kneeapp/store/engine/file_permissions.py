"""The database file on its disk: where it may lie, and who may read it."""

import os
import stat
from pathlib import Path

from kneeapp.errors import StoreError
from kneeapp.store.engine import duckdb_errors as failures

_OTHERS = 0o077


def prepared(path: Path) -> Path:
    """`path` once a database can be written there that its owner alone can read.

    From here on every file this process makes is its owner's alone: DuckDB makes its
    journal anew after each checkpoint, so there is no later moment to set its mode.
    """
    if not path.parent.is_dir():
        raise StoreError(
            f"The folder {path.parent} does not exist. Create it, or set KNEEAPP_DATABASE to a "
            "file in a folder that exists."
        )
    if path.is_dir():
        raise StoreError(f"{path} is a folder. Set KNEEAPP_DATABASE to a file in it.")
    if not _writable(path):
        raise StoreError(failures.read_only(str(path)))
    os.umask(_OTHERS)
    for file in (path, journal(path)):
        _close_to_others(file)
    return path


def journal(path: Path) -> Path:
    """Where DuckDB keeps what is not yet in the file itself."""
    return path.with_name(f"{path.name}.wal")


def _writable(path: Path) -> bool:
    return os.access(path.parent, os.W_OK | os.X_OK) and (
        not path.exists() or os.access(path, os.R_OK | os.W_OK)
    )


def _close_to_others(file: Path) -> None:
    if not file.exists() or not stat.S_IMODE(file.stat().st_mode) & _OTHERS:
        return
    try:
        file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    except OSError as error:
        raise StoreError(
            f"{file} can be read by other users of this computer and belongs to one of them. "
            "Copy it, and open the copy."
        ) from error
