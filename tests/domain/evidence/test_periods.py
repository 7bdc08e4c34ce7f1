from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.evidence import periods
from kneeapp.domain.evidence.period_text import period_words
from kneeapp.domain.evidence.periods import Comparison, PeriodDifference, Rated, comparison
from kneeapp.domain.evidence.progress import Window

DAY = date(2026, 3, 2)
ratings = st.lists(st.integers(0, 10).map(float), max_size=12)


@given(ratings, ratings)
def test_the_difference_lies_in_its_interval_and_turns_with_the_order(first, second):
    there, back = comparison(first, second), comparison(second, first)
    assert there.counts == (len(first), len(second))
    assert (there.difference is None) == (min(there.counts) < periods.FORECAST_FROM)
    if there.difference and back.difference:
        assert there.difference.low < there.difference.points < there.difference.high
        assert there.difference.points == -back.difference.points
        assert there.difference.low == pytest.approx(-back.difference.high)


def test_the_interval_holds_the_true_difference_about_as_often_as_it_says():
    chance, held = Random(3), 0
    for _ in range(200):
        first, second = ([chance.gauss(mean, 1.2) for _ in range(12)] for mean in (4.5, 3.5))
        shown = comparison(first, second).difference
        held += bool(shown and shown.low <= -1 <= shown.high)
    assert 0.87 <= held / 200 <= 1


@given(st.integers(0, 400), st.integers(1, 60))
def test_the_days_before_are_as_many_and_end_where_the_others_begin(offset, length):
    window = Window(DAY + timedelta(days=offset), DAY + timedelta(days=offset + length - 1))
    before = periods.days_before(window)
    assert before.last + timedelta(days=1) == window.first
    assert before.last - before.first == window.last - window.first
    assert periods.around(window.first, length) == (before, window)


def test_a_week_with_one_session_is_a_week_with_the_routine_from_monday_to_sunday():
    done = periods.weeks_with([DAY + timedelta(days=3)])
    assert [done(DAY + timedelta(days=n)) for n in (-1, 0, 6, 7)] == [False, True, True, False]


def test_each_rating_is_in_the_time_of_its_day():
    first, second = periods.around(DAY, 7)
    dated = [(DAY + timedelta(days=n), float(n % 5)) for n in range(-10, 10)]
    compared = periods.compare(
        {Rated.MORNINGS: dated}, periods.within_days(first), periods.within_days(second)
    )
    assert compared[Rated.MORNINGS].counts == (7, 7)


@pytest.mark.parametrize(
    ("kind", "difference", "words"),
    [
        (Rated.MORNINGS, None, "Too few: it takes 4 at each time."),
        (
            Rated.MORNINGS,
            PeriodDifference(-0.8, -1.4, -0.2),
            "0.8 points lower (likely 0.2 to 1.4)",
        ),
        (
            Rated.BEFORE,
            PeriodDifference(0.4, -0.3, 1.1),
            "0.4 points higher (likely from 0.3 lower to 1.1 higher)",
        ),
        (
            Rated.BEFORE,
            PeriodDifference(0, -1, 1),
            "No difference (likely from 1.0 lower to 1.0 higher)",
        ),
        (
            Rated.RELIEF,
            PeriodDifference(1.0, 0.5, 1.5),
            "Eased by 1.0 point more (likely 0.5 to 1.5)",
        ),
    ],
)
def test_a_difference_is_told_with_its_direction_and_interval(kind, difference, words):
    assert period_words(kind, Comparison((9, 9), (1.0, 2.0), difference)) == words
