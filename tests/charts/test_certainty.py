import pytest

from kneeapp.charts.certainty import certainty_chart
from kneeapp.domain.evidence.verdicts import figures


def drawn(points: list[int], *, asked: float = 0.9, dark: bool = False):
    return certainty_chart(figures(points), asked, little="ruled out", dark=dark)


@pytest.mark.parametrize("asked", [0.97, 0.90])
def test_the_filled_ends_begin_at_what_is_asked(asked: float, rows):
    little, helps = rows(drawn([2, 1] * 4, asked=asked), "ends")
    assert (little["at"], little["to"]) == (0, pytest.approx(1 - asked))
    assert (helps["at"], helps["to"]) == (pytest.approx(asked), 1)


@pytest.mark.parametrize(("points", "end"), [([3] * 8, 1), ([0] * 8, 0)])
def test_a_verdict_is_marked_within_the_end_it_stands_for(points: list[int], end: int, rows):
    chart = drawn(points)
    filled = rows(chart, "ends")[end]
    assert filled["at"] <= rows(chart, "sureness")[0]["at"] <= filled["to"]


def test_both_ends_and_the_middle_are_named(rows):
    chart = drawn([2, 1, 3])
    names = [rows(chart, f"name {align}")[0]["name"] for align in ("left", "center", "right")]
    assert names == ["ruled out", "not known yet", "it helps"]


@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_is_valid_vega_lite(*, dark: bool):
    drawn([2, 1, 3, 2], dark=dark).to_dict()
