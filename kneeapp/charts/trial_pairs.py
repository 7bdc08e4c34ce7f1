"""Trial charts: the pairs of a trial, and the mean difference with its interval."""

from collections.abc import Sequence

import altair as alt

from kneeapp.charts import theme
from kneeapp.domain.evidence.progress import RatingChange
from kneeapp.domain.trial.results import Difference, TrialPair

LEAST_SHOWN = 3
"""An axis covers at least this many points of relief or of difference."""

TICKS = 8
NAMES_PX, SPAN_PX = 8, 44
"""Distance of the names of the arms, and of the interval, from the upper edge."""


def pairs_chart(pairs: Sequence[TrialPair], *, dark: bool, height: int = 240) -> alt.LayerChart:
    """The relief in both sessions of each pair, joined by a line in the better one's colour."""
    colours = theme.palette(dark=dark)
    rows = [{"pair": pair.number, "asked": pair.asked, "other": pair.other} for pair in pairs]
    both = [
        {**row, "colour": colours.of(_ahead(pair.difference))}
        for row, pair in zip(rows, pairs, strict=True)
        if pair.difference is not None
    ]
    asked = [row for row in rows if row["asked"] is not None]
    other = [row for row in rows if row["other"] is not None]
    x = theme.linear(
        alt.X,
        "pair",
        0.5,
        len(pairs) + 0.5,
        values=list(range(1, len(pairs) + 1)),
        format="d",
        labelPadding=10,
    )
    points = [point for pair in pairs for point in (pair.asked, pair.other) if point is not None]
    none = {"type": "rule", "color": colours.quiet}
    line = {"type": "rule", "strokeWidth": 3}
    dot = {"type": "circle", "size": 110, "opacity": 1, "color": colours.eased}
    frame = {
        "type": "point",
        "shape": "square",
        "size": 320,
        "strokeWidth": 2.5,
        "color": colours.ink,
        "opacity": 1,
    }
    layers = [
        theme.layer("none", [{"none": 0}], none, y=_relief("none", points)),
        theme.layer(
            "lines",
            both,
            line,
            x=x,
            y=_relief("asked", points),
            y2=alt.Y2(field="other"),
            color=alt.Color(field="colour", **theme.AS_GIVEN),
        ),
        theme.layer("asked", asked, dot, x=x, y=_relief("asked", points)),
        theme.layer("other", other, frame, x=x, y=_relief("other", points)),
    ]
    return theme.framed(layers, height=height, dark=dark)


def difference_chart(
    difference: Difference, *, asked: str, other: str, dark: bool, height: int = 76
) -> alt.LayerChart:
    """How far `asked` is ahead: the mean with its interval; left of 0 `other` is ahead."""
    colours = theme.palette(dark=dark)
    rows = [{"mean": difference.mean, "low": difference.low, "high": difference.high}]
    far = max(LEAST_SHOWN, -difference.low, difference.high)
    none = {"type": "rule", "color": colours.quiet}
    ends = {"left": (-far, f"← {other}"), "right": (far, f"{asked} →")}
    name = {"type": "text", "y": NAMES_PX, "fontWeight": "bold"}
    span = {
        "type": "rule",
        "strokeWidth": 6,
        "strokeCap": "round",
        "color": colours.eased,
        "y": SPAN_PX,
    }
    dot = {"type": "circle", "size": 220, "color": colours.ink, "opacity": 1, "y": SPAN_PX}
    text = alt.Text(field="text", type="nominal")
    layers = [
        theme.layer("none", [{"none": 0}], none, x=_ahead_axis("none", far)),
        theme.layer("interval", rows, span, x=_ahead_axis("low", far), x2=alt.X2(field="high")),
        theme.layer("mean", rows, dot, x=_ahead_axis("mean", far)),
        *(
            theme.layer(
                align,
                [{"at": at, "text": arm}],
                {**name, "align": align},
                x=_ahead_axis("at", far),
                text=text,
            )
            for align, (at, arm) in ends.items()
        ),
    ]
    return theme.framed(layers, height=height, dark=dark)


def _ahead(difference: int) -> RatingChange:
    if not difference:
        return RatingChange.SAME
    return RatingChange.EASED if difference > 0 else RatingChange.WORSE


def _relief(field: str, points: Sequence[int]) -> alt.Y:
    """The vertical axis of relief in points."""
    low, high = min([0, *points]), max([LEAST_SHOWN, *points])
    return theme.linear(
        alt.Y, field, low - 0.6, high + 0.6, tickCount=TICKS, format="d", tickMinStep=1
    )


def _ahead_axis(field: str, far: float) -> alt.X:
    points = "abs(datum.value)"
    return theme.linear(alt.X, field, -far, far, format="d", tickMinStep=1, labelExpr=points)
