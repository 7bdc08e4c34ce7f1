"""Which place comes next."""

import pytest

from kneeapp.domain.screening.driver_ranking import RankedDriver
from kneeapp.domain.screening.next_driver import next_drivers

OFFERED = {"release", "ankle"}


def driver(name: str, routine: str | None, points: int = 3) -> RankedDriver:
    return RankedDriver(name, name, points, ("because",), "weak", "Try it.", routine, None)


RANKED = [
    driver("outer hip", "release", 6),
    driver("weakness", None, 5),
    driver("outer thigh", "release", 4),
    driver("ankle", "ankle", 3),
    driver("low back", "back", 0),
]


@pytest.mark.parametrize(
    ("tried", "found"),
    [
        ({"release"}, ["weakness", "ankle"]),
        ({"release", "ankle"}, ["weakness"]),
        (set(), ["outer hip"]),
    ],
)
def test_the_list_goes_down_to_the_first_routine_that_was_not_tried(
    tried: set[str], found: list[str]
) -> None:
    drivers = next_drivers(RANKED, tried=tried, offered=OFFERED)
    assert [driver.id for driver in drivers] == found


def test_a_driver_without_points_is_not_proposed() -> None:
    assert next_drivers(RANKED[-1:], tried=(), offered={"back"}) == ()


def test_a_driver_without_an_available_routine_does_not_end_the_list() -> None:
    ranked = [driver("hip", "not there"), driver("ankle", "ankle")]
    assert [driver.id for driver in next_drivers(ranked, tried=(), offered=OFFERED)] == [
        "hip",
        "ankle",
    ]
