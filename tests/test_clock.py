"""The one clock: aware, in UTC, and to be set by whoever tests."""

from datetime import UTC, datetime

import pytest

from kneeapp import clock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_now_is_aware_and_in_utc():
    assert clock.now().tzinfo is UTC


def test_the_clock_runs_on_what_it_is_given_until_the_block_ends():
    with clock.running_on(lambda: NOON):
        assert clock.now() == NOON
    assert clock.now() != NOON


def test_the_clock_is_given_back_after_an_error():
    with pytest.raises(RuntimeError), clock.running_on(lambda: NOON):
        raise RuntimeError
    assert clock.now() != NOON
