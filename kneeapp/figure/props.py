"""Props of a drawing: the ground, furniture, and the ball or roller."""

from kneeapp.domain.routine.poses import Pose, Prop
from kneeapp.figure.palette import DrawingPalette
from kneeapp.figure.shapes import at, element, number, points
from kneeapp.figure.skeleton import BAND, TOOL_RADIUS


def ground(pose: Pose, paint: DrawingPalette) -> str:
    width, below = pose.sheet[0], pose.below
    return element(
        "path", d=f"M0 0H{number(width)}V{number(below)}H0Z", fill=paint.ground
    ) + element("path", d=f"M0 0H{number(width)}", stroke=paint.ground_edge, stroke_width=0.8)


def prop(item: Prop, paint: DrawingPalette) -> str:
    """A mat, blanket, cushion, wall, chair, step, bed or bike."""
    return _PROPS[item.kind](item, paint)


def _mat(item: Prop, paint: DrawingPalette) -> str:
    (x, y), (width, depth) = item.at, item.size
    skew = depth * 0.9
    top = (
        f"M{points(x + skew, -y - depth * 0.5)}h{number(width - 2 * skew)}"
        f"l{points(skew, depth)}h{number(-width)}Z"
    )
    edge = f"M{points(x, -y + depth * 0.5)}h{number(width)}v1.6h{number(-width)}Z"
    return element("path", d=top, fill=paint.accent, fill_opacity=0.28) + element(
        "path", d=edge, fill=paint.accent, fill_opacity=0.5
    )


def _blanket(item: Prop, paint: DrawingPalette) -> str:
    """A blanket seen from above, under a lying person."""
    (x, y), (width, height) = item.at, item.size
    place = {"x": x, "y": -y - height, "width": width, "height": height, "rx": 3}
    return element("rect", **place, fill=paint.accent, fill_opacity=0.32)


def _cushion(item: Prop, paint: DrawingPalette) -> str:
    return _board(item, paint.sole, paint.prop_edge, rounding=min(item.size) * 0.45)


def _wall(item: Prop, paint: DrawingPalette) -> str:
    return _board(item, paint.ground, paint.ground_edge)


def _step(item: Prop, paint: DrawingPalette) -> str:
    return _board(item, paint.prop, paint.prop_edge, rounding=1.5)


def _chair(item: Prop, paint: DrawingPalette) -> str:
    """A seat with its back at the left; the height is the seat's."""
    left, right, seat = item.at[0], item.at[0] + item.size[0], item.size[1]
    legs = (
        f"M{points(left + 3, 0)}L{points(left + 4, 2 - seat)}M{points(right - 3, 0)}V{2 - seat:g}"
    )
    back = f"M{points(left + 2, -seat)}L{points(left - 3, -seat - 42)}"
    rest = f"M{points(left - 2.6, -seat - 40)}L{points(left - 0.6, -seat - 20)}"
    return (
        _rod(legs + back, paint.prop_edge, 3)
        + _board(_top(item, 4), paint.prop, paint.prop_edge, rounding=2)
        + _rod(rest, paint.prop, 5)
    )


def _bed(item: Prop, paint: DrawingPalette) -> str:
    left, right, top = item.at[0], item.at[0] + item.size[0], item.size[1]
    legs = f"M{points(left + 8, 0)}V{number(14 - top)}M{points(right - 8, 0)}V{number(14 - top)}"
    seam = f"M{points(left + 2, 8 - top)}h{number(item.size[0] - 4)}"
    return (
        _rod(legs, paint.prop_edge, 5)
        + _board(_top(item, 18), paint.prop, paint.prop_edge, rounding=4)
        + _rod(seam, paint.prop_edge, 0.8)
    )


def _bike(item: Prop, paint: DrawingPalette) -> str:
    """An exercise bike around its crank at `at`: saddle behind it, bar in front, `size` apart."""
    (x, y), (width, height) = item.at, item.size
    saddle, grip = (x - width * 0.34, -y - height + 4), (x + width * 0.52, -y - height - 6)
    frame = (
        f"M{points(x - 34, -4)}h{number(width + 6)}M{points(x, -y)}L{points(*saddle)}"
        f"M{points(x, -y)}L{points(grip[0] - 4, -5)}L{points(*grip)}h7"
    )
    seat = f"M{points(saddle[0] - 9, saddle[1])}h17"
    wheel = element(
        "circle", cx=x, cy=-y, r=15, fill=paint.prop, stroke=paint.prop_edge, stroke_width=2
    )
    return _rod(frame, paint.prop_edge, 4) + wheel + _rod(seat, paint.prop_edge, 6)


def _top(item: Prop, thick: float) -> Prop:
    """The upper board of a piece of furniture."""
    place = (item.at[0], item.size[1] - thick)
    return item.model_copy(update={"at": place, "size": (item.size[0], thick)})


def _board(item: Prop, fill: str, edge: str, *, rounding: float = 0) -> str:
    (x, y), (width, height) = item.at, item.size
    look = {"fill": fill, "stroke": edge}
    return element(
        "rect",
        x=x,
        y=-y - height,
        width=width,
        height=height,
        rx=rounding,
        stroke_width=0.8,
        **look,
    )


def _rod(path: str, colour: str, width: float) -> str:
    return element(
        "path", d=path, fill="none", stroke=colour, stroke_width=width, stroke_linecap="round"
    )


_PROPS = {
    "mat": _mat,
    "blanket": _blanket,
    "cushion": _cushion,
    "wall": _wall,
    "chair": _chair,
    "step": _step,
    "bed": _bed,
    "bike": _bike,
}


def band(paint: DrawingPalette) -> str:
    """The elastic band along x from one leg to the other."""
    return element("path", d=f"M0 0H{number(BAND)}", stroke=paint.accent, stroke_width=4)


def cuff(along: float, paint: DrawingPalette) -> str:
    """The band where it goes round a leg, `along` from the knee."""
    path = f"M{points(along, -5.2)}V5.2"
    return element("path", d=path, stroke=paint.accent, stroke_width=4.4, stroke_linecap="round")


def tool(kind: str, paint: DrawingPalette) -> str:
    """The ball or roller around its own centre."""
    radius = TOOL_RADIUS[kind]
    if kind == "ball":
        return element(
            "circle", r=radius, fill="#d5e34a", stroke="#7f8f1c", stroke_width=0.7
        ) + element(
            "path",
            d="M-2.6-2Q-.2 0-2.6 2.2M2.6-2Q.2 0 2.6 2.2",
            fill="none",
            stroke="#fbfdf0",
            stroke_width=0.8,
        )
    spokes = "".join(
        f"M{points(*at((0, 0), turn, 4.6))}L{points(*at((0, 0), turn, 6.3))}"
        for turn in range(0, 360, 60)
    )
    return (
        element("circle", r=radius, fill="#5d7390", stroke="#33445a", stroke_width=0.8)
        + element("circle", r=3.4, fill=paint.panel, stroke="#33445a", stroke_width=0.8)
        + element("path", d=spokes, stroke="#a9bdd6", stroke_width=1.2, stroke_linecap="round")
    )
