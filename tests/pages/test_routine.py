"""A session from set-up to saved, with the player's reports in place of its browser."""

import pytest

from kneeapp.domain.timeline import Kind
from kneeapp.store import events, sessions
from tests.pages.conftest import played


@pytest.fixture
def routine(open_app):
    """A person who has answered the danger list, on the routine page."""
    return open_app().go("screening").press("Start screening").answer().go("routine")


@pytest.fixture
def playing(routine):
    """The same person with the player in front of them, knee pain 5 before."""
    return routine.rate("knee_before", 5).press("Start routine")


def test_the_routine_asks_for_the_screening_first(open_app):
    screen = open_app().go("routine")
    assert "Start screening" in screen.buttons()
    assert "Start routine" not in screen.buttons()


def test_a_routine_cannot_start_before_the_knee_is_rated(routine):
    assert routine.button("Start routine").disabled
    assert not routine.rate("knee_before", 5).button("Start routine").disabled


def test_much_pain_is_asked_about_before_the_routine(routine):
    routine.rate("knee_before", 8)
    assert routine.button("Start routine").disabled
    routine.choose("Does it hurt that much at rest, too?", "No")
    routine.choose("Is it too sore to stand on?", "No")
    assert not routine.button("Start routine").disabled


def test_pain_at_rest_sends_the_person_to_somebody_today(routine):
    routine.rate("knee_before", 8)
    routine.choose("Does it hurt that much at rest, too?", "Yes")
    routine.choose("Is it too sore to stand on?", "No")
    assert "Do not roll today." in routine.text
    assert routine.button("Start routine").disabled


def test_what_the_player_reports_is_kept_once_however_often_it_is_sent(playing, record):
    session = sessions.under_way(record)
    report = played(session, until=1)
    playing.report(session, report[:2]).report(session, report).report(session, report)
    assert events.events(record, session.id) == report


def test_a_finished_session_is_rated_saved_and_told(playing, record):
    session = sessions.under_way(record)
    playing.report(session, played(session))
    playing.rate("knee_after", 2)
    playing.choose("Does it feel as if some stress is off the knee?", "yes")
    playing.press("Save session")
    kept = sessions.last(record)
    assert (kept.before, kept.after, kept.stress_off) == (5, 2, "yes")
    assert [step.worked_s for step in kept.steps] == [step.planned_s for step in kept.steps]
    assert "3 points better" in playing.text
    assert "One session is often wrong" in playing.text


def test_a_knee_two_points_worse_is_told_to_stop(playing, record):
    session = sessions.under_way(record)
    playing.report(session, played(session)).rate("knee_after", 7).press("Save session")
    assert "Stop here for today" in playing.text


def test_a_session_can_be_saved_only_once_it_is_rated(playing, record):
    session = sessions.under_way(record)
    playing.report(session, played(session))
    assert playing.button("Save session").disabled


def test_a_reload_in_mid_session_goes_on_with_the_player(playing, open_app, record):
    session = sessions.under_way(record)
    playing.report(session, played(session, until=1))
    again = open_app().go("routine")
    assert again.player_data["session"] == str(session.id)
    assert again.player_data["anchor"]["running"] is True


@pytest.mark.usefixtures("playing")
def test_today_offers_the_session_under_way(open_app):
    assert "Go on with the session" in open_app().buttons()


def test_a_stopped_session_keeps_its_reason(playing, record):
    session = sessions.under_way(record)
    log = played(session, until=1)
    stop = log[-1].model_copy(update={"seq": len(log), "kind": Kind.STOP, "value": "numb"})
    playing.report(session, [*log, stop]).rate("knee_after", 5).press("Save session")
    assert sessions.last(record).stop_reason == "numb"


def test_a_note_is_shown_as_typed_and_never_run(playing, record):
    session = sessions.under_way(record)
    note = "<script>alert(1)</script> **bold** \u202eright to left\u202c 🦵" + "x" * 9_900
    playing.report(session, played(session)).rate("knee_after", 5)
    playing.enter("Note (if you like)", note).press("Save session")
    assert sessions.last(record).note == note


def test_the_next_session_asks_the_short_list_again_and_remembers_the_settings(
    playing, record, hand_clock, open_app
):
    session = sessions.under_way(record)
    playing.report(session, played(session)).rate("knee_after", 4).press("Save session")
    hand_clock.advance(days=1)
    again = open_app().go("routine")
    assert "Before every session" in again.text
