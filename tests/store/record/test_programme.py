"""What is done of the programme: kept once, rated later, never counted as a routine."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from uuid6 import uuid7

from kneeapp.domain.programme.training_log import Break, BreakWhy
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.record import event_log, programme, sessions
from tests.store.builders import (
    MONDAY,
    a_session,
    a_training,
    a_visit_of_an_older_version,
    an_event,
    an_exercise_done,
)

DAY = MONDAY.date()


def under_way(record: Record) -> UUID:
    session = a_session(phase="activate")
    sessions.start(record, session)
    event_log.append(record, session.id, [an_event(0)])
    return session.id


def test_a_saved_session_of_the_programme_is_no_session_of_a_routine(record: Record) -> None:
    identity = under_way(record)
    programme.save(record, identity, a_training())
    assert list(programme.trainings(record)) == [identity]
    assert sessions.under_way(record) is None
    assert sessions.sessions(record) == []
    assert sessions.last(record) is None
    assert sessions.count(record) == 0


def test_a_double_click_saves_it_once(record: Record) -> None:
    identity = under_way(record)
    programme.save(record, identity, a_training())
    programme.save(record, identity, a_training(phase="other"))
    assert programme.trainings(record) == {identity: a_training()}


def test_events_that_come_after_the_save_are_acknowledged_and_dropped(record: Record) -> None:
    identity = under_way(record)
    programme.save(record, identity, a_training())
    assert event_log.append(record, identity, [an_event(1)]) == {"tab": 1}
    assert event_log.events(record, identity) == []


def test_a_session_of_a_routine_does_not_become_a_training(record: Record) -> None:
    session = a_session()
    sessions.start(record, session)
    with pytest.raises(NotFound):
        programme.save(record, session.id, a_training())
    assert sessions.under_way(record) == session


def test_a_discarded_session_leaves_no_training(record: Record) -> None:
    sessions.discard(record, under_way(record))
    assert programme.trainings(record) == {}


def test_what_was_marked_adds_to_its_training_and_overwrites_nothing(record: Record) -> None:
    identity = uuid7()
    clam, bridge = an_exercise_done(), an_exercise_done(exercise="bridge", pain=None)
    programme.mark(record, identity, a_training(done=(clam,)))
    programme.mark(record, identity, a_training(done=(replace(clam, sets=1), bridge)))
    assert programme.trainings(record)[identity].done == (clam, bridge)


def test_a_later_rating_fills_what_was_not_rated_and_nothing_else(record: Record) -> None:
    identity, other = uuid7(), uuid7()
    unrated = an_exercise_done(exercise="bridge", pain=None)
    programme.mark(record, identity, a_training(done=(an_exercise_done(pain=2), unrated)))
    programme.mark(record, other, a_training(done=(unrated,)))
    programme.rate(record, identity, 6)
    kept = programme.trainings(record)
    assert [one.pain for one in kept[identity].done] == [2, 6]
    assert kept[other].pain is None
    with pytest.raises(BadInput):
        programme.rate(record, identity, 11)


def test_trainings_come_oldest_day_first_and_the_first_began_it(record: Record) -> None:
    assert programme.began(record) is None
    for n in (2, 0, 1):
        programme.mark(record, uuid7(), a_training(day=DAY + timedelta(days=n), done=()))
    days = [one.day for one in programme.trainings(record).values()]
    assert days == [DAY + timedelta(days=n) for n in range(3)]
    assert programme.began(record) == DAY


def test_a_training_that_was_deleted_is_gone_with_its_exercises(record: Record) -> None:
    gone, kept = uuid7(), uuid7()
    programme.mark(record, gone, a_training())
    programme.mark(record, kept, a_training())
    programme.delete(record, gone)
    assert programme.trainings(record) == {kept: a_training()}
    programme.mark(record, gone, a_training(done=()))
    assert programme.trainings(record)[gone].done == ()
    with pytest.raises(NotFound):
        programme.delete(record, uuid7())


def test_a_break_goes_on_until_it_is_ended(record: Record) -> None:
    programme.begin_break(record, DAY, BreakWhy.ILLNESS)
    assert programme.breaks(record) == [Break(DAY, BreakWhy.ILLNESS)]
    with pytest.raises(BadInput):
        programme.begin_break(record, DAY + timedelta(days=1), BreakWhy.AWAY)
    programme.end_break(record, DAY + timedelta(days=3))
    programme.begin_break(record, DAY + timedelta(days=4), BreakWhy.AWAY)
    assert programme.breaks(record) == [
        Break(DAY, BreakWhy.ILLNESS, DAY + timedelta(days=3)),
        Break(DAY + timedelta(days=4), BreakWhy.AWAY),
    ]


def test_a_break_that_is_ended_on_the_day_it_began_never_was(record: Record) -> None:
    programme.begin_break(record, DAY, BreakWhy.FLARE)
    programme.end_break(record, DAY - timedelta(days=1))
    assert programme.breaks(record) == []


def test_visits_that_an_older_version_kept_are_read(record: Record) -> None:
    a_visit_of_an_older_version(record, DAY)
    assert programme.seen(record) == {DAY}
