import pytest

from kneeapp.charts.trace import trace_chart
from kneeapp.domain.areas import Area
from kneeapp.domain.routine.sessions import StepDone
from kneeapp.domain.sides import Side


def step(n: int, area: Area, side: Side, *trace: int | None) -> StepDone:
    return StepDone(n, area, side, "ball", 285, len(trace) * 5, trace=trace)


STEPS = [
    step(0, Area.GLUTEUS_MEDIUS, Side.LEFT, *[None, 7, 6] * 4),
    step(1, Area.GLUTEUS_MEDIUS, Side.RIGHT, *[4] * 6),
    step(2, Area.ILIOTIBIAL_BAND, Side.LEFT, *[5, 3] * 6),
]


def drawn(dark: bool = False):
    return trace_chart(STEPS, dark=dark, zone=(3, 5))


def test_steps_follow_one_another_in_minutes_of_work(rows):
    heads = rows(drawn(), "names")
    assert [head["minute"] for head in heads] == [0, 1, 1.5]
    assert [row["minute"] for row in rows(drawn(), "borders")] == [1, 1.5]


def test_each_step_is_named_by_place_and_side(rows):
    assert [head["name"] for head in rows(drawn(), "names")] == [
        ["Outer hip", "left"],
        ["Outer hip", "right"],
        ["Outer thigh", "left"],
    ]


def test_a_gap_in_the_ratings_stays_a_gap(rows):
    points = rows(drawn(), "points")
    assert [point["value"] for point in points[:4]] == [None, 7, 6, None]
    assert [point["step"] for point in points] == [0] * 12 + [1] * 6 + [2] * 12


def test_the_place_to_work_is_shaded(rows):
    assert rows(drawn(), "zone") == [{"low": 2.6, "high": 5.4}]


@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_is_valid_vega_lite(*, dark: bool):
    drawn(dark).to_dict()
