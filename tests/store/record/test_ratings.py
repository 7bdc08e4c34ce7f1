"""Ratings other than a session's before and after."""

from dataclasses import replace
from datetime import timedelta

import pytest
from uuid6 import uuid7

from kneeapp.domain.areas import Area
from kneeapp.domain.measures import KNEE_BETWEEN, KNEE_DAY
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.record import ratings, sessions
from tests.store.builders import MONDAY, a_rating, a_session


def test_a_rating_within_a_session_names_its_place(record: Record) -> None:
    session = a_session()
    sessions.start(record, session)
    rating = a_rating(
        measure=KNEE_BETWEEN.name,
        session=session.id,
        area=Area.ILIOTIBIAL_BAND,
        side=Side.RIGHT,
        step=3,
    )
    ratings.save(record, rating)
    assert ratings.ratings(record, KNEE_BETWEEN) == [rating]
    assert ratings.ratings(record, KNEE_DAY) == []


def test_ratings_come_oldest_first(record: Record) -> None:
    days = [a_rating(taken_at=MONDAY + timedelta(days=n)) for n in (2, 0, 1)]
    for rating in days:
        ratings.save(record, rating)
    assert ratings.ratings(record, KNEE_DAY) == [days[1], days[2], days[0]]


def test_a_rating_is_kept_once_and_never_changed(record: Record) -> None:
    rating = a_rating(value=4)
    ratings.save(record, rating)
    ratings.save(record, rating)
    with pytest.raises(BadInput, match="another value"):
        ratings.save(record, replace(rating, value=5))
    assert ratings.ratings(record, KNEE_DAY) == [rating]


def test_a_rating_of_a_session_that_is_not_there_is_refused(record: Record) -> None:
    with pytest.raises(NotFound):
        ratings.save(record, a_rating(session=uuid7()))
    assert ratings.ratings(record, KNEE_DAY) == []
