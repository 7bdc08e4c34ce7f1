"""Which drivers of a screening stand close enough together to be compared."""

from kneeapp import content
from kneeapp.domain.routine.planner import NOTHING_FOUND
from kneeapp.domain.screening.driver_ranking import RankedDriver
from kneeapp.domain.trial.candidates import close_candidates
from kneeapp.domain.trial.design import Arm, TrialKind
from tests.domain.finding_factory import closed

ROUTINES = content.routines()
BOTH = Arm(TrialKind.BOTH)
HIP = Arm(TrialKind.ROUTINE, "hip_flexors")


def driver(points: int, routine: str | None) -> RankedDriver:
    return RankedDriver(f"{routine}{points}", "Title", points, (), "", "", routine, None)


def test_drivers_up_to_two_points_apart_are_compared() -> None:
    ranked = [driver(6, "release"), driver(4, "hip_flexors"), driver(3, "ankle")]
    assert close_candidates(ranked, ROUTINES, NOTHING_FOUND) == (BOTH, HIP)


def test_a_driver_that_stands_alone_is_not() -> None:
    ranked = [driver(8, "release"), driver(4, "hip_flexors"), driver(0, "ankle")]
    assert close_candidates(ranked, ROUTINES, NOTHING_FOUND) == ()


def test_a_routine_is_compared_once_and_drivers_without_one_never() -> None:
    ranked = [driver(7, None), driver(6, "release"), driver(6, "release"), driver(5, "hip_flexors")]
    assert close_candidates(ranked, ROUTINES, NOTHING_FOUND) == (BOTH, HIP)


def test_at_most_three_are_compared() -> None:
    names = ("release", "hip_flexors", "ankle", "gluteus_maximus")
    ranked = [driver(5, name) for name in names]
    assert len(close_candidates(ranked, ROUTINES, NOTHING_FOUND)) == 3


def test_what_is_closed_is_not_compared() -> None:
    ranked = [driver(6, "release"), driver(5, "hip_flexors")]
    assert close_candidates(ranked, ROUTINES, closed("routine:hip_flexors")) == ()
