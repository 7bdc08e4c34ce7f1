"""The load chart: a dot a day, told apart at the cut."""

import pytest

from kneeapp.charts.load_cost import load_cost_chart
from kneeapp.domain.load.day_load import LoadKind
from kneeapp.domain.load.load_cost import CostSays, LoadCost


@pytest.mark.parametrize("dark", [False, True])
def test_each_day_is_a_dot_in_the_unit_of_its_load_and_the_cut_is_a_line(dark, rows):
    cost = LoadCost(LoadKind.SITTING, 3, CostSays.CANNOT_TELL, 360, 1, 0.2, -0.4, 0.8)
    chart = load_cost_chart(cost, [(240, 2), (360, 3), (480, 5)], dark=dark)
    days = rows(chart, "days")
    assert [(day["amount"], day["morning"]) for day in days] == [(4, 2), (6, 3), (8, 5)]
    assert [day["fill"] == day["stroke"] for day in days] == [False, False, True]
    assert [row["amount"] for row in rows(chart, "cut")] == [6]
