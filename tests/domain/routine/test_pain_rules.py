"""Mornings, and how much pain is too much."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.measures import KNEE_BEFORE, KNEE_DAY
from kneeapp.domain.origin import Origin
from kneeapp.domain.routine.pain_rules import (
    FRESH,
    STOP_REASONS,
    STOP_REASONS_OF_TRAINING,
    STOPS_FOR_PAIN,
    STOPS_OF_TRAINING,
    TELLING,
    Morning,
    fresh_mornings,
    is_red,
    morning_check,
    mornings_by_day,
    mornings_of_diaries,
    red_mornings,
)
from kneeapp.domain.routine.ratings import Rating
from tests.domain.rating_factory import unhurried

TODAY = date(2026, 3, 30)


def mornings(*values: int | None) -> dict[date, int]:
    """Ratings of days in a row, the last one today's."""
    first = TODAY - timedelta(days=len(values) - 1)
    days = (first + timedelta(days=n) for n in range(len(values)))
    return {day: value for day, value in zip(days, values, strict=True) if value is not None}


def test_the_last_rating_of_each_day_is_the_morning_rating() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    times = [
        datetime(2026, 3, 28, 22, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 4, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 5, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 22, 30, tzinfo=UTC),
    ]
    rated = [Rating(UUID(int=n), KNEE_DAY.name, n, at) for n, at in enumerate(times)]
    other = Rating(UUID(int=9), KNEE_BEFORE.name, 9, times[0])
    assert mornings_by_day([other, *reversed(rated)], berlin) == {
        date(2026, 3, 28): 0,
        date(2026, 3, 29): 2,
        date(2026, 3, 30): 3,
    }


def test_a_rating_given_here_counts_before_a_diarys_and_old_ones_are_for_no_rule() -> None:
    taken_in = datetime(2026, 3, 29, 5, tzinfo=UTC)
    origin = Origin(UUID(int=1), taken_in, "")
    days = [timedelta(days=1), FRESH - timedelta(days=1), FRESH]
    given = [
        Rating(UUID(int=n), KNEE_DAY.name, n, taken_in - ago, origin=origin)
        for n, ago in enumerate(days)
    ]
    own = Rating(UUID(int=8), KNEE_DAY.name, 8, taken_in - days[0] - timedelta(hours=3))
    recent, fresh, old = (rating.taken_at.date() for rating in given)
    assert mornings_by_day([own, *given], UTC) == {recent: 8, fresh: 1, old: 2}
    assert fresh_mornings([own, *given], UTC) == {recent: 8, fresh: 1}
    assert mornings_of_diaries([own, *given], UTC) == {fresh, old}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ([3, 3, 3, None], Morning.NOT_RATED),
        ([5], Morning.TOO_EARLY),
        ([3, 3, 9], Morning.TOO_EARLY),
        ([3, 3, 3, 4], Morning.USUAL),
        ([3, 3, 3, 5], Morning.RAISED),
        ([3, 3, 3, 3, 5, 5], Morning.RED),
        ([3, 3, 3, 3, 5, None, 5], Morning.RED),
        ([3, 3, 3, 3, 5, None, None, 5], Morning.RAISED),
        ([3, 3, 3, 3, 5, 3, 5], Morning.RAISED),
        ([0, 0, 0, 0], Morning.USUAL),
        ([10, 10, 10, 10], Morning.USUAL),
    ],
)
def test_each_morning_rating_is_compared_with_the_usual_one(
    values: list[int | None], says: Morning
) -> None:
    assert morning_check(mornings(*values), TODAY).says is says


def test_a_usual_morning_is_the_median_of_the_seven_days_before() -> None:
    check = morning_check(mornings(9, 9, 9, 9, 2, 3, 2, 4, 2, 3, 8, 5), TODAY)
    assert (check.usual, check.rating) == (3, 5)


def test_a_lasting_higher_rating_becomes_the_usual_one() -> None:
    says = [morning_check(mornings(*[3] * 7, *[6] * n), TODAY).says for n in range(1, 6)]
    assert says == [Morning.RAISED, Morning.RED, Morning.RED, Morning.RED, Morning.USUAL]


def test_a_knee_with_large_ups_and_downs_is_raised_later_than_a_steady_one() -> None:
    steady, uneven = [3, 3, 3, 3, 3, 3, 3], [1, 5, 2, 3, 5, 1, 3]
    assert morning_check(mornings(*steady, 5), TODAY).says is Morning.RAISED
    assert morning_check(mornings(*uneven, 5), TODAY).says is Morning.USUAL
    assert morning_check(mornings(*uneven, 7), TODAY).says is Morning.RAISED


@unhurried
@given(st.lists(st.none() | st.integers(0, 8), max_size=20), st.integers(0, 2))
def test_a_constant_added_to_all_mornings_changes_nothing(
    values: list[int | None], more: int
) -> None:
    raised = [None if value is None else value + more for value in values]
    before, after = (morning_check(mornings(*x), TODAY).says for x in (values, raised))
    assert before is after


def test_knee_pain_above_five_is_red() -> None:
    assert [knee for knee in range(11) if is_red(knee)] == [6, 7, 8, 9, 10]
    assert not is_red(None)


def test_harm_ends_a_session_for_good_and_a_break_or_the_end_of_the_day_does_not() -> None:
    offered = [reason.name for reason in STOP_REASONS]
    assert offered == ["sharp", "numb", "knee_worse", "danger", "break", "finished"]
    assert list(STOPS_FOR_PAIN) == offered[:4]


def test_training_asks_for_the_same_reasons_and_puts_one_in_other_words() -> None:
    names = [reason.name for reason in STOP_REASONS]
    assert [reason.name for reason in STOP_REASONS_OF_TRAINING] == names
    differ = [name for name, told in STOPS_OF_TRAINING.items() if told != STOPS_FOR_PAIN[name]]
    assert differ == ["sharp"]


def test_red_mornings_are_those_from_the_first_day_on() -> None:
    rated = mornings(3, 3, 3, 3, 5, 5, 3, 3, 3, 3, 3, 3, 6, 6)
    before = TODAY - timedelta(days=8)
    assert list(red_mornings(rated)) == [before, TODAY]
    assert list(red_mornings(rated, before)) == [before, TODAY]
    assert list(red_mornings(rated, before + timedelta(days=1))) == [TODAY]
    assert list(red_mornings({})) == []


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ([3, 3, 3, None, None, None, None, 5], Morning.RAISED),
        ([3, 3, 3, None, None, None, None, None, 5], Morning.TOO_EARLY),
        ([3, 3, None, 5], Morning.TOO_EARLY),
    ],
)
def test_a_usual_morning_needs_three_of_the_seven_before(
    values: list[int | None], says: Morning
) -> None:
    assert morning_check(mornings(*values), TODAY).says is says


def test_the_mornings_looked_at_reach_back_four_weeks_and_two_days() -> None:
    assert timedelta(days=30) == TELLING
