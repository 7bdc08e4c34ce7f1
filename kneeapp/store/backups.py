"""Copies of a database that are kept: made, thinned out, and put back."""

import re
import shutil
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from kneeapp.errors import StoreError
from kneeapp.store.copying import Told, copy, is_empty
from kneeapp.store.database import Store
from kneeapp.store.duckdb_engine import set_aside

DAYS, WEEKS = 7, 4
"""Rolling backups kept: the newest days, and the newest of each of the newest weeks."""

_NAME = re.compile(r"kneeapp-(\d{4}-\d{2}-\d{2})\.duckdb")


@dataclass(frozen=True)
class Backup:
    """A rolling backup and the day it was made on."""

    path: Path
    day: date


def back_up(store: Store, path: Path, told: Told = lambda *_: None) -> None:
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
            copy(store, target, told)
        part.replace(path)


def restore(
    backup: Path, place: Path | str, now: datetime, told: Told = lambda *_: None
) -> Path | None:
    """Put what `backup` holds in the place of the database at `place`.

    Returns where the one it replaced is kept, None where there was none. The backup
    is read from a copy, so that an older version's is brought up to date without being
    changed; raises StoreError where it cannot be read, with nothing changed.
    """
    if not backup.is_file():
        raise StoreError(f"There is no backup at {backup}. Nothing was changed.")
    with TemporaryDirectory(prefix="kneeapp-") as folder:
        own = Path(shutil.copy(backup, folder))
        with closing(Store.open(own)) as source:
            aside = f"replaced-{now:%Y-%m-%d-%H%M%S}.duckdb"
            if isinstance(place, str):
                return _restore_server(source, place, Path.cwd() / f"kneeapp.{aside}", told)
            return _restore_file(source, place, place.with_name(f"{place.stem}.{aside}"), told)


def _restore_file(source: Store, place: Path, aside: Path, told: Told) -> Path | None:
    with TemporaryDirectory(dir=place.parent, prefix=".kneeapp-") as folder:
        part = Path(folder) / place.name
        with closing(Store.open(part)) as target:
            copy(source, target, told)
        replaces = place.exists()
        if replaces:
            set_aside(place, aside)
        part.replace(place)
    return aside if replaces else None


def _restore_server(source: Store, place: str, aside: Path, told: Told) -> Path | None:
    with closing(Store.open(place)) as target:
        replaces = not is_empty(target)
        if replaces:
            back_up(target, aside)
        copy(source, target, told, replacing=True)
    return aside if replaces else None


def kept(folder: Path) -> list[Backup]:
    """The rolling backups in `folder`, newest first."""
    found = ((path, _NAME.fullmatch(path.name)) for path in folder.glob("kneeapp-*.duckdb"))
    backups = [Backup(path, date.fromisoformat(match[1])) for path, match in found if match]
    return sorted(backups, key=lambda backup: backup.day, reverse=True)


def roll(store: Store, folder: Path, today: date) -> None:
    """Make today's backup where there is none yet, and drop those that are too many."""
    if any(backup.day == today for backup in kept(folder)):
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    back_up(store, folder / f"kneeapp-{today:%Y-%m-%d}.duckdb")
    for backup in too_many(kept(folder)):
        backup.path.unlink(missing_ok=True)


def too_many(backups: Iterable[Backup]) -> list[Backup]:
    """Those beyond the newest DAYS that are not the newest of one of the newest WEEKS."""
    newest = sorted(backups, key=lambda backup: backup.day, reverse=True)
    weekly: dict[tuple[int, int], Backup] = {}
    for backup in newest:
        year, week, _ = backup.day.isocalendar()
        weekly.setdefault((year, week), backup)
    keep = [*newest[:DAYS], *list(weekly.values())[:WEEKS]]
    return [backup for backup in newest if backup not in keep]
