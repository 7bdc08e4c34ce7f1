"""The people of a database."""

from threading import Barrier, Thread
from typing import Any

import pytest

from kneeapp.domain.accounts.people import Person, Preferences
from kneeapp.errors import StoreError
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people
from tests.store.builders import MONDAY, a_record


def test_the_one_person_is_made_at_first_use_and_found_later(store: Store) -> None:
    first = people.sole_person(store, MONDAY)
    assert people.sole_person(store, MONDAY) == first


def test_a_first_use_in_many_tabs_makes_one_person(store: Store) -> None:
    together = Barrier(8)
    found: list[Any] = []

    def open_tab() -> None:
        together.wait()
        found.append(people.sole_person(store, MONDAY))

    tabs = [Thread(target=open_tab) for _ in range(8)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_database_of_several_people_is_nobody_s_personal_record(store: Store) -> None:
    a_record(store)
    a_record(store)
    with pytest.raises(StoreError, match="several people"):
        people.sole_person(store, MONDAY)


def test_a_person_who_is_there_is_not_made_anew(record: Record) -> None:
    people.save_preferences(record, Preferences(muted=True))
    people.ensure_person(record.store, Person(record.person, MONDAY))
    assert people.person(record) == Person(record.person, MONDAY, Preferences(muted=True))
