"""The picture of a repeated home test."""

from datetime import date

import pytest

from kneeapp.charts.retests import retest_chart, signs
from kneeapp.charts.theme import specification
from kneeapp.domain.screening.retests import ACTIVITIES, Reference, RetestResult

MARCH = [date(2026, 3, day) for day in (2, 30)]
BOTH = [
    RetestResult("knee_to_wall", day, value, side)
    for day, value in zip(MARCH, (8.0, 10.0), strict=True)
    for side in ("left", "right")
]


@pytest.mark.parametrize("dark", [False, True])
def test_each_side_has_its_own_shape_and_every_result_its_dot(dark, rows):
    dots = rows(retest_chart(BOTH, (), dark=dark), "dots")
    assert [(dot["value"], dot["of"]) for dot in dots] == [(one.value, one.of) for one in BOTH]
    assert {dot["of"]: dot["shape"] for dot in dots} == {"left": "circle", "right": "square"}
    assert signs(BOTH) == {"left": "●", "right": "■"}


def test_a_published_reference_is_a_dashed_line(rows):
    chart = retest_chart(BOTH, (Reference(9, "short below", "practice"),), dark=False)
    assert rows(chart, "references") == [{"value": 9}]


def test_a_test_without_sides_needs_no_sign():
    assert signs([RetestResult("chair_stand", MARCH[0], 12)]) == {}


def test_activities_stand_on_their_whole_scale_and_a_result_of_zero_is_drawn(rows):
    low = [RetestResult(ACTIVITIES, MARCH[0], 0, "Stairs")]
    spec = specification(retest_chart(low, (), dark=False))
    assert spec["layer"][0]["encoding"]["y"]["scale"]["domain"][1] > 10
    none = [RetestResult("chair_stand", MARCH[0], 0)]
    assert rows(retest_chart(none, (), dark=False), "dots")[0]["value"] == 0
