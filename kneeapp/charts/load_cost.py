"""Load chart: a dot for each day, its load across and the rating of the next morning upwards."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from kneeapp.charts import theme
from kneeapp.domain.load.day_load import SCALES
from kneeapp.domain.load.load_cost import LoadCost


def load_cost_chart(
    cost: LoadCost, days: Sequence[tuple[int, int]], *, dark: bool, height: int = 190
) -> alt.LayerChart:
    """`days` (amount, next morning 0-10) as dots; those over the cut filled, a line at the cut."""
    colours, scale = theme.palette(dark=dark), SCALES[cost.kind]
    most = max(amount for amount, _ in days) / scale.divisor
    x = theme.linear(alt.X, "amount", 0, most * 1.05 or 1, format=",~r", tickCount=6)
    y = theme.rating("morning")
    dots = [
        {
            "amount": amount / scale.divisor,
            "morning": morning,
            "fill": colours.eased if amount > cost.cut else colours.paper,
            "stroke": colours.eased,
        }
        for amount, morning in days
    ]
    dot: dict[str, Any] = {"type": "point", "size": 60, "opacity": 0.85}
    rule = {"type": "rule", "strokeDash": [4, 4], "color": colours.ink}
    layers = [
        theme.layer("cut", [{"amount": cost.cut / scale.divisor}], rule, x=x),
        theme.layer(
            "days",
            dots,
            dot,
            x=x,
            y=y,
            fill=alt.Fill(field="fill", **theme.AS_GIVEN),
            stroke=alt.Stroke(field="stroke", **theme.AS_GIVEN),
        ),
    ]
    return theme.framed(layers, height=height, dark=dark)
