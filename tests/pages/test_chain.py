"""The chain as a person presses it."""

import re
from datetime import timedelta

import pytest

from kneeapp.domain.screening.education import Joint
from kneeapp.store.record import sessions
from tests.store.builders import MONDAY, a_session, finished

PRESS = "Press a place to see how it may act on the knee"
SPRAIN = "An ankle sprain that never healed fully?"


@pytest.fixture
def result(open_app, hand_clock):
    """The result of a screening that told of a sprained left ankle; the left knee is sore."""
    hand_clock.advance(days=14)
    screen = open_app().go("screening").press("Start screening").answer()
    screen.press("Go on with the screening").answer(**{SPRAIN: "Left ankle."})
    return screen.press("See result")


def picture(screen) -> str:
    """What the drawing says to those who cannot see it."""
    [drawn] = [
        element.proto.body
        for element in screen.app.get("html")
        if 'class="drawing' in element.proto.body
    ]
    return re.search('alt="([^"]*)"', drawn)[1]


def test_a_selected_joint_shows_its_pull_its_certainty_and_the_answers(result):
    assert "ringed" not in picture(result)
    result.choose(PRESS, Joint.ANKLE)
    assert "The ankle is ringed; arrows go from the ankle to the knee" in picture(result)
    assert "the shin tips forward over the foot" in result.text
    assert "**How sure?** Weak." in result.text
    assert "Hertel & Corbett 2019" in result.text
    assert "**Your answers**\n- You said" in result.text
    assert "ankle" in result.text.split("**Your answers**\n")[1].split("\n")[0]


def test_a_second_press_closes_a_joint_and_another_press_opens_another(result):
    result.choose(PRESS, Joint.ANKLE).choose(PRESS, Joint.HIP)
    assert "The band itself hardly lengthens" in result.text
    assert "the shin tips forward" not in result.text
    result.choose(PRESS, None)
    assert "The band itself hardly lengthens" not in result.text


def test_a_joint_without_answers_shows_that_there_are_none(result):
    assert "**Your answers** do not point here." in result.choose(PRESS, Joint.BACK).text


def test_the_verdict_on_a_routine_is_shown_at_its_joint(result, record):
    assert "**Your sessions** have not tried this yet." in result.choose(PRESS, Joint.HIP).text
    for day in range(7):
        begun = a_session(started_at=MONDAY + timedelta(days=day), before=6)
        sessions.start(record, begun)
        sessions.save(record, finished(begun, after=2))
    text = result.go("screening").choose(PRESS, Joint.HIP).text
    assert "**Your sessions**\n- " in text
    assert "**Your sessions**\n" not in result.choose(PRESS, Joint.ANKLE).text
