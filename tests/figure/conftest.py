"""The poses as the project ships them."""

import pytest

from kneeapp import content
from kneeapp.domain.routine.poses import Pose


def shipped() -> dict[str, Pose]:
    return content.poses()


@pytest.fixture(scope="session")
def poses() -> dict[str, Pose]:
    return shipped()
