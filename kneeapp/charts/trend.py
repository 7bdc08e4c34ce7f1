"""Trend chart: ratings of the knee over weeks, with their line and its interval."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import altair as alt

from kneeapp.charts import theme
from kneeapp.charts.annotations import markers, over_days
from kneeapp.domain.evidence.life_events import LifeEvent
from kneeapp.domain.evidence.trend import WEEK, Level, Trend

SHORTEST = timedelta(days=14)
"""Least time on the axis, so that a few days do not look like a trend."""

HEIGHT_PX = 280


def trend_chart(
    levels: Sequence[Level],
    trend: Trend | None,
    *,
    zone: tzinfo,
    dark: bool,
    events: Iterable[LifeEvent] = (),
) -> alt.LayerChart:
    """A dot for each of `levels` (oldest first), and the trend, if given, with its interval.

    The area below the line's start is shaded from the minimal important change on. `events` are
    marked. Days are those of `zone`.
    """
    marked = tuple(events)
    first, last = _span([level.at.astimezone(zone).date() for level in levels], marked)
    x = theme.calendar(first, last, padding=12)
    layers = [
        *trend_layers(levels, trend, x, zone=zone, dark=dark),
        *markers(over_days(marked, first, last), x, dark=dark),
    ]
    return theme.framed(layers, height=HEIGHT_PX, dark=dark)


def trend_layers(
    levels: Sequence[Level], trend: Trend | None, x: alt.X, *, zone: tzinfo, dark: bool
) -> list[alt.Chart]:
    """The dots of `levels` on the axis `x`, and what belongs to the `trend`, if given."""
    colours = theme.palette(dark=dark)
    at: dict[str, Any] = {"x": x, "y": theme.rating("value")}
    dots = [{"day": _day(level.at, zone), "value": level.value} for level in levels]
    dot = {"type": "circle", "size": 80, "color": colours.eased, "opacity": 0.65}
    area = {"type": "area", "color": colours.quiet, "opacity": 0.28}
    line = {"type": "line", "strokeWidth": 3, "color": colours.ink}
    return [
        *(_worth_having(trend, colours) if trend else ()),
        theme.layer("fan", _fan(trend, zone) if trend else (), area, **at, y2=alt.Y2(field="high")),
        theme.layer("dots", dots, dot, **at),
        theme.layer("line", _line(trend, zone) if trend else (), line, **at),
    ]


def _worth_having(trend: Trend, colours: theme.ChartPalette) -> list[alt.Chart]:
    """The areas from each minimal important change below the line's start, where there is room."""
    return [
        theme.layer(
            name,
            [{"low": 0, "high": trend.start - points}],
            {"type": "rect", "color": colours.zone, "opacity": opacity},
            y=theme.rating("low"),
            y2=alt.Y2(field="high"),
        )
        for name, points, opacity in theme.WORTH_HAVING
        if trend.start > points
    ]


def _fan(trend: Trend, zone: tzinfo) -> Iterator[dict[str, Any]]:
    """The interval of the line: the lines with both end slopes, which meet at its crossing."""
    crossing = trend.end + trend.per_week * ((trend.crossing - trend.until) / WEEK)
    for moment in (trend.since, trend.crossing, trend.until):
        weeks = (moment - trend.crossing) / WEEK
        ends = [min(max(crossing + slope * weeks, 0), 10) for slope in (trend.low, trend.high)]
        yield {"day": _day(moment, zone), "value": min(ends), "high": max(ends)}


def _line(trend: Trend, zone: tzinfo) -> Iterator[dict[str, Any]]:
    for moment, value in ((trend.since, trend.start), (trend.until, trend.end)):
        yield {"day": _day(moment, zone), "value": value}


def _span(days: Sequence[date], events: Sequence[LifeEvent]) -> tuple[date, date]:
    """The first and the last day of the axis: from the first rating to the last rating or event."""
    return days[0], max(days[-1], days[0] + SHORTEST, *(event.on for event in events))


def _day(at: datetime, zone: tzinfo) -> str:
    return theme.midnight(at.astimezone(zone).date())
