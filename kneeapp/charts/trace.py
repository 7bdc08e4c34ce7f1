"""Trace chart: the tenderness of each spot through one session."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

import altair as alt

from kneeapp.charts import theme
from kneeapp.domain.routine.sessions import TRACE_EVERY_S, StepDone

NAMES_PX = 40
"""Space above the plot for the two lines of a step's name."""


def trace_chart(
    steps: Sequence[StepDone], *, dark: bool, zone: tuple[int, int], height: int = 260
) -> alt.LayerChart:
    """The tenderness (0-10) of `steps` in sequence, in minutes of work; `zone` is shaded."""
    colours = theme.palette(dark=dark)
    # Where each step begins on the axis, in minutes, and where the last one ends.
    minutes_rated = (len(step.trace) * TRACE_EVERY_S / 60 for step in steps)
    starts = list(accumulate(minutes_rated, initial=0.0))
    minutes = "datum.value + ' min'"
    x = theme.linear(alt.X, "minute", 0, starts[-1], tickCount=6, tickMinStep=1, labelExpr=minutes)
    y = theme.rating("value")
    heads = [
        {"minute": start, "name": [step.area.place, step.side.value]}
        for step, start in zip(steps, starts, strict=False)
    ]
    points = [point for n, step in enumerate(steps) for point in _points(n, step, starts[n])]
    border = {"type": "rule", "color": colours.quiet, "strokeDash": [2, 3]}
    line = {
        "type": "line",
        "interpolate": "step-before",
        "strokeWidth": 2.5,
        "color": colours.eased,
    }
    name = {
        "type": "text",
        "align": "left",
        "baseline": "top",
        "dx": 3,
        "y": -NAMES_PX,
        "lineHeight": NAMES_PX / 2.5,
    }
    layers = [
        theme.zone(zone, dark=dark),
        theme.layer("borders", heads[1:], border, x=x),
        theme.layer(
            "points", points, line, x=x, y=y, detail=alt.Detail(field="step", type="nominal")
        ),
        theme.layer("names", heads, name, x=x, text=alt.Text(field="name", type="nominal")),
    ]
    return theme.framed(layers, height=height, dark=dark)


def _points(n: int, step: StepDone, start: float) -> Iterator[dict[str, Any]]:
    for place, value in enumerate(step.trace, 1):
        yield {"step": n, "minute": start + place * TRACE_EVERY_S / 60, "value": value}
