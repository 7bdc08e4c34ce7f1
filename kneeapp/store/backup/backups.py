"""Copies of a database that are kept: made, thinned out, and put back."""

import shutil
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from kneeapp.errors import StoreError
from kneeapp.store.backup.rehearsal import copied
from kneeapp.store.clinic import erasure
from kneeapp.store.engine.backup_rotation import existing_backups, path_of, too_many
from kneeapp.store.engine.copy_database import OnProgress, copy, is_empty
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.duckdb_engine import set_aside


def back_up(store: Store, path: Path, on_progress: OnProgress = lambda *_: None) -> None:
    """Write all of `store` as it is at one moment into the DuckDB file `path`.

    Readable by its owner only; what was at `path` is replaced once the copy is whole.
    """
    if not path.parent.is_dir():
        raise StoreError(f"The folder {path.parent} does not exist. Create it and try again.")
    with store.engine.translated():
        if store.engine.copy_file(path):
            return
    with TemporaryDirectory(dir=path.parent, prefix=".kneeapp-") as folder:
        part = Path(folder) / path.name
        with closing(Store.open(part)) as target:
            copy(store, target, on_progress)
        part.replace(path)


def restore(
    backup: Path, place: Path | str, now: datetime, on_progress: OnProgress = lambda *_: None
) -> Path | None:
    """Put what `backup` holds in the place of the database at `place`.

    Returns where the one it replaced is kept, None where there was none. The backup
    is read from a copy, so that an older version's is brought up to date without being
    changed; whoever was deleted since does not come back. Raises StoreError where it cannot
    be read, with nothing changed.
    """
    if not backup.is_file():
        raise StoreError(f"There is no backup at {backup}. Nothing was changed.")
    with (
        TemporaryDirectory(prefix="kneeapp-") as folder,
        closing(_copied(backup, folder)) as source,
    ):
        # before anything is replaced, and in the copy only
        erasure.forget_again(source, _forgotten(place))
        aside = f"replaced-{now:%Y-%m-%d-%H%M%S}.duckdb"
        if isinstance(place, str):
            return _restore_server(source, place, Path.cwd() / f"kneeapp.{aside}", on_progress)
        return _restore_file(source, place, place.with_name(f"{place.stem}.{aside}"), on_progress)


def _copied(backup: Path, folder: str) -> Store:
    try:
        return Store.open(Path(shutil.copy(backup, folder)))
    except StoreError as error:
        raise StoreError(
            f"{backup} is damaged, is no kneeapp backup, or was made by a newer kneeapp. "
            "Nothing was changed. Choose another backup."
        ) from error


def _forgotten(place: Path | str) -> erasure.Forgotten:
    """Who was deleted from the database that is replaced, as far as it can still be read.

    A file is read from a copy: to open it would fold its journal in and bring it up to date.
    """
    with (
        TemporaryDirectory(prefix="kneeapp-") as folder,
        suppress(StoreError),  # damaged: then the list in the backup is all there is
        closing(
            Store.open(place if isinstance(place, str) else copied(place, Path(folder)))
        ) as replaced,
    ):
        return erasure.forgotten(replaced)
    return {}


def _restore_file(source: Store, place: Path, aside: Path, on_progress: OnProgress) -> Path | None:
    with TemporaryDirectory(dir=place.parent, prefix=".kneeapp-") as folder:
        part = Path(folder) / place.name
        with closing(Store.open(part)) as target:
            copy(source, target, on_progress)
        replaces = place.exists()
        if replaces:
            set_aside(place, aside)
        part.replace(place)
    return aside if replaces else None


def _restore_server(source: Store, place: str, aside: Path, on_progress: OnProgress) -> Path | None:
    with closing(Store.open(place)) as target:
        replaces = not is_empty(target)
        if replaces:
            back_up(target, aside)
        copy(source, target, on_progress, replacing=True)
    return aside if replaces else None


def roll(store: Store, folder: Path, today: date) -> None:
    """Make today's backup where there is none yet, and drop those that are too many."""
    if any(backup.day == today for backup in existing_backups(folder)):
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    back_up(store, path_of(folder, today))
    for backup in too_many(existing_backups(folder)):
        backup.path.unlink(missing_ok=True)
