"""A diary of another app is brought in on *My data*: guessed, shown first, added once, undone.

The files have the shape that other apps write, with made-up rows: Track & Graph (the test file of
SamAmco/track-and-graph, CSVReadWriterImplTest), Privacy Friendly Pain Diary (CsvHelper of
SecUSo/privacy-friendly-pain-diary), Daylio (as staticf0x/daylio-parser and others read it),
Bearable (as OmegaJak/bearable-csv reads it), Pain Tracker (CrisisCore-Systems/pain-tracker).
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from uuid6 import uuid7

from kneeapp.domain.diary.days import DayOrder
from kneeapp.domain.diary.scores import SCALES
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.pain_rules import mornings_by_day
from kneeapp.domain.sides import Side
from kneeapp.reports.record_file.file import as_json
from kneeapp.store.record import day_loads, life_events, people, programme, ratings, sessions
from kneeapp.store.transfer.snapshot import snapshot
from kneeapp.ui.shell import request_context
from tests.store.builders import (
    MONDAY,
    a_life_event,
    a_rating,
    a_session,
    a_training,
    an_exercise_done,
    finished,
)
from tests.support.other_diaries import (
    BEARABLE,
    DAYLIO,
    PAIN_TRACKER,
    PRIVACY_FRIENDLY,
    SPREADSHEET,
    TRACK_AND_GRAPH,
    diary_until,
)

BERLIN = "Europe/Berlin"
ADD = "Add them to my record"
SCALE = SCALES[0]
CALM = [2] * 30
RED = [2, 2, 2, 2, 6, 6, 2, 2, 2, 2, 6, 6]
"""Two red mornings, the last one on the last day."""


@pytest.fixture
def page(hand_clock, open_app, monkeypatch):  # noqa: ARG001  the clock stands at MONDAY
    monkeypatch.setattr(request_context, "_zone_name", lambda: BERLIN)
    return open_app().go("my_data")


def chosen(page, text, encoding="utf-8"):
    page.app.file_uploader[1].set_value(("diary.csv", text.encode(encoding), "text/csv"))
    page.app.run()
    return page


def mornings(record):
    return mornings_by_day(ratings.ratings(record, KNEE_DAY), UTC)


def notes(record):
    return {(event.on.day, event.note) for event in life_events.life_events(record)}


def test_track_and_graph_rows_of_the_knee_become_ratings_and_notes(page, record):
    """SamAmco/track-and-graph: one file for all that is tracked, times with their offset."""
    chosen(page, TRACK_AND_GRAPH).pick("The pain score goes from no pain to the worst, from", SCALE)
    assert "2 ratings and 1 note" in page.text
    assert "not about the knee: row 5 (Sleep), row 6 (Mood)" in page.text
    page.press(ADD)
    # 23:30 in Berlin is still that day, though it is the next one further east
    assert mornings(record) == {date(2026, 2, 14): 3, date(2026, 2, 15): 5}
    assert notes(record) == {(15, "So:me n:ot:e")}


def test_privacy_friendly_pain_diary_says_its_scale_in_the_header(page, record):
    """SecUSo/privacy-friendly-pain-diary: days as the phone writes them, lists in brackets."""
    chosen(page, PRIVACY_FRIENDLY).press(ADD)
    assert mornings(record) == {date(2026, 2, 13): 4, date(2026, 2, 15): 6}
    assert (13, "Conditions: GOOD; Pain nature: [STABBING]; Times of pain: [MORNING]; Treppe") in (
        notes(record)
    )


def test_words_of_a_daylio_diary_count_once_the_person_says_what_they_mean(page, record):
    """Daylio (staticf0x/daylio-parser): its moods are words, and nobody guesses that they are
    about the knee.
    """
    chosen(page, DAYLIO)
    assert "0 ratings and 2 notes" in page.text
    page.pick("Pain score", 4)
    page.enter("rad", 0).enter("awful", 9)
    page.press(ADD)
    assert mornings(record) == {date(2026, 2, 14): 9, date(2026, 2, 15): 0}


def test_a_bearable_diary_and_one_of_pain_tracker_come_in_too(page, record):
    """OmegaJak/bearable-csv; CrisisCore-Systems/pain-tracker."""
    chosen(page, BEARABLE).pick("The pain score goes from no pain to the worst, from", SCALE)
    page.press(ADD)
    assert mornings(record) == {date(2026, 2, 10): 3, date(2026, 2, 11): 1}
    chosen(page, PAIN_TRACKER).press(ADD)
    assert mornings(record)[date(2026, 2, 13)] == 7
    assert any("Sleep Quality: 6" in note for _, note in notes(record))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_spreadsheet_with_decimal_commas_is_read_and_the_order_of_days_is_asked(
    page, record, encoding
):
    people.save_preferences(
        record, people.person(record).preferences.model_copy(update={"knee": Side.RIGHT})
    )
    chosen(page, SPREADSHEET, encoding)
    (order,) = [radio for radio in page.app.radio if "01" in radio.label]
    assert order.options == ["1 February 2026", "2 January 2026"]
    assert ADD not in page.buttons()
    order.set_value(DayOrder.DAY_FIRST)
    page.app.run()
    page.pick("The pain score goes from no pain to the worst, from", SCALE).press(ADD)
    assert mornings(record) == {date(2026, 2, 1): 4, date(2026, 2, 2): 1}
    assert {rating.side for rating in ratings.ratings(record, KNEE_DAY)} == {Side.RIGHT}
    assert (1, "Knie links: 2; Übel gestürzt") in notes(record)


def test_columns_and_rows_are_chosen_by_hand(page, record):
    chosen(page, TRACK_AND_GRAPH).choose("Rows that are about your knee", ["Mood"])
    page.pick("The pain score goes from no pain to the worst, from", SCALE)
    page.pick("What a row is about", -1).choose("Kept as notes", [0])
    assert "2 ratings and 4 notes" in page.text
    page.pick("Pain score", -1)
    assert "0 ratings and" in page.text
    page.pick("Pain score", 2)
    page.pick("The pain score goes from no pain to the worst, from", SCALE)
    page.pick("What a row is about", 0).choose("Rows that are about your knee", ["Mood"])
    page.press(ADD)
    assert mornings(record) == {date(2026, 2, 15): 2}


def test_the_same_file_again_adds_nothing(page, record):
    chosen(page, PRIVACY_FRIENDLY).press(ADD)
    before = as_json(snapshot(record))
    assert "all that can be used of this file is here already" in page.text
    assert ADD not in page.buttons()
    assert as_json(snapshot(record)) == before


def test_a_day_with_a_rating_of_its_own_stays_as_it_is(page, record):
    ratings.save(record, a_rating(value=1, taken_at=datetime(2026, 2, 13, 6, tzinfo=UTC)))
    chosen(page, PRIVACY_FRIENDLY)
    assert "1 day with a rating already, which stays as it is: 13 Feb 2026." in page.text
    page.press(ADD)
    assert mornings(record) == {date(2026, 2, 13): 1, date(2026, 2, 15): 6}


def test_one_tap_undoes_the_import_and_keeps_what_came_later(page, record):
    before = as_json(snapshot(record))
    chosen(page, PRIVACY_FRIENDLY).press(ADD)
    own = a_rating(value=2, taken_at=MONDAY)
    ratings.save(record, own)
    life_events.save(record, mark := a_life_event())
    page.go("my_data")
    assert "Diary added today at 09:00: 2 ratings and 2 notes" in page.text
    page.press("Undo")
    assert ratings.ratings(record, KNEE_DAY) == [own]
    assert life_events.life_events(record) == [mark]
    assert "Diary added" not in page.text
    assert before != as_json(snapshot(record))


def test_an_old_diary_closes_nothing_and_one_of_the_last_days_does(page):
    """Two red mornings of weeks ago are past; one of today is today's."""
    page.go("screening").press("Start screening").answer().go("my_data")
    chosen(page, diary_until(MONDAY.date() - timedelta(days=30), RED)).press(ADD)
    assert "Leave the routine today" not in page.go("today").text
    assert "No warning sign was seen" in page.go("screening").text
    page.go("my_data").press("Undo")
    chosen(page, diary_until(MONDAY.date(), RED)).press(ADD)
    assert "Leave the routine today" in page.go("today").text
    assert "No warning sign was seen" not in page.go("screening").text


def test_an_old_diary_does_not_change_the_phase_of_the_programme(page, record):
    """Calm mornings lead to the next phase; those of a diary come too late for that."""
    page.go("screening").press("Start screening").answer()
    for ago in range(59, 38, -2):
        day = MONDAY.date() - timedelta(days=ago)
        done = (an_exercise_done(day=day),)
        programme.mark(record, uuid7(), a_training(day=day, planned=("clam",), done=done))
    before = page.go("programme").choose("Look at", "My phase").text
    chosen(page.go("my_data"), diary_until(MONDAY.date() - timedelta(days=38), CALM)).press(ADD)
    assert page.go("programme").choose("Look at", "My phase").text == before
    assert len(mornings(record)) == len(CALM)


def test_progress_says_how_many_mornings_came_from_a_diary_and_marks_no_note(page, record):
    session = a_session(started_at=MONDAY)
    sessions.start(record, session)
    sessions.save(record, finished(session))
    chosen(page, PRIVACY_FRIENDLY).press(ADD)
    page.go("progress").choose("Look at", "Over weeks")
    assert "2 of them came from another diary." in page.text
    assert "Treppe" not in page.text
    assert "Marked days" not in page.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"PK\x03\x04\x00\x00", "This file is no text."),
        (b"", "This file holds no table."),
        (b"Name,Pain\nA,3\nB,4\n", "No column of this file has days"),
    ],
)
def test_what_is_no_diary_is_told_and_the_page_still_works(page, sent, said):
    page.app.file_uploader[1].set_value(("diary.csv", sent, "text/csv"))
    page.app.run()
    assert said in page.text
    assert page.button("Delete all my data")


STEPS = "Date;Steps\n2026-02-20;8000\n2026-02-21;300000\n2026-02-22;5000\n2026-02-22;1000\n"


def test_steps_of_a_file_are_shown_first_added_once_and_taken_out_again(page, record):
    chosen(page, STEPS)
    assert "Answer what is still open" in page.text
    page.app.radio[0].set_value(page.app.radio[0].options[0])
    page.app.run()
    assert "more than a day can hold: row 3" in page.text
    page.press("Add these days to my record")
    assert [(load.day.day, load.steps) for load in day_loads.day_loads(record)] == [
        (20, 8000),
        (22, 6000),
    ]
    assert "2 days with a load" in page.text
    page.press("Undo")
    assert day_loads.day_loads(record) == []
