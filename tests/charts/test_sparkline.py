import re
import xml.etree.ElementTree as ET

import pytest

from kneeapp.charts.sparkline import HEIGHT, WIDTH, level_sparkline, relief_sparkline
from kneeapp.charts.theme import palette


def bars(svg: str) -> list[dict[str, str]]:
    root = ET.fromstring(svg)
    return [one.attrib for one in root if one.tag.endswith("rect")]


def test_relief_is_drawn_below_the_line_and_more_pain_above() -> None:
    eased, same, worse = bars(relief_sparkline((2, 0, -3), dark=False))
    assert float(eased["y"]) == HEIGHT / 2
    assert float(same["height"]) == 0
    assert float(worse["y"]) + float(worse["height"]) == pytest.approx(HEIGHT / 2, abs=0.1)
    assert (eased["fill"], worse["fill"]) == (palette(dark=False).eased, palette(dark=False).worse)


@pytest.mark.parametrize("points", [(), (10,), (-10,) * 16, (10,) * 16])
def test_every_bar_lies_within_the_picture(points: tuple[int, ...]) -> None:
    rects = bars(relief_sparkline(points, dark=True))
    assert len(rects) == len(points)
    for rect in rects:
        assert 0 <= float(rect["x"]) <= WIDTH - float(rect["width"])
        assert 0 <= float(rect["y"]) <= HEIGHT - float(rect["height"])


@pytest.mark.parametrize("ratings", [(0,), (10,), (0, 10), tuple(range(11)) * 3])
def test_the_line_ends_in_a_dot_at_the_newest_rating(ratings: tuple[int, ...]) -> None:
    svg = level_sparkline(ratings, dark=False)
    [dot] = [one for one in ET.fromstring(svg) if one.tag.endswith("circle")]
    x, y = float(dot.attrib["cx"]), float(dot.attrib["cy"])
    assert 0 < x < WIDTH
    assert 0 < y < HEIGHT
    assert re.search(rf"{x:.1f} {y:.1f}\"", svg)
    assert (y < HEIGHT / 2) is (ratings[-1] > 5)
