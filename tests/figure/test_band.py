"""The elastic band: round both legs, and as long as they are apart."""

import math

from kneeapp.domain.routine.poses import Pose
from kneeapp.figure import draw
from kneeapp.figure.motion import movement
from kneeapp.figure.skeleton import BAND


def test_the_band_reaches_from_leg_to_leg_at_every_moment(poses: dict[str, Pose]) -> None:
    pose = poses["exercise_banded_side_walk"]
    moments = movement(pose, 4).moments
    for moment in moments:
        band = moment["band"]
        other = moment["other_leg_lower"].end(pose.band or 0)
        assert math.dist(band.end(BAND), other) < 0.1
    assert moments[-1]["band"].seen > 1.5 * moments[0]["band"].seen


def test_only_a_pose_with_a_band_draws_one(poses: dict[str, Pose]) -> None:
    banded = poses["exercise_banded_side_walk"]
    bare = banded.model_copy(update={"band": None})
    assert draw(bare).count("<path") < draw(banded).count("<path")
