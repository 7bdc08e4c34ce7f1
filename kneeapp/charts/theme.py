"""Theme of all charts: colours, fonts, axes and frame, in light and in dark.

Charts are Vega-Lite specifications made with altair. They are built from JSON text instead of
data frames, because importing pandas takes longer than drawing a page.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import altair as alt

from kneeapp import colours as app_colours
from kneeapp.domain.evidence.progress import RatingChange
from kneeapp.domain.evidence.trend_text import MCID_GENERAL, MCID_KNEECAP
from kneeapp.domain.formats import day_month

Axis = TypeVar("Axis", alt.X, alt.Y)

FONT = "'Atkinson Hyperlegible Next', sans-serif"
LABEL_PX = 13
"""Size of the text in a chart; never below 12, for phones."""

MOST_DAYS_NAMED = 6

AS_GIVEN: dict[str, Any] = {"type": "nominal", "scale": None, "legend": None}
"""For a channel whose field holds the colour, shape or dash itself: no scale, no legend."""

SHAPES = {
    None: "circle",
    RatingChange.EASED: "triangle-down",
    RatingChange.SAME: "diamond",
    RatingChange.WORSE: "triangle-up",
}

WORTH_HAVING = (("worth having", MCID_KNEECAP, 0.5), ("worth having in general", MCID_GENERAL, 1.0))
"""Shaded areas: name, the change in points from which it is shaded, and opacity."""


@dataclass(frozen=True)
class ChartPalette:
    """The colours of one mode; teal and orange can be told apart with colour blindness."""

    paper: str
    ink: str
    quiet: str
    grid: str
    zone: str
    eased: str
    same: str
    worse: str

    def of(self, change: RatingChange | None) -> str:
        """The colour of a change; quiet where there is none."""
        return self.quiet if change is None else str(getattr(self, change))


_COLOURS = {
    "paper": (app_colours.LIGHT.paper, app_colours.DARK.paper),
    "ink": (app_colours.LIGHT.ink, app_colours.DARK.ink),
    "quiet": ("#66716f", "#a3afac"),
    "grid": ("#e4e0d6", "#2c3b39"),
    "zone": ("#dcebe7", "#1d3836"),
    "eased": (app_colours.LIGHT.accent, app_colours.DARK.accent),
    "same": ("#66716f", "#a3afac"),
    "worse": ("#b5541c", "#f0a868"),
}
"""Each colour in the light mode and in the dark one."""

LIGHT, DARK = (
    ChartPalette(**{name: pair[mode] for name, pair in _COLOURS.items()}) for mode in (0, 1)
)


def palette(*, dark: bool) -> ChartPalette:
    return DARK if dark else LIGHT


def framed(layers: Sequence[alt.Chart], *, height: int, dark: bool) -> alt.LayerChart:
    """`layers` as one chart in the app's theme, `height` px high and as wide as its container.

    The autosize "fit-x" keeps labels within that width on a phone; labels of the x axis that
    would overlap are dropped ("greedy").
    """
    colours = palette(dark=dark)
    return alt.LayerChart(
        layer=list(layers),
        width="container",
        height=height,
        background="transparent",
        padding={"left": 0, "right": 4, "top": 4, "bottom": 4},
        autosize={"type": "fit-x", "contains": "padding"},
        config={
            "aria": False,  # screen readers get the page's sentence and table, not each axis
            "font": FONT,
            "axis": {
                "labelFont": FONT,
                "labelFontSize": LABEL_PX,
                "labelColor": colours.quiet,
                "labelPadding": 6,
                "labelOverlap": "greedy",
                "labelSeparation": 8,
                "gridColor": colours.grid,
                "domain": False,
                "ticks": False,
            },
            "axisX": {"grid": False},
            "text": {"font": FONT, "fontSize": LABEL_PX, "color": colours.ink},
            "view": {"stroke": None},
            "mark": {"tooltip": None, "aria": False},  # and not each mark
        },
    )


def layer(
    name: str, values: Iterable[dict[str, Any]], mark: dict[str, Any], **channels: Any
) -> alt.Chart:
    """One mark for each of `values`; `name` has to be unique within the chart.

    The values are passed as JSON text, because altair visits every value of a list several
    times, and with a name, because altair moves unnamed data into a data frame.
    """
    data = {"name": name, "values": json.dumps(list(values)), "format": {"type": "json"}}
    chart: alt.Chart = alt.Chart(data, mark=alt.MarkDef(**mark)).encode(**channels)
    return chart


def diamond(colours: ChartPalette, *, size: int, edge: float, **place: float) -> dict[str, Any]:
    """The mark of an average or a probability, with an edge that parts it from lines under it."""
    return {
        "type": "point",
        "shape": "diamond",
        "size": size,
        "opacity": 1,
        "fill": colours.ink,
        "stroke": colours.paper,
        "strokeWidth": edge,
        **place,
    }


def specification(chart: alt.LayerChart) -> dict[str, Any]:
    """The Vega-Lite specification of `chart`; only tests validate it against the schema."""
    return chart.to_dict(validate=False)


def linear(axis: type[Axis], field: str, low: float, high: float, **labels: Any) -> Axis:
    """An untitled axis from `low` to `high`; without settings for its labels it is not drawn."""
    return axis(
        field=field,
        type="quantitative",
        title=None,
        scale={"domain": [low, high], "nice": False},
        axis=labels or None,
    )


def rating(field: str) -> alt.Y:
    """The vertical axis of a rating 0-10."""
    # Beyond 0 and 10, so that marks at both ends are drawn whole.
    return linear(alt.Y, field, -0.8, 10.4, values=[0, 2, 4, 6, 8, 10])


def calendar(first: date, last: date, *, padding: int, **labels: Any) -> alt.X:
    """The horizontal axis of the days from `first` to `last`, with `padding` px at both ends."""
    return alt.X(
        field="day",
        type="temporal",
        title=None,
        scale={"domain": [midnight(first), midnight(last)], "padding": padding},
        axis={"format": "%-d %b", "tickCount": MOST_DAYS_NAMED, **labels},
    )


def places(days: Sequence[date], *, least: int = 1) -> alt.X:
    """Sessions side by side in the order of `days`, numbered from 1; some are named below."""
    names = [day_month(day) for day in days]
    step = max(1, -(-len(days) // MOST_DAYS_NAMED))
    return linear(
        alt.X,
        "n",
        0.4,
        max(len(days), least) + 0.6,
        values=list(range(1, len(days) + 1, step)),
        labelExpr=f"{names}[datum.value - 1]",
        labelPadding=12,
    )


def midnight(day: date) -> str:
    """Midnight of `day` without an offset, so that browsers in any time zone show the same day."""
    return f"{day:%Y-%m-%d}T00:00:00"


def zone(bounds: tuple[int, int], *, dark: bool) -> alt.Chart:
    """The shaded part of the 0-10 axis, slightly wider so that its end ratings lie inside."""
    low, high = bounds
    return layer(
        "zone",
        [{"low": low - 0.4, "high": high + 0.4}],
        {"type": "rect", "color": palette(dark=dark).zone},
        y=rating("low"),
        y2=alt.Y2(field="high"),
    )
