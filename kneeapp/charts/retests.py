"""Retest chart: results of a home test over time, with published reference values."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from kneeapp.charts import theme
from kneeapp.domain.screening.retests import ACTIVITIES, Reference, RetestResult

SHORTEST = timedelta(days=28)
"""Least time on the axis, so that a few days do not look like a trend."""

HEIGHT_PX = 200
SHAPES = {"circle": "●", "square": "■", "triangle-up": "▲", "diamond": "◆", "cross": "✚"}
"""The shapes of dots of each side or activity, with the same shape as a character."""

MOST_ACTIVITY = 10
ROOM = 1.12
"""How far the axis reaches above the highest value."""


def retest_chart(
    results: Sequence[RetestResult], references: Iterable[Reference], *, dark: bool
) -> alt.LayerChart:
    """A line with dots for each side or activity of one test, with the shapes of `signs`.

    `references` are dashed lines. The axis begins at 0, in the test's unit.
    """
    colours = theme.palette(dark=dark)
    reference_rows = [{"value": reference.value} for reference in references]
    names = list(dict.fromkeys(result.of for result in results))
    rows = [_row(result, names, colours) for result in results]
    whole_scale = [{"value": MOST_ACTIVITY}] if results[0].test == ACTIVITIES else []
    at: dict[str, Any] = {
        "x": _days([result.day for result in results]),
        "y": _values(rows + reference_rows + whole_scale),
    }
    series = {
        "color": alt.Color(field="colour", **theme.AS_GIVEN),
        "detail": alt.Detail(field="of", type="nominal"),
    }
    dot = {"type": "point", "filled": True, "size": 90, "opacity": 1}
    rule = {"type": "rule", "color": colours.ink, "strokeDash": [5, 4]}
    layers = [
        theme.layer("references", reference_rows, rule, y=at["y"]),
        theme.layer("lines", rows, {"type": "line", "strokeWidth": 2}, **at, **series),
        theme.layer(
            "dots", rows, dot, **at, **series, shape=alt.Shape(field="shape", **theme.AS_GIVEN)
        ),
    ]
    return theme.framed(layers, height=HEIGHT_PX, dark=dark)


def signs(results: Iterable[RetestResult]) -> dict[str, str]:
    """The shape of each side or activity as a character; empty for a test without either."""
    names = dict.fromkeys(result.of for result in results if result.of)
    return dict(zip(names, SHAPES.values(), strict=False))


def _row(result: RetestResult, names: Sequence[str], colours: theme.ChartPalette) -> dict[str, Any]:
    n = names.index(result.of)
    return {
        "day": theme.midnight(result.day),
        "value": result.value,
        "of": result.of,
        "colour": (colours.eased, colours.worse, colours.ink, colours.quiet)[n % 4],
        "shape": list(SHAPES)[n % len(SHAPES)],
    }


def _days(days: Sequence[date]) -> alt.X:
    first, last = min(days), max(*days, min(days) + SHORTEST)
    return theme.calendar(first, last, padding=14, labelSeparation=12)


def _values(rows: Sequence[dict[str, Any]]) -> alt.Y:
    highest = max(row["value"] for row in rows)
    return theme.linear(alt.Y, "value", 0, ROOM * highest or 1, tickCount=5)
