"""The poses as the project ships them."""

import tomllib
from pathlib import Path

import pytest

from kneeapp.domain.poses import Pose

POSES_FILE = Path(__file__).parents[2] / "data" / "poses.toml"


def shipped() -> dict[str, Pose]:
    raw = tomllib.loads(POSES_FILE.read_text(encoding="utf-8"))
    return {key: Pose.model_validate(value) for key, value in raw.items()}


@pytest.fixture(scope="session")
def poses() -> dict[str, Pose]:
    return shipped()
