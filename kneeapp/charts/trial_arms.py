"""Trial chart of several arms: the relief in each session, arm by arm, and its mean."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import altair as alt

from kneeapp.charts import theme

ROW_PX = 64
LEAST, MOST = -2, 4
"""The axis covers at least these points."""


class ArmRow(NamedTuple):
    """An arm's name, the relief of its sessions in points, and whether it was shown to be ahead."""

    name: str
    relief: Sequence[int]
    shown: bool


def arms_chart(arms: Sequence[ArmRow], *, dark: bool) -> alt.LayerChart:
    """A row for each arm: a dot for each relief, larger for more sessions, and the mean."""
    colours = theme.palette(dark=dark)
    points = [value for arm in arms for value in arm.relief]
    low, high = min([LEAST, *points]), max([MOST, *points])
    more_or_less = f"datum.value === {low} ? ' more' : datum.value === {high} ? ' less' : ''"
    x = theme.linear(
        alt.X,
        "points",
        low - 0.5,
        high + 0.5,
        values=list(range(low, high + 1)),
        labelExpr=f"abs(datum.value) + ({more_or_less})",
    )
    y = theme.linear(alt.Y, "row", len(arms) - 0.3, -0.7, values=[], grid=False)
    dots = [
        {
            "row": row,
            "points": value,
            "sessions": count,
            "colour": colours.eased if arm.shown else colours.same,
        }
        for row, arm in enumerate(arms)
        for value, count in sorted(Counter(arm.relief).items())
    ]
    means = [
        {"row": row, "points": sum(arm.relief) / len(arm.relief)}
        for row, arm in enumerate(arms)
        if arm.relief
    ]
    names = [
        {"row": row - 0.45, "points": low - 0.4, "name": arm.name} for row, arm in enumerate(arms)
    ]
    size = alt.Size(
        field="sessions",
        type="quantitative",
        legend=None,
        scale=alt.Scale(rangeMin=60, rangeMax=420),
    )
    layers = [
        theme.layer("none", [{"points": 0}], {"type": "rule", "color": colours.quiet}, x=x),
        theme.layer(
            "sessions",
            dots,
            {"type": "circle", "opacity": 1},
            x=x,
            y=y,
            size=size,
            color=alt.Color(field="colour", **theme.AS_GIVEN),
        ),
        theme.layer("means", means, theme.diamond(colours, size=260, edge=2), x=x, y=y),
        theme.layer(
            "names",
            names,
            {"type": "text", "align": "left", "fontWeight": "bold", "color": colours.ink},
            x=x,
            y=y,
            text=alt.Text(field="name", type="nominal"),
        ),
    ]
    return theme.framed(layers, height=ROW_PX * len(arms), dark=dark)
