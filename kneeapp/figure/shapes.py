"""SVG text from numbers: elements and the outlines of limbs."""

import math
from html import escape

from kneeapp.domain.routine.poses import Point


def number(value: float) -> str:
    """A length to one decimal, in as few characters as possible."""
    text = f"{value:.1f}".removesuffix(".0")
    if text == "-0":
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def points(*values: float) -> str:
    """Numbers in a path, where a minus sign needs no space before it."""
    return numbers(*values).replace(" -", "-")


def numbers(*values: float) -> str:
    """Numbers in any other attribute: in a viewBox, Firefox needs a space before a minus sign."""
    return " ".join(number(value) for value in values)


def element(name: str, content: str | None = None, /, **attributes: str | float) -> str:
    """One SVG element; `_` in an attribute's name stands for `-`, a trailing one is dropped.

    An attribute with an empty text is left out.
    """
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value != ""
    )
    return f"<{name}{pairs}/>" if content is None else f"<{name}{pairs}>{content}</{name}>"


def circle(centre: Point, radius: float, **attributes: str | float) -> str:
    return element("circle", cx=centre[0], cy=centre[1], r=radius, **attributes)


def words(text: str) -> str:
    return escape(text, quote=False)


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else number(value)


def tapered(length: float, start: float, end: float, above: float, below: float) -> str:
    """A limb along x with round ends: half-widths at start and end, and the swell of both edges.

    `above` and `below` are the half-widths the edges bend towards at two fifths of the length.
    """
    middle = length * 0.4
    return (
        f"M0{points(-start)}Q{points(middle, -above, length, -end)}"
        f"A{points(end, end)} 0 0 1 {points(length, end)}Q{points(middle, below, 0, start)}"
        f"A{points(start, start)} 0 0 1 0{points(-start)}Z"
    )


def sleeve(length: float, start: float, end: float) -> str:
    """A piece of cloth round a limb: round where it begins, cut straight at its hem."""
    return (
        f"M0{points(-start)}L{points(length, -end)}Q{points(length + 1.2, 0, length, end)}"
        f"L0 {points(start)}A{points(start, start)} 0 0 1 0{points(-start)}Z"
    )


def at(start: Point, angle: float, length: float) -> Point:
    """The point `length` away from `start` in the direction `angle` (degrees)."""
    turn = math.radians(angle)
    return start[0] + length * math.cos(turn), start[1] + length * math.sin(turn)


def direction(start: Point, end: Point) -> float:
    """The direction from `start` to `end` in degrees."""
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def arrow_head(start: Point, end: Point, size: float, spread: float) -> str:
    """The path of an arrow head at `end` for a line from `start`: two strokes of length `size`.

    `spread` is the angle between the line and each stroke in degrees.
    """
    back = direction(end, start)
    left, right = at(end, back + spread, size), at(end, back - spread, size)
    return f"M{points(*left)}L{points(*end)}L{points(*right)}"


def svg(  # noqa: PLR0913  a drawing, and what each has besides
    content: str, box: str, *, title: str, alt: str, prefix: str, style: str
) -> str:
    """A whole SVG; `box` is its viewBox, `alt` its text alternative.

    `prefix` is its class: rules of `style` begin with it, since they hold for the whole page.
    """
    return element(
        "svg",
        element("title", words(title)) + element("style", style) + content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=box,
        role="img",
        aria_label=alt,
        class_=prefix,
    )


def light(name: str, colour: str) -> str:
    """A radial gradient with the id `name`, for elements to use as their fill."""
    stops = "".join(
        element("stop", offset=offset, stop_color=colour, stop_opacity=opacity)
        for offset, opacity in ((0, 0.95), (0.5, 0.55), (1, 0))
    )
    return element("defs", element("radialGradient", stops, id=name))
