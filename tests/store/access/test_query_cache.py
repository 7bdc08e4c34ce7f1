"""What a tab recalls of a record, beside what the record holds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.measures import KNEE_DAY
from kneeapp.errors import NotAllowed, StoreError
from kneeapp.store.access.query_cache import MOST_ROWS, Recollection, UnknownError
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import web_sessions
from kneeapp.store.engine.database import Store
from kneeapp.store.record import life_events, people, ratings
from tests.store.builders import MONDAY, a_life_event, a_rating, a_record
from tests.store.care_helpers import a_patient

DAYS = st.integers(0, 3)


class Tab:
    """A page that is run again and again."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.recollection = Recollection(None)

    def run(self) -> Record:
        version = people.person(self.record).version
        self.recollection = self.recollection.at(version)
        return replace(self.record, recollection=self.recollection)

    def end_of_run(self) -> None:
        self.recollection.fresh = False


@pytest.fixture
def tab(record: Record) -> Tab:
    return Tab(record)


@given(st.data(), st.lists(st.sampled_from(["one", "other", "mark", "take away"]), max_size=12))
def test_two_tabs_in_turn_always_show_what_the_record_holds(
    one_store: Store, data: st.DataObject, acts: list[str]
) -> None:
    record = a_record(one_store)
    tabs = {"one": Tab(record), "other": Tab(record)}
    seen = record
    for act in acts:
        marked = life_events.life_events(record)
        match act:
            case "mark":
                day = MONDAY.date() + timedelta(days=data.draw(DAYS))
                life_events.save(seen, a_life_event(on=day))
            case "take away" if marked:
                life_events.delete(seen, data.draw(st.sampled_from(marked)).id)
            case "one" | "other":
                for tab in tabs.values():
                    tab.end_of_run()
                seen = tabs[act].run()
        assert life_events.life_events(seen) == life_events.life_events(record)


def test_what_was_read_is_not_asked_again(tab: Tab) -> None:
    life_events.save(tab.record, a_life_event())
    marked = life_events.life_events(tab.run())
    seen = tab.run()
    tab.record.store.close()
    assert life_events.life_events(seen) == marked


def test_what_somebody_else_writes_meanwhile_is_seen_in_the_next_run(tab: Tab) -> None:
    assert life_events.life_events(tab.run()) == []
    event = a_life_event()
    life_events.save(tab.record, event)
    assert life_events.life_events(tab.run()) == [event]


def test_another_question_is_asked(tab: Tab) -> None:
    noon = MONDAY + timedelta(hours=12)
    early, late = a_rating(), a_rating(taken_at=noon)
    for rating in (early, late):
        ratings.save(tab.record, rating)
    seen = tab.run()
    assert ratings.ratings(seen, KNEE_DAY, until=noon) == [early]
    assert ratings.ratings(seen, KNEE_DAY, since=noon) == [late]


def test_a_run_that_is_over_asks_the_database(tab: Tab) -> None:
    seen = tab.run()
    assert life_events.life_events(seen) == []
    tab.end_of_run()
    tab.record.store.close()
    with pytest.raises(StoreError):
        life_events.life_events(seen)


def test_who_was_signed_out_is_told_nothing_again(store: Store) -> None:
    patient = a_patient(store)
    tab = Tab(patient)
    seen = tab.run()
    assert life_events.life_events(seen) == []
    web_sessions.end(store, patient.asker, MONDAY)
    tab.end_of_run()
    with pytest.raises(NotAllowed):
        life_events.life_events(seen)
    with pytest.raises(NotAllowed):
        tab.run()


def test_a_long_answer_is_not_kept() -> None:
    known = Recollection(None).at(None)
    rows = [(n,) for n in range(MOST_ROWS + 1)]
    assert known.keeping(lambda _sql, *_: rows)("select n from long") == rows
    with pytest.raises(UnknownError):
        known.again("select n from long")
