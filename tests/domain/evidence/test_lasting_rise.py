"""Ratings that stay higher than usual: told at a known rate, and once."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.evidence.lasting_rise import (
    TOLD_FOR,
    can_notice,
    latest_morning_rise,
    morning_rises,
)
from kneeapp.domain.evidence.rise_text import rise_words, rising_words
from tests.domain.rating_factory import unhurried

DAY = timedelta(days=1)
FIRST = date(2026, 3, 2)
CALM = [2, 3, 2, 2, 1, 3, 2, 2, 3, 2, 2, 1, 2, 2]


def mornings(values, weekdays=range(7)) -> dict[date, int]:
    """Values of days in a row, of which only those of some weekdays were rated."""
    days = ((n, FIRST + n * DAY) for n in range(len(values)))
    return {day: int(values[n]) for n, day in days if n % 7 in weekdays}


def knees(people: int, days: int, *, sd: float, correlation: float, change=0.0) -> np.ndarray:
    rng = np.random.default_rng(8)
    noise = rng.standard_normal((people, days))
    for n in range(1, days):
        noise[:, n] *= np.sqrt(1 - correlation**2)
        noise[:, n] += correlation * noise[:, n - 1]
    return np.clip(np.rint(2.5 + sd * noise + change), 0, 10)


@pytest.mark.parametrize("weekdays", [range(7), (0, 2, 4), (0, 3)])
@pytest.mark.parametrize(("sd", "correlation"), [(0.7, 0.7), (1.0, 0.3), (1.5, 0.0), (1.5, 0.5)])
def test_a_knee_that_does_not_change_is_hardly_ever_told(weekdays, sd, correlation) -> None:
    steady = knees(150, 84, sd=sd, correlation=correlation)
    told = sum(any(morning_rises(mornings(one, weekdays))) for one in steady)
    assert told <= 0.06 * 150


@pytest.mark.parametrize("weekdays", [range(7), (0, 2, 4), (0, 3)])
@pytest.mark.parametrize("climbs", [False, True])
def test_a_lasting_change_is_found_within_four_weeks(weekdays, climbs) -> None:
    after = np.arange(84) - 56
    change = np.clip(after, 0, None) / 7 if climbs else 3 * (after >= 0)
    worse = knees(100, 84, sd=1.0, correlation=0.3, change=change)
    rises = (morning_rises(mornings(one, weekdays)) for one in worse)
    found = sum(any(rise.at.date() >= FIRST + 56 * DAY for rise in one) for one in rises)
    assert found >= 74


def test_a_rise_says_since_when_it_lasts_and_by_how_much() -> None:
    (rise,) = morning_rises(mornings([*CALM, 6, 6, 6, 6, 6]))
    assert rise.since.date() == FIRST + 14 * DAY
    assert (rise.by, rise.usual) == pytest.approx((6 - 29 / 14, 29 / 14))
    assert rise_words(rise, "mornings") == (
        "mornings since 16 March are 3.9 points higher than before (2.1 on average then)"
    )
    assert rising_words(rise).startswith("Your first ratings since 16 March are 3.9 points higher")


def test_one_rise_is_told_once_and_a_further_one_again() -> None:
    once = [*CALM, *[6] * 30]
    assert len(list(morning_rises(mornings(once)))) == 1
    assert len(list(morning_rises(mornings([*once, *[9] * 10])))) == 2


def test_a_rise_is_told_for_two_weeks() -> None:
    risen = mornings([*CALM, *[6] * 10])
    told = next(iter(morning_rises(risen))).at.date()
    assert latest_morning_rise(risen, told - DAY) is None
    assert latest_morning_rise(risen, told + TOLD_FOR - DAY)
    assert latest_morning_rise(risen, told + TOLD_FOR) is None


@pytest.mark.parametrize(
    "values", [[], [3], [9] * 40, [0] * 40, [2] * 7 + [8] * 2, [4, 3] * 20, CALM[::-1]]
)
def test_too_few_or_unchanged_ratings_are_no_rise(values) -> None:
    assert not list(morning_rises(mornings(values)))


@unhurried
@given(st.lists(st.integers(0, 8), max_size=40), st.integers(0, 2))
def test_points_added_to_all_mornings_change_nothing(values, more) -> None:
    plain, added = (
        list(morning_rises(mornings(one))) for one in (values, [v + more for v in values])
    )
    assert [rise.at for rise in plain] == [rise.at for rise in added]


@unhurried
@given(st.lists(st.integers(0, 10), max_size=40), st.integers(0, 40))
def test_later_mornings_never_change_what_was_told(values, days) -> None:
    whole, early = (list(morning_rises(mornings(one))) for one in (values, values[:days]))
    assert whole[: len(early)] == early


@pytest.mark.parametrize(
    ("weekdays", "weeks", "can"),
    [
        (range(7), 2, False),
        (range(7), 3, True),
        ((0, 3), 8, False),
        ((0, 3), 9, True),
        ((0,), 16, False),
    ],
)
def test_too_few_mornings_leave_the_rule_blind(weekdays, weeks, can) -> None:
    rated = mornings([2] * 7 * weeks, weekdays)
    assert can_notice(rated, FIRST + 7 * weeks * DAY - DAY) is can
