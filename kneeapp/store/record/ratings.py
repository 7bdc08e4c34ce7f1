"""Ratings other than a session's before and after."""

from collections.abc import Iterable
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.measures import Measure
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import Row, insert_rows
from kneeapp.store.record.json_columns import origin_of_text, origin_text

COLUMNS = ("id", "measure", "value", "taken_at", "session_id", "area", "side", "step", "origin")
"""The fields of a Rating, in their order."""

_SELECT = f"select {', '.join(COLUMNS)} from rating where person_id = $1"  # noqa: S608  our names


def save(record: Record, rating: Rating) -> None:
    """Keep `rating`; the same again changes nothing, another value raises BadInput."""

    def write(q: Query) -> None:
        if q("select 1 from rating where id = $1", rating.id):
            stored = q(f"{_SELECT} and id = $2", record.person, rating.id)
            if rating not in map(of_row, stored):
                raise BadInput("This rating was saved before with another value. Reload the page.")
            return
        if rating.session and not q(
            "select id from session where id = $1 and person_id = $2", rating.session, record.person
        ):
            raise NotFound("The session of this rating is not in this record.")
        insert(q, record.person, rating)

    record.write(write)


def ratings(record: Record, measure: Measure) -> list[Rating]:
    """All ratings of `measure`, oldest first."""
    return record.read_cached(lambda q: read(q, record.person, measure))


def read(q: Query, person: UUID, measure: Measure) -> list[Rating]:
    """The same within a transaction that does more."""
    sql = f"{_SELECT} and measure = $2 order by taken_at, id"
    return list(map(of_row, q(sql, person, measure.name)))


def insert(q: Query, person: UUID, rating: Rating) -> None:
    """Add `rating` within a transaction that does more."""
    insert_all(q, person, [rating])


def insert_all(q: Query, person: UUID, ratings: Iterable[Rating]) -> None:
    """The same for many."""
    rows = [
        (person, *(vars(rating) | {"origin": origin_text(rating.origin)}).values())
        for rating in ratings
    ]
    insert_rows(q, "rating", ("person_id", *COLUMNS), rows)


def of_row(row: Row) -> Rating:
    """The rating of a row of COLUMNS."""
    identity, measure, value, taken_at, session, area, side, step, origin = row
    place = (area and Area(area), side and Side(side))
    return Rating(identity, measure, value, taken_at, session, *place, step, origin_of_text(origin))
