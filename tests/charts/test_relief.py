import pytest

from kneeapp.charts.relief import average_chart, relief_chart
from kneeapp.domain.evidence.verdicts import figures

SERIES = [[2, 2], [0] * 20, [10] * 30, [-10, 10], [1, 2, 3, -1, 0, 2] * 40]


def test_there_is_a_dot_for_each_session_and_equal_ones_are_stacked(rows):
    chart = relief_chart([2, 0, 2, -1], None, dark=False)
    assert [(row["points"], row["row"]) for row in rows(chart, "sessions")] == [
        (-1, 1),
        (0, 1),
        (2, 1),
        (2, 2),
    ]


def test_the_average_lies_within_its_interval(rows):
    figures_shown = figures([2, 1, 3, 2, 0, 2])
    for chart in (
        average_chart(figures_shown, dark=False),
        relief_chart([2], figures_shown, dark=False),
    ):
        (row,) = rows(chart, "average")
        assert (row["points"], row["low"], row["high"]) == (
            figures_shown.mean,
            figures_shown.low,
            figures_shown.high,
        )


def test_no_change_and_the_minimal_change_are_marked(rows):
    chart = average_chart(figures([2, 1, 3]), dark=False)
    assert rows(chart, "no change") == [{"points": 0}]
    assert rows(chart, "cut") == [{"points": 1.0}]


def test_a_change_worth_having_is_shaded_from_its_sources_points_on(rows):
    chart = relief_chart([2], None, dark=False)
    assert rows(chart, "worth having")[0]["points"] == 1.2
    assert rows(chart, "worth having in general")[0]["points"] == 2


@pytest.mark.parametrize("points", SERIES)
def test_everything_lies_on_the_axis(points: list[int], layer):
    figures_shown = figures(points)
    low, high = layer(relief_chart(points, figures_shown, dark=False), "sessions")["encoding"]["x"][
        "scale"
    ]["domain"]
    assert low < min(*points, figures_shown.low)
    assert high > max(*points, figures_shown.high)


@pytest.mark.parametrize("points", SERIES)
@pytest.mark.parametrize("dark", [False, True])
def test_both_charts_are_valid_vega_lite(points: list[int], *, dark: bool):
    figures_shown = figures(points)
    average_chart(figures_shown, dark=dark).to_dict()
    relief_chart(points, figures_shown, dark=dark).to_dict()
