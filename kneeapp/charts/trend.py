"""Where is the knee over the weeks? Its ratings, apart from the relief of each session."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import altair as alt

from kneeapp.charts import theme
from kneeapp.charts.annotations import markers, over_days
from kneeapp.domain.evidence.life_events import LifeEvent
from kneeapp.domain.evidence.trend import WEEK, Level, Trend

SHORTEST = timedelta(days=14)
"""Time the axis covers at least, so that a few days do not look like a course."""

HEIGHT_PX = 280


def trend_chart(
    levels: Sequence[Level],
    found: Trend | None,
    *,
    zone: tzinfo,
    dark: bool,
    events: Iterable[LifeEvent] = (),
) -> alt.LayerChart:
    """A dot for each of `levels` (oldest first); where a trend was `found`, its line in the
    fan of its interval, and shaded the stretch below its start where a change becomes
    worth having; `events` are marked. Days are those of `zone`.
    """
    colours = theme.palette(dark=dark)
    marked = tuple(events)
    first, last = _span([level.at.astimezone(zone).date() for level in levels], marked)
    at: dict[str, Any] = {"x": _days(first, last), "y": theme.rating("value")}
    dots = [{"day": _day(level.at, zone), "value": level.value} for level in levels]
    dot = {"type": "circle", "size": 80, "color": colours.eased, "opacity": 0.65}
    area = {"type": "area", "color": colours.quiet, "opacity": 0.28}
    line = {"type": "line", "strokeWidth": 3, "color": colours.ink}
    layers = [
        *(_worth_having(found, colours) if found else ()),
        theme.layer("fan", _fan(found, zone) if found else (), area, **at, y2=alt.Y2(field="high")),
        theme.layer("dots", dots, dot, **at),
        theme.layer("line", _line(found, zone) if found else (), line, **at),
        *markers(over_days(marked, first, last), at["x"], dark=dark),
    ]
    return theme.framed(layers, height=HEIGHT_PX, dark=dark)


def _worth_having(found: Trend, colours: theme.ChartPalette) -> list[alt.Chart]:
    """All that lies PIVA and FARRAR below where the line begins, if the scale has room."""
    return [
        theme.layer(
            name,
            [{"low": 0, "high": found.start - points}],
            {"type": "rect", "color": colours.zone, "opacity": opacity},
            y=theme.rating("low"),
            y2=alt.Y2(field="high"),
        )
        for name, points, opacity in theme.WORTH_HAVING
        if found.start > points
    ]


def _fan(found: Trend, zone: tzinfo) -> Iterator[dict[str, Any]]:
    """Where the line may lie: both ends of the interval for its slope, through its crossing."""
    crossing = found.end + found.per_week * ((found.crossing - found.until) / WEEK)
    for moment in (found.since, found.crossing, found.until):
        weeks = (moment - found.crossing) / WEEK
        ends = [min(max(crossing + slope * weeks, 0), 10) for slope in (found.low, found.high)]
        yield {"day": _day(moment, zone), "value": min(ends), "high": max(ends)}


def _line(found: Trend, zone: tzinfo) -> Iterator[dict[str, Any]]:
    for moment, value in ((found.since, found.start), (found.until, found.end)):
        yield {"day": _day(moment, zone), "value": value}


def _span(days: Sequence[date], events: Sequence[LifeEvent]) -> tuple[date, date]:
    """From the first rating to the last, or to what happened after it."""
    return days[0], max(days[-1], days[0] + SHORTEST, *(event.on for event in events))


def _days(first: date, last: date) -> alt.X:
    return alt.X(
        field="day",
        type="temporal",
        title=None,
        scale={"domain": [theme.midnight(first), theme.midnight(last)], "padding": 12},
        axis={"format": "%-d %b", "tickCount": theme.MOST_DAYS_NAMED},
    )


def _day(at: datetime, zone: tzinfo) -> str:
    return theme.midnight(at.astimezone(zone).date())
