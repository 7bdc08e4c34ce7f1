"""Skeleton: from joint angles to the position and direction of every part of the body."""

import math
from dataclasses import dataclass

from kneeapp.domain.routine.poses import Keyframe, Limb, Point, Pose
from kneeapp.figure.shapes import at, direction

# Centimetres of a person 170 cm tall; shares of the height after Winter,
# Biomechanics and Motor Control of Human Movement, table 4.1, rounded.
LENGTHS = {
    "pelvis": 15.0,
    "chest": 34.0,
    "neck": 17.5,
    "leg_upper": 42.0,
    "leg_lower": 41.0,
    "arm_upper": 29.0,
    "arm_lower": 25.0,
}
HIP_JOINT = 8.5
SHOULDER_JOINT = 17.5
BAND = 40.0
"""Length of the drawn elastic band (cm) before it is stretched."""
TOOL_RADIUS = {"ball": 3.35, "roller": 7.5}


@dataclass(frozen=True)
class Bone:
    """A part's start (cm), its direction (degrees) and the visible share of its length."""

    x: float
    y: float
    angle: float
    seen: float = 1.0

    def end(self, length: float) -> Point:
        return at((self.x, self.y), self.angle, length * self.seen)


Skeleton = dict[str, Bone]


def skeleton(pose: Pose, frame: Keyframe) -> Skeleton:
    """Every part of the body at one moment."""
    waist = at(frame.hip, frame.pelvis, LENGTHS["pelvis"])
    shoulders = at(waist, frame.chest, LENGTHS["chest"])
    head = at(shoulders, frame.head, LENGTHS["neck"])
    bones = {
        "pelvis": Bone(*frame.hip, frame.pelvis),
        "chest": Bone(*waist, frame.chest),
        "head": Bone(*head, frame.head),
    }
    hip, shoulder = HIP_JOINT * pose.turn, SHOULDER_JOINT * pose.turn
    collar = at(shoulders, frame.chest, -3.5)
    bones |= _limb("leg", at(frame.hip, frame.pelvis + 90, hip), frame.leg)
    bones |= _limb("other_leg", at(frame.hip, frame.pelvis - 90, hip), frame.other_leg)
    bones |= _limb("arm", at(collar, frame.chest + 90, shoulder), frame.arm)
    bones |= _limb("other_arm", at(collar, frame.chest - 90, shoulder), frame.other_arm)
    if pose.tool and frame.tool:
        bones["tool"] = _tool(pose, frame.tool)
    if pose.band:
        bones["band"] = _band(bones, pose.band)
    return bones


def _limb(name: str, root: Point, limb: Limb) -> Skeleton:
    kind = name.removeprefix("other_")
    lengths = LENGTHS[f"{kind}_upper"], LENGTHS[f"{kind}_lower"]
    seen = _seen(root, limb, sum(lengths))
    upper, lower = lengths[0] * seen[0], lengths[1] * seen[1]
    first, second = _angles(root, limb, upper, lower)
    joint = at(root, first, upper)
    return {
        f"{name}_upper": Bone(*root, first, seen[0]),
        f"{name}_lower": Bone(*joint, second, seen[1]),
        f"{name}_end": Bone(*at(joint, second, lower), limb.end),
    }


def _seen(root: Point, limb: Limb, length: float) -> Point:
    """The visible shares of upper and lower part; a limb bent towards the viewer looks shorter."""
    if limb.reach is None or limb.bend:
        return limb.seen
    share = min(math.dist(root, limb.reach) / length, 1.0)
    return share, share


def _angles(root: Point, limb: Limb, upper: float, lower: float) -> tuple[float, float]:
    if limb.reach is None:
        return limb.upper or 0.0, limb.lower or 0.0
    # Two-bone inverse kinematics by the law of cosines. The distance is limited to what the two
    # lengths allow, less 0.01 cm, or acos would leave its domain for a stretched limb.
    line = direction(root, limb.reach)
    gap = min(max(math.dist(root, limb.reach), abs(upper - lower) + 0.01), upper + lower - 0.01)
    opening = math.degrees(math.acos((upper**2 + gap**2 - lower**2) / (2 * upper * gap)))
    first = line + limb.bend * opening
    return first, direction(at(root, first, upper), at(root, line, gap))


def _band(bones: Skeleton, along: float) -> Bone:
    """The elastic band from one leg to the other, stretched as far as they are apart."""
    start, end = (bones[f"{leg}_lower"].end(along) for leg in ("leg", "other_leg"))
    return Bone(*start, direction(start, end), math.dist(start, end) / BAND)


def _tool(pose: Pose, place: Point) -> Bone:
    """The ball or roller, rotated by the distance it has rolled since the first keyframe."""
    start = pose.keyframes[0].tool or place
    rolled = start[0] - place[0] if pose.tool_surface == "floor" else place[1] - start[1]
    return Bone(*place, math.degrees(rolled / TOOL_RADIUS[pose.tool or "ball"]))
