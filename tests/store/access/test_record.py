"""A record opens for who may see it, and its writes happen one after another."""

import pytest
from uuid6 import uuid7

from kneeapp.domain.accounts.people import Preferences, Principal, Role
from kneeapp.errors import NotAllowed, NotFound, StoreError
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import TRIES, Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.record import people
from tests.store.builders import a_record


def test_a_record_does_not_open_for_somebody_else(store: Store) -> None:
    victim, attacker = a_record(store), a_record(store)
    with pytest.raises(NotAllowed, match="somebody else"):
        Record(store, victim.person, attacker.principal)


def test_a_record_opens_for_its_owner(store: Store) -> None:
    owner = a_record(store)
    assert Record(store, owner.person, owner.principal) == owner


def test_a_record_of_nobody_can_be_neither_read_nor_written(store: Store) -> None:
    nobody = uuid7()
    record = Record(store, nobody, Principal(nobody))
    with pytest.raises(NotFound):
        people.person(record)
    with pytest.raises(NotFound):
        people.save_preferences(record, Preferences())


def test_a_write_inside_another_write_of_one_person_is_given_up_with_words() -> None:
    waits: list[float] = []
    store = Store.open(None, wait=waits.append)
    record = a_record(store)

    def write_twice(_: Query) -> None:
        people.save_preferences(record, Preferences(muted=True))

    with pytest.raises(StoreError, match="Please try again"):
        record.write(write_twice)
    assert len(waits) == TRIES - 1
    assert not people.person(record).preferences.muted


def test_writes_of_two_people_do_not_meet(store: Store) -> None:
    one, other = a_record(store), a_record(store)
    one.write(lambda _: people.save_preferences(other, Preferences(muted=True)))
    assert people.person(other).preferences.muted


@pytest.mark.parametrize(
    "principal",
    [
        Principal(uuid7(), uuid7(), Role.PATIENT, uuid7()),
        Principal(None, uuid7(), Role.ADMIN, uuid7()),
        Principal(None, None, Role.CLINICIAN),
    ],
)
def test_nobody_but_a_clinician_with_an_account_opens_anothers_record(store, principal):
    with pytest.raises(NotAllowed, match="somebody else"):
        Record(store, uuid7(), principal)
