"""Outlines of each part of the body, in the part's own coordinates (cm).

Limbs extend along x from their joint; trunk and head extend upwards from theirs.
"""

from dataclasses import dataclass

from kneeapp.domain.routine.poses import View
from kneeapp.figure.palette import DrawingPalette
from kneeapp.figure.shapes import element, points, sleeve, tapered


@dataclass(frozen=True)
class Piece:
    """One filled outline and the part it moves with."""

    part: str
    path: str
    fill: str


def leg(name: str, foot: View, paint: DrawingPalette, *, front: bool, far: bool) -> list[Piece]:
    skin = paint.skin_far if far else paint.skin
    calf = (7.4, 7.4) if front else (5.6, 9.6)
    return [
        Piece(f"{name}_end", _foot(foot), paint.shoe_far if far else paint.shoe),
        Piece(f"{name}_lower", tapered(41, 5.5, 3.5, *calf), skin),
        Piece(f"{name}_upper", tapered(42, 8, 5.9, 9, 8.6), skin),
        Piece(f"{name}_upper", sleeve(24, 8.8, 8.6), paint.shorts_far if far else paint.shorts),
    ]


def arm(name: str, paint: DrawingPalette, *, far: bool) -> list[Piece]:
    skin = paint.skin_far if far else paint.skin
    return [
        Piece(f"{name}_end", _HAND, skin),
        Piece(f"{name}_lower", tapered(25, 4.1, 2.7, 4.9, 4.4), skin),
        Piece(f"{name}_upper", tapered(29, 4.9, 4, 4.9, 4.9), skin),
        Piece(f"{name}_upper", sleeve(15, 5.8, 5.6), paint.shirt_far if far else paint.shirt),
    ]


def trunk(turn: float, paint: DrawingPalette) -> list[Piece]:
    """Neck, chest and pelvis; `turn` (0-1) widens them from profile to front."""
    waist, chest, hips = (side + (front - side) * turn for side, front in _TRUNK)
    return [
        Piece("head", "M-5.2 18.5V6H4.8V18.5A5 5 0 0 1-5.2 18.5Z", paint.skin),
        Piece("chest", _chest(waist, chest, turn), paint.shirt),
        Piece("pelvis", _pelvis(waist, hips), paint.shorts),
    ]


def hem(turn: float, paint: DrawingPalette) -> str:
    """The hem of the shirt, which lies over the shorts."""
    waist = _TRUNK[0][0] + (_TRUNK[0][1] - _TRUNK[0][0]) * turn
    return element("path", d=_hem(waist - 0.4), fill=paint.shirt)


# Half-widths in profile and from the front: waist, chest, hips.
_TRUNK = ((9.6, 13.2), (10.4, 18.6), (11, 16.4))
_HAND = "M0-2.7Q4-4 8-3.4L14-2.4A2 2 0 0 1 15 1.2Q9 3.6 0 2.7ZM4-2.6L8-5.4A1.3 1.3 0 0 1 10-3.4Z"


def _chest(waist: float, chest: float, turn: float) -> str:
    neck = 4.4 + 1.4 * turn
    return (
        f"M{points(-waist, 2)}C{points(-waist, -10, -chest, -18, -chest, -27)}"
        f"Q{points(-chest, -32.5, -chest + 6, -33.4)}L{points(-neck, -36.5)}"
        f"Q{points(0, -33.5, neck, -36.5)}L{points(chest - 6, -33.4)}"
        f"Q{points(chest, -32.5, chest, -27)}C{points(chest, -18, waist, -10, waist, 2)}"
        f"Q{points(0, 2 + waist * 0.5, -waist, 2)}Z"
    )


def _pelvis(waist: float, hips: float) -> str:
    return (
        f"M{points(-waist, -13)}C{points(-waist, -10, -hips, -7, -hips, 0)}"
        f"C{points(-hips, 8, -hips * 0.5, 10, 0, 10)}"
        f"C{points(hips * 0.5, 10, hips, 8, hips, 0)}"
        f"C{points(hips, -7, waist, -10, waist, -13)}Z"
    )


def _hem(waist: float) -> str:
    return (
        f"M{points(-waist, -14)}L{points(-waist - 0.3, -10)}Q{points(0, -7, waist + 0.3, -10)}"
        f"L{points(waist, -14)}Z"
    )


def _foot(view: View) -> str:
    if view == "front":
        return "M-4-3Q0-5 4-3Q6.4 3 5.6 5.6Q5 7 3.6 7L-3.6 7Q-5 7-5.6 5.6Q-6.4 3-4-3Z"
    return "M-4.4-3Q0-5.4 4.2-3Q8 .4 14 1.2Q19.4 2 19.6 5.4Q19.6 7 18 7L-5 7Q-6.6 7-6.4 5Z"


def sole(view: View) -> str:
    return (
        "M-5.4 5.4H5.4V7H-5.4Z"
        if view == "front"
        else "M-6.4 5.3H19.6Q19.6 7 18 7H-5Q-6.4 7-6.4 5.3Z"
    )


def head(view: View, paint: DrawingPalette) -> str:
    """Face and hair, upright, around the middle of the head."""
    return _front_head(paint) if view == "front" else _side_head(paint)


def _front_head(paint: DrawingPalette) -> str:
    outer = element("path", d="M-9.6 1Q-11-12.6 0-13Q11-12.6 9.6 1Z", fill=paint.hair)
    ears = "M-8.6-1.4a1.7 2.3 0 1 0 .6 4.4ZM8.6-1.4a1.7 2.3 0 1 1-.6 4.4Z"
    face = "M-8.4-4Q-9 4-6 8Q-3 11.4 0 11.4Q3 11.4 6 8Q9 4 8.4-4Q4-9 0-9Q-4-9-8.4-4Z"
    fringe = "M-9-1Q-9.6-9-2-9.6Q5-9 9-1.6Q9.8-11.4 0-12Q-10-11.6-9-1Z"
    lines = "M-4.6-1.9q1.4-1 2.6-.2M4.6-1.9q-1.4-1-2.6-.2M-.4 1.2q-1 2 .6 2.2M-2.8 6.2q2.8 2 5.6 0"
    eyes = "M-4.2.2a.9.9 0 1 0 1.8 0a.9.9 0 1 0-1.8 0M2.4.2a.9.9 0 1 0 1.8 0a.9.9 0 1 0-1.8 0"
    skin = _edged(ears + face, paint.skin, paint)
    return outer + skin + element("path", d=fringe, fill=paint.hair) + _features(lines, eyes, paint)


def _side_head(paint: DrawingPalette) -> str:
    face = (
        "M-4-11Q7.6-11.4 8.4-3.6L8.6-.6L10.6 2.6Q10.6 3.6 8.8 3.8L8.8 6.2"
        "Q8.6 10.4 4.6 10.8Q0 11-3 8Q-9 2-4-11Z"
    )
    hair = (
        "M8-4.4Q3-6.6 1.4-4.6Q2 0-1.2 1Q-1 6-5.6 7.4Q-11.6 3-10.4-4Q-9-12.4-.4-12.8Q8-12.6 8.6-5Z"
    )
    ear = _edged("M-1.4-.6a2 2.4 0 1 1 .4 4.2Z", paint.skin, paint)
    lines = "M4.4-2.6q1.6-1 2.8-.3M5.6 6.6q1.4.7 2.9.1"
    eye = "M5.1-.4a.9 1 0 1 0 1.8 0a.9 1 0 1 0-1.8 0"
    crown = _edged(face, paint.skin, paint) + element("path", d=hair, fill=paint.hair)
    return crown + ear + _features(lines, eye, paint)


def _edged(path: str, fill: str, paint: DrawingPalette) -> str:
    return element("path", d=path, fill=fill, stroke=paint.line, stroke_width=0.55)


def _features(lines: str, eyes: str, paint: DrawingPalette) -> str:
    drawn = element(
        "path", d=lines, fill="none", stroke=paint.line, stroke_width=0.8, stroke_linecap="round"
    )
    return drawn + element("path", d=eyes, fill=paint.line)
