"""What else happened, above any chart with dates: a thin rule, a symbol and a name."""

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
"""Width of a plot on a phone: names that do not meet there meet nowhere."""

LANE_PX, LETTER_PX, SYMBOL_PX = 18, 7.5, 18.0
MOST_LANES = 4
"""Rows of names above a chart; what fits in none of them is a symbol without a name."""


@dataclass(frozen=True)
class Placed:
    """An event, its value on the axis and the share (0-1) of the axis up to there."""

    event: LifeEvent
    at: float | str
    share: float


def between_places(
    events: Iterable[LifeEvent], days: Sequence[date], *, least: int
) -> tuple[Placed, ...]:
    """Each event just before the first of the `days` it can have told on, for theme.places."""
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
    """Layers to draw over those of a chart whose places or days `x` shows."""
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
    """Each name in the lowest row where it meets no other."""
    lanes: list[list[tuple[float, float]]] = [[] for _ in range(MOST_LANES)]
    for one in sorted(placed, key=_order):
        start, end = _reach(one)
        free = (
            n
            for n, names in enumerate(lanes)
            if all(end <= first or last <= start for first, last in names)
        )
        lane = next(free, None)
        if lane is not None:
            lanes[lane].append((start, end))
        yield {
            field: one.at,
            "lane": lane or 0,
            "name": "" if lane is None else one.event.kind.label,
            "turned": _turned(one),
            "shape": SYMBOLS[one.event.kind],
        }


def _order(one: Placed) -> float:
    """Turned names from the left on, then the others from the right: so a rule seldom runs
    through the name of its neighbour.
    """
    return one.share - 1 if _turned(one) else 1 - one.share


def _turned(one: Placed) -> bool:
    """Whether the name stands to the left of its symbol, as it would leave the chart."""
    return one.share * NARROWEST_PX - SYMBOL_PX / 2 + _width(one) > NARROWEST_PX


def _reach(one: Placed) -> tuple[float, float]:
    """Where symbol and name begin and end on the narrowest chart, in px."""
    at, beside, beyond = one.share * NARROWEST_PX, SYMBOL_PX / 2, _width(one) - SYMBOL_PX / 2
    return (at - beyond, at + beside) if _turned(one) else (at - beside, at + beyond)


def _width(one: Placed) -> float:
    return SYMBOL_PX + LETTER_PX * len(one.event.kind.label)
