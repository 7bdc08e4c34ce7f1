"""Lines through ratings over weeks."""

import random
from datetime import UTC, date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.evidence.trend import (
    WEEK,
    Direction,
    Level,
    Trend,
    before_levels,
    morning_levels,
    trend,
)
from kneeapp.domain.sides import Side
from tests.domain.rating_factory import START, a_session, unhurried

FALLING = [7, 6, 7, 6, 5, 6, 5, 5, 4, 5, 4, 3, 4, 3, 3, 2, 3, 2]

ratings = st.lists(
    st.tuples(st.integers(0, 80), st.integers(0, 10)), min_size=6, max_size=30
).filter(lambda pairs: max(pairs)[0] - min(pairs)[0] >= 14)


def levels(values: list[float], every: float = 2) -> list[Level]:
    return [Level(START + timedelta(days=every * n), value) for n, value in enumerate(values)]


def line(values: list[float], every: float = 2) -> Trend:
    fitted = trend(levels(values, every))
    assert fitted is not None
    return fitted


def drifting(correlation: float, people: int, length: int) -> np.ndarray:
    rng = np.random.default_rng(3)
    values = rng.standard_normal((people, length))
    for n in range(1, length):
        values[:, n] *= np.sqrt(1 - correlation**2)
        values[:, n] += correlation * values[:, n - 1]
    return values


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.7])
def test_the_interval_holds_the_true_slope_in_about_nine_of_ten(correlation: float) -> None:
    held = [
        fitted.low <= 0 <= fitted.high
        for values in drifting(correlation, 300, 28)
        if (fitted := trend(levels(values.tolist(), every=1)))
    ]
    assert len(held) == 300
    assert sum(held) >= 0.86 * 300


def test_correlated_ratings_widen_the_interval() -> None:
    alone, alike = (
        median(
            fitted.high - fitted.low
            for values in drifting(correlation, 40, 42)
            if (fitted := trend(levels(values.tolist())))
        )
        for correlation in (0.0, 0.8)
    )
    assert alike > 1.5 * alone


def test_days_without_a_rating_count_as_the_time_that_they_are() -> None:
    values = [6, 6, 5, 5, 3, 3, 4, 4, 2, 2, 5, 5]
    near, apart = line(values, every=2), line(values, every=8)
    assert 4 * (apart.high - apart.low) < near.high - near.low


def test_dates_count_and_not_sequence_numbers() -> None:
    half = line(FALLING, every=2).per_week / 2
    assert line(FALLING, every=4).per_week == pytest.approx(half, rel=0.01)


@pytest.mark.parametrize(
    ("values", "direction"),
    [
        (FALLING, Direction.DOWN),
        (FALLING[::-1], Direction.UP),
        ([5] * 12, Direction.UNCLEAR),
        ([0] * 12, Direction.UNCLEAR),
        ([10] * 12, Direction.UNCLEAR),
        ([3, 6, 4, 5, 3, 6, 5, 4, 3, 6], Direction.UNCLEAR),
    ],
)
def test_the_direction_follows_the_interval_of_the_slope(
    values: list[int], direction: Direction
) -> None:
    assert line(values).direction is direction


@pytest.mark.parametrize(
    "few",
    [
        [],
        levels([4]),
        levels([4, 5, 6, 5, 4]),
        levels([4] * 10, every=1),
        [Level(START, 4)] * 9,
    ],
)
def test_too_few_or_too_close_ratings_have_no_trend(few: list[Level]) -> None:
    assert trend(few) is None


def test_only_the_window_counts() -> None:
    old = [Level(START - timedelta(days=200 + n), 10) for n in range(20)]
    fitted = trend([*old, *levels(FALLING)])
    assert fitted == line(FALLING)


def test_thousands_of_ratings_are_read_up_to_the_newest_thousand() -> None:
    many = [Level(START + timedelta(hours=n), n % 7) for n in range(5000)]
    fitted = trend(many, window=timedelta(days=999))
    assert fitted is not None
    assert (fitted.since, fitted.until) == (many[-1000].at, many[-1].at)


def test_a_thousand_ratings_that_hardly_move_do_not_break_the_interval() -> None:
    creeping = [Level(START + timedelta(hours=n), n // 100) for n in range(1000)]
    assert trend(creeping) is not None


def test_ratings_of_one_moment_count_as_one() -> None:
    twice = [Level(level.at, level.value + off) for level in levels(FALLING) for off in (-1, 1)]
    assert trend(twice) == line(FALLING)


@unhurried
@given(ratings)
def test_the_slope_lies_within_its_interval(pairs: list[tuple[int, int]]) -> None:
    fitted = trend([Level(START + timedelta(days=day), value) for day, value in pairs])
    if fitted is not None:
        assert fitted.low <= fitted.per_week <= fitted.high


def test_a_change_of_the_clock_is_no_change_of_the_trend() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    utc = [
        Level(datetime(2026, 3, 20, 1, 30, tzinfo=UTC) + timedelta(hours=36 * n), value)
        for n, value in enumerate(FALLING)
    ]
    assert trend([Level(one.at.astimezone(berlin), one.value) for one in utc]) == trend(utc)


@unhurried
@given(ratings, st.randoms(use_true_random=False))
def test_the_order_of_storage_changes_nothing(
    pairs: list[tuple[int, int]], chance: random.Random
) -> None:
    fitted = [Level(START + timedelta(days=day), value) for day, value in pairs]
    shuffled = fitted.copy()
    chance.shuffle(shuffled)
    assert trend(shuffled) == trend(fitted)


@unhurried
@given(ratings)
def test_negated_ratings_give_the_opposite_trend(pairs: list[tuple[int, int]]) -> None:
    up = trend([Level(START + timedelta(days=day), value) for day, value in pairs])
    down = trend([Level(START + timedelta(days=day), 10 - value) for day, value in pairs])
    assert (up is None) == (down is None)
    if up is not None and down is not None:
        assert up.per_week == pytest.approx(-down.per_week)


def test_four_weeks_without_a_point_less_are_no_gain() -> None:
    assert line([5, 6, 5, 6, 5, 6, 5, 6], every=4).no_gain
    assert not line([5, 6, 5, 6, 5, 6, 5, 6], every=3).no_gain
    assert not line([7, 7, 6, 6, 5, 5, 4, 4], every=4).no_gain


@pytest.mark.parametrize("values", [[0] * 8, [1, 0, 0, 1, 1, 0, 1, 0], [2] * 8])
def test_a_knee_with_hardly_any_pain_is_never_told_of_no_gain(values: list[float]) -> None:
    assert not line(values, every=12).no_gain


def test_first_ratings_are_taken_from_one_move_and_one_knee_counted_or_not() -> None:
    sessions = [
        a_session(6, None),
        a_session(5, day=1, test_move="step down"),
        a_session(4, day=2, knee=Side.RIGHT),
        a_session(3, day=3),
        a_session(9, day=3.1),
    ]
    fitted = before_levels(sessions, knee=Side.LEFT, test_move="squats")
    assert [level.value for level in fitted] == [6, 3]


def test_mornings_are_a_day_apart_across_changes_of_the_clock() -> None:
    fitted = morning_levels({date(2026, 3, 30): 2, date(2026, 3, 28): 4, date(2026, 3, 29): 3})
    assert [level.value for level in fitted] == [4, 3, 2]
    assert fitted[2].at - fitted[0].at == timedelta(days=2)


def test_the_possible_slopes_keep_both_ends_of_the_line_on_the_scale() -> None:
    unclear = line([1, 9, 0, 10, 2, 8], every=3)
    low, high = unclear.possible
    assert (unclear.low, unclear.high) != (low, high)
    assert low <= unclear.per_week <= high
    middle = unclear.start + unclear.per_week * ((unclear.crossing - unclear.since) / WEEK)
    for slope in (low, high):
        for end in (unclear.since, unclear.until):
            assert -1e-9 <= middle + slope * ((end - unclear.crossing) / WEEK) <= 10 + 1e-9
    steady = line([5, 6, 5, 4, 5, 6, 5, 4, 5, 6], every=3)
    assert steady.possible == (steady.low, steady.high)
