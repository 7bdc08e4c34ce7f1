"""Backup rotation: existing rolling backups, and which to keep."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kneeapp.domain.formats import long_date

DAYS, WEEKS = 7, 4
"""Kept are the newest days, and the newest of each of the newest weeks."""

_NAME = re.compile(r"kneeapp-(\d{4}-\d{2}-\d{2})\.duckdb")


@dataclass(frozen=True)
class Backup:
    """A rolling backup and the day it was made on."""

    path: Path
    day: date


def path_of(folder: Path, day: date) -> Path:
    """Where in `folder` the backup of `day` belongs."""
    return folder / f"kneeapp-{day:%Y-%m-%d}.duckdb"


def existing_backups(folder: Path) -> list[Backup]:
    """The rolling backups in `folder`, newest first."""
    matches = ((path, _NAME.fullmatch(path.name)) for path in folder.glob("kneeapp-*.duckdb"))
    backups = [Backup(path, date.fromisoformat(match[1])) for path, match in matches if match]
    return sorted(backups, key=lambda backup: backup.day, reverse=True)


def gone_by(backups: Iterable[Backup]) -> date | None:
    """When the last of these is replaced where one is made each day; None of no backup."""
    newest = max((backup.day for backup in backups), default=None)
    if newest is None:
        return None
    return newest - timedelta(days=newest.weekday()) + timedelta(weeks=WEEKS)


def drop(folder: Path | None) -> None:
    """Delete every rolling backup in `folder`."""
    for backup in existing_backups(folder) if folder else ():
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


def way_back(folder: Path | None) -> str:
    """How to get a record back of which backups are in `folder`, None where there are none."""
    made = existing_backups(folder) if folder else []
    if not made:
        return (
            "There is no automatic backup of it. If you made one, put it back (what it replaces "
            "is kept): stop kneeapp and run: kneeapp restore PATH"
        )
    return (
        f"The newest backup is of {long_date(made[0].day)}. To put it back (what it replaces is "
        f'kept), stop kneeapp and run: kneeapp restore "{made[0].path}"'
    )
