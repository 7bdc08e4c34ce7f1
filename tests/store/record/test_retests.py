"""Repeated home tests."""

from datetime import timedelta

from kneeapp.domain.screening.retests import Result
from kneeapp.store.access.record import Record
from kneeapp.store.record import retests
from tests.store.builders import MONDAY

DAY = MONDAY.date()


def test_a_test_done_again_on_a_day_replaces_what_it_said_and_no_other(record: Record) -> None:
    chair = Result("chair_stand", DAY, 12)
    before = Result("knee_to_wall", DAY - timedelta(days=1), 7, "left")
    both = [Result("knee_to_wall", DAY, 8, side) for side in ("left", "right")]
    retests.save(record, [before])
    retests.save(record, [chair, *both])
    retests.save(record, [Result("knee_to_wall", DAY, 9, "left")])
    assert retests.results(record) == [before, chair, Result("knee_to_wall", DAY, 9, "left")]
