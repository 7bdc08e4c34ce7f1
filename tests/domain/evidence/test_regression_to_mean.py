"""The fall that picking bad days gives by itself."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.evidence.ar1_posterior import posterior
from kneeapp.domain.evidence.regression_to_mean import CannotTell, ExpectedFall, expected_fall
from tests.domain.rating_factory import unhurried

FIRST = date(2026, 3, 1)
SWINGING = [4, 6, 3, 5, 2, 6, 4, 3, 7, 4, 5, 2, 3, 6, 4, 5, 3, 4, 6, 2]


def by_day(values: list[float]) -> dict[date, float]:
    return {FIRST + timedelta(days=n): value for n, value in enumerate(values)}


def days_from(values: list[float], least: float) -> set[date]:
    return {day for day, value in by_day(values).items() if value >= least}


def fall(values: list[float], least: float) -> ExpectedFall:
    result = expected_fall(by_day(values), days_from(values, least))
    assert isinstance(result, ExpectedFall)
    return result


def test_the_expected_fall_is_the_uncorrelated_part_of_the_excess() -> None:
    result = fall(SWINGING, 5)
    excess = np.mean([value for value in SWINGING if value >= 5]) - np.mean(SWINGING)
    stays = float(posterior(SWINGING).correlation)
    assert result.excess == pytest.approx(excess)
    assert result.points == pytest.approx((1 - stays) * excess)
    assert result.low < result.points < result.high


@pytest.mark.parametrize(("correlation", "true"), [(0.0, 1.6), (0.5, 0.8)])
def test_the_expected_fall_is_near_the_simulated_one(correlation: float, true: float) -> None:
    """Usual 4, SD 1.5, chosen from 5 on: 1.6 at no correlation, .8 at .5 (clinical-facts 5)."""
    rng = np.random.default_rng(4)
    outcomes = []
    for _ in range(60):
        level = rng.standard_normal(84)
        for day in range(1, 84):
            level[day] = correlation * level[day - 1] + np.sqrt(1 - correlation**2) * level[day]
        outcomes.append(fall(np.clip(np.rint(4 + 1.5 * level), 0, 10).tolist(), 5).points)
    assert np.mean(outcomes) == pytest.approx(true, abs=0.2)


def test_days_chosen_at_random_have_almost_no_expected_fall() -> None:
    every_other = set(list(by_day(SWINGING))[::2])
    result = expected_fall(by_day(SWINGING), every_other)
    assert isinstance(result, ExpectedFall)
    assert result.low <= 0 <= result.high
    assert fall(SWINGING, 0).points == 0


@pytest.mark.parametrize(
    ("values", "least", "why"),
    [
        ([], 0, CannotTell.FEW_DAYS),
        (SWINGING[:13], 0, CannotTell.FEW_DAYS),
        (SWINGING, 7, CannotTell.FEW_CHOSEN),
        (SWINGING, 11, CannotTell.FEW_CHOSEN),
    ],
)
def test_too_few_or_too_sparse_ratings_give_no_expected_fall(
    values: list[float], least: float, why: CannotTell
) -> None:
    assert expected_fall(by_day(values), days_from(values, least)) is why


@pytest.mark.parametrize("constant", [0, 5, 10])
def test_constant_ratings_have_no_expected_fall(constant: int) -> None:
    result = fall([constant] * 20, 0)
    assert (result.points, result.low, result.high) == (0, 0, 0)


@unhurried
@given(st.lists(st.integers(0, 10), min_size=20, max_size=40), st.integers(1, 9))
def test_a_constant_added_to_all_ratings_changes_nothing(values: list[float], more: int) -> None:
    session_days = set(list(by_day(values))[:8])
    moved = expected_fall(by_day([value + more for value in values]), session_days)
    assert isinstance(moved, ExpectedFall)
    assert moved.points == pytest.approx(expected_fall(by_day(values), session_days).points)


def test_ratings_only_on_session_days_give_no_expected_fall() -> None:
    every_other = {FIRST + timedelta(days=2 * n): value for n, value in enumerate(SWINGING)}
    assert expected_fall(every_other, every_other.keys()) is CannotTell.GAPS


def test_a_session_on_a_day_without_a_rating_does_not_count_as_chosen() -> None:
    chosen = {FIRST - timedelta(days=n) for n in range(1, 9)}
    assert expected_fall(by_day(SWINGING), chosen) is CannotTell.FEW_CHOSEN


@pytest.mark.parametrize(("count", "told"), [(13, False), (14, True)])
def test_it_needs_fourteen_rated_days(count: int, told: bool) -> None:
    rated = by_day(SWINGING[:count])
    answer = expected_fall(rated, days_from(SWINGING[:count], 4))
    assert isinstance(answer, ExpectedFall) is told


@pytest.mark.parametrize(("count", "told"), [(3, False), (4, True)])
def test_it_needs_four_chosen_days(count: int, told: bool) -> None:
    rated = by_day(SWINGING)
    answer = expected_fall(rated, sorted(rated)[:count])
    assert isinstance(answer, ExpectedFall) is told


@pytest.mark.parametrize(("days", "told"), [(20, True), (21, False)])
def test_it_needs_seven_of_ten_days_rated(days: int, told: bool) -> None:
    rated = by_day(SWINGING[:14])
    newest = max(rated)
    rated[FIRST + timedelta(days=days - 1)] = rated.pop(newest)
    answer = expected_fall(rated, days_from(SWINGING[:13], 4))
    assert isinstance(answer, ExpectedFall) is told


def test_its_interval_is_that_of_the_delta_method() -> None:
    found, values = fall(SWINGING, 5), SWINGING
    chosen = [value for value in values if value >= 5]
    believed = posterior(values)
    error = np.sqrt(np.var(values, ddof=1) * (1 / len(chosen) - 1 / len(values)))
    whole = np.hypot(
        (1 - float(believed.correlation)) * error, found.excess * float(believed.correlation_sd)
    )
    assert found.high - found.points == pytest.approx(1.645 * whole)
    assert found.points - found.low == pytest.approx(1.645 * whole)
