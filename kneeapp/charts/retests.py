"""Where does a home test go? Its results over the weeks beside what is published."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from kneeapp.charts import theme
from kneeapp.domain.screening.retests import ACTIVITIES, Reference, RetestResult

SHORTEST = timedelta(days=28)
"""Time the axis covers at least, so that a few days do not look like a course."""

HEIGHT_PX = 200
SHAPES = {"circle": "●", "square": "■", "triangle-up": "▲", "diamond": "◆", "cross": "✚"}
"""The shape of each side's or activity's dots, and its sign in words."""

MOST_ACTIVITY = 10
ROOM = 1.12
"""How far the axis reaches above the highest value."""


def retest_chart(
    results: Sequence[RetestResult], references: Iterable[Reference], *, dark: bool
) -> alt.LayerChart:
    """A line and dots for each side or activity of one test, told apart as in `signs`;
    `references` are dashed. The axis begins at 0, in the test's unit.
    """
    colours = theme.palette(dark=dark)
    held = [{"value": one.value} for one in references]
    names = list(dict.fromkeys(one.of for one in results))
    rows = [_row(one, names, colours) for one in results]
    whole_scale = [{"value": MOST_ACTIVITY}] if results[0].test == ACTIVITIES else []
    at: dict[str, Any] = {
        "x": _days([one.day for one in results]),
        "y": _values(rows + held + whole_scale),
    }
    series = {
        "color": alt.Color(field="colour", **theme.AS_GIVEN),
        "detail": alt.Detail(field="of", type="nominal"),
    }
    dot = {"type": "point", "filled": True, "size": 90, "opacity": 1}
    rule = {"type": "rule", "color": colours.ink, "strokeDash": [5, 4]}
    layers = [
        theme.layer("references", held, rule, y=at["y"]),
        theme.layer("lines", rows, {"type": "line", "strokeWidth": 2}, **at, **series),
        theme.layer(
            "dots", rows, dot, **at, **series, shape=alt.Shape(field="shape", **theme.AS_GIVEN)
        ),
    ]
    return theme.framed(layers, height=HEIGHT_PX, dark=dark)


def signs(results: Iterable[RetestResult]) -> dict[str, str]:
    """The sign of each side or activity; empty where a test has only one result a day."""
    names = dict.fromkeys(one.of for one in results if one.of)
    return dict(zip(names, SHAPES.values(), strict=False))


def _row(one: RetestResult, names: Sequence[str], colours: theme.ChartPalette) -> dict[str, Any]:
    n = names.index(one.of)
    return {
        "day": theme.midnight(one.day),
        "value": one.value,
        "of": one.of,
        "colour": (colours.eased, colours.worse, colours.ink, colours.quiet)[n % 4],
        "shape": list(SHAPES)[n % len(SHAPES)],
    }


def _days(days: Sequence[date]) -> alt.X:
    first, last = min(days), max(*days, min(days) + SHORTEST)
    return alt.X(
        field="day",
        type="temporal",
        title=None,
        scale={"domain": [theme.midnight(first), theme.midnight(last)], "padding": 14},
        axis={"format": "%-d %b", "tickCount": theme.MOST_DAYS_NAMED, "labelSeparation": 12},
    )


def _values(rows: Sequence[dict[str, Any]]) -> alt.Y:
    highest = max(row["value"] for row in rows)
    return alt.Y(
        field="value",
        type="quantitative",
        title=None,
        scale={"domain": [0, ROOM * highest or 1], "nice": False},
        axis={"tickCount": 5},
    )
