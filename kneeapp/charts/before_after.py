"""Before-and-after chart: each session as a line from its first rating to its last."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import altair as alt

from kneeapp.charts import theme
from kneeapp.charts.annotations import between_places, markers
from kneeapp.domain.evidence.life_events import LifeEvent
from kneeapp.domain.evidence.progress import RatingPair

LEAST_PLACES = 6
"""Least number of places on the axis, so that the first few sessions are drawn close together."""

FIGURES_FROM_PX = 26
"""Least width of a place at which the ratings are written at their marks."""


def before_after_chart(
    pairs: Sequence[RatingPair],
    *,
    dark: bool,
    height: int = 300,
    zone: tuple[int, int] | None = None,
    events: Iterable[LifeEvent] = (),
) -> alt.LayerChart:
    """The chart of `pairs` (ratings 0-10) side by side; `zone` is shaded, `events` are marked.

    A small dot is the first rating. The last one is a triangle down where it fell, a triangle
    up where it rose, a diamond where it stayed the same; hollow where it does not count.
    """
    colours = theme.palette(dark=dark)
    days = [pair.at.date() for pair in pairs]
    x = theme.places(days, least=LEAST_PLACES)
    place = f"(width / {max(len(pairs), LEAST_PLACES)})"
    layers = [
        _lines(pairs, x, colours),
        _marks(pairs, x, colours, place),
        _figures(pairs, x, place),
        *markers(between_places(events, days, least=LEAST_PLACES), x, dark=dark),
    ]
    if zone:
        layers.insert(0, theme.zone(zone, dark=dark))
    return theme.framed(layers, height=height, dark=dark)


def _lines(pairs: Sequence[RatingPair], x: alt.X, colours: theme.ChartPalette) -> alt.Chart:
    values = (
        {
            "n": n,
            "before": pair.before,
            "after": pair.after,
            "colour": colours.of(pair.change),
            "dash": [2, 2] if pair.left_out else [1, 0],
        }
        for n, pair in enumerate(pairs, 1)
        if pair.after is not None
    )
    return theme.layer(
        "lines",
        values,
        {"type": "rule", "strokeWidth": 2.5},
        x=x,
        y=theme.rating("before"),
        y2=alt.Y2(field="after"),
        color=alt.Color(field="colour", **theme.AS_GIVEN),
        strokeDash=alt.StrokeDash(field="dash", **theme.AS_GIVEN),
    )


def _marks(
    pairs: Sequence[RatingPair], x: alt.X, colours: theme.ChartPalette, place: str
) -> alt.Chart:
    return theme.layer(
        "marks",
        (mark for n, pair in enumerate(pairs, 1) for mark in _marks_of(n, pair, colours)),
        {
            "type": "point",
            "opacity": 1,
            "strokeWidth": 1.75,
            "size": {"expr": f"datum.share * pow(clamp(0.8 * {place}, 6, 15), 2)"},
        },
        x=x,
        y=theme.rating("value"),
        shape=alt.Shape(field="shape", **theme.AS_GIVEN),
        stroke=alt.Stroke(field="stroke", **theme.AS_GIVEN),
        fill=alt.Fill(field="fill", **theme.AS_GIVEN),
    )


def _marks_of(n: int, pair: RatingPair, colours: theme.ChartPalette) -> Iterator[dict[str, Any]]:
    yield {
        "n": n,
        "value": pair.before,
        "shape": "circle",
        "stroke": colours.quiet,
        "fill": colours.paper if pair.after is None else colours.quiet,
        "share": 0.35,
    }
    if pair.change is not None:
        colour = colours.of(pair.change)
        yield {
            "n": n,
            "value": pair.after,
            "shape": theme.SHAPES[pair.change],
            "stroke": colour,
            "fill": colours.paper if pair.left_out else colour,
            "share": 1,
        }


def _figures(pairs: Sequence[RatingPair], x: alt.X, place: str) -> alt.Chart:
    return theme.layer(
        "figures",
        (figure for n, pair in enumerate(pairs, 1) for figure in _figures_of(n, pair)),
        {
            "type": "text",
            "dy": {"expr": "datum.above ? -15 : 16"},
            "text": {"expr": f"{place} < {FIGURES_FROM_PX} ? '' : datum.text"},
        },
        x=x,
        y=theme.rating("value"),
    )


def _figures_of(n: int, pair: RatingPair) -> Iterator[dict[str, Any]]:
    ends = {pair.before} if pair.after is None else {pair.before, pair.after}
    for value in sorted(ends):
        text = f"{round(value, 1):g}"
        yield {"n": n, "value": value, "text": text, "above": value == max(ends)}
