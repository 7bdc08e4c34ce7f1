"""The people of a database and what each prefers."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from uuid6 import uuid7

from kneeapp.domain.accounts.people import Person, Preferences
from kneeapp.domain.accounts.time_zones import ZoneChange, with_zone
from kneeapp.errors import NotFound, StoreError
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import Row, insert_rows
from kneeapp.store.record.json_columns import zones_of_text, zones_text

_SOLE = UUID(int=0)

COLUMNS = ("id", "created_at", "preferences", "zones", "writes")


def ensure_person(store: Store, person: Person) -> None:
    """Add `person` where there is none of that id; one who is there stays as they are."""
    store.run(lambda q: add_person(q, person))


def add_person(q: Query, person: Person) -> None:
    """The same within a transaction that does more."""
    row = (
        person.id,
        person.created_at,
        _text(person.preferences),
        zones_text(person.zones),
        0,
    )
    insert_rows(q, "person", COLUMNS, [row], skip_existing=True)


def sole_person(store: Store, now: datetime) -> UUID:
    """The one person of a personal record, made at `now` where there is none yet."""
    # two first tabs at one moment; a personal record has no other process
    with store.turn(_SOLE):
        return store.run(lambda q: _sole(q, now))


def person(record: Record) -> Person:
    """Whose record it is."""

    def read(q: Query) -> Person:
        sql = f"select {', '.join(COLUMNS)} from person where id = $1"  # noqa: S608  our names
        rows = q(sql, record.person)
        if not rows:
            raise NotFound("This record does not exist any more. Reload the page.")
        return of_row(rows[0])

    return record.read_cached(read)


def of_row(row: Row) -> Person:
    """The person of a row of COLUMNS."""
    identity, created_at, preferences, zones, version = row
    return Person(
        identity,
        created_at,
        Preferences.model_validate_json(preferences),
        zones_of_text(zones),
        version,
    )


def save_preferences(record: Record, preferences: Preferences) -> None:
    record.write(lambda q: write_preferences(q, record.person, preferences), quietly=True)


def note_zone(record: Record, zone: str, now: datetime) -> None:
    """Keep that the person lives in `zone` from `now` on."""

    def write(q: Query) -> None:
        [(text,)] = q("select zones from person where id = $1", record.person)
        write_zones(q, record.person, with_zone(zones_of_text(text), zone, now))

    record.write(write)


def write_zones(q: Query, identity: UUID, zones: Sequence[ZoneChange]) -> None:
    """Keep these zones of a person, within a transaction that does more."""
    q("update person set zones = $2 where id = $1", identity, zones_text(zones))


def preferences_of(q: Query, identity: UUID) -> Preferences:
    """What a person prefers, within a transaction that does more; raises NotFound."""
    for (preferences,) in q("select preferences from person where id = $1", identity):
        return Preferences.model_validate_json(preferences)
    raise NotFound("This record does not exist any more. Reload the page.")


def write_preferences(q: Query, identity: UUID, preferences: Preferences) -> None:
    """The same within a transaction that does more."""
    q("update person set preferences = $2 where id = $1", identity, _text(preferences))


def _sole(q: Query, now: datetime) -> UUID:
    people = q("select id from person limit 2")
    if len(people) > 1:
        raise StoreError(
            "This database holds the records of several people. Set kneeapp up as a clinic, "
            "or set KNEEAPP_DATABASE to a file of your own."
        )
    if people:
        return UUID(str(people[0][0]))
    newcomer = Person(uuid7(), now)
    add_person(q, newcomer)
    return newcomer.id


def _text(preferences: Preferences) -> str:
    return json.dumps(preferences.model_dump(mode="json"), ensure_ascii=False)
