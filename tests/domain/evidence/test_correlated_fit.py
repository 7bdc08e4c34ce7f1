"""Fits of a slope, a step and a climb, against generalised least squares with whole matrices."""

import numpy as np
import pytest

from kneeapp.domain.evidence.correlated_fit import (
    ALIKE,
    CORRELATIONS,
    Spread,
    Whitened,
    climb,
    estimate,
    slope,
    step,
    whitened,
)

DAYS = [0.0, 1, 2, 4, 5, 9, 10, 14, 15, 18]
VALUES = [2.0, 3, 2, 4, 3, 2, 5, 6, 5, 7]
SHAPES = {
    "slope": (slope, np.array(DAYS)),
    "step": (step(6), (np.arange(10) >= 6) * 1.0),
    "climb": (climb(4, DAYS), np.clip((np.array(DAYS) - 5) / 13, 0, None)),
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("correlation", [0.05, 0.65])
def test_the_sums_are_those_of_generalised_least_squares(name: str, correlation: float) -> None:
    shape, column = SHAPES[name]
    days, values = np.array(DAYS), np.array(VALUES)
    inverse = np.linalg.inv(correlation ** abs(days[:, None] - days))
    of = Whitened(DAYS, VALUES, correlation)
    ones = np.ones(len(days))
    expected = [ones @ inverse @ column, column @ inverse @ column, column @ inverse @ values]
    assert shape(of) == pytest.approx(expected)
    assert of.one_one[0] == pytest.approx(ones @ inverse @ ones)
    assert 2 * of.log_scale == pytest.approx(np.linalg.slogdet(inverse)[1])


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_without_noise_is_found_as_it_is(name: str) -> None:
    shape, column = SHAPES[name]
    found = estimate(whitened(DAYS, (3 + 2 * column).tolist()), shape, ALIKE, Spread())
    assert (found.size, found.level) == pytest.approx((2, 3))


def test_more_is_believed_of_the_spread_where_little_is_known() -> None:
    ratings = whitened(DAYS, VALUES)
    wide, narrow = (estimate(ratings, step(6), ALIKE, Spread(sd, 20)) for sd in (3.0, 0.5))
    assert wide.error > 2 * narrow.error
    assert narrow.ratio > wide.ratio


def test_ratings_a_moment_apart_do_not_break_the_sums() -> None:
    days = [0, 1, 1 + 1e-9, 2, 3, 4]
    found = estimate(whitened(days, [1, 2, 4, 2, 1, 2]), slope, ALIKE, Spread())
    assert np.isfinite([found.size, found.error]).all()


def test_the_correlations_reach_from_none_to_nearly_all() -> None:
    assert CORRELATIONS[0] < 0.1
    assert CORRELATIONS[-1] >= 0.9
    assert len(ALIKE) == len(CORRELATIONS)
