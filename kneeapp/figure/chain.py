"""Drawing of the kinetic chain: a leg from low back to foot, with the places that may act on the
knee.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kneeapp.domain.routine.poses import Point
from kneeapp.domain.screening.education import Joint
from kneeapp.errors import BadInput
from kneeapp.figure import anatomy
from kneeapp.figure.anatomy import JOINTS, KNEE, PLACES
from kneeapp.figure.drawing import unique
from kneeapp.figure.palette import DrawingPalette, palette
from kneeapp.figure.shapes import arrow_head, circle, element, light, numbers, points, svg, words

WIDTH, HEIGHT = 340.0, 470.0
BAR = 88.0
FADED = 0.35
ARROW = (9, math.degrees(0.6))
"""Length of the strokes of an arrow head (px), and their angle to the line (degrees)."""


@dataclass(frozen=True)
class ChainMark:
    """The weight (0-1) of one place by the answers, and its label; raises BadInput outside 0-1."""

    weight: float
    label: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.weight <= 1:
            raise BadInput(f"The weight of a place is between 0 and 1, not {self.weight}.")


@dataclass(frozen=True)
class Focus:
    """The selected joint, and the ids of the places at it."""

    joint: Joint
    places: tuple[str, ...]


def chain(marks: Mapping[str, ChainMark], *, dark: bool = False, focus: Focus | None = None) -> str:
    """The drawing as SVG; raises BadInput for an unknown place.

    `marks` highlights places by id; `focus` shows how one joint may act on the knee. The text
    alternative of the picture is `described`.
    """
    unknown = {*marks, *(focus.places if focus else ())} - {*PLACES}
    if unknown:
        raise BadInput(f"The chain has no place named {', '.join(sorted(unknown))}.")
    paint = palette(dark=dark)
    prefix = unique("chain", sorted(marks.items()), dark, focus)
    return svg(
        light(f"{prefix}glow", paint.glow)
        + element("rect", width=WIDTH, height=HEIGHT, fill=paint.variables["panel"])
        + _leg(marks, paint, focus)
        + (_joint(focus.joint, prefix, paint) if focus else "")
        + _arrows(paint, focus)
        + "".join(_place(name, marks.get(name), prefix, paint, focus) for name in PLACES)
        + _knee(paint),
        numbers(0, 0, WIDTH, HEIGHT),
        title="The chain from low back to foot",
        alt=described(marks, focus),
        prefix=prefix,
        style=_style(prefix),
    )


def described(marks: Mapping[str, ChainMark], focus: Focus | None = None) -> str:
    """The text alternative: the marked places by weight, and what the arrows show."""
    ranked = sorted(
        (item for item in marks.items() if item[1].weight > 0), key=lambda item: -item[1].weight
    )
    named = [
        f"{mark.label or PLACES[name].description}, {mark.weight:.0%}" for name, mark in ranked
    ]
    marked = f"Marked, most first: {'; '.join(named)}." if named else "Nothing is marked."
    pulling = focus.joint if focus and JOINTS[focus.joint].pull else "hip and the ankle"
    pull = (
        f" The {focus.joint} is ringed; arrows go from the {pulling} to the knee." if focus else ""
    )
    return (
        "A leg from the low back to the foot, seen from the side. The knee lies between hip and "
        f"ankle. {marked}{pull}"
    )


def _style(prefix: str) -> str:
    family = "system-ui,-apple-system,'Segoe UI',sans-serif"
    return f".{prefix} text{{font:400 12.5px {family}}}.{prefix} .b{{font-weight:700}}"


def _leg(marks: Mapping[str, ChainMark], paint: DrawingPalette, focus: Focus | None) -> str:
    """Skin, bones, and the tissue of each place, tinted by the weight of its mark."""
    tissue = "".join(
        element("path", d=path, fill=paint.glow, fill_opacity=_warmth(name, marks, focus))
        for name, path in anatomy.TISSUE.items()
    )
    return (
        element("path", d=anatomy.SKIN, fill=paint.skin, stroke=paint.line, stroke_width=1.2)
        + element(
            "path", d=anatomy.BONES, fill=anatomy.BONE, stroke=anatomy.BONE_EDGE, stroke_width=1
        )
        + tissue
    )


def _warmth(name: str, marks: Mapping[str, ChainMark], focus: Focus | None) -> float:
    weight = marks[name].weight if name in marks else 0.0
    if focus and name in focus.places:
        return 0.6
    return 0.1 + 0.5 * weight * (FADED if focus else 1)


def _joint(joint: Joint, prefix: str, paint: DrawingPalette) -> str:
    """The selected joint: a glow and a ring."""
    dot = JOINTS[joint].dot
    return circle(dot, 34, fill=f"url(#{prefix}glow)") + circle(
        dot, 22, fill="none", stroke=paint.variables["accent"], stroke_width=3.5
    )


def _arrows(paint: DrawingPalette, focus: Focus | None) -> str:
    """Arrows from hip and ankle to the knee; with a selected joint, only its own.

    The knee has no pull of its own: when it is selected, both arrows stay.
    """
    if focus and (pull := JOINTS[focus.joint].pull):
        return _pull(pull, paint, 5.5, "9 7")
    both = "".join(_pull(JOINTS[joint].pull, paint, 4.5, "") for joint in (Joint.HIP, Joint.ANKLE))
    return element("g", both, stroke_opacity=0.75)


def _pull(path: str, paint: DrawingPalette, width: float, dashes: str) -> str:
    """An arrow along `path`; `dashes` is its SVG dash array."""
    # The arrow head needs the direction at the end of the path, which a cubic curve takes from
    # its last control point: the last four numbers after the last "C".
    back_x, back_y, x, y = map(float, path.rpartition("C")[2].split()[-4:])
    look: dict[str, str | float] = {
        "fill": "none",
        "stroke": paint.variables["accent"],
        "stroke_linecap": "round",
        "stroke_width": width,
    }
    return element("path", d=path, stroke_dasharray=dashes, **look) + element(
        "path", d=arrow_head((back_x, back_y), (x, y), *ARROW), stroke_linejoin="round", **look
    )


def _place(
    name: str, mark: ChainMark | None, prefix: str, paint: DrawingPalette, focus: Focus | None
) -> str:
    """The ring, leader line, name and bar of a place, in one group with the place's id.

    The invisible rectangle makes the whole label a target for a finger.
    """
    place, weight = PLACES[name], mark.weight if mark else 0.0
    faded = FADED if focus and name not in focus.places else 1.0
    x, y = place.text
    on_left = x < WIDTH / 2
    edge = (x + BAR + 4, y + 2) if on_left else (x - 4, y + 2)
    leader = _leader(edge, place.dot, paint)
    return element(
        "g",
        element(
            "rect",
            x=x - 6,
            y=y - 18,
            width=BAR + 14,
            height=54,
            fill=paint.variables["panel"],
            fill_opacity=0,
        )
        + element("g", _ring(place.dot, weight, prefix, paint) + leader, opacity=faded)
        + circle(place.dot, 3)
        + _name(place.lines, x, y)
        + (element("g", _bar(x, y + 22, weight, paint), opacity=faded) if mark else ""),
        data_place=name,
        fill=paint.variables["ink"],
    )


def _ring(dot: tuple[float, float], weight: float, prefix: str, paint: DrawingPalette) -> str:
    """A glow and a ring whose radius grows with the weight; empty without one."""
    if not weight:
        return ""
    radius = 9 + 11 * weight
    return circle(dot, radius * 1.5, fill=f"url(#{prefix}glow)") + circle(
        dot, radius, fill="none", stroke=paint.glow, stroke_width=2
    )


def _bar(x: float, y: float, weight: float, paint: DrawingPalette) -> str:
    return element("rect", x=x, y=y, width=BAR, height=7, rx=3.5, fill=paint.ground) + element(
        "rect",
        x=x,
        y=y,
        width=BAR * weight,
        height=7,
        rx=min(3.5, BAR * weight / 2),
        fill=paint.glow,
    )


def _knee(paint: DrawingPalette) -> str:
    x, y = 230.0, 262.0
    ring = circle(KNEE, 17, fill="none", stroke=paint.variables["accent"], stroke_width=2.5)
    leader = _leader((x - 4, y + 2), (KNEE[0] + 17, KNEE[1]), paint)
    name = _name(("Knee", "between hip", "and ankle"), x, y)
    return element("g", ring + leader + name, data_place="knee", fill=paint.variables["ink"])


def _leader(start: Point, end: Point, paint: DrawingPalette) -> str:
    line = f"M{points(*start)}L{points(*end)}"
    return element("path", d=line, stroke=paint.quiet, stroke_width=1)


def _name(lines: Iterable[str], x: float, y: float) -> str:
    """Lines of text, the first of them bold."""
    return "".join(
        element("text", words(line), x=x, y=y + 15 * row, class_="" if row else "b")
        for row, line in enumerate(lines)
    )
