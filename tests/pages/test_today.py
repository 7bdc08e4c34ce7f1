"""Today: the re-check that waits, told by the clock."""

import pytest

from kneeapp.domain.routine.timeline import in_order
from kneeapp.store.record import sessions
from tests.pages.conftest import played

COUNTS = "it is kept, not counted"
TOO_LATE = "a rating now is kept as late, not counted"


@pytest.fixture
def ended(hand_clock, screened, record):
    """A person whose routine has just ended, on *Today*."""
    screen = screened.go("routine")
    screen.rate("knee_before", 5).press("Start routine")
    session = sessions.under_way(record)
    log = played(session)
    screen.report(session, log)
    hand_clock.now = in_order(log)[-1].at
    return screen.go("today")


@pytest.mark.parametrize(
    ("minutes", "ago"), [(0, "just now"), (1, "1 minute ago"), (15, "15 minutes ago")]
)
def test_a_quarter_of_an_hour_remains_for_the_re_check(ended, hand_clock, minutes, ago):
    hand_clock.advance(minutes=minutes)
    ended.go("today")
    assert f"ended {ago}" in ended.text
    assert "by 08:" in ended.text
    assert COUNTS in ended.text
    assert "Start routine" not in ended.buttons()


def test_a_re_check_in_time_counts(ended, hand_clock, record):
    hand_clock.advance(minutes=15)
    ended.go("routine").rate("knee_after", 3).press("Save session")
    assert (sessions.last(record).after, sessions.last(record).late) == (3, False)


def test_a_late_re_check_is_announced_kept_and_marked(ended, hand_clock, record):
    hand_clock.advance(minutes=20)
    ended.go("today")
    assert "ended 20 minutes ago" in ended.text
    assert TOO_LATE in ended.text
    ended.press("Rate the knee now")
    assert TOO_LATE in ended.text
    ended.go("routine").rate("knee_after", 3).press("Save session")
    assert (sessions.last(record).after, sessions.last(record).late) == (3, True)
    assert "kept, not counted" in ended.go("today").text


def test_within_the_hour_today_offers_nothing_but_the_rating(ended, hand_clock):
    hand_clock.advance(minutes=60)
    ended.go("today")
    assert "Rate the knee now" in ended.buttons()
    assert "Save without a re-check" not in ended.buttons()


def test_after_an_hour_the_session_can_be_kept_without_a_rating(ended, hand_clock, record):
    hand_clock.advance(hours=26)
    ended.go("today")
    assert "ended yesterday at 08:" in ended.text
    assert TOO_LATE in ended.text
    ended.press("Save without a re-check")
    stored = sessions.last(record)
    assert (stored.after, stored.late) == (None, False)
    assert stored.complete


def test_after_an_hour_it_can_still_be_rated(ended, hand_clock, record):
    hand_clock.advance(minutes=61)
    ended.go("routine").rate("knee_after", 3).press("Save session")
    assert sessions.last(record).late


def test_a_session_is_thrown_away_by_two_deliberate_taps_only(ended, hand_clock, record):
    hand_clock.advance(minutes=61)
    ended.go("today")
    assert ended.button("Throw this session away").disabled
    ended.tick("Yes, throw away all of it").press("Throw this session away")
    assert sessions.under_way(record) is None
    assert sessions.last(record) is None
    assert "Start routine" in ended.buttons()


def test_leaving_the_re_check_skips_nothing(ended, record):
    ended.go("routine").go("progress").go("routine")
    assert "Save session" in ended.buttons()
    assert sessions.under_way(record) is not None
