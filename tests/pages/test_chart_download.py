from datetime import timedelta

import pytest

from kneeapp.reports.clinician_report.options import Section
from kneeapp.store.record import sessions
from kneeapp.ui.progress import page
from tests.store.builders import MONDAY, a_session, finished


@pytest.fixture
def screen(hand_clock, record, open_app):
    """*Progress* two days after one saved session."""
    hand_clock.advance(days=2)
    begun = a_session(started_at=MONDAY + timedelta(hours=1))
    sessions.start(record, begun)
    sessions.save(record, finished(begun))
    return open_app().go("progress")


def fill_in(screen, sections: list[Section], name: str = ""):
    """What a form holds is sent together with its button."""
    [group] = [
        element for element in screen.app.get("button_group") if element.label == "What is in it"
    ]
    [field] = [
        element for element in screen.app.text_input if element.label.startswith("Name or initials")
    ]
    group.set_value(sections)
    field.set_value(name)
    return screen.press("Make the report")


def offered(screen) -> list[str]:
    return [button.proto.label for button in screen.app.get("download_button")]


def test_a_report_is_made_of_what_was_chosen_and_only_when_asked_for(screen, monkeypatch):
    made = []
    monkeypatch.setattr(page, "report", lambda _, asked: made.append(asked) or b"%PDF")
    assert "Save the report" not in offered(screen)
    assert made == []
    fill_in(screen, [Section.SCREENING, Section.NOTES], "N. A.")
    assert "Save the report" in offered(screen)
    [asked] = made
    assert asked.name == "N. A."
    assert asked.sections == {Section.SCREENING, Section.NOTES}
    assert asked.window.first <= MONDAY.date() <= asked.window.last


def test_a_report_without_a_part_is_not_made(screen):
    fill_in(screen, [])
    assert "Choose at least one part." in screen.text
    assert "Save the report" not in offered(screen)


def test_each_chart_can_be_saved_and_is_rendered_only_on_demand(screen):
    screen.choose("Look at", "Relief now")
    charts = screen.app.get("vega_lite_chart") or screen.app.get("arrow_vega_lite_chart")
    saved = [
        element
        for element in screen.app.get("popover")
        if element.proto.popover.label == "Save this chart"
    ]
    assert len(saved) == len(charts) > 0
    assert not [label for label in offered(screen) if "PNG" in label]
