"""A snapshot says the same as each reader of the store, at one moment."""

from datetime import timedelta

from kneeapp.cli import demo
from kneeapp.domain.evidence.rating_findings import RatingHistory
from kneeapp.domain.measures import MEASURES
from kneeapp.store.access.record import Record
from kneeapp.store.record import (
    findings,
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
from kneeapp.store.transfer.snapshot import snapshot
from tests.store.builders import MONDAY, a_session, a_trial, finished
from tests.store.transfer.test_all_data import fill


def assert_same(record: Record) -> None:
    held, running = snapshot(record), trials.under_way(record)
    assert held.person == people.person(record)
    assert held.person.version == people.person(record).version
    assert list(held.screenings) == screenings.screenings(record)
    assert list(held.sessions) == sessions.sessions(record)
    for measure in MEASURES.values():
        assert list(held.ratings(measure)) == ratings.ratings(record, measure)
    assert held.running_trial == (running.id if running else None)
    assert list(held.closed_trials) == trials.closed(record)
    assert list(held.life_events) == life_events.life_events(record)
    assert held.trainings == programme.trainings(record)
    assert list(held.trainings) == list(programme.trainings(record))
    assert list(held.breaks) == programme.breaks(record)
    assert held.seen == programme.seen(record)
    assert list(held.results) == retests.results(record)
    assert held.safety == findings.safety_record(record, RatingHistory())
    assert held.clinicians == replies.names(record)


def test_it_says_the_same_of_a_record_with_something_of_every_kind(record: Record) -> None:
    trials.begin(record, a_trial(closed_at=MONDAY))
    fill(record, "squat")
    assert_same(record)


def test_it_says_the_same_of_twelve_weeks(store) -> None:
    record = demo.fill(store, MONDAY)
    assert_same(record)
    assert snapshot(record).history.sessions


def test_it_does_not_change_when_the_record_does(record: Record) -> None:
    before = snapshot(record)
    session = a_session(started_at=MONDAY + timedelta(days=1))
    sessions.start(record, session)
    sessions.save(record, finished(session))
    assert before.sessions == ()
    assert len(snapshot(record).sessions) == 1
