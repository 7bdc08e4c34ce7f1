"""Candidates: the drivers of a screening that stand close enough together to be compared."""

from collections.abc import Iterable, Mapping

from kneeapp.domain.routine.definitions import Routine
from kneeapp.domain.safety.status import SafetyStatus
from kneeapp.domain.screening.driver_ranking import RankedDriver
from kneeapp.domain.trial.arms import RELEASE, can_be_done
from kneeapp.domain.trial.design import Arm, TrialKind

CLOSE = 2
"""Drivers this many points behind the leading one, of 10, stand close to it (DESIGN)."""

MOST_CANDIDATES = 3


def close_candidates(
    ranked: Iterable[RankedDriver], routines: Mapping[str, Routine], status: SafetyStatus
) -> tuple[Arm, ...]:
    """The arms of two or three drivers that stand close together; empty where one is alone.

    `ranked` with the most points first. Only drivers whose routine can be done with what
    `status` leaves open.
    """
    with_routine = [driver for driver in ranked if driver.points and driver.routine in routines]
    closest = [
        _arm(driver.routine)
        for driver in with_routine
        if driver.routine and driver.points >= with_routine[0].points - CLOSE
    ]
    possible = [arm for arm in dict.fromkeys(closest) if can_be_done(arm, routines, status)]
    return tuple(possible[:MOST_CANDIDATES]) if len(possible) > 1 else ()


def _arm(routine: str) -> Arm:
    return Arm(TrialKind.BOTH) if routine == RELEASE else Arm(TrialKind.ROUTINE, routine)
