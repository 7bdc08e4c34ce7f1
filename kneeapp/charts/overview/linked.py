"""Linking: what every chart of the overview has in common, so that a page can move all at once.

It is the axis of days, by its name `x`: a page lays what it moves (the brush, the lines of the
pointer and of a marked session) over the charts by that axis, and no chart is drawn anew.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from kneeapp.charts import theme
from kneeapp.domain.evidence.bands import Band, BandKind
from kneeapp.domain.evidence.progress import Window

BAND_OPACITY = {BandKind.MARK: 0.30, BandKind.PHASE: 0.07, BandKind.TRIAL: 0.16}
PADDING_PX = 6
TO_END: dict[str, Any] = {"x2": {"expr": "scale('x', toDate(datum.end))"}}
"""For a mark from a day to an end: a second field of the axis would give it a second domain."""

ROWS = "rows"


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
    """The Vega-Lite specification of `layers` with `bands` behind them.

    `rows` are the data of the layers made by `shared_rows`.
    """
    colours = theme.palette(dark=dark)
    x = days_axis(window)
    shown = tuple(bands)
    behind = [_bands(kind, shown, x, colours) for kind in BandKind]
    chart = theme.framed([*behind, *layers], height=height, dark=dark)
    return {**theme.specification(chart), "datasets": {ROWS: list(rows)}}


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
