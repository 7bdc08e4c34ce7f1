"""Accounts for the made-up people, so that whoever asks is looked up as at a clinic."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random
from uuid import UUID

from benchmarks.store_pools import NOW
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.store.access.query_cache import Recollection
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query

SEED = 6


def some(store: Store, number: int) -> Sequence[UUID]:
    """The same people each time, drawn from all that were made up, each with an account."""
    sql = "select id from person where created_at < $1 order by id"
    everybody = [person for (person,) in store.run(lambda q: q(sql, NOW))]
    drawn = Random(SEED).choices(everybody, k=number)  # noqa: S311  picks people, no secret
    store.run(lambda q: admit(q, drawn, Role.PATIENT))
    return drawn


def own(store: Store, person: UUID) -> Record:
    """The record of somebody who was admitted."""
    return Record(store, person, Principal(person, account=person, sign_in=person))


def looked_up(store: Store, person: UUID) -> Record:
    """The same inside a page's run, which began with looking up who they are."""
    return replace(own(store, person), recollection=Recollection(None).at(None))


def clinician(store: Store, people: int) -> Principal:
    """Somebody who sees so many of the made-up people."""
    asker = Principal(None, account=UUID(int=people), role=Role.CLINICIAN, sign_in=UUID(int=people))
    sql = (
        "insert into care (clinician_id, person_id, asked_at, accepted_at) "
        "select $1, id, created_at, created_at from person where created_at < $2 "
        "order by md5(cast(id as text)) limit $3 on conflict do nothing"
    )

    def write(q: Query) -> None:
        admit(q, [UUID(int=people)], Role.CLINICIAN)
        q(sql, asker.account, NOW, people)

    store.run(write)
    return asker


def admit(q: Query, people: Iterable[UUID], role: Role) -> None:
    """An account for each, who is signed in; its id is the person's."""
    for person in set(people):
        if q("select id from account where id = $1", person):
            continue
        patient = person if role is Role.PATIENT else None
        q(
            "insert into account (id, called, role, own_person, created_at, second_factor_used, "
            "version) values ($1, $2, $3, $4, $5, 0, 0)",
            *(person, "Somebody", role, patient, NOW),
        )
        q(
            "insert into sign_in (id, account_id, version, secret, began_at, seen_at) "
            "values ($1, $1, 0, '', $2, $2)",
            *(person, NOW),
        )
