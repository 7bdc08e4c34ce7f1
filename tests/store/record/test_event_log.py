"""Each event is kept exactly once, however it is sent."""

from collections.abc import Sequence
from functools import cache
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uuid6 import uuid7

from kneeapp.domain.routine.timeline import Event
from kneeapp.errors import NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import event_log, sessions
from tests.store.builders import a_record, a_session, an_event, finished

ALL = [an_event(seq, client) for client in ("phone", "laptop") for seq in range(6)]


@cache
def one_store() -> Store:
    return Store.open(None)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.sampled_from(ALL), max_size=8), max_size=12))
def test_any_split_repetition_and_order_of_batches_keeps_each_event_once(
    batches: Sequence[Sequence[Event]],
) -> None:
    record, session = a_record(one_store()), a_session()
    sessions.start(record, session)
    sent: set[Event] = set()
    for batch in batches:
        acknowledged = event_log.append(record, session.id, batch)
        sent |= set(batch)
        assert acknowledged == contiguous(sent)
        assert acknowledged == event_log.acknowledged(record, session.id)
    in_order = sorted(sent, key=lambda event: (event.client, event.seq))
    assert event_log.events(record, session.id) == in_order


def contiguous(sent: set[Event]) -> dict[str, int]:
    highest: dict[str, int] = {}
    for event in sorted(sent, key=lambda event: event.seq):
        if event.seq == highest.get(event.client, -1) + 1:
            highest[event.client] = event.seq
    return highest


def test_the_first_of_two_events_with_one_number_is_kept(record: Record) -> None:
    session = a_session()
    sessions.start(record, session)
    first = an_event(0, value=3)
    event_log.append(record, session.id, [first, an_event(0, value=9)])
    event_log.append(record, session.id, [an_event(0, value=9)])
    assert event_log.events(record, session.id) == [first]


def test_events_of_two_tabs_at_one_moment_are_all_kept(record: Record) -> None:
    session = a_session()
    sessions.start(record, session)

    def play(client: str) -> None:
        for seq in range(20):
            event_log.append(record, session.id, [an_event(seq, client)])

    tabs = [Thread(target=play, args=(client,)) for client in ("a", "b", "c")]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert event_log.acknowledged(record, session.id) == {"a": 19, "b": 19, "c": 19}


def test_a_long_outbox_is_taken_in_one_batch(record: Record) -> None:
    session = a_session()
    sessions.start(record, session)
    outbox = [an_event(seq) for seq in range(2000)]
    assert event_log.append(record, session.id, outbox) == {"tab": 1999}
    assert event_log.events(record, session.id) == outbox


def test_events_after_save_are_dropped_and_acknowledged(record: Record) -> None:
    session = a_session()
    sessions.start(record, session)
    sessions.save(record, finished(session))
    late = [an_event(7), an_event(8), an_event(2, "other")]
    assert event_log.append(record, session.id, late) == {"tab": 8, "other": 2}
    assert event_log.events(record, session.id) == []
    assert record.read(lambda q: q("select count(*) from player_event")) == [(0,)]


def test_events_of_a_session_that_is_not_there_are_refused(record: Record) -> None:
    with pytest.raises(NotFound):
        event_log.append(record, uuid7(), [an_event()])
    with pytest.raises(NotFound):
        event_log.events(record, uuid7())
    with pytest.raises(NotFound):
        event_log.acknowledged(record, uuid7())
