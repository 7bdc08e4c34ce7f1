from datetime import UTC, datetime, timedelta

import pytest

from kneeapp.charts.trend import SHORTEST, trend_chart
from kneeapp.domain.progress import FirstRating

START = datetime(2026, 3, 2, 18, tzinfo=UTC)


def ratings(*values: int, middle_from: int = 7) -> list[FirstRating]:
    return [
        FirstRating(START + timedelta(days=n), value, n / 2 if n + 1 >= middle_from else None)
        for n, value in enumerate(values)
    ]


def test_there_is_a_dot_for_each_rating_and_no_line_before_there_is_a_middle(rows):
    chart = trend_chart(ratings(6, 5, 6), dark=False)
    assert [row["value"] for row in rows(chart, "dots")] == [6, 5, 6]
    assert rows(chart, "middles") == rows(chart, "now") == []


def test_the_line_ends_with_its_last_value_in_figures(rows):
    chart = trend_chart(ratings(*[6] * 9), dark=False)
    assert len(rows(chart, "middles")) == 3
    assert [row["text"] for row in rows(chart, "now")] == ["4"]


def test_a_rating_stands_on_the_day_of_the_persons_own_calendar(rows):
    (dot,) = rows(trend_chart(ratings(6), dark=False), "dots")
    assert dot["day"] == "2026-03-02T00:00:00"


def test_a_few_days_are_not_stretched_into_a_course(layer):
    chart = trend_chart(ratings(6, 4), dark=False)
    first, last = layer(chart, "dots")["encoding"]["x"]["scale"]["domain"]
    assert datetime.fromisoformat(last) - datetime.fromisoformat(first) == SHORTEST


@pytest.mark.parametrize("count", [1, 3, 20, 60, 1000])
@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_is_valid_vega_lite(count: int, *, dark: bool):
    trend_chart(ratings(*[n % 11 for n in range(count)]), dark=dark).to_dict()
