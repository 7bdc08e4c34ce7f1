"""Motion: from keyframes to the positions between them, and the CSS transforms that play them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kneeapp.domain.routine.poses import Keyframe, Limb, Point, Pose
from kneeapp.figure.shapes import number
from kneeapp.figure.skeleton import Bone, Skeleton, skeleton

STOPS = 4
UPRIGHT = ("pelvis", "chest", "head")


@dataclass(frozen=True)
class Movement:
    """The positions of every part over one pass; `seconds` is its length."""

    moments: tuple[Skeleton, ...]
    shares: tuple[float, ...]
    """The time of each moment as a share of the pass."""
    rest: Skeleton
    """The positions without motion."""
    seconds: float
    there_and_back: bool

    def moves(self, part: str) -> bool:
        return len({_placed(part, moment[part]) for moment in self.moments}) > 1

    def still(self, part: str) -> str:
        """The SVG transform of a part at rest."""
        return _placed(part, self.rest[part])

    def css(self, part: str) -> tuple[str, list[str]]:
        """The CSS transforms of a part: at rest, and one a moment."""
        places = [_placed(part, moment[part], css=True) for moment in self.moments]
        return _placed(part, self.rest[part], css=True), places


def movement(pose: Pose, pace_s: float) -> Movement:
    """The movement of a pose through its keyframes, in its own time or in `pace_s` seconds."""
    loop = pose.motion == "loop"
    frames = (*pose.keyframes, pose.keyframes[0]) if loop else pose.keyframes
    count = max(STOPS, 2 * (len(frames) - 1))
    shares = [stop / count for stop in range(count + 1)]
    moments = [
        skeleton(pose, _moment(frames, share if loop else _eased(share))) for share in shares
    ]
    return Movement(
        moments=tuple(_unwound(moments)),
        shares=tuple(shares),
        rest=skeleton(pose, pose.keyframes[pose.still]),
        seconds=pose.pass_s or pace_s,
        there_and_back=not loop,
    )


def _moment(frames: Sequence[Keyframe], share: float) -> Keyframe:
    """The interpolated keyframe at `share` (0-1) of the way through all `frames`."""
    place = share * (len(frames) - 1)
    # The last moment lies at the end of the last pair, and one keyframe alone makes no pair.
    first = min(int(place), max(len(frames) - 2, 0))
    return between(frames[first], frames[min(first + 1, len(frames) - 1)], place - first)


def between(start: Keyframe, end: Keyframe, share: float) -> Keyframe:
    """The interpolated keyframe at `share` (0-1) of the way from `start` to `end`."""
    return start.model_copy(
        update={
            "hip": _point(start.hip, end.hip, share),
            "pelvis": _mixed(start.pelvis, end.pelvis, share),
            "chest": _mixed(start.chest, end.chest, share),
            "head": _mixed(start.head, end.head, share),
            "leg": _limb(start.leg, end.leg, share),
            "other_leg": _limb(start.other_leg, end.other_leg, share),
            "arm": _limb(start.arm, end.arm, share),
            "other_arm": _limb(start.other_arm, end.other_arm, share),
            "tool": start.tool and end.tool and _point(start.tool, end.tool, share),
        }
    )


def _limb(start: Limb, end: Limb, share: float) -> Limb:
    seen = _point(start.seen, end.seen, share)
    turn = {"end": _mixed(start.end, end.end, share), "seen": seen}
    if start.reach and end.reach:
        return start.model_copy(update=turn | {"reach": _point(start.reach, end.reach, share)})
    return start.model_copy(
        update=turn
        | {
            "upper": _mixed(start.upper or 0, end.upper or 0, share),
            "lower": _mixed(start.lower or 0, end.lower or 0, share),
        }
    )


def _mixed(start: float, end: float, share: float) -> float:
    return start + (end - start) * share


def _point(start: Point, end: Point, share: float) -> Point:
    return _mixed(start[0], end[0], share), _mixed(start[1], end[1], share)


def _eased(share: float) -> float:
    return (1 - math.cos(math.pi * share)) / 2


def _unwound(moments: list[Skeleton]) -> list[Skeleton]:
    """`moments` with angles that never jump by a full turn.

    CSS interpolates numbers: from 179 to -179 degrees a limb would spin almost once around.
    """
    calm = [moments[0]] if moments else []
    for moment in moments[1:]:
        before = calm[-1]
        calm.append({part: _nearest(bone, before[part].angle) for part, bone in moment.items()})
    return calm


def _nearest(bone: Bone, angle: float) -> Bone:
    turns = round((angle - bone.angle) / 360)
    return Bone(bone.x, bone.y, bone.angle + 360 * turns, bone.seen)


def _placed(part: str, bone: Bone, *, css: bool = False) -> str:
    """The transform of a part, as SVG or as CSS."""
    turn = number((90 if part in UPRIGHT else 0) - bone.angle)
    place = (number(bone.x), number(-bone.y))
    seen = "" if bone.seen == 1 else f" scale({bone.seen:.2f},1)"
    if css:
        return f"translate({place[0]}px,{place[1]}px) rotate({turn}deg){seen}"
    return f"translate({place[0]} {place[1]}) rotate({turn}){seen.replace(',', ' ')}"
