"""How often somebody may try."""

from datetime import UTC, datetime, timedelta

import pytest

from kneeapp.domain.accounts import rate_limit
from kneeapp.domain.accounts.rate_limit import Buckets

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def buckets():
    return Buckets(5, timedelta(minutes=1))


def taken(buckets, key, now, times):
    return [buckets.take(key, now) for _ in range(times)]


def test_no_more_tries_than_the_limit_are_allowed(buckets):
    assert taken(buckets, "a", NOON, 6) == [True] * 5 + [False]


def test_one_caller_does_not_use_up_the_tries_of_another(buckets):
    taken(buckets, "a", NOON, 50)
    assert buckets.take("b", NOON)


def test_tries_come_back_with_time_and_never_more_than_at_first(buckets):
    taken(buckets, "a", NOON, 5)
    later = NOON + timedelta(seconds=13)
    assert taken(buckets, "a", later, 2) == [True, False]
    assert taken(buckets, "a", later + timedelta(days=1), 6) == [True] * 5 + [False]


def test_a_refused_try_does_not_delay_the_next_one(buckets):
    taken(buckets, "a", NOON, 50)
    assert buckets.take("a", NOON + timedelta(seconds=12))


def test_a_clock_set_back_neither_gives_tries_nor_takes_them(buckets):
    taken(buckets, "a", NOON, 5)
    earlier = NOON - timedelta(hours=1)
    assert not buckets.take("a", earlier)
    assert buckets.take("a", earlier + timedelta(seconds=12))


def test_many_callers_do_not_fill_the_memory(buckets, monkeypatch):
    monkeypatch.setattr(rate_limit, "MOST_KEPT", 3)
    for name in "abcd":
        taken(buckets, name, NOON, 5)
    assert len(buckets._left) == 3
    assert not buckets.take("d", NOON)


def test_ten_thousand_names_are_remembered_at_a_time():
    assert rate_limit.MOST_KEPT == 10_000


def test_a_name_that_tries_again_is_not_the_one_that_gives_way(buckets, monkeypatch):
    monkeypatch.setattr(rate_limit, "MOST_KEPT", 2)
    for name in "abac":
        taken(buckets, name, NOON, 5)
    assert not buckets.take("a", NOON)
    assert buckets.take("b", NOON)


def test_a_try_comes_back_when_its_share_of_the_time_is_over_and_not_before(buckets):
    taken(buckets, "a", NOON, 5)
    assert not buckets.take("a", NOON + timedelta(seconds=11))
    assert buckets.take("a", NOON + timedelta(seconds=23))
