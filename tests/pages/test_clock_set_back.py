"""A machine whose clock is set back: nothing is lost, no time runs backwards, no page fails."""

import re

import pytest

from kneeapp import content
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.timeline import EventKind
from kneeapp.domain.sides import Side
from kneeapp.store.record import event_log, sessions
from tests.pages.conftest import played
from tests.pages.test_frame import PAGES
from tests.store.builders import MONDAY, a_session
from tests.store.transfer.test_all_data import fill

FAILED = ":material/error:"
NEGATIVE = re.compile(r"(?<![\w.–])[-−]\d+ ?(s|min|minute|hour|day|week)")


@pytest.fixture
def session(hand_clock, record):
    usual = plan(content.routine("release"), Choice(), Side.LEFT)
    begun = a_session(started_at=hand_clock.now, plan=usual)
    sessions.start(record, begun)
    return begun


def test_a_session_whose_later_events_come_from_an_earlier_time_is_kept_whole(
    open_app, hand_clock, record, session
):
    log = played(session)
    early, late = log[:4], log[4:]
    screen = open_app().go("routine").report(session, early)
    hand_clock.advance(hours=-2)
    back = [event.model_copy(update={"at_ms": event.at_ms - 7_200_000}) for event in late]
    stop = back[-1].model_copy(
        update={"seq": len(log), "kind": EventKind.STOP, "at_ms": log[-1].at_ms}
    )
    screen.report(session, [*log[:4], *back, stop])
    assert len(event_log.events(record, session.id)) == len(log) + 1
    assert not NEGATIVE.search(screen.text)

    screen.rate("knee_after", 3).press("Save session")
    assert not screen.app.error
    last = sessions.last(record)
    assert (last.before, last.after, last.late) == (6, 3, False)
    assert all(0 <= step.worked_s <= step.planned_s for step in last.steps)
    assert last.ended_at >= last.started_at
    assert not NEGATIVE.search(screen.go("progress").text)


def test_kneeapp_started_before_its_last_entries_shows_every_page(open_app, hand_clock, record):
    hand_clock.now = MONDAY
    fill(record, "squats")
    hand_clock.advance(days=-3)
    screen = open_app()
    for page in PAGES:
        screen.go(page)
        assert FAILED not in [shown.icon for shown in screen.app.error], page
        assert not NEGATIVE.search(screen.text), page
    assert len(sessions.sessions(record)) == 1
