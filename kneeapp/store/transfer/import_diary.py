"""The entries of another app's diary: kept without doubles, and taken out again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import NamedTuple

from uuid6 import uuid7

from kneeapp.domain.diary.reading import DiaryContent, DiaryNote, moment_of
from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind
from kneeapp.domain.load.day_load import DayLoad
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.origin import Origin
from kneeapp.domain.routine.pain_rules import mornings_by_day
from kneeapp.domain.routine.ratings import Rating
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.record import day_loads, life_events, ratings
from kneeapp.store.record.json_columns import origin_of_text, origin_text

_TABLES = ("rating", "life_event", "day_load")
"""What entries of a diary become."""


class DiaryImport(NamedTuple):
    """One import: where its entries say they are from, and how many of each there are."""

    origin: Origin
    ratings: int
    notes: int
    loads: int = 0


def new_in(record: Record, content: DiaryContent, zone: tzinfo) -> DiaryContent:
    """What of `content` is not in the record yet."""
    return record.read_cached(lambda q: _new(q, record, content, zone))


def keep(record: Record, content: DiaryContent, origin: Origin, zone: tzinfo) -> DiaryImport:
    """Keep what is new of `content` as one import.

    A day that has a rating stays as it is, and a note that is there already is not doubled.
    """

    def write(q: Query) -> DiaryImport:
        new = _new(q, record, content, zone)
        given = [
            Rating(
                id=uuid7(),
                measure=KNEE_DAY.name,
                value=value,
                taken_at=moment_of(day, origin.at, zone),
                side=content.knee,
                origin=origin,
            )
            for day, value in new.ratings.items()
        ]
        marked = [
            LifeEvent(uuid7(), LifeEventKind.OTHER, note.on, note.text, origin)
            for note in new.notes
        ]
        ratings.insert_all(q, record.person, given)
        life_events.insert_all(q, record.person, marked)
        return DiaryImport(origin, len(given), len(marked))

    return record.write(write)


def new_loads(record: Record, loads: Sequence[DayLoad]) -> list[DayLoad]:
    """Those of `loads` of whose day nothing is kept yet."""
    return record.read_cached(lambda q: _new_loads(q, record, loads))


def keep_loads(record: Record, loads: Sequence[DayLoad], origin: Origin) -> DiaryImport:
    """Keep what is new of `loads` as one import; a day that is kept already stays as it is."""

    def write(q: Query) -> DiaryImport:
        new = [replace(load, origin=origin) for load in _new_loads(q, record, loads)]
        day_loads.insert_all(q, record.person, new)
        return DiaryImport(origin, 0, 0, len(new))

    return record.write(write)


def imports(record: Record) -> list[DiaryImport]:
    """The imports of which there are entries, the newest first."""

    def read(q: Query) -> list[DiaryImport]:
        counted = {table: Counter(_origins(q, record, table)) for table in _TABLES}
        origins = filter(None, map(origin_of_text, set().union(*counted.values())))
        newest = sorted(origins, key=lambda origin: (origin.at, origin.batch), reverse=True)
        return [
            DiaryImport(origin, *(counted[table][origin_text(origin) or ""] for table in _TABLES))
            for origin in newest
        ]

    return record.read_cached(read)


def undo(record: Record, origin: Origin) -> int:
    """Delete all entries of an import and nothing else; returns how many there were."""

    def write(q: Query) -> int:
        deleted = 0
        for table in _TABLES:
            sql = f"delete from {table} where person_id = $1 and origin = $2"  # noqa: S608  our names
            [(count,)] = q(sql, record.person, origin_text(origin))
            deleted += int(count)
        return deleted

    return record.write(write)


def _origins(q: Query, record: Record, table: str) -> list[str]:
    sql = f"select origin from {table} where person_id = $1 and origin is not null"  # noqa: S608  our names
    return [text for (text,) in q(sql, record.person)]


def _new_loads(q: Query, record: Record, loads: Sequence[DayLoad]) -> list[DayLoad]:
    known = {load.day for load in day_loads.read(q, record.person)}
    return [load for load in loads if load.day not in known]


def _new(q: Query, record: Record, content: DiaryContent, zone: tzinfo) -> DiaryContent:
    rated = mornings_by_day(ratings.read(q, record.person, KNEE_DAY), zone)
    marked = life_events.read(q, record.person)
    return content.without(rated, {DiaryNote(event.on, event.note) for event in marked})
