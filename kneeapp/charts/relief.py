"""Relief charts: points of relief, with no change and the minimal important change marked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil, floor
from typing import Any

import altair as alt

from kneeapp.charts import theme
from kneeapp.domain.evidence.sequential_looks import MIN_CHANGE
from kneeapp.domain.evidence.verdicts import Figures

LEAST, MOST = -2, 4
"""The axis covers at least these points."""

ROW_PX = 15
FEWEST_ROWS, MOST_ROWS = 3, 12
"""Least and largest number of stacked dots at full size; more are drawn smaller."""

AVERAGE_ROW = -0.6
"""The row of the average, below the dots."""


def average_chart(figures: Figures, *, dark: bool) -> alt.LayerChart:
    """The average relief with its interval, a line at no change and a dashed one at MIN_CHANGE."""
    colours = theme.palette(dark=dark)
    x = _points([figures.low, figures.high])
    cut = {"type": "rule", "color": colours.ink, "strokeDash": [4, 3]}
    layers = [
        _no_change(x, colours),
        theme.layer("cut", [{"points": MIN_CHANGE}], cut, x=x),
        *_average(figures, x, _rows(0), colours),
    ]
    return theme.framed(layers, height=3 * ROW_PX, dark=dark)


def relief_chart(points: Sequence[int], figures: Figures | None, *, dark: bool) -> alt.LayerChart:
    """A dot for the relief of each session (`points`), and below them the average, if given.

    Shaded from the minimal important change for pain behind the kneecap, darker from that for
    pain in general.
    """
    colours = theme.palette(dark=dark)
    x = _points([*points, *((figures.low, figures.high) if figures else ())])
    tallest = max(Counter(points).values(), default=1)
    places = max(tallest, FEWEST_ROWS)
    full_rows = min(places, MOST_ROWS)
    dot = {
        "type": "circle",
        "opacity": 1,
        "size": 120 * (full_rows / places) ** 2,
        "color": colours.eased,
    }
    y = _rows(places)
    layers = [
        *_worth_having(x, colours),
        _no_change(x, colours),
        theme.layer("sessions", _stacked(points), dot, x=x, y=y),
        *(_average(figures, x, y, colours) if figures else ()),
    ]
    return theme.framed(layers, height=ROW_PX * (full_rows + 3), dark=dark)


def _points(values: Sequence[float]) -> alt.X:
    """The axis of relief in points, wide enough for `values`; left of 0 is more pain."""
    low = min([LEAST, *map(floor, values)])
    high = max([MOST, *map(ceil, values)])
    more_or_less = f"datum.value === {low} ? ' more' : datum.value === {high} ? ' less' : ''"
    return theme.linear(
        alt.X,
        "points",
        low - 0.5,
        high + 0.5,
        values=list(range(low, high + 1)),
        labelExpr=f"abs(datum.value) + ({more_or_less})",
    )


def _rows(places: int) -> alt.Y:
    """The axis of stacked dots from 1 to `places`, with room for the average below them."""
    return theme.linear(alt.Y, "row", AVERAGE_ROW - 0.9, places + 0.7)


def _stacked(points: Sequence[int]) -> Iterator[dict[str, Any]]:
    for value, count in sorted(Counter(points).items()):
        for row in range(1, count + 1):
            yield {"points": value, "row": row}


def _no_change(x: alt.X, colours: theme.ChartPalette) -> alt.Chart:
    rule = {"type": "rule", "color": colours.ink, "strokeWidth": 1.5}
    return theme.layer("no change", [{"points": 0}], rule, x=x)


def _worth_having(x: alt.X, colours: theme.ChartPalette) -> list[alt.Chart]:
    end = x["scale"]["domain"][1]
    return [
        theme.layer(
            name,
            [{"points": points, "end": end}],
            {"type": "rect", "color": colours.zone, "opacity": opacity},
            x=x,
            x2=alt.X2(field="end"),
        )
        for name, points, opacity in theme.WORTH_HAVING
    ]


def _average(figures: Figures, x: alt.X, y: alt.Y, colours: theme.ChartPalette) -> list[alt.Chart]:
    row = [{"points": figures.mean, "low": figures.low, "high": figures.high, "row": AVERAGE_ROW}]
    reach = x.copy()
    reach["field"] = "low"
    line = {"type": "rule", "color": colours.ink, "strokeWidth": 3}
    mark = theme.diamond(colours, size=170, edge=1.5)
    return [
        theme.layer("interval", row, line, x=reach, x2=alt.X2(field="high"), y=y),
        theme.layer("average", row, mark, x=x, y=y),
    ]
