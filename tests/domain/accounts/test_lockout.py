"""Wrong tries make the next one wait: longer each time, and never for good."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.accounts.lockout import FREE, LONGEST_WAIT, REMEMBERED, Try, open_at

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def wrong(count, at=NOW):
    return [Try(at, succeeded=False)] * count


def wait(tries, now=NOW):
    return open_at(tries, now) - now


def test_the_first_wrong_tries_cause_no_wait():
    assert wait(wrong(FREE - 1)) == timedelta(0)


def test_each_further_wrong_try_doubles_the_wait():
    assert [wait(wrong(FREE + n)).total_seconds() for n in range(4)] == [30, 60, 120, 240]


@given(st.integers(0, 10_000))
def test_the_longest_wait_is_a_quarter_of_an_hour(count):
    assert wait(wrong(count)) <= LONGEST_WAIT
    assert wait(wrong(count)) <= wait(wrong(count + 1))


def test_a_right_try_resets_the_count():
    assert wait([*wrong(2), Try(NOW, succeeded=True), *wrong(50)]) == timedelta(0)


def test_after_a_day_a_wrong_try_is_forgotten():
    assert wait(wrong(50, NOW - REMEMBERED - timedelta(seconds=1))) == timedelta(0)


def test_a_try_is_allowed_once_the_wait_has_passed():
    tries = wrong(FREE)
    assert open_at(tries, NOW + timedelta(seconds=29)) == NOW + timedelta(seconds=30)
    assert open_at(tries, NOW + timedelta(seconds=30)) == NOW + timedelta(seconds=30)


def test_the_limits_are_those_of_the_security_page():
    assert wait(wrong(4)) == timedelta(0)
    assert wait(wrong(5)) == timedelta(seconds=30)
    assert wait(wrong(9)) == timedelta(minutes=8)
    assert wait(wrong(10)) == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("before", "waits"),
    [
        (timedelta(hours=24), True),
        (timedelta(hours=24, microseconds=1), False),
    ],
)
def test_a_wrong_try_counts_for_24_hours(before, waits):
    recent = [Try(NOW, succeeded=False)]
    assert (wait([*recent, *wrong(4, NOW - before)]) > timedelta(0)) is waits


def test_the_wait_begins_with_the_newest_try():
    tries = [Try(NOW - timedelta(minutes=n), succeeded=False) for n in range(5)]
    assert open_at(tries, NOW) == NOW + timedelta(seconds=30)
