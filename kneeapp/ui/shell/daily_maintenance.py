"""Daily maintenance: a rolling backup, and the deletion of outdated rows."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from threading import Event, Thread

from kneeapp.domain.formats import long_date
from kneeapp.errors import KneeAppError
from kneeapp.settings import Settings
from kneeapp.store.backup import retention
from kneeapp.store.backup.backups import roll
from kneeapp.store.engine.backup_rotation import existing_backups
from kneeapp.store.engine.database import Store

_log = logging.getLogger(__name__)
_seen_to: dict[str, date] = {}
"""The day on which the upkeep of each database was last begun."""
_busy: list[Thread] = []
_AFTER_S = 5
"""How long the upkeep waits, so that it does not slow down the first page of the day."""
_ending = Event()
_LONGEST_S = 20
"""How long an end waits for the upkeep: a backup cut short is no backup, and is made again."""


def run_daily_maintenance(store: Store, chosen: Settings, now: datetime) -> None:
    """Begin today's upkeep where nobody has; the page does not wait for it."""
    if _seen_to.get(store.name) != now.date():
        _seen_to[store.name] = now.date()  # at once, so that two tabs do not both begin it
        upkeep = Thread(target=_see_to, args=(store, chosen, now), name="upkeep", daemon=True)
        _busy[:] = [thread for thread in _busy if thread.is_alive()]
        _busy.append(upkeep)
        upkeep.start()


def finish() -> None:
    """Carry out what has not begun, and wait for it, before the records are closed."""
    _ending.set()
    while _busy:
        _busy.pop().join(_LONGEST_S)
    _ending.clear()


def last_backup_text(folder: Path | None) -> str:
    """When the last backup was made and where it is, in a sentence or two."""
    if folder is None:
        return "Backups are switched off."
    made = existing_backups(folder)
    if not made:
        return f"No backup yet. One a day is made in `{folder}` while kneeapp is in use."
    return (
        f"Last backup: {long_date(made[0].day)}. {len(made)} of them are in `{folder}`, readable "
        "by your user account only. To put one back: `kneeapp restore PATH`."
    )


def _see_to(store: Store, chosen: Settings, now: datetime) -> None:
    _ending.wait(_AFTER_S)  # until then, or until the server ends
    folder = chosen.backups
    if folder and isinstance(chosen.database, Path):
        _try("The backup of today", lambda: roll(store, folder, now.date()))
    _try("The clearing out of today", lambda: retention.prune(store, now, chosen.keep))


def _try(what: str, act: Callable[[], object]) -> None:
    try:
        act()
    except (KneeAppError, OSError):  # the record itself is well; My data shows the last backup
        _log.warning("%s could not be made", what, exc_info=True)
