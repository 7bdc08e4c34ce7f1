"""The charts of the overview: pairs, levels with their trend, loads, weeks, and the strip."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import altair as alt

from kneeapp.charts import theme
from kneeapp.charts.overview.linked import TO_END, band_row, days_axis, linked, moment, shared_rows
from kneeapp.charts.trend import trend_layers
from kneeapp.domain.evidence.bands import Band, BandKind
from kneeapp.domain.evidence.progress import RatingPair, Window
from kneeapp.domain.evidence.trend import Level, Trend

HEIGHT_PX = 168
LANE_PX = 22
MOST_MARK_PX, LEAST_MARK_PX = 9, 3.5

WeekRow = tuple[date, int, int]
"""The Monday of a week, its sessions of a routine, and its sessions of strengthening."""

LoadDay = tuple[date, float, bool]
"""A day, how much there was of one kind of load, and whether the morning after was raised."""


def pairs_picture(
    pairs: Sequence[RatingPair],
    window: Window,
    *,
    bands: Iterable[Band],
    dark: bool,
    zone: tuple[int, int] | None = None,
) -> dict[str, Any]:
    """Each of `pairs` (ratings 0-10) on its day: a line from the first rating to the last.

    A dot is the first rating; the last one is a triangle down, a diamond or a triangle up,
    hollow where it does not count. `zone` is shaded.
    """
    colours = theme.palette(dark=dark)
    x, days = days_axis(window), (window.last - window.first).days + 1
    size = f"pow(clamp(0.7 * width / {days}, {LEAST_MARK_PX}, {MOST_MARK_PX}), 2)"
    width = f"clamp(0.25 * width / {days}, 1, 2.5)"
    after = [{"filter": "isValid(datum.after)"}]
    layers = [
        shared_rows({"type": "rule", "strokeWidth": {"expr": width}}, after).encode(
            x=x,
            y=theme.rating("before"),
            y2=alt.Y2(field="after"),
            color=alt.Color(field="colour", **theme.AS_GIVEN),
        ),
        shared_rows(
            {"type": "circle", "color": colours.quiet, "size": {"expr": f"0.5 * {size}"}}
        ).encode(x=x, y=theme.rating("before")),
        shared_rows(
            {"type": "point", "opacity": 1, "strokeWidth": 1.5, "size": {"expr": size}}, after
        ).encode(
            x=x,
            y=theme.rating("after"),
            shape=alt.Shape(field="shape", **theme.AS_GIVEN),
            stroke=alt.Stroke(field="colour", **theme.AS_GIVEN),
            fill=alt.Fill(field="fill", **theme.AS_GIVEN),
        ),
    ]
    if zone:
        layers.insert(0, theme.zone(zone, dark=dark))
    rows = (_pair_row(pair, colours) for pair in pairs)
    return linked(layers, window, rows=rows, bands=bands, height=HEIGHT_PX, dark=dark)


def levels_picture(  # noqa: PLR0913  the ratings, and how they are drawn
    levels: Sequence[Level],
    line: Trend | None,
    window: Window,
    *,
    zone: tzinfo,
    bands: Iterable[Band],
    dark: bool,
) -> dict[str, Any]:
    """A dot for each of `levels`, and their trend with its interval where there is one."""
    layers = trend_layers(levels, line, days_axis(window), zone=zone, dark=dark)
    return linked(layers, window, bands=bands, height=HEIGHT_PX, dark=dark)


def loads_picture(
    days: Sequence[LoadDay], window: Window, *, bands: Iterable[Band], dark: bool
) -> dict[str, Any]:
    """A dot for each of `days` at its amount, filled where the next morning was raised."""
    colours = theme.palette(dark=dark)
    most = max((amount for _, amount, _ in days), default=0)
    rows = [
        {
            "day": moment(day),
            "amount": amount,
            "fill": colours.worse if raised else colours.paper,
            "stroke": colours.worse if raised else colours.eased,
        }
        for day, amount, raised in days
    ]
    layer = theme.layer(
        "loads",
        rows,
        {"type": "point", "size": 40, "opacity": 1},
        x=days_axis(window),
        y=theme.linear(alt.Y, "amount", 0, most * 1.08 or 1, format=",~r", tickCount=4),
        fill=alt.Fill(field="fill", **theme.AS_GIVEN),
        stroke=alt.Stroke(field="stroke", **theme.AS_GIVEN),
    )
    return linked([layer], window, bands=bands, height=HEIGHT_PX, dark=dark)


def weeks_picture(
    weeks: Sequence[WeekRow],
    window: Window,
    *,
    target: int,
    bands: Iterable[Band],
    dark: bool,
) -> dict[str, Any]:
    """A bar for the routine and one for strengthening beside it in each week, and the target."""
    colours = theme.palette(dark=dark)
    most = max([target, *(max(routine, trained) for _, routine, trained in weeks)])
    y = theme.linear(
        alt.Y,
        "count",
        0,
        most + 0.6,
        values=[0, target],
        labelExpr="datum.value ? 'aim ' + datum.value : '0'",
        labelColor=colours.ink,
        grid=False,
    )
    rows = [row for week in weeks for row in _week_rows(week, window, colours)]
    bar = {"type": "rect", **TO_END, "stroke": colours.paper, "strokeWidth": 0.5, "cornerRadius": 2}
    aim = {"type": "rule", "color": colours.ink, "strokeDash": [5, 4]}
    layers = [
        theme.layer(
            "bars",
            rows,
            bar,
            x=days_axis(window),
            y=y,
            y2=alt.Y2(field="ground"),
            fill=alt.Fill(field="fill", **theme.AS_GIVEN),
        ),
        theme.layer("target", [{"count": target}], aim, y=y),
    ]
    return linked(layers, window, bands=bands, height=HEIGHT_PX, dark=dark)


def strip_picture(
    bands: Sequence[Band], sessions: Iterable[datetime], window: Window, *, dark: bool
) -> dict[str, Any]:
    """What held on the days, each kind of band with its names in a lane, above a tick a session.

    It is the chart to drag over: the others follow it as it follows them.
    """
    colours = theme.palette(dark=dark)
    x = days_axis(window)
    lanes = [kind for kind in (BandKind.PHASE, BandKind.TRIAL, BandKind.MARK) if _has(bands, kind)]
    ticks_at = len(lanes) * LANE_PX
    height = ticks_at + LANE_PX
    tick = {
        "type": "rule",
        "color": colours.eased,
        "strokeWidth": 1.5,
        "y": ticks_at + 4,
        "y2": height - 2,
    }
    layers = [
        theme.layer("ticks", ({"day": moment(at)} for at in sessions), tick, x=x),
        *(
            layer
            for n, kind in enumerate(lanes)
            for layer in _lane(
                kind, n * LANE_PX, [band for band in bands if band.kind is kind], x, colours
            )
        ),
    ]
    return linked(layers, window, height=height, dark=dark)


def _has(bands: Iterable[Band], kind: BandKind) -> bool:
    return any(band.kind is kind for band in bands)


def _lane(
    kind: BandKind, top: int, bands: Sequence[Band], x: alt.X, colours: theme.ChartPalette
) -> Iterator[alt.Chart]:
    """The bands of one kind, each with its name in it where there is room for it."""
    rows = [band_row(band) for band in bands]
    box = {"type": "rect", **TO_END, "y": top + 2, "y2": top + LANE_PX - 2, "cornerRadius": 3}
    fill = {
        BandKind.TRIAL: colours.grid,
        BandKind.PHASE: colours.zone,
        BandKind.MARK: colours.worse,
    }
    room = "scale('x', toDate(datum.end)) - scale('x', datum.day)"
    inside = kind is not BandKind.MARK  # a marked day is too narrow for its name
    name = {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "dx": 5 if inside else {"expr": f"{room} + 3"},
        "y": top + LANE_PX / 2,
        "limit": {"expr": f"max(1, {room} - 8)"} if inside else 0,
        "text": {"expr": f"{room} < 34 ? '' : datum.name"} if inside else {"expr": "datum.name"},
    }
    yield theme.layer(f"{kind} lane", rows, {**box, "color": fill[kind]}, x=x)
    yield theme.layer(f"{kind} names", rows, name, x=x)


def _pair_row(pair: RatingPair, colours: theme.ChartPalette) -> dict[str, Any]:
    colour = colours.of(pair.change)
    return {
        "day": moment(pair.at),
        "before": pair.before,
        "after": pair.after,
        "shape": theme.SHAPES[pair.change],
        "colour": colour,
        "fill": colours.paper if pair.left_out else colour,
    }


def _week_rows(
    week: WeekRow, window: Window, colours: theme.ChartPalette
) -> Iterator[dict[str, Any]]:
    """The two bars of a week, as far as it lies in `window`: the first four days and the rest."""
    monday, *counts = week
    halves = ((0, 3.5, colours.eased), (3.5, 7, colours.quiet))
    for count, (begin, end, fill) in zip(counts, halves, strict=True):
        first, last = monday + timedelta(days=int(begin)), monday + timedelta(days=int(end))
        if not count or last <= window.first or first > window.last:
            continue
        shown = max(first, window.first), min(last, window.last + timedelta(days=1))
        yield {
            "day": theme.midnight(shown[0]),
            "end": theme.midnight(shown[1]),
            "count": count,
            "ground": 0,
            "fill": fill,
        }
