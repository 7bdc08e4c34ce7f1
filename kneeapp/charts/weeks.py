"""Weeks chart: sessions per week as bars, with the target."""

from collections.abc import Sequence

import altair as alt

from kneeapp.charts import theme
from kneeapp.domain.evidence.progress import SessionWeek

LEAST_PLACES = 4
FIGURES_FROM_PX = 14


def weeks_chart(
    weeks: Sequence[SessionWeek], *, target: int, dark: bool, height: int = 220
) -> alt.LayerChart:
    """A bar for each week, filled where the target was reached, and the target as a line."""
    colours = theme.palette(dark=dark)
    place = f"(width / {max(len(weeks), LEAST_PLACES)})"
    x = theme.places([week.monday for week in weeks], least=LEAST_PLACES)
    y = _sessions(max(target, *(week.sessions for week in weeks)), target, colours)
    rows = [
        {
            "n": n,
            "sessions": week.sessions,
            "fill": colours.eased if week.sessions >= target else colours.zone,
        }
        for n, week in enumerate(weeks, 1)
    ]
    bar = {
        "type": "bar",
        "width": {"expr": f"clamp(0.66 * {place}, 2, 44)"},
        "stroke": colours.eased,
        "strokeWidth": 1,
        "cornerRadiusEnd": 3,
    }
    figure = {
        "type": "text",
        "dy": -9,
        "text": {"expr": f"{place} < {FIGURES_FROM_PX} ? '' : datum.sessions"},
    }
    aim = {"type": "rule", "color": colours.ink, "strokeDash": [5, 4]}
    layers = [
        theme.layer("bars", rows, bar, x=x, y=y, fill=alt.Fill(field="fill", **theme.AS_GIVEN)),
        theme.layer("target", [{"sessions": target}], aim, y=y),
        theme.layer("figures", rows, figure, x=x, y=y),
    ]
    return theme.framed(layers, height=height, dark=dark)


def _sessions(most: int, target: int, colours: theme.ChartPalette) -> alt.Y:
    return theme.linear(
        alt.Y,
        "sessions",
        0,
        most + 0.8,
        values=[target],
        labelExpr="'target ' + datum.value",
        labelColor=colours.ink,
        grid=False,
    )
