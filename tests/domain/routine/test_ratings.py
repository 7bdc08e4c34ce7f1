"""A rating is checked when it is made."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from kneeapp.domain.routine.ratings import Rating
from kneeapp.errors import BadInput

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("value", [-1, 11, 2.5, True])
def test_a_rating_out_of_range_is_refused(value: int) -> None:
    with pytest.raises(BadInput, match="0 to 10"):
        Rating(uuid4(), "knee_day", value, MONDAY)


@pytest.mark.parametrize("value", [0, 10])
def test_both_ends_of_the_range_are_valid_ratings(value: int) -> None:
    assert Rating(uuid4(), "knee_day", value, MONDAY).value == value


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(BadInput, match="stiffness"):
        Rating(uuid4(), "stiffness", 3, MONDAY)
