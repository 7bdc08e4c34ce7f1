from datetime import date, timedelta

import pytest

from kneeapp.charts.theme import LIGHT
from kneeapp.charts.weeks import weeks_chart
from kneeapp.domain.evidence.progress import SessionWeek

MONDAY = date(2026, 3, 2)


def weeks(*counts: int) -> list[SessionWeek]:
    return [
        SessionWeek(MONDAY + timedelta(weeks=n), count, open=False)
        for n, count in enumerate(counts)
    ]


def test_a_week_that_reached_the_target_has_the_full_colour(rows):
    bars = rows(weeks_chart(weeks(3, 4, 5), target=4, dark=False), "bars")
    assert [bar["fill"] for bar in bars] == [LIGHT.zone, LIGHT.eased, LIGHT.eased]


def test_the_target_is_a_line_with_its_name_on_the_axis(rows, layer):
    chart = weeks_chart(weeks(3), target=5, dark=False)
    assert rows(chart, "target") == [{"sessions": 5}]
    assert layer(chart, "target")["encoding"]["y"]["axis"]["values"] == [5]


@pytest.mark.parametrize(("counts", "target"), [((0, 1), 4), ((9, 2), 4)])
def test_target_and_fullest_week_both_fit(layer, counts, target):
    chart = weeks_chart(weeks(*counts), target=target, dark=False)
    low, high = layer(chart, "bars")["encoding"]["y"]["scale"]["domain"]
    assert low == 0
    assert high > max(*counts, target)


@pytest.mark.parametrize("count", [1, 12, 200])
@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_is_valid_vega_lite(count: int, *, dark: bool):
    weeks_chart(weeks(*[n % 6 for n in range(count)]), target=4, dark=dark).to_dict()
