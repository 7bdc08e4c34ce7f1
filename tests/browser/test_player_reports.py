"""What the server makes of a report from the browser, however mangled."""

import logging
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.routine.timeline import Ending, EventKind
from kneeapp.ui.widgets.player.messages import MOST_EVENTS, PlayerReport, reported

SESSION = UUID(int=7)
EVENT = {
    "client": "a",
    "seq": 0,
    "kind": "pause",
    "step": 1,
    "elapsed_ms": 5,
    "at_ms": 9,
    "value": None,
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
    ),
    max_leaves=12,
)


def a_report(**changed: Any) -> dict[str, Any]:
    report = {
        "session": str(SESSION),
        "plan_version": "abc",
        "sent_ms": 1,
        "muted": None,
        "ending": None,
        "events": [EVENT],
    }
    return {"report": report | changed}


def test_a_report_is_read() -> None:
    report = reported(a_report(muted=True, ending="finished"), session=SESSION)
    assert [event.kind for event in report.events] == [EventKind.PAUSE]
    assert (report.ending, report.muted, report.plan_version, report.sent_ms) == (
        Ending.FINISHED, True, "abc", 1,
    )  # fmt: skip


def test_a_stopped_session_is_not_a_finished_one() -> None:
    report = reported(a_report(ending="stopped"), session=SESSION)
    assert report.ending is Ending.STOPPED


@pytest.mark.parametrize(("given", "expected"), [(True, True), (None, False), ("yes", False)])
def test_a_reason_that_still_stands_on_the_screen_is_read(given: object, expected: bool) -> None:
    assert reported(a_report(asking=given), session=SESSION).asking is expected


def test_nothing_is_reported_before_the_player_is_mounted() -> None:
    assert reported(None, session=SESSION) == PlayerReport()


def test_a_report_about_another_session_counts_for_nothing() -> None:
    assert reported(a_report(), session=UUID(int=8)) == PlayerReport()


@pytest.mark.parametrize(
    "wrong", [{"kind": "dance"}, {"step": -1}, {"at_ms": "soon"}, {"client": None}, {"seq": 2**40}]
)
def test_a_malformed_event_is_left_out_and_the_log_tells_nothing_of_it(
    wrong: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    mangled = EVENT | {"value": "my knee is private"} | wrong
    with caplog.at_level(logging.WARNING):
        report = reported(a_report(events=[mangled, EVENT]), session=SESSION)
    assert len(report.events) == 1
    assert "cannot be read" in caplog.text
    assert "private" not in caplog.text


def test_no_report_is_too_long_to_read() -> None:
    events = [EVENT | {"seq": seq} for seq in range(MOST_EVENTS + 10)]
    assert len(reported(a_report(events=events), session=SESSION).events) == MOST_EVENTS


@given(JSON)
def test_no_report_whatever_can_fail_the_page(mangled: object) -> None:
    reported(mangled, session=SESSION)
    reported({"report": mangled}, session=SESSION)
    reported(
        a_report(events=mangled, sent_ms=mangled, muted=mangled, plan_version=mangled),
        session=SESSION,
    )
    reported(a_report(events=[mangled, EVENT | {"value": mangled}]), session=SESSION)
