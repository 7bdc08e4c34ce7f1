"""Ratings other than a session's before and after."""

from typing import Any
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.measures import Measure
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query

COLUMNS = ("id", "measure", "value", "taken_at", "session_id", "area", "side", "step")
_SELECT = f"select {', '.join(COLUMNS)} from rating where person_id = $1"  # noqa: S608  our names


def save(record: Record, rating: Rating) -> None:
    """Keep `rating`; the same again changes nothing, another value raises BadInput."""

    def write(q: Query) -> None:
        known = q("select person_id from rating where id = $1", rating.id)
        if known:
            if rating not in _ratings(q, f"{_SELECT} and id = $2", record.person, rating.id):
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
    sql = f"{_SELECT} and measure = $2 order by taken_at, id"
    return record.read_cached(lambda q: _ratings(q, sql, record.person, measure.name))


def insert(q: Query, person: UUID, rating: Rating) -> None:
    """Add `rating` within a transaction that does more."""
    q(
        "insert into rating (id, person_id, measure, value, taken_at, session_id, area, side, "
        "step) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        rating.id,
        person,
        rating.measure,
        rating.value,
        rating.taken_at,
        rating.session,
        rating.area,
        rating.side,
        rating.step,
    )


def _ratings(q: Query, sql: str, *arguments: object) -> list[Rating]:
    return [of_row(row) for row in q(sql, *arguments)]


def of_row(row: tuple[Any, ...]) -> Rating:
    """The rating of a row of COLUMNS."""
    identity, measure, value, taken_at, session, area, side, step = row
    return Rating(
        identity,
        measure,
        value,
        taken_at,
        session,
        Area(area) if area else None,
        Side(side) if side else None,
        step,
    )
