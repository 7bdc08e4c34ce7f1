"""Where is the knee over the weeks? First ratings, apart from the lift after each session."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import altair as alt

from kneeapp.charts import theme
from kneeapp.domain.progress import FirstRating

SHORTEST = timedelta(days=14)
"""Time the axis covers at least, so that a few days do not look like a course."""


def trend_chart(ratings: Sequence[FirstRating], *, dark: bool, height: int = 280) -> alt.LayerChart:
    """A dot for each first rating, and the running median as a line with its last value."""
    colours = theme.palette(dark=dark)
    at = {"x": _days(ratings), "y": theme.rating("value")}
    dots = [{"day": _day(rating.at), "value": rating.value} for rating in ratings]
    middles = [
        {"day": _day(rating.at), "value": rating.middle, "text": f"{rating.middle:g}"}
        for rating in ratings
        if rating.middle is not None
    ]
    dot = {"type": "circle", "size": 80, "color": colours.eased, "opacity": 0.65}
    line = {"type": "line", "strokeWidth": 3, "color": colours.ink, "strokeJoin": "round"}
    figure = {"type": "text", "dy": -14, "fontSize": 16, "fontWeight": "bold"}
    layers = [
        theme.layer("dots", dots, dot, **at),
        theme.layer("middles", middles, line, **at),
        theme.layer("now", middles[-1:], figure, **at, text=alt.Text(field="text", type="nominal")),
    ]
    return theme.framed(layers, height=height, dark=dark)


def _days(ratings: Sequence[FirstRating]) -> alt.X:
    first = ratings[0].at
    last = max(ratings[-1].at, first + SHORTEST)
    return alt.X(
        field="day",
        type="temporal",
        title=None,
        scale={"domain": [_day(first), _day(last)], "padding": 12},
        axis={"format": "%-d %b", "tickCount": theme.MOST_DAYS_NAMED},
    )


def _day(at: datetime) -> str:
    """The day on the person's calendar, without an offset, so that every browser shows the same."""
    return f"{at:%Y-%m-%d}T00:00:00"
