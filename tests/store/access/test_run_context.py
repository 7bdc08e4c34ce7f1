"""What a page's run looks up once of a record, beside what the record holds."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.accounts.people import Role
from kneeapp.domain.measures import KNEE_BETWEEN, KNEE_DAY
from kneeapp.errors import NotAllowed, StoreError
from kneeapp.store.access.record import Record
from kneeapp.store.access.run_context import MOST_ROWS, NotCachedError, RunContext
from kneeapp.store.clinic import care, web_sessions
from kneeapp.store.engine.database import Store
from kneeapp.store.record import life_events, people, ratings
from tests.store.builders import MONDAY, a_life_event, a_rating, a_record
from tests.store.care_helpers import a_patient, let_in, signed_in

DAYS = st.integers(0, 3)


class Tab:
    """A page that is run again and again."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.opened = record

    def run(self) -> Record:
        self.opened.end_run()
        self.opened = self.record.in_run(people.person(self.record).version)
        return self.opened


@pytest.fixture
def tab(record: Record) -> Tab:
    return Tab(record)


@given(
    st.data(),
    st.lists(st.sampled_from(["one", "other", "mark", "take away", "look"]), max_size=12),
)
def test_two_tabs_in_turn_always_show_what_the_record_holds(
    one_store: Store, data: st.DataObject, acts: list[str]
) -> None:
    record = a_record(one_store)
    tabs = {"one": Tab(record), "other": Tab(record)}
    opened = record
    for act in acts:
        marked = life_events.life_events(record)
        match act:
            case "mark":
                day = MONDAY.date() + timedelta(days=data.draw(DAYS))
                life_events.save(opened, a_life_event(on=day))
            case "take away" if marked:
                life_events.delete(opened, data.draw(st.sampled_from(marked)).id)
            case "one" | "other":
                opened = tabs[act].run()
        held = life_events.life_events(record)
        assert life_events.life_events(opened) == held
        assert opened.derive("marked", None, lambda: life_events.life_events(record)) == held


def test_rows_that_were_read_are_not_read_again(tab: Tab) -> None:
    life_events.save(tab.record, a_life_event())
    marked = life_events.life_events(tab.run())
    opened = tab.run()
    tab.record.store.close()
    assert life_events.life_events(opened) == marked


def test_another_tab_of_the_same_principal_need_not_read_them_either(tab: Tab) -> None:
    life_events.save(tab.record, a_life_event())
    marked = life_events.life_events(tab.run())
    other = Tab(tab.record).run()
    tab.record.store.close()
    assert life_events.life_events(other) == marked


def test_what_somebody_else_writes_meanwhile_is_seen_in_the_next_run(tab: Tab) -> None:
    assert life_events.life_events(tab.run()) == []
    event = a_life_event()
    life_events.save(tab.record, event)
    assert life_events.life_events(tab.run()) == [event]


def test_a_run_reads_what_it_has_just_written(tab: Tab) -> None:
    opened, event = tab.run(), a_life_event()
    assert life_events.life_events(opened) == []
    assert opened.derive("count", None, lambda: len(life_events.life_events(opened))) == 0
    life_events.save(opened, event)
    assert life_events.life_events(opened) == [event]
    assert opened.derive("count", None, lambda: len(life_events.life_events(opened))) == 1


def test_another_question_is_asked(tab: Tab) -> None:
    morning, between = a_rating(), a_rating(measure=KNEE_BETWEEN.name)
    for rating in (morning, between):
        ratings.save(tab.record, rating)
    opened = tab.run()
    assert ratings.ratings(opened, KNEE_DAY) == [morning]
    assert ratings.ratings(opened, KNEE_BETWEEN) == [between]


def test_a_value_is_worked_out_anew_once_something_else_it_is_made_of_changes(tab: Tab) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert [tab.run().derive("value", minute, make) for minute in (1, 1, 2)] == [0, 0, 1]
    assert tab.run().derive("another value", 2, make) == 2


def test_a_run_that_is_over_reads_from_the_database(tab: Tab) -> None:
    opened = tab.run()
    assert life_events.life_events(opened) == []
    opened.end_run()
    tab.record.store.close()
    with pytest.raises(StoreError):
        life_events.life_events(opened)


def test_a_record_of_an_earlier_run_stays_over_while_the_next_one_goes_on(tab: Tab) -> None:
    earlier = tab.run()
    assert life_events.life_events(earlier) == []
    assert life_events.life_events(tab.run()) == []
    tab.record.store.close()
    with pytest.raises(StoreError):
        life_events.life_events(earlier)


def test_who_was_signed_out_reads_nothing_after_the_run(store: Store) -> None:
    patient = a_patient(store)
    tab = Tab(patient)
    opened = tab.run()
    assert life_events.life_events(opened) == []
    web_sessions.end(store, patient.principal, MONDAY)
    opened.end_run()
    for read in (life_events.life_events, lambda record: record.read(lambda _: "read")):
        with pytest.raises(NotAllowed):
            read(opened)
    with pytest.raises(NotAllowed):
        tab.run()


def test_who_signs_out_leaves_nothing_in_memory(store: Store) -> None:
    patient = a_patient(store)
    version = people.person(patient).version
    for _ in range(2):
        assert patient.in_run(version).derive("value", None, lambda: "theirs") == "theirs"
    web_sessions.end(store, patient.principal, MONDAY)
    assert patient.in_run(version).derive("value", None, lambda: "made anew") == "made anew"


def test_who_was_signed_out_writes_nothing_even_within_the_run(store: Store) -> None:
    patient = a_patient(store)
    opened = Tab(patient).run()
    web_sessions.end(store, patient.principal, MONDAY)
    with pytest.raises(NotAllowed):
        life_events.save(opened, a_life_event())


def test_a_clinician_who_is_let_out_writes_nothing_even_within_the_run(store: Store) -> None:
    patient, clinician = a_patient(store), signed_in(store, Role.CLINICIAN)
    tab = Tab(let_in(patient, clinician))
    opened = tab.run()
    care.withdraw(patient, clinician.account, MONDAY)
    with pytest.raises(NotAllowed):
        care.view(opened, MONDAY)
    with pytest.raises(NotAllowed):
        tab.run()


def test_one_s_values_are_given_to_no_other_principal(store: Store) -> None:
    patient = a_patient(store)
    clinician = let_in(patient, signed_in(store, Role.CLINICIAN))
    assert Tab(patient).run().derive("value", None, lambda: "the person's") == "the person's"
    assert Tab(clinician).run().derive("value", None, lambda: "theirs") == "theirs"


def test_a_long_answer_is_not_kept() -> None:
    run = RunContext({})
    rows = [(n,) for n in range(MOST_ROWS + 1)]
    assert run.caching(lambda _sql, *_: rows)("select n from long") == rows
    with pytest.raises(NotCachedError):
        run.cached("select n from long")
    assert run.caching(lambda _sql, *_: rows[1:])("select n from long") == rows[1:]
    assert run.cached("select n from long") == rows[1:]
