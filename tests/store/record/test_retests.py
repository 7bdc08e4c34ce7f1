"""Repeated home tests."""

from datetime import timedelta

from kneeapp.domain.screening.retests import RetestResult
from kneeapp.store.access.record import Record
from kneeapp.store.record import retests
from tests.store.builders import MONDAY

DAY = MONDAY.date()


def test_a_test_done_again_on_a_day_replaces_what_it_said_and_no_other(record: Record) -> None:
    chair = RetestResult("chair_stand", DAY, 12)
    before = RetestResult("knee_to_wall", DAY - timedelta(days=1), 7, "left")
    both = [RetestResult("knee_to_wall", DAY, 8, side) for side in ("left", "right")]
    retests.save(record, [before])
    retests.save(record, [chair, *both])
    retests.save(record, [RetestResult("knee_to_wall", DAY, 9, "left")])
    assert retests.results(record) == [before, chair, RetestResult("knee_to_wall", DAY, 9, "left")]
