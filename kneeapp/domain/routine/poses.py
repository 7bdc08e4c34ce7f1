"""Poses as declared in content files: joint angles, props and marks of a drawn body.

Lengths are centimetres with the ground at 0 and y upwards; angles are degrees,
0 to the right and 90 up. Every pose is declared for the right side, seen from
the front or facing right; the left side is its mirror image.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from kneeapp.domain.content_model import Content
from kneeapp.domain.sides import Side
from kneeapp.errors import NotFound

Angle = Annotated[float, Field(ge=-400, le=400)]
Length = Annotated[float, Field(ge=-60, le=260)]
Point = tuple[Length, Length]
Share = Annotated[float, Field(ge=0, le=1)]
Visible = Annotated[float, Field(ge=0.2, le=1)]
SheetLength = Annotated[float, Field(ge=60, le=260)]
View = Literal["front", "side"]
Layer = Literal["other_arm", "other_leg", "tool", "torso", "head", "leg", "arm"]
Part = Literal["pelvis", "chest", "leg_upper", "leg_lower", "tool"]

SIDE_LAYERS: tuple[Layer, ...] = get_args(Layer)
"""The layers of a body seen from the side, back to front."""


class Limb(Content):
    """An arm or a leg: two joint angles, or the point that its wrist or ankle reaches."""

    upper: Angle | None = None
    lower: Angle | None = None
    reach: Point | None = None
    bend: Literal[-1, 0, 1] = 1
    """To which side knee or elbow bends when reaching: 1 counter-clockwise of the line to the
    target, -1 clockwise, 0 towards the viewer, so that the limb looks straight and shorter."""
    end: Angle
    """Direction of the hand or the foot."""
    seen: tuple[Visible, Visible] = (1, 1)
    """Visible share of the upper and the lower length, where a limb points at the viewer."""

    @model_validator(mode="after")
    def _one_way(self) -> "Limb":
        angles = self.upper is not None and self.lower is not None
        if angles is (self.reach is not None) or (self.upper is None) is not (self.lower is None):
            raise ValueError("a limb needs either upper and lower, or reach")
        return self


class Keyframe(Content):
    """One moment of a movement; `hip` is the middle between the hip joints."""

    hip: Point
    pelvis: Angle
    chest: Angle
    head: Angle
    leg: Limb
    other_leg: Limb
    arm: Limb
    other_arm: Limb
    tool: Point | None = None
    """Centre of the ball or roller."""

    def limbs(self) -> tuple[Limb, Limb, Limb, Limb]:
        return (self.leg, self.other_leg, self.arm, self.other_arm)


class Prop(Content):
    """A thing that stands still: `at` is its lower left corner, `size` its width and height."""

    kind: Literal["mat", "blanket", "cushion", "wall", "chair", "step", "bed", "bike"]
    at: Point
    size: tuple[Length, Length] = (0, 0)


class Glow(Content):
    """The muscle at work, placed along and across a part of the body."""

    part: Part
    at: Point
    size: tuple[Length, Length]
    turn: Angle = 0


class Mark(Content):
    """A small helping mark: an arrow, a line, or a few words."""

    kind: Literal["arrow", "both_ways", "level", "stop", "words"]
    points: tuple[Point, ...] = ()
    part: Part | None = None
    """The part the mark moves with; its points are then along and across it."""
    words: Annotated[str, Field(max_length=40)] = ""
    anchor: Literal["start", "middle", "end"] = "middle"

    @model_validator(mode="after")
    def _placed(self) -> "Mark":
        needed = 1 if self.kind == "words" else 2
        if len(self.points) < needed:
            raise ValueError(f"a mark of kind {self.kind} needs at least {needed} points")
        if (self.kind == "words") is not bool(self.words):
            raise ValueError("words belong to a mark of kind words, and only there")
        return self


class Pose(Content):
    """A position, or with two or more keyframes a movement."""

    title: Annotated[str, Field(min_length=1, max_length=60)]
    alt: Annotated[str, Field(min_length=1, max_length=600)]
    """Text alternative of the picture; {side} and {other} stand for the sides."""
    view: View = "side"
    turn: Share = 0
    """How far hips and shoulders are seen from the front: 0 profile, 1 front."""
    sided: bool = False
    sheet: tuple[SheetLength, SheetLength] = (200, 190)
    below: Annotated[float, Field(ge=4, le=60)] = 12
    """How much of the sheet's height lies below the ground."""
    motion: Literal["there_and_back", "loop"] = "there_and_back"
    pass_s: Annotated[float, Field(gt=0, le=20)] | None = None
    """Seconds from the first keyframe to the last (in a loop: back to the first one);
    without it, the pace of the exercise."""
    still: Annotated[int, Field(ge=0, le=7)] = 0
    """Index of the keyframe that is shown where motion is reduced."""
    tool: Literal["ball", "roller"] | None = None
    tool_surface: Literal["floor", "wall"] = "floor"
    band: Annotated[float, Field(gt=0, le=41)] | None = None
    """How far down the lower legs a short elastic band goes round both of them (cm)."""
    layers: tuple[Layer, ...] = SIDE_LAYERS
    foot: View | None = None
    other_foot: View | None = None
    face: View | None = None
    props: tuple[Prop, ...] = ()
    glow: tuple[Glow, ...] = ()
    marks: tuple[Mark, ...] = ()
    keyframes: Annotated[tuple[Keyframe, ...], Field(min_length=1, max_length=8)]

    @model_validator(mode="after")
    def _whole(self) -> "Pose":
        if sorted(self.layers) != sorted(SIDE_LAYERS):
            raise ValueError(f"layers must name each of {', '.join(SIDE_LAYERS)} once")
        if self.still >= len(self.keyframes):
            raise ValueError("still must be the number of a keyframe, from 0")
        if any((frame.tool is None) is not (self.tool is None) for frame in self.keyframes):
            raise ValueError("a tool needs a place in every keyframe, and a place needs a tool")
        for limbs in zip(*(frame.limbs() for frame in self.keyframes), strict=True):
            if len({limb.reach is None for limb in limbs}) > 1:
                raise ValueError("a limb must reach in every keyframe or in none")
        return self

    @property
    def upright_front(self) -> bool:
        """Standing towards the viewer: neither side is nearer than the other."""
        return self.view == "front" and self.turn == 1

    def described(self, side: Side | None) -> str:
        """The text alternative for one side; without a side it says "sore" and "other"."""
        words = (side.value, side.other.value) if side else ("sore", "other")
        return self.alt.replace("{side}", words[0]).replace("{other}", words[1])


def pose_for(poses: Mapping[str, Pose], key: str) -> tuple[Pose, Side | None]:
    """The pose of `key`, and the side of its suffix `_left` or `_right`; raises NotFound."""
    if key in poses:
        return poses[key], None
    for side in Side:
        stem = key.removesuffix(f"_{side.value}")
        if stem != key and stem in poses and poses[stem].sided:
            return poses[stem], side
    raise NotFound(f"There is no picture named {key!r}. Add it to the files of poses.")
