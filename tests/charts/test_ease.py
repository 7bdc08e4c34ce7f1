"""The picture of how long spots took to ease."""

from datetime import UTC, datetime

import pytest

from kneeapp.charts.ease import ease_chart
from kneeapp.domain.routine.ease_times import EaseTimes
from kneeapp.domain.routine.spots import Spot

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize("dark", [False, True])
def test_each_spot_has_its_dot_and_a_left_one_is_hollow(dark, rows):
    eased = Spot(start_s=0, worked_s=30, eased=True)
    left = Spot(start_s=40, worked_s=90, eased=False)
    chart = ease_chart([EaseTimes(AT, (eased, left))], dark=dark)
    first, second = rows(chart, "spots")
    assert (first["seconds"], first["fill"]) == (30, first["stroke"])
    assert (second["seconds"], second["fill"] == second["stroke"]) == (90, False)
    assert [row["seconds"] for row in rows(chart, "medians")] == [30]


def test_a_session_where_nothing_eased_has_no_middle(rows):
    left = Spot(start_s=0, worked_s=90, eased=False)
    assert rows(ease_chart([EaseTimes(AT, (left,))], dark=False), "medians") == []
