"""Two people never mix: each function of the store, tried by an attacker on a victim's record."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from uuid6 import uuid7

from kneeapp.domain.life_events import LifeEvent
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.people import Preferences
from kneeapp.domain.readings import Rating
from kneeapp.domain.retests import Result
from kneeapp.domain.screening import Screening
from kneeapp.domain.sessions import Session, TrialPlace
from kneeapp.domain.training import BreakWhy
from kneeapp.domain.trials import Trial
from kneeapp.errors import BadInput, NotFound
from kneeapp.store import (
    events,
    everything,
    life_events,
    people,
    programme,
    ratings,
    retests,
    screenings,
    sessions,
    trials,
)
from kneeapp.store.database import Store
from kneeapp.store.record import Record
from tests.store.builders import (
    MONDAY,
    a_finding,
    a_life_event,
    a_rating,
    a_record,
    a_screening,
    a_session,
    a_training,
    a_trial,
    an_event,
    finished,
)

TOPICS = (
    *(everything, events, life_events, people, programme),
    *(ratings, retests, screenings, sessions, trials),
)
DAY = MONDAY.date()


class Victim(NamedTuple):
    """Somebody of whom there is something of every kind."""

    record: Record
    saved: Session
    under_way: Session
    screening: Screening
    rating: Rating
    life_event: LifeEvent
    trial: Trial
    training: UUID


@pytest.fixture
def victim(store: Store) -> Victim:
    record = a_record(store)
    saved, under_way = finished(a_session()), a_session(phase="activate")
    screening, rating = a_screening(findings=(a_finding(),)), a_rating()
    life_event = a_life_event()
    sessions.start(record, saved)
    sessions.save(record, saved)
    sessions.start(record, under_way)
    events.append(record, under_way.id, [an_event(0), an_event(1)])
    screenings.save(record, screening)
    ratings.save(record, rating)
    life_events.save(record, life_event)
    over, trial = a_trial(closed_at=MONDAY), a_trial()
    trials.begin(record, over)
    trials.begin(record, trial)
    training = uuid7()
    programme.mark(record, training, a_training())
    programme.begin_break(record, DAY, BreakWhy.FLARE)
    programme.saw_somebody(record, DAY)
    retests.save(record, [Result("chair_stand", DAY, 12)])
    people.save_preferences(record, Preferences(weekly_target=7))
    return Victim(record, saved, under_way, screening, rating, life_event, trial, training)


@pytest.fixture
def attacker(store: Store, victim: Victim) -> Record:  # noqa: ARG001  comes after the victim
    return a_record(store)


Try = Callable[[Record, Victim], Any]

SEES_NOTHING: dict[Callable[..., Any], tuple[Try, Any]] = {
    sessions.under_way: (lambda a, _: sessions.under_way(a), None),
    sessions.sessions: (lambda a, _: sessions.sessions(a), []),
    sessions.last: (lambda a, _: sessions.last(a), None),
    sessions.fingerprint: (lambda a, _: sessions.fingerprint(a), "None"),
    sessions.count: (lambda a, _: sessions.count(a), 0),
    screenings.screenings: (lambda a, _: screenings.screenings(a), []),
    screenings.draft: (lambda a, _: screenings.draft(a), None),
    ratings.ratings: (lambda a, _: ratings.ratings(a, KNEE_DAY), []),
    life_events.life_events: (lambda a, _: life_events.life_events(a), []),
    trials.under_way: (lambda a, _: trials.under_way(a), None),
    trials.closed: (lambda a, _: trials.closed(a), []),
    programme.trainings: (lambda a, _: programme.trainings(a), {}),
    programme.began: (lambda a, _: programme.began(a), None),
    programme.breaks: (lambda a, _: programme.breaks(a), []),
    programme.seen: (lambda a, _: programme.seen(a), frozenset()),
    retests.results: (lambda a, _: retests.results(a), []),
    people.person: (lambda a, _: people.person(a).preferences, Preferences()),
    everything.everything: (lambda a, _: everything.everything(a)["session"], []),
}

IS_REFUSED: dict[Callable[..., Any], Try] = {
    sessions.session: lambda a, v: sessions.session(a, v.saved.id),
    sessions.start: lambda a, v: sessions.start(a, v.under_way),
    sessions.save: lambda a, v: sessions.save(a, finished(v.under_way)),
    sessions.correct: lambda a, v: sessions.correct(a, v.saved.id, before=0, after=0, note=""),
    sessions.delete: lambda a, v: sessions.delete(a, v.saved.id),
    sessions.discard: lambda a, v: sessions.discard(a, v.under_way.id),
    events.append: lambda a, v: events.append(a, v.under_way.id, [an_event(2)]),
    events.events: lambda a, v: events.events(a, v.under_way.id),
    events.acknowledged: lambda a, v: events.acknowledged(a, v.under_way.id),
    screenings.save: lambda a, v: screenings.save(a, replace(v.screening, finished_at=MONDAY)),
    life_events.save: lambda a, v: life_events.save(a, v.life_event),
    life_events.delete: lambda a, v: life_events.delete(a, v.life_event.id),
    ratings.save: lambda a, v: ratings.save(a, a_rating(session=v.under_way.id)),
    programme.save: lambda a, v: programme.save(a, v.under_way.id, a_training()),
    programme.mark: lambda a, v: programme.mark(a, v.training, a_training()),
    programme.rate: lambda a, v: programme.rate(a, v.training, 9),
    programme.delete: lambda a, v: programme.delete(a, v.training),
    trials.begin: lambda a, v: trials.begin(a, v.trial),
    trials.close: lambda a, v: trials.close(a, v.trial.id, MONDAY),
}

CHANGES_ONLY_ONE_S_OWN: dict[Callable[..., Any], Try] = {
    people.save_preferences: lambda a, _: people.save_preferences(a, Preferences(muted=True)),
    programme.begin_break: lambda a, _: programme.begin_break(a, DAY, BreakWhy.AWAY),
    programme.end_break: lambda a, _: programme.end_break(a, DAY),
    programme.saw_somebody: lambda a, _: programme.saw_somebody(a, DAY),
    retests.save: lambda a, _: retests.save(a, [Result("chair_stand", DAY, 3)]),
    everything.delete_everything: lambda a, _: everything.delete_everything(a),
}


def test_every_function_that_takes_a_record_is_tried() -> None:
    takes_a_record = {
        function
        for topic in TOPICS
        for name, function in inspect.getmembers(topic, inspect.isfunction)
        if function.__module__ == topic.__name__
        and not name.startswith("_")
        and next(iter(inspect.signature(function).parameters)) == "record"
    }
    assert takes_a_record == SEES_NOTHING.keys() | IS_REFUSED.keys() | CHANGES_ONLY_ONE_S_OWN.keys()


@pytest.mark.parametrize("function", SEES_NOTHING, ids=lambda f: f"{f.__module__}.{f.__name__}")
def test_the_attacker_sees_nothing_of_the_victim(
    function: Callable[..., Any], attacker: Record, victim: Victim
) -> None:
    attempt, nothing = SEES_NOTHING[function]
    assert attempt(attacker, victim) == nothing
    assert attempt(victim.record, victim) != nothing, "the victim themselves sees it"


@pytest.mark.parametrize("function", IS_REFUSED, ids=lambda f: f"{f.__module__}.{f.__name__}")
def test_the_attacker_is_refused_by_an_id_of_the_victim(
    function: Callable[..., Any], attacker: Record, victim: Victim
) -> None:
    before = everything.everything(victim.record)
    with pytest.raises((NotFound, BadInput)):
        IS_REFUSED[function](attacker, victim)
    assert everything.everything(victim.record) == before
    assert not everything.everything(attacker)["session"]


@pytest.mark.parametrize(
    "function", CHANGES_ONLY_ONE_S_OWN, ids=lambda f: f"{f.__module__}.{f.__name__}"
)
def test_the_attacker_changes_only_their_own_record(
    function: Callable[..., Any], attacker: Record, victim: Victim
) -> None:
    before = everything.everything(victim.record)
    CHANGES_ONLY_ONE_S_OWN[function](attacker, victim)
    assert everything.everything(victim.record) == before


def test_the_attacker_cannot_overwrite_the_victim_s_rating(
    attacker: Record, victim: Victim
) -> None:
    with pytest.raises(BadInput):
        ratings.save(attacker, replace(victim.rating, value=9))
    assert ratings.ratings(victim.record, KNEE_DAY) == [victim.rating]


def test_the_attacker_starts_no_session_of_the_victim_s_trial(
    attacker: Record, victim: Victim
) -> None:
    with pytest.raises(BadInput):
        sessions.start(attacker, a_session(trial=TrialPlace(victim.trial.id, 0, 0)))
    assert sessions.under_way(attacker) is None
