"""The mean of a short correlated series, against calculations done another way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kneeapp.domain.evidence.ar1_posterior import (
    CORRELATIONS,
    HIGHEST_CORRELATION,
    SD_FLOOR,
    posterior,
    share_below,
)
from tests.domain.rating_factory import unhurried

SERIES = [[2, 1, 3, 2, 2, 1], [4, 4, 1, 0, -1, 2, 3, 3], [0, 3, -2, 5, 1, 1, 2, 0, 4, 1]]

relief = st.lists(st.integers(-10, 10), min_size=2, max_size=14)


def likeness(n: int, rho: float) -> np.ndarray:
    days = np.arange(n)
    return rho ** np.abs(days[:, None] - days)


@pytest.mark.parametrize("values", SERIES)
def test_each_mixture_part_is_the_textbook_regression_for_its_correlation(
    values: list[int],
) -> None:
    of_mean, ones, n = posterior(values), np.ones(len(values)), len(values)
    for part in (0, 11, 23):
        inverse = np.linalg.inv(likeness(n, CORRELATIONS[part]))
        information = ones @ inverse @ ones
        mean = ones @ inverse @ values / information
        off = np.array(values) - mean
        error = np.sqrt(off @ inverse @ off / (n - 1) / information)
        assert of_mean.centres[part] == pytest.approx(mean)
        assert of_mean.spreads[part] == pytest.approx(error)


@pytest.mark.parametrize("values", SERIES)
def test_the_posterior_equals_a_brute_force_sum_over_mean_spread_and_correlation(
    values: list[int],
) -> None:
    means = np.linspace(-15, 18, 661)
    spreads = np.geomspace(0.3, 60, 200)
    above, whole = 0.0, 0.0
    for rho in CORRELATIONS:
        normal = stats.multivariate_normal(np.zeros(len(values)), likeness(len(values), rho))
        off = (np.array(values, dtype=float) - means[:, None])[:, None, :] / spreads[:, None]
        density = np.exp(normal.logpdf(off)) / spreads ** len(values)
        weight = density * (1 - rho / HIGHEST_CORRELATION)
        half = np.where(means > 1.001, 1.0, np.where(means < 0.999, 0.0, 0.5))[:, None]
        above, whole = above + (weight * half).sum(), whole + weight.sum()
    assert float(posterior(values).at_least(1)) == pytest.approx(above / whole, abs=0.002)


def test_students_sleep_data_give_nearly_students_result() -> None:
    """Student 1908, Biometrika 6:1: odds of .9985 that the second drug is better."""
    ahead = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]
    of_mean = posterior(ahead)
    mean, error = np.mean(ahead), np.std(ahead, ddof=1) / np.sqrt(10)
    assert stats.t.cdf(mean / error, 9) == pytest.approx(0.9985, abs=0.0002)
    assert 0.98 < float(of_mean.at_least(0)) < 0.9985


def test_correlated_days_widen_the_interval() -> None:
    """The same eight values, mixed and in a row."""
    mixed, alike = (posterior(x) for x in ([0, 3, 1, 4, 0, 3, 1, 4], [0, 0, 1, 1, 3, 3, 4, 4]))
    widths = [high - low for low, high in (mixed.interval(0.9), alike.interval(0.9))]
    low, high = stats.t.interval(0.9, 7, 2, stats.sem([0, 0, 1, 1, 3, 3, 4, 4]))
    assert widths[1] > 1.1 * widths[0]
    assert widths[1] > 1.5 * (high - low)
    assert alike.correlation > mixed.correlation + 0.3


def test_the_interval_leaves_an_equal_tail_at_each_end() -> None:
    of_mean = posterior(SERIES[1])
    low, high = of_mean.interval(0.9)
    assert float(of_mean.at_least(low)) == pytest.approx(0.95, abs=1e-6)
    assert float(of_mean.at_least(high)) == pytest.approx(0.05, abs=1e-6)


@pytest.mark.parametrize("constant", [0, 3, 10])
def test_a_constant_series_has_the_least_spread_and_no_more(constant: int) -> None:
    of_mean = posterior([constant] * 8)
    assert of_mean.spreads[0] == pytest.approx(SD_FLOOR / np.sqrt(8), rel=0.05)
    assert np.isfinite(of_mean.weights).all()


def test_the_correlation_is_estimated_well_from_a_long_series() -> None:
    rng = np.random.default_rng(1)
    for rho in (0.0, 0.5, 0.8):
        x = np.empty(600)
        x[0] = rng.standard_normal()
        for n in range(1, 600):
            x[n] = rho * x[n - 1] + np.sqrt(1 - rho**2) * rng.standard_normal()
        assert float(posterior(x).correlation) == pytest.approx(rho, abs=0.1)


def test_draws_follow_the_posterior() -> None:
    of_mean = posterior(SERIES[1])
    rho, mean, sd = of_mean.drawn(20_000, np.random.default_rng(2))
    assert np.mean(mean >= 1) == pytest.approx(float(of_mean.at_least(1)), abs=0.01)
    assert rho.mean() == pytest.approx(float(of_mean.correlation), abs=0.01)
    assert sd.min() > 0


@unhurried
@given(relief)
def test_many_series_at_once_give_the_same_as_each_alone(values: list[int]) -> None:
    both = posterior([values, values[::-1]]).at_least(1)
    assert both[0] == pytest.approx(float(posterior(values).at_least(1)))
    assert both[0] == pytest.approx(both[1])


@unhurried
@given(relief, st.integers(-20, 20))
def test_a_constant_added_to_all_only_moves_the_mean(values: list[int], more: int) -> None:
    moved = posterior([value + more for value in values]).at_least(1 + more)
    assert float(moved) == pytest.approx(float(posterior(values).at_least(1)), abs=1e-9)


@unhurried
@given(relief)
def test_negated_values_give_the_opposite(values: list[int]) -> None:
    other = posterior([-value for value in values]).at_least(-1)
    assert float(other) == pytest.approx(1 - float(posterior(values).at_least(1)), abs=1e-9)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 13, 30, 61])
def test_share_below_equals_scipys_student_t(freedom: int) -> None:
    t = np.array([-60, -7.5, -2, -0.3, 0, 0.3, 2, 7.5, 60])
    assert share_below(t, freedom) == pytest.approx(stats.t.cdf(t, freedom), abs=1e-12)
