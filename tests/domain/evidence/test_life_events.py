"""What else happened on a day."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.evidence.life_events import LONGEST_NOTE, LifeEvent, LifeEventKind, within
from kneeapp.domain.evidence.progress import Window
from kneeapp.errors import BadInput

TODAY = date(2026, 3, 29)


def a_flare(on: date = TODAY, note: str = "") -> LifeEvent:
    return LifeEvent(UUID(int=on.toordinal()), LifeEventKind.FLARE, on, note)


def test_a_day_that_is_still_to_come_is_refused() -> None:
    with pytest.raises(BadInput, match="still to come"):
        a_flare(TODAY + timedelta(days=1)).not_ahead_of(TODAY)


@pytest.mark.parametrize("days_ago", [0, 1, 4000])
def test_today_and_any_day_before_can_be_marked(days_ago: int) -> None:
    event = a_flare(TODAY - timedelta(days=days_ago))
    assert event.not_ahead_of(TODAY) is event


def test_a_note_that_is_too_long_is_refused() -> None:
    assert a_flare(note="x" * LONGEST_NOTE).note
    with pytest.raises(BadInput, match="too long"):
        a_flare(note="x" * (LONGEST_NOTE + 1))


def test_every_kind_of_life_event_has_a_label() -> None:
    assert [kind.label for kind in LifeEventKind] == [
        "Flare",
        "Long walk",
        "New shoes",
        "Medicine",
        "Other",
    ]


@given(st.lists(st.integers(-30, 30)), st.integers(-30, 30), st.integers(0, 30))
def test_a_window_holds_its_first_and_its_last_day(days: list[int], first: int, more: int) -> None:
    events = [a_flare(TODAY + timedelta(days=n)) for n in days]
    window = Window(TODAY + timedelta(days=first), TODAY + timedelta(days=first + more))
    days_within = [(event.on - TODAY).days for event in within(events, window)]
    assert days_within == [n for n in days if n in range(first, first + more + 1)]
