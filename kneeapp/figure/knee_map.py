"""Knee map: the knee from the front and from its outer side, with the places where it can hurt."""

from dataclasses import dataclass

from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput
from kneeapp.figure.drawing import unique
from kneeapp.figure.palette import DrawingPalette, palette
from kneeapp.figure.shapes import element, number, numbers, points, svg, words

WIDTH, HEIGHT = 340.0, 260.0
REGIONS = {
    "kneecap": "around the kneecap",
    "above": "above the kneecap",
    "below": "below the kneecap",
    "inner": "inner side",
    "outer": "outer side",
    "back": "back of the knee",
}

_FRONT = (
    "M44 28C46 62 56 84 54 106C48 122 50 146 56 162C52 184 62 220 66 250L118 250"
    "C124 220 132 186 130 164C136 148 138 124 132 106C132 84 140 62 142 28Z"
)
_SIDE = (
    "M180 28C182 62 190 90 190 112C184 134 182 156 184 172C176 196 190 226 194 250L242 250"
    "C246 222 250 200 250 180C252 168 262 160 263 146C268 134 268 118 262 108C258 96 264 62 268 28Z"
)
# Ellipses (x, y, rx, ry): the front view, then the side view. The leg is a right one.
_SPOTS = {
    "above": ((93, 78, 25, 16), (247, 82, 13, 18)),
    "kneecap": ((93, 122, 21, 24), (253, 127, 11, 20)),
    "below": ((93, 168, 14, 18), (244, 170, 9, 18)),
    "outer": ((62, 132, 9, 26), (220, 136, 19, 28)),
    "inner": ((124, 132, 9, 26),),
    "back": ((193, 142, 8, 30),),
}


@dataclass(frozen=True)
class _Label:
    """A name beside the drawing and the spot it points to."""

    text: str
    x: float
    y: float
    anchor: str
    spot: tuple[float, float]


_LABELS = (
    _Label("Outer", 4, 98, "start", (60, 122)),
    _Label("Inner", 182, 98, "end", (126, 122)),
    _Label("Back", 138, 200, "start", (190, 160)),
    _Label("Above", 336, 70, "end", (252, 80)),
    _Label("Kneecap", 336, 122, "end", (258, 126)),
    _Label("Below", 336, 190, "end", (248, 172)),
)


def knee_map(selected: frozenset[str], *, dark: bool = False, side: Side = Side.RIGHT) -> str:
    """Front and side view of one knee as SVG; each region is a group with its id in `data-place`.

    `selected` are region ids; raises BadInput for an unknown one.
    """
    unknown = selected - {*REGIONS}
    if unknown:
        raise BadInput(f"The knee has no place named {', '.join(sorted(unknown))}.")
    paint = palette(dark=dark)
    prefix = unique("knee", sorted(selected), dark, side)
    mirrored = side is Side.LEFT
    flip = f"translate({number(WIDTH)} 0) scale(-1 1)" if mirrored else ""
    regions = "".join(_region(name, paint, chosen=name in selected) for name in REGIONS)
    return svg(
        element("rect", width=WIDTH, height=HEIGHT, fill=paint.variables["panel"])
        + element("g", _legs(paint) + regions + _leaders(paint), transform=flip)
        + _texts(selected, paint, side),
        numbers(0, 0, WIDTH, HEIGHT),
        title="Where the knee hurts",
        alt=_described(selected, side),
        prefix=prefix,
        style=f".{prefix} text{{font:600 13px system-ui,-apple-system,'Segoe UI',sans-serif}}",
    )


def _described(selected: frozenset[str], side: Side) -> str:
    marked = [text for name, text in REGIONS.items() if name in selected]
    return (
        f"A {side.value} knee from the front and from its outer side. "
        f"Marked: {', '.join(marked) if marked else 'nothing yet'}."
    )


def _legs(paint: DrawingPalette) -> str:
    """The outlines of both views, with the folds around the kneecap."""
    folds = (
        "M74 104Q93 90 112 104M73 142Q80 156 86 160M113 142Q106 156 100 160"
        "M240 106Q248 98 258 102M242 146Q240 158 246 164"
    )
    return element(
        "path", d=_FRONT + _SIDE, fill=paint.skin, stroke=paint.line, stroke_width=1.3
    ) + element(
        "path", d=folds, fill="none", stroke=paint.line, stroke_width=1.2, stroke_opacity=0.45
    )


def _region(name: str, paint: DrawingPalette, *, chosen: bool) -> str:
    return element(
        "g",
        "".join(element("ellipse", cx=x, cy=y, rx=rx, ry=ry) for x, y, rx, ry in _SPOTS[name]),
        data_place=name,
        # Filled, if faintly: without a fill only the outline would take a tap.
        fill=paint.glow if chosen else "#ffffff",
        fill_opacity=0.72 if chosen else 0.22,
        stroke=paint.line,
        stroke_width=2 if chosen else 1,
        stroke_dasharray="" if chosen else "3 3",
    )


def _leaders(paint: DrawingPalette) -> str:
    lines = "".join(
        f"M{points(label.x + _reach(label), label.y - 4)}L{points(*label.spot)}"
        for label in _LABELS
    )
    return element("path", d=lines, stroke=paint.quiet, stroke_width=1)


def _reach(label: _Label) -> float:
    """The distance from the label's anchor to the start of the leader line: past its letters."""
    length = 7.6 * len(label.text) + 3
    return length if label.anchor == "start" else -length


def _texts(selected: frozenset[str], paint: DrawingPalette, side: Side) -> str:
    mirrored = side is Side.LEFT
    turned = {"start": "end", "end": "start"}
    titles = (("Front", 93.0), ("From outside", 224.0))
    names = [(label.text, label.x, label.y, label.anchor) for label in _LABELS]
    names += [(title, x, 18.0, "middle") for title, x in titles]
    return "".join(
        element(
            "text",
            words(text),
            x=WIDTH - x if mirrored else x,
            y=y,
            fill=paint.variables["ink"],
            text_anchor=turned.get(anchor, anchor) if mirrored else anchor,
            text_decoration="underline" if text.lower() in selected else "",
        )
        for text, x, y, anchor in names
    )
