"""The picture of a trial of several arms."""

import pytest

from kneeapp.charts import theme
from kneeapp.charts.trial_arms import ArmRow, arms_chart

ARMS = [ArmRow("Ball only", (3, 3, 1), shown=True), ArmRow("Rest", (0, -1), shown=False)]


def test_each_relief_is_a_dot_in_the_row_of_its_arm_larger_for_more_sessions(rows):
    dots = rows(arms_chart(ARMS, dark=False), "sessions")
    assert [(dot["row"], dot["points"], dot["sessions"]) for dot in dots] == [
        (0, 1, 1),
        (0, 3, 2),
        (1, -1, 1),
        (1, 0, 1),
    ]
    assert [dot["colour"] for dot in dots[1:3]] == [theme.LIGHT.eased, theme.LIGHT.same]


def test_the_mean_of_each_arm_is_marked_and_each_arm_named(rows):
    chart = arms_chart([*ARMS, ArmRow("Roller only", (), shown=False)], dark=True)
    assert [row["points"] for row in rows(chart, "means")] == [pytest.approx(7 / 3), -0.5]
    assert [row["name"] for row in rows(chart, "names")] == ["Ball only", "Rest", "Roller only"]


@pytest.mark.parametrize("points", [-7, 9])
def test_every_relief_lies_on_the_axis(layer, points):
    chart = arms_chart([ArmRow("Ball only", (points,), shown=False)], dark=False)
    low, high = layer(chart, "sessions")["encoding"]["x"]["scale"]["domain"]
    assert low < points < high
