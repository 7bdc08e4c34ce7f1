"""Screenings are kept as they are answered and stay once finished."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kneeapp.errors import BadInput
from kneeapp.store.access.record import Record
from kneeapp.store.record import screenings
from tests.store.builders import MONDAY, a_finding, a_screening


def test_a_screening_grows_as_it_is_answered(record: Record) -> None:
    begun = a_screening(answers={})
    screenings.save(record, begun)
    grown = replace(begun, answers={"danger": ["fever"]}, findings=(a_finding(),))
    screenings.save(record, grown)
    assert screenings.screenings(record) == [grown]


def test_screenings_come_newest_first(record: Record) -> None:
    days = [a_screening(started_at=MONDAY + timedelta(days=n)) for n in (1, 3, 2)]
    for screening in days:
        screenings.save(record, screening)
    assert screenings.screenings(record) == [days[1], days[2], days[0]]


def test_a_finished_screening_is_never_changed(record: Record) -> None:
    screening = a_screening(finished_at=MONDAY, findings=(a_finding(),))
    screenings.save(record, screening)
    for changed in (
        replace(screening, answers={**screening.answers, "more": 1}),
        replace(screening, findings=()),
        replace(screening, finished_at=None),
    ):
        with pytest.raises(BadInput, match="finished"):
            screenings.save(record, changed)
    assert screenings.screenings(record) == [screening]


def test_finishing_twice_with_the_same_answers_changes_nothing(record: Record) -> None:
    screening = a_screening(finished_at=MONDAY)
    screenings.save(record, screening)
    screenings.save(record, screening)
    assert screenings.screenings(record) == [screening]


def test_a_stale_tab_cannot_take_back_a_finding(record: Record) -> None:
    stale = a_screening()
    screenings.save(record, stale)
    screenings.save(record, replace(stale, findings=(a_finding(),)))
    with pytest.raises(BadInput, match="another tab"):
        screenings.save(record, stale)


def test_a_stale_tab_cannot_take_back_an_answer(record: Record) -> None:
    stale = a_screening()
    fresh = replace(stale, answers={**stale.answers, "age": 44})
    screenings.save(record, fresh)
    with pytest.raises(BadInput, match="another tab"):
        screenings.save(record, stale)
    assert screenings.screenings(record) == [fresh]
