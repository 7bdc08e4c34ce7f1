"""The pictures of a trial: its pairs, and how far one of the two is ahead."""

import pytest

from kneeapp.charts import theme
from kneeapp.charts.trial_pairs import difference_chart, pairs_chart
from kneeapp.domain.trial.results import Difference, TrialPair

PAIRS = [
    TrialPair(1, 3, 1),
    TrialPair(2, 1, 2),
    TrialPair(3, 2, 2),
    TrialPair(4, 4, None),
    TrialPair(5, None, None),
]
AHEAD = Difference(mean=1.4, low=0.2, high=2.6, more=0.97, a_point_more=0.7)


def test_both_sessions_of_a_pair_are_joined_in_the_colour_of_who_is_ahead(rows):
    lines = rows(pairs_chart(PAIRS, dark=False), "lines")
    assert [(line["pair"], line["asked"], line["other"]) for line in lines] == [
        (1, 3, 1),
        (2, 1, 2),
        (3, 2, 2),
    ]
    assert [line["colour"] for line in lines] == [
        theme.LIGHT.eased,
        theme.LIGHT.worse,
        theme.LIGHT.same,
    ]


def test_a_session_without_its_other_is_shown_alone(rows):
    chart = pairs_chart(PAIRS, dark=False)
    assert [row["pair"] for row in rows(chart, "asked")] == [1, 2, 3, 4]
    assert [row["pair"] for row in rows(chart, "other")] == [1, 2, 3]


def test_every_relief_and_zero_lie_on_the_axis(layer):
    for points in (-4, 9):
        chart = pairs_chart([TrialPair(1, points, 0)], dark=False)
        low, high = layer(chart, "asked")["encoding"]["y"]["scale"]["domain"]
        assert low < min(points, 0)
        assert high > max(points, 0)


@pytest.mark.parametrize(("low", "high"), [(0.2, 2.6), (-7.5, 1.0), (-0.1, 0.1)])
def test_the_axis_of_the_difference_has_zero_in_its_middle(layer, rows, low, high):
    difference = Difference(mean=(low + high) / 2, low=low, high=high, more=0.5, a_point_more=0.1)
    chart = difference_chart(difference, asked="ball only", other="rest", dark=True)
    left, right = layer(chart, "mean")["encoding"]["x"]["scale"]["domain"]
    assert left == -right
    assert left <= low <= high <= right
    assert rows(chart, "mean")[0]["mean"] == difference.mean


def test_the_side_of_each_is_named(rows):
    chart = difference_chart(AHEAD, asked="ball only", other="rest", dark=False)
    assert "rest" in rows(chart, "left")[0]["text"]
    assert "ball only" in rows(chart, "right")[0]["text"]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("count", [5, 20])
def test_the_charts_are_valid_vega_lite(count, *, dark):
    pairs_chart([TrialPair(n + 1, n % 5, n % 3) for n in range(count)], dark=dark).to_dict()
    difference_chart(AHEAD, asked="a", other="b", dark=dark).to_dict()
