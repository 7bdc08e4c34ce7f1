"""What else happened on a day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from uuid6 import uuid7

from kneeapp.errors import NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.record import life_events
from tests.store.builders import MONDAY, a_life_event


def test_what_was_marked_comes_oldest_day_first_whenever_it_was_marked(record: Record) -> None:
    days = [a_life_event(on=MONDAY.date() + timedelta(days=n)) for n in (2, 0, 1)]
    for event in days:
        life_events.save(record, event)
    assert life_events.life_events(record) == [days[1], days[2], days[0]]


def test_a_double_click_marks_a_day_once(record: Record) -> None:
    event = a_life_event()
    life_events.save(record, event)
    life_events.save(record, replace(event))
    assert life_events.life_events(record) == [event]


def test_a_mark_that_was_taken_away_is_gone_and_no_other(record: Record) -> None:
    gone, kept = a_life_event(), a_life_event()
    life_events.save(record, gone)
    life_events.save(record, kept)
    life_events.delete(record, gone.id)
    assert life_events.life_events(record) == [kept]


def test_a_mark_that_is_not_there_cannot_be_taken_away(record: Record) -> None:
    with pytest.raises(NotFound):
        life_events.delete(record, uuid7())
