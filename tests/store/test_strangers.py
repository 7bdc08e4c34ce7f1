"""Two people never mix: each function of the store, tried by an attacker on a victim's record."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.people import Preferences
from kneeapp.domain.readings import Rating
from kneeapp.domain.screening import Screening
from kneeapp.domain.sessions import Session
from kneeapp.errors import BadInput, NotFound
from kneeapp.store import events, everything, people, ratings, screenings, sessions
from kneeapp.store.database import Store
from kneeapp.store.record import Record
from tests.store.builders import (
    MONDAY,
    a_finding,
    a_rating,
    a_record,
    a_screening,
    a_session,
    an_event,
    finished,
)

TOPICS = (everything, events, people, ratings, screenings, sessions)


class Victim(NamedTuple):
    """Somebody of whom there is something of every kind."""

    record: Record
    saved: Session
    under_way: Session
    screening: Screening
    rating: Rating


@pytest.fixture
def victim(store: Store) -> Victim:
    record = a_record(store)
    saved, under_way = finished(a_session()), a_session()
    screening, rating = a_screening(findings=(a_finding(),)), a_rating()
    sessions.start(record, saved)
    sessions.save(record, saved)
    sessions.start(record, under_way)
    events.append(record, under_way.id, [an_event(0), an_event(1)])
    screenings.save(record, screening)
    ratings.save(record, rating)
    people.save_preferences(record, Preferences(weekly_target=7))
    return Victim(record, saved, under_way, screening, rating)


@pytest.fixture
def attacker(store: Store, victim: Victim) -> Record:  # noqa: ARG001  comes after the victim
    return a_record(store)


Try = Callable[[Record, Victim], Any]

SEES_NOTHING: dict[Callable[..., Any], tuple[Try, Any]] = {
    sessions.under_way: (lambda a, _: sessions.under_way(a), None),
    sessions.sessions: (lambda a, _: sessions.sessions(a), []),
    sessions.last: (lambda a, _: sessions.last(a), None),
    sessions.count: (lambda a, _: sessions.count(a), 0),
    screenings.screenings: (lambda a, _: screenings.screenings(a), []),
    screenings.draft: (lambda a, _: screenings.draft(a), None),
    ratings.ratings: (lambda a, _: ratings.ratings(a, KNEE_DAY), []),
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
    ratings.save: lambda a, v: ratings.save(a, a_rating(session=v.under_way.id)),
}

CHANGES_ONLY_ONE_S_OWN: dict[Callable[..., Any], Try] = {
    people.save_preferences: lambda a, _: people.save_preferences(a, Preferences(muted=True)),
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
