"""Rolling backups of a personal record: made once a day, beside the work."""

import logging
from datetime import date
from pathlib import Path
from threading import Thread

from kneeapp.errors import KneeAppError
from kneeapp.store.backups import kept, roll
from kneeapp.store.database import Store

_log = logging.getLogger(__name__)
_newest: dict[str, date] = {}
"""The day on which a backup of each database was last seen to."""


def keep_up(store: Store, folder: Path | None, today: date) -> None:
    """Begin today's backup where nobody has; the page does not wait for it."""
    if folder is None or _newest.get(store.name) == today:
        return
    _newest[store.name] = today
    Thread(target=_roll, args=(store, folder, today), name="backup", daemon=True).start()


def told(folder: Path | None) -> str:
    """When the last backup was made and where it is, in a sentence or two."""
    if folder is None:
        return "Backups are switched off."
    made = kept(folder)
    if not made:
        return f"No backup yet. One a day is made in `{folder}` while kneeapp is in use."
    return (
        f"Last backup: {made[0].day:%d %B %Y}. {len(made)} of them are in `{folder}`, readable by "
        "your user account only. To put one back: `kneeapp restore PATH`."
    )


def _roll(store: Store, folder: Path, today: date) -> None:
    try:
        roll(store, folder, today)
    except (KneeAppError, OSError):  # the record itself is well; My data shows the last backup
        _log.warning("The backup of today could not be made", exc_info=True)
