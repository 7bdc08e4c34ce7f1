"""Certainty chart: the probability of a verdict on a bar with its two thresholds."""

import altair as alt

from kneeapp.charts import theme
from kneeapp.domain.evidence.verdicts import Figures

HEIGHT_PX = 56
BAR = {"type": "rect", "y": 6, "y2": 26}


def certainty_chart(figures: Figures, asked: float, *, little: str, dark: bool) -> alt.LayerChart:
    """P(mean >= MIN_CHANGE) on a bar from 0 to 1; in its filled ends a verdict is given.

    `asked` is the probability that a verdict asks for, `little` is the label of the left end.
    """
    colours = theme.palette(dark=dark)
    x = theme.linear(alt.X, "at", 0, 1)
    to = alt.X2(field="to")
    bar = {**BAR, "color": colours.grid}
    end = {**BAR, "stroke": colours.ink, "strokeWidth": 1}
    ends = [
        {"at": 0, "to": 1 - asked, "fill": colours.quiet},
        {"at": asked, "to": 1, "fill": colours.eased},
    ]
    mark = theme.diamond(colours, size=340, edge=2, y=16)
    layers = [
        theme.layer("bar", [{"at": 0, "to": 1}], bar, x=x, x2=to),
        theme.layer("ends", ends, end, x=x, x2=to, fill=alt.Fill(field="fill", **theme.AS_GIVEN)),
        theme.layer("sureness", [{"at": figures.probability}], mark, x=x),
        *_names(little, x, colours),
    ]
    return theme.framed(layers, height=HEIGHT_PX, dark=dark)


def _names(little: str, x: alt.X, colours: theme.ChartPalette) -> list[alt.Chart]:
    """The labels of both ends and of the middle, below the bar."""
    named = {"left": (0, little), "center": (0.5, "not known yet"), "right": (1, "it helps")}
    return [
        theme.layer(
            f"name {align}",
            [{"at": at, "name": name}],
            {"type": "text", "align": align, "y": 44, "color": colours.ink},
            x=x,
            text=alt.Text(field="name", type="nominal"),
        )
        for align, (at, name) in named.items()
    ]
