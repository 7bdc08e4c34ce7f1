"""Store pool: one open store for each database of this process."""

from threading import Lock

from kneeapp.domain.accounts.secret_key import Key
from kneeapp.errors import NotAllowed
from kneeapp.settings import Settings
from kneeapp.store.access import keys
from kneeapp.store.engine.database import Store
from kneeapp.ui.shell import daily_maintenance, mail_watch

_stores: dict[str, Store] = {}
_keys: dict[str, Key] = {}
_opening = Lock()


def shared_store(chosen: Settings) -> Store:
    """The one store this process holds on the person's file; opened at first use."""
    # two first visits at once: a file is opened once in a process
    with _opening:
        path = str(chosen.database)
        if path not in _stores:
            _stores[path] = Store.open(chosen.database, backups=chosen.backups)
        return _stores[path]


def close_stores() -> None:
    """Give the files back; the next visit opens them again."""
    # both write to stores that are still open
    mail_watch.finish()
    daily_maintenance.finish()
    with _opening:
        while _stores:
            _stores.popitem()[1].close()
        _keys.clear()


def clinic_key(chosen: Settings) -> Key:
    """The key of the clinic that is set up; read once a process."""
    if chosen.clinic is None:
        raise NotAllowed("Nobody signs in here: no clinic is set up.")
    path = str(chosen.database)
    if path not in _keys:
        _keys[path] = keys.of(shared_store(chosen), chosen.clinic)
    return _keys[path]
