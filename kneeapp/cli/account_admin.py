"""Account administration for whoever runs the clinic's machine."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from kneeapp import clock
from kneeapp.domain.accounts.accounts import OPERATOR, Account, Listed, name_of
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.accounts.secret_key import Key
from kneeapp.errors import BadInput
from kneeapp.settings import settings
from kneeapp.store.access import keys
from kneeapp.store.clinic import accounts, one_time_codes
from kneeapp.store.engine.database import Store


def all_accounts() -> list[Listed]:
    with _opened() as (store, _):
        return accounts.listed(store, OPERATOR, clock.now())


def add(name: str, role: str, called: str) -> str:
    """The one-time code of a new account."""
    with _opened() as (store, key):
        added = accounts.add(
            store, OPERATOR, name=name, called=called, role=Role(role), at=clock.now()
        )
        return one_time_codes.issue(store, key, OPERATOR, added.id, clock.now())


def reset(name: str) -> str:
    """A one-time code for a new password and second factor."""
    with _opened() as (store, key):
        return one_time_codes.issue(store, key, OPERATOR, _account(store, name).id, clock.now())


def disable(name: str) -> None:
    with _opened() as (store, _):
        accounts.disable(store, OPERATOR, _account(store, name).id, clock.now())


def enable(name: str) -> None:
    with _opened() as (store, _):
        accounts.enable(store, OPERATOR, _account(store, name).id, clock.now())


def unlock(name: str) -> None:
    with _opened() as (store, key):
        accounts.unlock(store, OPERATOR, _account(store, name).id, key, clock.now())


@contextmanager
def _opened() -> Iterator[tuple[Store, Key]]:
    """The clinic's database and its key; raises BadInput where no clinic is set up."""
    chosen = settings()
    if chosen.clinic is None:
        raise BadInput(
            "No clinic is set up, so nobody signs in. To set one up, add a [clinic] table to "
            "secrets.toml; docs/clinic.md says what goes in it."
        )
    with closing(Store.open(chosen.database, backups=chosen.backups)) as store:
        yield store, keys.of(store, chosen.clinic)


def _account(store: Store, name: str) -> Account:
    found = accounts.find_by_name(store, "", name_of(name))
    if not found:
        raise BadInput(f"Nobody signs in as {name}. See: kneeapp people list")
    return found.account
