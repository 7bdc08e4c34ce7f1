"""*My data*: what is held, files to take along, and a file taken in."""

import pytest

from kneeapp.reports.record_file.file import as_json
from kneeapp.settings import PROJECT
from kneeapp.store.record import life_events, sessions
from kneeapp.store.transfer.import_record import ImportMode
from kneeapp.store.transfer.snapshot import snapshot
from kneeapp.ui.shell.markdown_escape import plain
from tests.store.builders import a_life_event

SAMPLE = (PROJECT / "tests" / "vectors" / "record-8.json").read_bytes()


@pytest.fixture
def page(open_app):
    return open_app().go("my_data")


def opened(page, file, how=None):
    page.app.file_uploader[0].set_value(("my.json", file, "application/json"))
    if how:
        page.app.radio[0].set_value(how)
    return page.press("Open it")


def test_a_file_is_opened_in_an_empty_record_without_a_question(page, record):
    assert not page.app.radio
    opened(page, SAMPLE)
    assert "Added: 2 screenings, 2 replies to findings, 2 sessions" in page.text
    assert as_json(snapshot(record)).encode() == SAMPLE
    counts = page.app.dataframe[0].value
    assert counts[counts["What"] == "Sessions"]["Entries"].tolist() == [2]


def test_importing_into_a_used_record_asks_and_keeps_its_entries_by_default(open_app, record):
    life_events.save(record, a_life_event(note="mine"))
    page = opened(open_app().go("my_data"), SAMPLE)
    assert len(sessions.sessions(record)) == 1
    assert len(life_events.life_events(record)) == 2
    opened(page, SAMPLE)
    assert "nothing to add" in page.text
    assert len(sessions.sessions(record)) == 1


def test_a_file_replaces_the_record_where_that_is_chosen(open_app, record):
    life_events.save(record, a_life_event(note="mine"))
    opened(open_app().go("my_data"), SAMPLE, ImportMode.REPLACE)
    assert as_json(snapshot(record)).encode() == SAMPLE


def test_a_damaged_file_is_reported_with_its_place_and_the_page_still_works(page, record):
    before = as_json(snapshot(record))
    opened(page, SAMPLE.replace(b'"pain_before":6', b'"pain_before":60'))
    assert plain("$.sessions[0].pain_before 60 has to be at most 10") in page.text
    assert page.button("Delete all my data")
    assert as_json(snapshot(record)) == before


def test_what_cannot_be_is_shown_and_taken_in_only_when_the_person_says_so(page, record):
    odd = SAMPLE.replace(b'"last_day":"2026-03-05"', b'"last_day":"2026-01-05"')
    opened(page, odd)
    said = "$.breaks[0].last_day 2026-01-05 lies before first_day 2026-03-02"
    assert plain(said) in page.text
    assert not sessions.sessions(record)
    page.press("Take it in as it is")
    assert "Added: 2 screenings" in page.text
    assert as_json(snapshot(record)).encode() == odd


def test_each_export_format_is_offered(page):
    labels = {button.label for button in page.app.get("download_button")}
    assert {"Save my file", "For a record system (FHIR)"} <= labels
    assert {"Tables for a spreadsheet (CSV)", "Tables for analysis (Parquet)"} <= labels
