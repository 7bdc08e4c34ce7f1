"""Marks on a drawing: the glow of a muscle, arrows, lines, words, and the badge of the side."""

from kneeapp.domain.routine.poses import Glow, Mark
from kneeapp.figure.palette import DrawingPalette
from kneeapp.figure.shapes import arrow_head, element, numbers, points, words

ARROW = (4, 35)
"""Length of the strokes of an arrow head (cm), and their angle to the line (degrees)."""


def glow(item: Glow, gradient: str) -> str:
    """The glow on the working muscle, in the coordinates of its part."""
    turned = f"rotate({numbers(item.turn, *item.at)})" if item.turn else ""
    return element(
        "ellipse",
        cx=item.at[0],
        cy=item.at[1],
        rx=item.size[0],
        ry=item.size[1],
        fill=f"url(#{gradient})",
        transform=turned,
    )


def mark_shape(item: Mark, paint: DrawingPalette, *, y: float = -1) -> str:
    """An arrow or line; `y` is -1 where points count upwards from the ground."""
    line = [(x, y * up) for x, up in item.points]
    drawn = "M" + "L".join(points(*point) for point in line)
    if item.kind == "level":
        return element(
            "path",
            d=drawn,
            stroke=paint.ink,
            stroke_width=0.9,
            stroke_dasharray="3 2.4",
            fill="none",
        )
    if item.kind == "stop":
        return element("path", d=drawn, stroke=paint.stop, stroke_width=1.8, stroke_linecap="round")
    heads = arrow_head(line[-2], line[-1], *ARROW)
    if item.kind == "both_ways":
        heads += arrow_head(line[1], line[0], *ARROW)
    return element(
        "path",
        d=drawn + heads,
        stroke=paint.ink,
        stroke_width=1.5,
        fill="none",
        stroke_linecap="round",
        stroke_linejoin="round",
    )


def label(item: Mark, paint: DrawingPalette, *, width: float, mirrored: bool) -> str:
    """Words that are never mirrored: only their place is."""
    x, y = item.points[0]
    anchor = (
        {"start": "end", "end": "start"}.get(item.anchor, "middle") if mirrored else item.anchor
    )
    return element(
        "text",
        words(item.words),
        x=width - x if mirrored else x,
        y=-y,
        fill=paint.variables["ink"],
        text_anchor=anchor,
    )


def badge(text: str, paint: DrawingPalette, *, x: float, top: float) -> str:
    """The name of the side on a pill."""
    width = 9.0 + 5.4 * len(text)
    return element(
        "rect", x=x - width / 2, y=top, width=width, height=12, rx=6, fill=paint.variables["accent"]
    ) + element(
        "text",
        words(text),
        x=x,
        y=top + 8.7,
        fill=paint.variables["panel"],
        text_anchor="middle",
        font_weight="700",
        letter_spacing=0.4,
    )
