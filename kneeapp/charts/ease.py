"""Ease chart: how long the spots of one place took to ease, over the weeks."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import altair as alt

from kneeapp.charts import theme
from kneeapp.domain.routine.ease_times import EaseTimes
from kneeapp.domain.routine.spots import SPOT_MS

SHORTEST = timedelta(days=14)
"""Least time on the axis, so that a few days do not look like a trend."""


def ease_chart(times: Sequence[EaseTimes], *, dark: bool, height: int = 150) -> alt.LayerChart:
    """A dot for each spot, hollow where it was left, and a line through each session's median."""
    colours = theme.palette(dark=dark)
    first, last = times[0].at.date(), times[-1].at.date()
    x = theme.calendar(first, max(last, first + SHORTEST), padding=14, labelSeparation=12)
    whole_s = SPOT_MS // 1000
    y = theme.linear(alt.Y, "seconds", 0, whole_s + 5, values=[0, 30, 60, whole_s])
    dots = [
        {
            "day": theme.midnight(session.at.date()),
            "seconds": spot.worked_s,
            "fill": colours.eased if spot.eased else colours.paper,
            "stroke": colours.eased if spot.eased else colours.worse,
        }
        for session in times
        for spot in session.spots
    ]
    medians = [
        {"day": theme.midnight(session.at.date()), "seconds": session.typical_s}
        for session in times
        if session.typical_s is not None
    ]
    line = {"type": "line", "strokeWidth": 2, "color": colours.ink}
    dot: dict[str, Any] = {"type": "point", "size": 45, "opacity": 0.9}
    layers = [
        theme.layer("medians", medians, line, x=x, y=y),
        theme.layer(
            "spots",
            dots,
            dot,
            x=x,
            y=y,
            fill=alt.Fill(field="fill", **theme.AS_GIVEN),
            stroke=alt.Stroke(field="stroke", **theme.AS_GIVEN),
        ),
    ]
    return theme.framed(layers, height=height, dark=dark)
