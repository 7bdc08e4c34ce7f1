"""Linking: what every chart of the overview has, so that a page can move all of them at once.

A chart takes four parameters, each null or a moment as milliseconds: `brush_from` and `brush_to`
(what lies outside is covered), `pointed` (a thin line) and `marked` (a thick one). Setting one
redraws a few rectangles, however many sessions there are: no mark of a session hangs on them.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from kneeapp.charts import theme
from kneeapp.domain.evidence.bands import Band, BandKind
from kneeapp.domain.evidence.progress import Window

PARAMETERS = ("brush_from", "brush_to", "pointed", "marked")
COVERED = 0.78
"""How opaque the cover is that lies over the days outside the brush."""

BAND_OPACITY = {BandKind.MARK: 0.30, BandKind.PHASE: 0.07, BandKind.TRIAL: 0.16}
PADDING_PX = 6
TO_END: dict[str, Any] = {"x2": {"expr": "scale('x', toDate(datum.end))"}}
"""For a mark from a day to an end: a second field of the axis would give it a second domain."""

ROWS = "rows"
NO_DATA: tuple[dict[str, Any], ...] = ({},)


def days_axis(window: Window, **labels: Any) -> alt.X:
    """The axis of the days of `window`, the last one with all its hours."""
    after = window.last + timedelta(days=1)
    return theme.calendar(window.first, after, padding=PADDING_PX, **labels)


def linked(  # noqa: PLR0913  a chart and what lies behind it
    layers: Iterable[alt.Chart],
    window: Window,
    *,
    rows: Iterable[dict[str, Any]] = (),
    bands: Iterable[Band] = (),
    height: int,
    dark: bool,
) -> dict[str, Any]:
    """The Vega-Lite specification of `layers` with `bands` behind and the linking above them.

    `rows` are the data of the layers made by `shared_rows`.
    """
    colours = theme.palette(dark=dark)
    x = days_axis(window)
    shown = tuple(bands)
    behind = [_bands(kind, shown, x, colours) for kind in BandKind]
    chart = theme.framed(
        [
            *behind,
            *layers,
            *_covers(colours),
            _line("pointed", 1, colours),
            _line("marked", 3, colours),
        ],
        height=height,
        dark=dark,
    )
    parameters = [{"name": name, "value": None} for name in PARAMETERS]
    return {**theme.specification(chart), "params": parameters, "datasets": {ROWS: list(rows)}}


def shared_rows(mark: dict[str, Any], transform: Sequence[dict[str, str]] = ()) -> alt.Chart:
    """A layer of the rows that several layers of a chart draw, so that they are sent once."""
    data = alt.NamedData(name=ROWS)
    chart: alt.Chart = alt.Chart(data, mark=alt.MarkDef(**mark), transform=list(transform))
    return chart


def _bands(
    kind: BandKind, bands: Iterable[Band], x: alt.X, colours: theme.ChartPalette
) -> alt.Chart:
    mark = {"type": "rect", **TO_END, "color": colours.quiet, "opacity": BAND_OPACITY[kind]}
    shown = [band for band in bands if band.kind is kind]
    # neighbouring phases would be one area: every second one is shaded
    rows = [band_row(band) for band in (shown[1::2] if kind is BandKind.PHASE else shown)]
    return theme.layer(f"{kind} bands", rows, mark, x=x)


def band_row(band: Band) -> dict[str, Any]:
    """The days of `band` as a row of data: from the first midnight to the one after the last."""
    return {
        "day": theme.midnight(band.first),
        "end": theme.midnight(band.last + timedelta(days=1)),
        "name": band.name,
    }


def moment(at: date) -> str:
    """A day or a moment of the person's calendar without an offset, for the axis of days."""
    return f"{at:%Y-%m-%dT%H:%M:%S}"


def _covers(colours: theme.ChartPalette) -> list[alt.Chart]:
    """What hides the days before and after the brush; nothing without one."""
    cover = {
        "type": "rect",
        "color": colours.paper,
        "opacity": COVERED,
        "y": 0,
        "y2": {"expr": "height"},
    }
    ends = {
        "before brush": ("0", "brush_from == null ? 0 : max(0, scale('x', brush_from))"),
        "after brush": ("brush_to == null ? width : min(width, scale('x', brush_to))", "width"),
    }
    return [
        theme.layer(name, NO_DATA, {**cover, "x": {"expr": left}, "x2": {"expr": right}})
        for name, (left, right) in ends.items()
    ]


def _line(parameter: str, width: int, colours: theme.ChartPalette) -> alt.Chart:
    """A line over the whole height at the moment that `parameter` holds."""
    mark = {
        "type": "rule",
        "color": colours.ink,
        "strokeWidth": width,
        "x": {"expr": f"{parameter} == null ? 0 : scale('x', {parameter})"},
        "y": 0,
        "y2": {"expr": "height"},
        "opacity": {"expr": f"{parameter} == null ? 0 : 0.55"},
    }
    return theme.layer(parameter, NO_DATA, mark)
