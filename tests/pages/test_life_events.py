"""Days that are marked, on Today and on Progress."""

import json
from datetime import date, timedelta

import pytest

from kneeapp.domain.evidence.life_events import LifeEventKind
from kneeapp.store.record import life_events, sessions
from tests.store.builders import MONDAY, a_life_event, a_session, finished

PAGES = ("today", "progress")


@pytest.fixture
def begun(hand_clock, record):
    """A record with a session, two weeks after it."""
    session = a_session()
    sessions.start(record, session)
    sessions.save(record, finished(session))
    hand_clock.advance(days=14)
    return record


def pick(screen, label: str, value):
    fields = (*screen.app.get("button_group"), *screen.app.date_input, *screen.app.text_input)
    (field,) = [element for element in fields if element.label == label]
    field.set_value(value)
    return screen


@pytest.mark.parametrize("page", PAGES)
def test_a_day_is_marked_with_what_happened_and_a_note(open_app, begun, page):
    screen = pick(open_app().go(page), "What happened", LifeEventKind.NEW_SHOES)
    pick(pick(screen, "Day", date(2026, 3, 10)), "Note (if you like)", " red ones ")
    screen.press("Mark this day")
    (event,) = life_events.life_events(begun)
    assert (event.kind, event.on) == (LifeEventKind.NEW_SHOES, date(2026, 3, 10))
    assert event.note == "red ones"
    assert "10\u00a0Mar 2026, New shoes: red ones" in screen.text


def test_a_mark_is_todays_unless_another_day_is_chosen(open_app, begun):
    open_app().go("progress").press("Mark this day")
    (event,) = life_events.life_events(begun)
    assert event.on == MONDAY.date() + timedelta(days=14)


def test_a_day_to_come_cannot_be_marked(open_app, begun):
    screen = open_app().go("progress")
    (day,) = [element for element in screen.app.date_input if element.label == "Day"]
    assert day.max == MONDAY.date() + timedelta(days=14)
    assert life_events.life_events(begun) == []


def test_a_mark_is_removed_and_no_other(open_app, begun):
    other, gone = a_life_event(), a_life_event(on=MONDAY.date() + timedelta(days=1))
    life_events.save(begun, other)
    life_events.save(begun, gone)
    screen = open_app().go("progress")
    newest = next(element for element in screen.app.button if element.label == "Remove")
    newest.click()
    screen.app.run()
    assert life_events.life_events(begun) == [other]


def test_a_note_is_shown_as_it_was_typed(open_app, begun):
    life_events.save(begun, a_life_event(note="**loud** <b>a</b> :red[b] 🦵"))
    texts = [element.value for element in open_app().go("progress").app.text]
    assert any("**loud** <b>a</b> :red[b] 🦵" in text for text in texts)


@pytest.mark.parametrize("view", ["Relief now", "Over weeks"])
def test_a_life_event_is_in_the_chart_and_in_the_text_below(open_app, begun, view):
    life_events.save(begun, a_life_event(on=MONDAY.date() + timedelta(days=1)))
    screen = open_app().go("progress").choose("Look at", view)
    chart = next(json.loads(element.proto.spec) for element in screen.app.get("vega_lite_chart"))
    assert "event names" in [layer["data"]["name"] for layer in chart["layer"]]
    assert "Marked days: 3\u00a0Mar flare." in screen.text


def test_my_data_shows_and_deletes_life_events(open_app, begun):
    life_events.save(begun, a_life_event())
    screen = open_app().go("my_data")
    counts = screen.app.dataframe[0].value
    assert counts[counts["What"] == "Marked days"]["Entries"].tolist() == [1]
    screen.tick("Yes, delete everything").press("Delete all my data")
    assert life_events.life_events(begun) == []
