"""Lines through ratings over weeks."""

import random
from datetime import UTC, date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import theilslopes

from kneeapp.domain.evidence.trend import (
    Direction,
    Level,
    Trend,
    _widening,
    before_levels,
    is_rising,
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


def test_the_slope_is_the_median_of_all_slopes_between_pairs_in_points_a_week() -> None:
    slopes = [
        (FALLING[j] - FALLING[i]) / ((j - i) * 2 / 7)
        for i in range(len(FALLING))
        for j in range(i + 1, len(FALLING))
    ]
    assert line(FALLING).per_week == pytest.approx(median(slopes))


def test_the_interval_is_sens_and_never_narrower() -> None:
    """Hollander & Wolfe's interval as scipy gives it, about ratings that are hardly alike."""
    weeks = np.arange(len(FALLING)) * 2 / 7
    _, _, low, high = theilslopes(FALLING, weeks, 0.9)
    fitted = line(FALLING)
    assert fitted.low <= low < high <= fitted.high < 0


def drifting(correlation: float, people: int, length: int) -> np.ndarray:
    rng = np.random.default_rng(3)
    values = rng.standard_normal((people, length))
    for n in range(1, length):
        values[:, n] *= np.sqrt(1 - correlation**2)
        values[:, n] += correlation * values[:, n - 1]
    return values


def test_the_widening_is_the_variance_factor_of_hamed_and_rao() -> None:
    """Hamed & Rao 1998, against simulated sums (their factor takes ranks for values)."""
    spread = []
    for correlation in (0.0, 0.5):
        values = drifting(correlation, 4000, 30)
        signs = np.sign(values[:, None, :] - values[:, :, None])
        spread.append(np.triu(signs, 1).sum((1, 2)).std())
    assert _widening(30, 0.5) == pytest.approx(spread[1] / spread[0], rel=0.1)
    assert _widening(30, 0.0) == 1


def test_correlated_ratings_widen_the_interval() -> None:
    weeks = np.arange(42) * 2 / 7
    for correlation, least, most in ((0.0, 1.0, 1.3), (0.8, 1.6, 3.0)):
        (values,) = drifting(correlation, 1, 42)
        _, _, low, high = theilslopes(values, weeks, 0.9)
        fitted = line(values.tolist())
        assert least <= (fitted.high - fitted.low) / (high - low) <= most


def test_dates_count_and_not_sequence_numbers() -> None:
    assert line(FALLING, every=4).per_week == pytest.approx(line(FALLING, every=2).per_week / 2)


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


def test_a_rise_of_two_points_in_two_weeks_is_detected_while_it_is_new() -> None:
    rising = levels([3, 3, 4, 4, 5, 5, 6, 6], every=1.9)
    now = rising[-1].at
    assert is_rising(rising, now)
    assert not is_rising(rising, now + timedelta(days=8))
    assert not is_rising(levels([3, 6, 4, 5, 3, 6, 4, 5], every=1.9), now)
    assert not is_rising(levels([3 + n / 10 for n in range(14)], every=1), now)
    assert not is_rising(levels([3, 3, 3, 4, 4, 4, 4, 4], every=1.9), now)


@unhurried
@given(st.lists(st.integers(0, 10), min_size=5, max_size=14))
def test_a_rise_is_judged_by_the_line_that_is_shown(values: list[int]) -> None:
    two_weeks = levels(values, every=14 / len(values))
    line = trend(two_weeks, fewest=5, shortest=timedelta(days=10), interval=0.8)
    assert line is not None
    steep = line.per_week * 2 > 2 - 1e-9
    assert is_rising(two_weeks, two_weeks[-1].at) == (steep and line.low > 0)


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
