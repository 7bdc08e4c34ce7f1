"""Every shipped pose, drawn: valid, described, connected, standing on its ground."""

import math
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from kneeapp import content
from kneeapp.domain.routine.poses import Pose, pose_for
from kneeapp.domain.sides import Side
from kneeapp.figure import draw
from kneeapp.figure.motion import movement
from kneeapp.figure.skeleton import LENGTHS, TOOL_RADIUS, Skeleton, skeleton
from tests.figure.conftest import shipped

SVG = "{http://www.w3.org/2000/svg}"
POSES = shipped()
EVERY = pytest.mark.parametrize("key", POSES)
LONGEST = 16_000
FOOT = {"front": ((-5.6, 7), (5.6, 7)), "side": ((-6.4, 7), (19.6, 7))}
LIMBS = ("leg", "other_leg", "arm", "other_arm")


def moments(pose: Pose) -> tuple[Skeleton, ...]:
    return movement(pose, 4).moments


def sole(pose: Pose, moment: Skeleton, leg: str) -> float:
    """The height of the lowest point of a foot (cm)."""
    view = (pose.foot if leg == "leg" else pose.other_foot) or pose.view
    ankle = moment[f"{leg}_end"]
    turn = math.radians(ankle.angle)
    return min(ankle.y + x * math.sin(turn) - y * math.cos(turn) for x, y in FOOT[view])


@EVERY
@pytest.mark.parametrize("side", [None, *Side])
@pytest.mark.parametrize("dark", [False, True])
def test_a_drawing_is_valid_and_described(key: str, side: Side | None, dark: bool) -> None:
    svg = draw(POSES[key], side=side, dark=dark)
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == POSES[key].described(side)
    assert root.findtext(f"{SVG}title") == POSES[key].title
    assert len(svg) < LONGEST


@EVERY
@pytest.mark.parametrize("side", [None, *Side])
def test_a_minus_sign_does_not_separate_the_numbers_of_a_view_box(
    key: str, side: Side | None
) -> None:
    """Firefox draws nothing right where it does."""
    view_boxes = re.findall(r'viewBox="([^"]*)"', draw(POSES[key], side=side))
    assert view_boxes
    assert [box for box in view_boxes if re.search(r"\d-", box)] == []


def test_no_two_drawings_share_an_id_or_a_class() -> None:
    drawn = [
        draw(pose, side=side, dark=dark)
        for pose in POSES.values()
        for side in ((None, *Side) if pose.sided else (None,))
        for dark in (False, True)
    ]
    ids = [name for svg in drawn for name in re.findall(r' id="([^"]+)"', svg)]
    classes = [ET.fromstring(svg).get("class") for svg in drawn]
    rules = [name for svg in drawn for name in re.findall(r"@keyframes (\w+)", svg)]
    for names in (ids, classes, rules):
        assert len(names) == len(set(names))


@EVERY
def test_every_style_rule_stays_inside_its_drawing(key: str) -> None:
    svg = draw(POSES[key])
    root = ET.fromstring(svg)
    style = root.findtext(f"{SVG}style") or ""
    own = root.get("class")
    plain = re.sub(r"@keyframes \w+\{(?:[^{}]*\{[^{}]*\})*\}|@media[^{]*\{", "", style)
    selectors = re.findall(r"([^{}]+)\{", plain)
    assert selectors
    assert all(selector.startswith(f".{own} ") for selector in selectors)


@EVERY
def test_a_movement_holds_still_where_reduced_motion_is_asked_for(key: str) -> None:
    svg = draw(POSES[key])
    moving = len(POSES[key].keyframes) > 1
    assert ("prefers-reduced-motion:reduce" in svg) is moving
    assert ("@keyframes" in svg) is moving


@EVERY
def test_a_still_drawing_is_the_moving_one_at_rest(key: str) -> None:
    pose = POSES[key]
    still = draw(pose, still=True)
    assert "animation" not in still
    assert (
        movement(pose, 4).rest["leg_upper"]
        == skeleton(pose, pose.keyframes[pose.still])["leg_upper"]
    )
    assert ET.fromstring(still).get("aria-label") == pose.described(None)


@EVERY
def test_limbs_connect_at_every_moment(key: str) -> None:
    for moment in moments(POSES[key]):
        for limb in LIMBS:
            kind = limb.removeprefix("other_")
            for upper, lower in pairwise(("upper", "lower", "end")):
                end = moment[f"{limb}_{upper}"].end(LENGTHS[f"{kind}_{upper}"])
                start = moment[f"{limb}_{lower}"]
                assert math.dist(end, (start.x, start.y)) < 0.05


@EVERY
def test_a_limb_reaches_what_it_holds(key: str) -> None:
    for moment, frame in zip(
        (moments(POSES[key])[0], moments(POSES[key])[-1]),
        (POSES[key].keyframes[0], POSES[key].keyframes[-1]),
        strict=True,
    ):
        for name, limb in zip(LIMBS, frame.limbs(), strict=True):
            if limb.reach and POSES[key].motion != "loop":
                end = moment[f"{name}_end"]
                assert math.dist((end.x, end.y), limb.reach) < 3.2


@EVERY
def test_no_limb_jumps_between_two_moments(key: str) -> None:
    for before, after in pairwise(moments(POSES[key])):
        assert all(
            abs(bone.angle - before[part].angle) < 75
            for part, bone in after.items()
            if part != "tool"
        )


@EVERY
def test_feet_stay_on_or_above_the_ground(key: str) -> None:
    pose = POSES[key]
    mat = max((prop.size[1] / 2 for prop in pose.props if prop.kind == "mat"), default=0)
    for moment in moments(pose):
        assert min(sole(pose, moment, leg) for leg in ("leg", "other_leg")) > -mat - 2


WITHOUT_GROUND = {"self_test_hip_flexor", "activity_run"}
"""Lying on a bed, and running, which has moments in the air."""


@pytest.mark.parametrize("key", [key for key in POSES if key not in WITHOUT_GROUND])
def test_somebody_upright_stands_on_something(key: str) -> None:
    pose = POSES[key]
    if any(prop.kind in {"mat", "blanket"} for prop in pose.props):
        pytest.skip("lies on the floor")
    if any(prop.kind == "bike" for prop in pose.props):
        pytest.skip("sits on a bike")
    levels = [0, *(prop.size[1] for prop in pose.props if prop.kind == "step")]
    for moment in moments(pose):
        feet = [sole(pose, moment, leg) for leg in ("leg", "other_leg")]
        assert min(abs(height - level) for height in feet for level in levels) < 1.6


@pytest.mark.parametrize("key", ["ball_floor", "roller_floor"])
def test_the_tool_lies_on_the_floor_under_the_body(key: str) -> None:
    pose = POSES[key]
    radius = TOOL_RADIUS[pose.tool or "ball"]
    for moment in moments(pose):
        tool = moment["tool"]
        assert abs(tool.y - radius) < 0.3
        assert abs(gap_to_body(pose, moment) - radius) < 2.5


@pytest.mark.parametrize("key", ["ball_wall", "roller_wall"])
def test_the_tool_is_held_between_wall_and_body(key: str) -> None:
    pose = POSES[key]
    radius = TOOL_RADIUS[pose.tool or "ball"]
    wall = next(prop.at[0] + prop.size[0] for prop in pose.props if prop.kind == "wall")
    for moment in moments(pose):
        assert abs(moment["tool"].x - radius - wall) < 0.6
        assert abs(gap_to_body(pose, moment) - radius) < 2.5


def gap_to_body(pose: Pose, moment: Skeleton) -> float:
    """From the tool's centre to the skin of hip (ball) or outer thigh (roller), in cm."""
    part, skin = ("pelvis", 15.0) if pose.tool == "ball" else ("leg_upper", 8.5)
    bone, tool = moment[part], moment["tool"]
    turn = math.radians(bone.angle)
    return abs((tool.x - bone.x) * math.sin(turn) - (tool.y - bone.y) * math.cos(turn)) - skin


@pytest.mark.parametrize("key", ["roller_floor", "roller_wall"])
def test_the_roller_keeps_to_the_thigh_between_hip_bone_and_a_hand_above_the_knee(key: str) -> None:
    along = []
    for moment in moments(POSES[key]):
        bone, tool = moment["leg_upper"], moment["tool"]
        turn = math.radians(bone.angle)
        along.append(
            ((tool.x - bone.x) * math.cos(turn) + (tool.y - bone.y) * math.sin(turn)) / bone.seen
        )
    assert min(along) > 8
    assert max(along) < LENGTHS["leg_upper"] - 8
    assert max(along) - min(along) > 7


@pytest.mark.parametrize("key", ["calf_roller_floor", "calf_roller_chair"])
def test_the_roller_under_the_calf_keeps_away_from_knee_and_heel_cord(key: str) -> None:
    along = []
    for moment in moments(POSES[key]):
        shin, tool = moment["leg_lower"], moment["tool"]
        turn = math.radians(shin.angle)
        right, up = tool.x - shin.x, tool.y - shin.y
        along.append(right * math.cos(turn) + up * math.sin(turn))
        below = right * math.sin(turn) - up * math.cos(turn)
        assert TOOL_RADIUS["roller"] + 4 < below < TOOL_RADIUS["roller"] + 9.6
    assert min(along) > 10
    assert max(along) < 26


@pytest.mark.parametrize("key", ["ball_front_hip_floor", "ball_front_hip_wall"])
def test_the_ball_in_front_of_the_hip_lies_below_its_bony_point(key: str) -> None:
    for moment in moments(POSES[key]):
        ahead, up = tool_on_pelvis(moment)
        assert 10 < ahead < 18
        assert -4 < up < 8


@pytest.mark.parametrize("key", ["ball_buttock_floor", "ball_buttock_wall"])
def test_the_ball_under_the_buttock_lies_behind_the_hip_joint(key: str) -> None:
    for moment in moments(POSES[key]):
        ahead, up = tool_on_pelvis(moment)
        assert ahead < -7
        assert math.hypot(ahead, up) < 18


def tool_on_pelvis(moment: Skeleton) -> tuple[float, float]:
    """How far the tool is in front of the hip joints and above them, along the pelvis, in cm."""
    pelvis, tool = moment["pelvis"], moment["tool"]
    turn = math.radians(pelvis.angle)
    right, up = tool.x - pelvis.x, tool.y - pelvis.y
    return (
        right * math.sin(turn) - up * math.cos(turn),
        right * math.cos(turn) + up * math.sin(turn),
    )


def test_the_kneeling_knee_stays_on_its_cushion(poses: dict[str, Pose]) -> None:
    pose = poses["hip_flexor_kneel"]
    cushion = next(prop for prop in pose.props if prop.kind == "cushion")
    for moment in moments(pose):
        knee = moment["leg_lower"]
        assert cushion.at[0] < knee.x < cushion.at[0] + cushion.size[0]
        assert abs(knee.y - 5.9 - cushion.size[1]) < 1.6


def test_the_ball_lies_between_the_top_of_the_hip_bone_and_its_bony_bump() -> None:
    for key in ("ball_floor", "ball_wall"):
        for moment in moments(POSES[key]):
            bone, tool = moment["pelvis"], moment["tool"]
            turn = math.radians(bone.angle)
            up = (tool.x - bone.x) * math.cos(turn) + (tool.y - bone.y) * math.sin(turn)
            assert 1 < up < 13


@pytest.mark.parametrize("key", ["knee_to_wall", "self_test_knee_to_wall"])
def test_the_knee_touches_the_wall_with_the_heel_down(key: str, poses: dict[str, Pose]) -> None:
    pose = poses[key]
    wall = next(prop.at[0] for prop in pose.props if prop.kind == "wall")
    last = moments(pose)[-1]
    assert abs(last["leg_lower"].x + 6 - wall) < 1.5
    assert abs(sole(pose, last, "leg")) < 0.1


def test_the_elbow_on_the_floor_is_under_the_shoulder(poses: dict[str, Pose]) -> None:
    for moment in moments(poses["ball_floor"]):
        assert abs(moment["arm_upper"].x - moment["arm_lower"].x) < 13
        assert 2.5 < moment["arm_lower"].y < 6


def test_a_left_pose_is_mirrored_and_says_so(poses: dict[str, Pose]) -> None:
    left = draw(poses["ball_floor"], side=Side.LEFT)
    right = draw(poses["ball_floor"], side=Side.RIGHT)
    assert "scale(-1 1)" in left
    assert "scale(-1 1)" not in right
    assert ">LEFT<" in left
    assert ">RIGHT<" in right
    mirrored = ET.fromstring(left).find(f"{SVG}g[@transform='translate(216 0) scale(-1 1)']")
    assert mirrored is not None
    assert not list(mirrored.iter(f"{SVG}text"))


def test_the_pace_sets_the_length_of_a_pass_and_the_shake_keeps_its_own(
    poses: dict[str, Pose],
) -> None:
    assert "animation:6s linear" in draw(poses["ball_floor"], pace_s=6)
    assert "animation:.3s linear" in draw(poses["stand_shake"], pace_s=6)


def test_a_dark_drawing_lets_the_page_set_its_panel(poses: dict[str, Pose]) -> None:
    light, dark = (draw(poses["walk"], dark=dark) for dark in (False, True))
    panels = [re.search(r"var\(--figure-panel,(#\w+)\)", svg) for svg in (light, dark)]
    assert all(panels)
    assert len({found.group(1) for found in panels if found}) == 2


@pytest.mark.parametrize(
    "key",
    [
        *(
            f"{tool}_{where}_{side}"
            for tool in ("ball", "roller")
            for where in ("floor", "wall")
            for side in Side
        ),
        *(f"stand_shake_{side}" for side in Side),
        *(
            "stand_shake",
            "walk",
            "test_move_squat",
            "test_move_step_down",
            "test_move_sit_to_stand",
        ),
        *(test.pose for test in content.questionnaire().self_tests.values()),
    ],
)
def test_every_picture_that_the_routine_and_the_self_tests_name_exists(
    key: str, poses: dict[str, Pose]
) -> None:
    pose, side = pose_for(poses, key)
    assert draw(pose, side=side)
