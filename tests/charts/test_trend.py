from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kneeapp.charts.trend import SHORTEST, trend_chart
from kneeapp.domain.evidence.trend import Level, Trend, trend

START = datetime(2026, 3, 2, 18, tzinfo=UTC)


def levels(*values: float, every: float = 1) -> list[Level]:
    return [Level(START + timedelta(days=n * every), value) for n, value in enumerate(values)]


def drawn(some: list[Level], fitted: Trend | None = None, *, dark: bool = False):
    return trend_chart(some, fitted, zone=UTC, dark=dark)


def test_there_is_a_dot_for_each_rating_and_no_line_without_a_trend(rows):
    chart = drawn(levels(6, 5, 6))
    assert [row["value"] for row in rows(chart, "dots")] == [6, 5, 6]
    assert rows(chart, "line") == rows(chart, "fan") == []


def test_the_line_is_that_of_the_trend_and_lies_in_its_fan(rows):
    falling = levels(8, 8, 7, 7, 5, 6, 5, 3, 4, 2, every=3)
    fitted = trend(falling)
    chart = drawn(falling, fitted)
    assert [row["value"] for row in rows(chart, "line")] == [fitted.start, fitted.end]
    first, crossing, last = rows(chart, "fan")
    assert crossing["value"] == pytest.approx(crossing["high"])
    for end, value in ((first, fitted.start), (last, fitted.end)):
        assert end["value"] < value < end["high"]


def test_a_change_worth_having_is_shaded_below_the_start_of_the_line_only(rows):
    some = levels(6, 6, 5, 5, 6, 5, 5, 4, every=3)
    fitted = trend(some)
    assert [
        row["high"]
        for name in ("worth having", "worth having in general")
        for row in rows(drawn(some, fitted), name)
    ] == [pytest.approx(fitted.start - 1.2), pytest.approx(fitted.start - 2)]


def test_a_knee_that_starts_low_has_no_room_for_such_a_change(layer):
    low = levels(1, 1, 0, 1, 1, 0, 1, every=3)
    with pytest.raises(AssertionError, match="0 layers"):
        layer(drawn(low, trend(low)), "worth having")


def test_a_rating_is_drawn_on_the_day_in_the_persons_time_zone(rows):
    chart = trend_chart(levels(6), None, zone=ZoneInfo("Pacific/Auckland"), dark=False)
    assert [row["day"] for row in rows(chart, "dots")] == ["2026-03-03T00:00:00"]


def test_a_few_days_do_not_fill_the_whole_axis(layer):
    first, last = layer(drawn(levels(6, 4)), "dots")["encoding"]["x"]["scale"]["domain"]
    assert datetime.fromisoformat(last) - datetime.fromisoformat(first) == SHORTEST


@pytest.mark.parametrize("count", [1, 3, 20, 60])
@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_is_valid_vega_lite(count: int, *, dark: bool):
    some = levels(*[n % 11 for n in range(count)])
    drawn(some, trend(some), dark=dark).to_dict()
