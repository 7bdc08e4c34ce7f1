"""The verdict on the progress page."""

from datetime import timedelta

import pytest

from kneeapp import clock, demo
from kneeapp.store import sessions
from tests.pages.conftest import played


def test_before_six_sessions_nothing_is_known_yet(open_app, record):
    screen = open_app().go("screening").press("Start screening").answer().go("routine")
    screen.rate("knee_before", 5).press("Start routine")
    session = sessions.under_way(record)
    screen.report(session, played(session)).rate("knee_after", 1).press("Save session")
    assert "Not known yet." in screen.go("progress").text


@pytest.mark.usefixtures("hand_clock")
def test_many_sessions_with_relief_are_told_without_claiming_the_cause(open_app, record):
    demo.fill(record.store, clock.now() - timedelta(days=1))
    text = open_app().go("progress").text
    assert "Your knee feels better after the routine." in text
    assert "Nothing was compared" in text
