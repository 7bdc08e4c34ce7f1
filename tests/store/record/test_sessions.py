"""Sessions: started once, saved once, corrected and deleted."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from uuid6 import uuid7

from kneeapp.domain.measures import KNEE_BETWEEN
from kneeapp.domain.routine.sessions import SessionStatus, StressOff
from kneeapp.errors import BadInput, NotFound, StoreError
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import event_log, ratings, sessions
from kneeapp.store.record.session_rows import insert
from tests.store.builders import MONDAY, a_rating, a_record, a_session, an_event, finished
from tests.store.held_rows import held_rows


def saved(record: Record, **different: Any) -> Any:
    session = finished(a_session(**different))
    sessions.start(record, session)
    sessions.save(record, session)
    return session


def test_a_second_session_is_not_started_while_one_is_under_way(record: Record) -> None:
    first = a_session()
    sessions.start(record, first)
    with pytest.raises(BadInput, match="under way"):
        sessions.start(record, a_session())
    assert sessions.under_way(record) == first


def test_a_double_click_on_start_starts_one_session(record: Record) -> None:
    session = a_session()
    sessions.start(record, session)
    sessions.start(record, session)
    assert sessions.under_way(record) == session


def test_of_two_tabs_that_start_at_one_moment_the_later_is_told() -> None:
    with ExitStack() as other_tab:
        store = Store.open(None, wait=lambda _: other_tab.close())
        record, first = a_record(store), a_session()
        q = other_tab.enter_context(store.tx())
        q("update person set writes = writes + 1 where id = $1", record.person)
        insert(q, record.person, first)
        with pytest.raises(BadInput, match="under way"):
            sessions.start(record, a_session())
        assert sessions.under_way(record) == first


def test_a_saved_session_is_not_started_again(record: Record) -> None:
    session = saved(record)
    with pytest.raises(BadInput, match="started before"):
        sessions.start(record, session)


def test_the_next_session_starts_once_the_first_is_saved_or_discarded(record: Record) -> None:
    saved(record)
    discarded = a_session()
    sessions.start(record, discarded)
    sessions.discard(record, discarded.id)
    third = a_session()
    sessions.start(record, third)
    assert sessions.under_way(record) == third


@pytest.mark.parametrize("wrong", [{"before": 11}, {"before": -1}, {"after": 11}])
def test_a_rating_out_of_range_is_refused_and_nothing_is_kept(
    record: Record, wrong: dict[str, int]
) -> None:
    with pytest.raises(BadInput, match="0 to 10"):
        sessions.start(record, a_session(**wrong))
    session = a_session()
    sessions.start(record, session)
    with pytest.raises(BadInput, match="0 to 10"):
        sessions.save(record, finished(session, **wrong))
    assert sessions.under_way(record) == session


def test_a_double_click_on_save_keeps_what_the_first_click_saved(record: Record) -> None:
    session = saved(record)
    later = replace(session, after_at=session.after_at + timedelta(seconds=1), steps=())
    sessions.save(record, later)
    assert sessions.session(record, session.id) == session


@pytest.mark.parametrize(
    "other", [{"after": 9}, {"note": "another"}, {"stress_off": StressOff.NO}, {"before": 1}]
)
def test_saving_again_with_other_answers_is_refused(record: Record, other: dict[str, Any]) -> None:
    session = saved(record)
    with pytest.raises(BadInput, match="other answers"):
        sessions.save(record, replace(session, **other))
    assert sessions.session(record, session.id) == session


def test_a_session_that_was_never_started_cannot_be_saved(record: Record) -> None:
    with pytest.raises(NotFound):
        sessions.save(record, finished(a_session()))


def test_a_session_under_way_cannot_be_saved_unfinished(record: Record) -> None:
    session = a_session()
    sessions.start(record, session)
    with pytest.raises(BadInput, match="Finish it"):
        sessions.save(record, session)


def test_saving_forgets_the_events(record: Record) -> None:
    session = a_session()
    sessions.start(record, session)
    event_log.append(record, session.id, [an_event()])
    sessions.save(record, finished(session))
    assert event_log.events(record, session.id) == []


def between(session: Any, value: int = 4) -> Any:
    return a_rating(measure=KNEE_BETWEEN.name, value=value, session=session.id, step=2)


def test_a_rating_half_way_is_kept_once_however_often_it_is_saved(record: Record) -> None:
    session = finished(a_session())
    rating = between(session)
    sessions.start(record, session)
    for _ in range(2):
        sessions.save(record, session, [rating])
    assert ratings.ratings(record, KNEE_BETWEEN) == [rating]


def test_where_a_rating_half_way_cannot_be_kept_the_session_stays_under_way(
    record: Record,
) -> None:
    session = a_session()
    sessions.start(record, session)
    rating = between(session)
    ratings.save(record, rating)
    event_log.append(record, session.id, [an_event()])
    with pytest.raises(StoreError):
        sessions.save(record, finished(session), [between(session), rating])
    assert sessions.under_way(record) == session
    assert event_log.events(record, session.id) == [an_event()]
    assert ratings.ratings(record, KNEE_BETWEEN) == [rating]


def test_sessions_come_oldest_first_and_within_the_dates(record: Record) -> None:
    days = [saved(record, started_at=MONDAY + timedelta(days=n)) for n in (2, 0, 1, 3)]
    in_order = [days[1], days[2], days[0], days[3]]
    assert sessions.sessions(record) == in_order
    since, until = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
    assert sessions.sessions(record, since, until) == in_order[1:3]
    assert sessions.sessions(record, since=since) == in_order[1:]
    assert sessions.sessions(record, until=until) == in_order[:3]
    assert sessions.last(record) == days[3]
    assert (sessions.count(record), sessions.count(record, since)) == (4, 3)


def test_a_session_under_way_is_not_among_the_saved_ones(record: Record) -> None:
    sessions.start(record, a_session())
    assert sessions.sessions(record) == []
    assert sessions.last(record) is None
    assert sessions.count(record) == 0


def test_steps_are_left_out_where_they_are_not_asked_for(record: Record) -> None:
    session = saved(record)
    assert sessions.sessions(record, steps=False) == [replace(session, steps=())]


def test_steps_come_without_their_traces_where_those_are_not_asked_for(record: Record) -> None:
    session = saved(record)
    bare = tuple(replace(step, trace=()) for step in session.steps)
    assert sessions.sessions(record, traces=False) == [replace(session, steps=bare)]


def test_a_correction_changes_the_answers_and_nothing_else(record: Record) -> None:
    session = saved(record)
    sessions.correct(record, session.id, before=7, after=2, note="I mistyped")
    corrected = replace(session, before=7, after=2, note="I mistyped")
    assert sessions.session(record, session.id) == corrected


def test_a_re_check_that_is_added_later_is_kept_and_not_counted(record: Record) -> None:
    session = finished(a_session(), after=None, after_at=None)
    sessions.start(record, session)
    sessions.save(record, session)
    sessions.correct(record, session.id, before=6, after=2, note="")
    assert sessions.session(record, session.id) == replace(session, after=2, late=True)


def test_a_re_check_that_is_taken_back_leaves_no_time(record: Record) -> None:
    session = saved(record)
    sessions.correct(record, session.id, before=6, after=None, note="")
    assert sessions.session(record, session.id) == replace(session, after=None, after_at=None)


@pytest.mark.parametrize("wrong", [{"before": 11, "after": 3}, {"before": 3, "after": -1}])
def test_a_correction_out_of_range_is_refused(record: Record, wrong: dict[str, int]) -> None:
    session = saved(record)
    with pytest.raises(BadInput, match="0 to 10"):
        sessions.correct(record, session.id, note="", **wrong)
    assert sessions.session(record, session.id) == session


def test_a_session_under_way_is_not_corrected(record: Record) -> None:
    session = a_session()
    sessions.start(record, session)
    with pytest.raises(BadInput, match="under way"):
        sessions.correct(record, session.id, before=1, after=1, note="")


def test_a_deleted_session_is_gone_with_all_that_belongs_to_it(record: Record) -> None:
    kept, gone, under_way = saved(record), saved(record), a_session()
    sessions.start(record, under_way)
    event_log.append(record, under_way.id, [an_event()])
    ratings.save(record, a_rating(session=gone.id))
    sessions.delete(record, gone.id)
    sessions.delete(record, under_way.id)
    assert sessions.under_way(record) is None
    assert sessions.sessions(record) == [kept]
    held = held_rows(record)
    assert [step["session_id"] for step in held["step"]] == [kept.id]
    assert (held["rating"], held["player_event"]) == ([], [])


def test_a_saved_session_cannot_be_discarded(record: Record) -> None:
    session = saved(record)
    with pytest.raises(BadInput, match="saved"):
        sessions.discard(record, session.id)
    assert sessions.session(record, session.id).status is SessionStatus.SAVED


def test_a_session_that_is_not_there_is_not_found(record: Record) -> None:
    nowhere = uuid7()
    for attempt in (sessions.session, sessions.delete, sessions.discard):
        with pytest.raises(NotFound, match="not in this record"):
            attempt(record, nowhere)
    with pytest.raises(NotFound, match="not in this record"):
        sessions.correct(record, nowhere, before=1, after=1, note="")
