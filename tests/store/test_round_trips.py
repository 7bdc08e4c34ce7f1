"""Whatever is saved is read back equal."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.evidence.life_events import LifeEvent
from kneeapp.domain.load.day_load import DayLoad
from kneeapp.domain.measures import MEASURES
from kneeapp.domain.programme.activities import ActivityDone
from kneeapp.domain.programme.training_log import Training
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import Event
from kneeapp.domain.safety.replies import Reply
from kneeapp.domain.screening.answers import Screening
from kneeapp.domain.screening.retests import RetestResult
from kneeapp.domain.trial.design import Trial
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import (
    activities,
    day_loads,
    event_log,
    life_events,
    people,
    programme,
    ratings,
    replies,
    retests,
    screenings,
    sessions,
    trials,
)
from tests.store import strategies as some
from tests.store.builders import a_record, a_screening, a_session, finished

real_engine = settings(deadline=None, max_examples=30)


def with_visible_nul(session: Session) -> Session:
    """What is kept of a session's texts: neither engine's text need hold a NUL."""
    return replace(
        session,
        test_move=session.test_move.replace("\0", "␀"),
        note=session.note.replace("\0", "␀"),
        stop_reason=session.stop_reason and session.stop_reason.replace("\0", "␀"),
    )


@real_engine
@given(some.started, some.closing)
def test_a_session_is_read_back_as_it_was_started_and_as_it_was_saved(
    one_store: Store, session: Session, closing: dict[str, Any]
) -> None:
    record = a_record(one_store)
    sessions.start(record, session)
    assert sessions.under_way(record) == with_visible_nul(session)
    saved = replace(session, **closing)
    sessions.save(record, saved)
    assert sessions.under_way(record) is None
    assert sessions.session(record, session.id) == with_visible_nul(saved)
    assert sessions.sessions(record) == [with_visible_nul(saved)]
    assert sessions.last(record) == with_visible_nul(saved)


@real_engine
@given(some.screenings)
def test_a_screening_is_read_back_as_it_was_saved(one_store: Store, screening: Screening) -> None:
    record = a_record(one_store)
    screenings.save(record, screening)
    assert screenings.screenings(record) == [screening]


@real_engine
@given(st.lists(some.replies, max_size=4, unique_by=lambda reply: reply.id))
def test_replies_are_read_back_in_the_order_of_time(
    one_store: Store, given_replies: list[Reply]
) -> None:
    record = a_record(one_store)
    for reply in given_replies:
        replies.add(record, reply)
    kept = replies.replies(record)
    visible = [replace(one, finding=one.finding.replace("\0", "␀")) for one in given_replies]
    assert kept == sorted(visible, key=lambda one: (one.at, one.id))


@real_engine
@given(some.preferences)
def test_preferences_are_read_back_as_they_were_saved(
    one_store: Store, preferences: Preferences
) -> None:
    record = a_record(one_store)
    people.save_preferences(record, preferences)
    assert people.person(record).preferences == preferences


@real_engine
@given(some.ratings)
def test_a_rating_is_read_back_as_it_was_saved(one_store: Store, rating: Rating) -> None:
    record = a_record(one_store)
    ratings.save(record, rating)
    assert ratings.ratings(record, MEASURES[rating.measure]) == [rating]


@real_engine
@given(some.life_events)
def test_a_marked_day_is_read_back_as_it_was_saved(one_store: Store, event: LifeEvent) -> None:
    record = a_record(one_store)
    life_events.save(record, event)
    assert life_events.life_events(record) == [replace(event, note=event.note.replace("\0", "␀"))]


@real_engine
@given(some.activities, st.integers(0, 10))
def test_an_activity_is_read_back_and_takes_the_rating_of_the_hour_after(
    one_store: Store, activity: ActivityDone, knee: int
) -> None:
    record = a_record(one_store)
    activities.save(record, activity)
    activities.save(record, activity)
    assert activities.activities(record) == [activity]
    activities.rate_hour_after(record, activity.id, knee)
    assert activities.activities(record) == [replace(activity, hour_after=knee)]


@real_engine
@given(some.day_loads)
def test_the_load_of_a_day_is_read_back_and_a_later_one_takes_its_place(
    one_store: Store, load: DayLoad
) -> None:
    record = a_record(one_store)
    day_loads.save(record, replace(load, steps=1))
    day_loads.save(record, load)
    assert day_loads.day_loads(record) == [load]


@real_engine
@given(some.started, some.lines, some.trainings())
def test_a_session_of_the_programme_is_read_back_as_a_training(
    one_store: Store, session: Session, phase: str, training: Training
) -> None:
    record = a_record(one_store)
    sessions.start(record, replace(session, phase=phase))
    assert sessions.under_way(record) == with_visible_nul(replace(session, phase=phase))
    programme.save(record, session.id, training)
    assert programme.trainings(record) == {session.id: training}
    assert programme.began(record) == training.day


@real_engine
@given(some.home_tests)
def test_home_tests_are_read_back_as_they_were_saved(
    one_store: Store, done: list[RetestResult]
) -> None:
    record = a_record(one_store)
    retests.save(record, done)
    kept = retests.results(record)
    assert len(kept) == len(done)
    assert set(kept) == set(done)


@real_engine
@given(some.trials)
def test_a_trial_is_read_back_as_it_was_drawn(one_store: Store, trial: Trial) -> None:
    record = a_record(one_store)
    trials.begin(record, trial)
    assert trials.under_way(record) == (None if trial.closed_at else trial)
    assert trials.closed(record) == ([trial] if trial.closed_at else [])


@real_engine
@given(
    st.lists(
        some.events(st.sampled_from(["a", "b"])),
        max_size=12,
        unique_by=lambda event: (event.client, event.seq),
    )
)
def test_events_are_read_back_as_they_were_appended(
    one_store: Store, happened: Sequence[Event]
) -> None:
    record = a_record(one_store)
    session = a_session()
    sessions.start(record, session)
    event_log.append(record, session.id, happened)
    assert event_log.events(record, session.id) == sorted(happened, key=lambda e: (e.client, e.seq))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 10_000, id="ten thousand characters"),
        pytest.param("".join(map(chr, range(1, 32))) + "\x7f\x85\u2028", id="control characters"),
        pytest.param("<script>alert(1)</script> **b** $x$ :red[a] '; drop table", id="markup"),
        pytest.param("הברך כואבת \u202eabc\u202c ركبة", id="right to left"),
        pytest.param("🦵🏽👩‍👩‍👧 𝒦 e\u0301", id="emoji and joined characters"),
        pytest.param("  two spaces, a tab\t and a last newline\n", id="white space"),
    ],
)
def test_a_note_is_kept_as_it_was_typed(record: Record, text: str) -> None:
    session = finished(a_session(test_move=text), note=text, stop_reason=text)
    sessions.start(record, session)
    sessions.save(record, session)
    kept = sessions.session(record, session.id)
    assert (kept.note, kept.test_move, kept.stop_reason) == (text, text, text)
    screening = a_screening(answers={text: [text]})
    screenings.save(record, screening)
    assert screenings.screenings(record) == [screening]


def test_what_no_database_can_hold_is_kept_as_a_visible_sign(record: Record) -> None:
    session = finished(a_session(), note="nul \0, half a pair \ud83e, a pair \ud83e\uddb5")
    sessions.start(record, session)
    sessions.save(record, session)
    assert sessions.session(record, session.id).note == "nul ␀, half a pair \ufffd, a pair 🦵"
    sessions.save(record, session)
    screening = a_screening(answers={"a": "\0\ud83e"})
    screenings.save(record, screening)
    [kept] = screenings.screenings(record)
    assert kept.answers == {"a": "\0\ufffd"}
