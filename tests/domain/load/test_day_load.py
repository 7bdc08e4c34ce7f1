"""What a day can hold, and how it is told."""

from datetime import date

import pytest
from hypothesis import given

from kneeapp.domain.load.day_load import DayLoad, LoadKind, amount_words, load_of
from kneeapp.errors import BadInput
from tests.store import strategies as some

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ({"steps": 300_000}, "Steps: 300,000 steps in one day cannot be. At most 100,000 steps"),
        ({"steps": -1}, "Check the number and its unit."),
        ({"floors": 5000}, "At most 300 floors up"),
        ({"sitting_min": 1441}, "Sitting: 24 hours in one day cannot be"),
        ({"sitting_min": 900, "standing_min": 600}, "together are more than a day"),
    ],
)
def test_what_no_day_holds_is_refused_with_what_to_do(amounts, words):
    with pytest.raises(BadInput) as refused:
        DayLoad(DAY, **amounts)
    assert words in str(refused.value)


def test_amounts_are_told_in_the_unit_that_people_use():
    assert amount_words(LoadKind.STEPS, 9000) == "9,000 steps"
    assert amount_words(LoadKind.SITTING, 390) == "6.5 hours"
    assert amount_words(LoadKind.SPORT, 40) == "40 minutes"


@given(some.day_loads)
def test_a_load_is_the_sum_of_its_amounts(load):
    assert load_of(load.day, {kind: load.amount(kind) for kind in LoadKind}) == load
