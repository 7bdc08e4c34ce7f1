"""The pose type: what it takes, what it refuses, and how a key names a side."""

from typing import Any

import pytest
from pydantic import ValidationError

from kneeapp.domain.routine.poses import Pose, pose_for
from kneeapp.domain.sides import Side
from kneeapp.errors import NotFound

LEG = {"reach": [100, 7], "end": 0}
ARM = {"upper": -90, "lower": -80, "end": -80}


def a_frame(**changes: Any) -> dict[str, Any]:
    body = {"hip": [100, 90], "pelvis": 90, "chest": 90, "head": 90}
    return body | {"leg": LEG, "other_leg": LEG, "arm": ARM, "other_arm": ARM} | changes


def a_pose(**changes: Any) -> Pose:
    plain = {"title": "Stand", "alt": "Standing on the {side} leg.", "keyframes": [a_frame()]}
    return Pose.model_validate(plain | changes)


def test_the_words_for_a_pose_name_the_side() -> None:
    assert a_pose().described(Side.LEFT) == "Standing on the left leg."
    assert a_pose().described(None) == "Standing on the sore leg."


@pytest.mark.parametrize(
    "wrong",
    [
        {"alt": ""},
        {"keyframes": []},
        {"colour": "red"},
        {"keyframes": [a_frame(pelvis=4000)]},
        {"keyframes": [a_frame(hip=[100, 9000])]},
        {"keyframes": [a_frame(leg={"end": 0})]},
        {"keyframes": [a_frame(leg={"upper": -90, "end": 0})]},
        {"keyframes": [a_frame(leg=LEG | {"upper": -90, "lower": -90})]},
        {"keyframes": [a_frame(), a_frame(leg=ARM)]},
        {"keyframes": [a_frame(tool=[90, 3])]},
        {"tool": "ball"},
        {"layers": ["torso"]},
        {"marks": [{"kind": "arrow", "points": [[1, 1]]}]},
        {"marks": [{"kind": "words", "points": [[1, 1]]}]},
        {"pass_s": 0},
        {"still": 1},
    ],
)
def test_an_invalid_pose_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_pose(**wrong)


def test_a_suffix_asks_for_a_side_of_a_sided_pose() -> None:
    sided = a_pose(sided=True)
    assert pose_for({"shake": sided}, "shake_left") == (sided, Side.LEFT)
    assert pose_for({"shake": sided}, "shake_right") == (sided, Side.RIGHT)
    assert pose_for({"shake": sided}, "shake") == (sided, None)


@pytest.mark.parametrize("key", ["walk_left", "swim", "swim_left"])
def test_a_missing_picture_is_reported_by_name(key: str) -> None:
    with pytest.raises(NotFound, match=key):
        pose_for({"walk": a_pose()}, key)


@pytest.mark.parametrize(
    ("view", "turn", "upright"), [("front", 1, True), ("front", 0.9, False), ("side", 1, False)]
)
def test_a_pose_stands_towards_the_viewer_if_seen_wholly_from_the_front(
    view: str, turn: float, *, upright: bool
) -> None:
    assert a_pose(view=view, turn=turn).upright_front is upright
