"""A look into a record whose server has ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kneeapp import clock
from kneeapp.domain.accounts.people import Principal
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people


@contextmanager
def opened(database: Path) -> Iterator[Record]:
    """The record of the one person in `database`."""
    store = Store.open(database)
    try:
        person = people.sole_person(store, clock.now())
        yield Record(store, person, Principal(person))
    finally:
        store.close()
