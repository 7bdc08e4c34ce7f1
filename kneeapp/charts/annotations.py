"""Annotations: life events above a chart with dates, as a thin rule, a symbol and a name."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt

from kneeapp.charts import theme
from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind

SYMBOLS = {
    LifeEventKind.FLARE: "M0,-1.5L.45,-.45L1.5,0L.45,.45L0,1.5L-.45,.45L-1.5,0L-.45,-.45Z",
    LifeEventKind.LONG_WALK: "triangle-right",
    LifeEventKind.NEW_SHOES: "square",
    LifeEventKind.MEDICINE: "cross",
    LifeEventKind.OTHER: "circle",
}

NARROWEST_PX = 290
"""Width of a plot on a phone: names that do not overlap there overlap nowhere."""

LANE_PX, LETTER_PX, SYMBOL_PX = 18, 7.5, 18.0
MOST_LANES = 4
"""Rows of names above a chart; an event that fits in none of them is a symbol without a name."""


@dataclass(frozen=True)
class Placed:
    """An event, its value on the axis and the share (0-1) of the axis up to there."""

    event: LifeEvent
    at: float | str
    share: float


def between_places(
    events: Iterable[LifeEvent], days: Sequence[date], *, least: int
) -> tuple[Placed, ...]:
    """Each event just before the first of the `days` it can have affected, for theme.places.

    Sessions are at 1, 2, and so on; an event before the first of them is at 0.5.
    """
    last = max(len(days), least)
    befores = ((event, bisect_left(days, event.on)) for event in events)
    return tuple(Placed(event, n + 0.5, n / last) for event, n in befores)


def over_days(events: Iterable[LifeEvent], first: date, last: date) -> tuple[Placed, ...]:
    """Each event on its day, where that lies between `first` and `last`."""
    span = (last - first).days or 1
    return tuple(
        Placed(event, theme.midnight(event.on), (event.on - first).days / span)
        for event in events
        if first <= event.on <= last
    )


def markers(placed: Iterable[Placed], x: alt.X, *, dark: bool) -> list[alt.Chart]:
    """The layers with the events, to be drawn over a chart with the axis `x`; empty without any."""
    colours = theme.palette(dark=dark)
    rows = list(_rows(placed, x["field"]))
    if not rows:
        return []
    height = {"expr": f"-{LANE_PX} * (datum.lane + 0.5)"}
    rule = {"type": "rule", "y": height, "y2": "height", "strokeDash": [2, 3]}
    symbol = {"type": "point", "y": height, "size": 90, "opacity": 1, "strokeWidth": 0}
    name = {
        "type": "text",
        "y": height,
        "baseline": "middle",
        "dx": {"expr": "datum.turned ? -10 : 10"},
        "align": {"expr": "datum.turned ? 'right' : 'left'"},
    }
    shape = alt.Shape(field="shape", **theme.AS_GIVEN)
    return [
        theme.layer("event rules", rows, {**rule, "color": colours.quiet}, x=x),
        theme.layer("events", rows, {**symbol, "fill": colours.ink}, x=x, shape=shape),
        theme.layer("event names", rows, name, x=x, text=alt.Text(field="name", type="nominal")),
    ]


def _rows(placed: Iterable[Placed], field: str) -> Iterator[dict[str, Any]]:
    """A row of data for each event, its name in the lowest lane where it overlaps no other."""
    lanes: list[list[tuple[float, float]]] = [[] for _ in range(MOST_LANES)]
    for placed_event in sorted(placed, key=_order):
        start, end = _reach(placed_event)
        free = (
            n
            for n, names in enumerate(lanes)
            if all(end <= first or last <= start for first, last in names)
        )
        lane = next(free, None)
        if lane is not None:
            lanes[lane].append((start, end))
        yield {
            field: placed_event.at,
            "lane": lane or 0,
            "name": "" if lane is None else placed_event.event.kind.label,
            "turned": _turned(placed_event),
            "shape": SYMBOLS[placed_event.event.kind],
        }


def _order(placed_event: Placed) -> float:
    """Sort key: turned names from left to right, then the others from right to left.

    In this order the rule of an event seldom crosses the name of its neighbour.
    """
    return placed_event.share - 1 if _turned(placed_event) else 1 - placed_event.share


def _turned(placed_event: Placed) -> bool:
    """Whether the name is left of its symbol, because on the right it would leave the chart."""
    return placed_event.share * NARROWEST_PX - SYMBOL_PX / 2 + _width(placed_event) > NARROWEST_PX


def _reach(placed_event: Placed) -> tuple[float, float]:
    """Where symbol and name begin and end on the narrowest chart, in px."""
    at, beside = placed_event.share * NARROWEST_PX, SYMBOL_PX / 2
    beyond = _width(placed_event) - beside
    return (at - beyond, at + beside) if _turned(placed_event) else (at - beside, at + beyond)


def _width(placed_event: Placed) -> float:
    return SYMBOL_PX + LETTER_PX * len(placed_event.event.kind.label)
