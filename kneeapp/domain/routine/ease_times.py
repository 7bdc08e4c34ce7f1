"""Ease times: how long the spots of one place took to ease, session by session."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from statistics import median

from kneeapp.domain.areas import Area
from kneeapp.domain.routine.session_limits import EASE_OFF_FROM
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.spots import SPOT_MS, Spot
from kneeapp.domain.sides import Side


@dataclass(frozen=True)
class EaseTimes:
    """The spots of one place in one session; `at` is in the person's time zone."""

    at: datetime
    spots: tuple[Spot, ...]

    @property
    def typical_s(self) -> float | None:
        """The median time to ease in seconds, of those that eased; None where none did."""
        times = [spot.worked_s for spot in self.spots if spot.eased]
        return median(times) if times else None


def ease_times(
    sessions: Iterable[Session], zone: tzinfo, area: Area, side: Side
) -> tuple[EaseTimes, ...]:
    """The spots of this place in each session where they were led by their ease."""
    by_session = (
        (
            session.started_at.astimezone(zone),
            tuple(
                spot
                for step in session.steps
                if (step.area, step.side) == (area, side)
                for spot in step.spots
                if spot.eased or spot.left
            ),
        )
        for session in sessions
    )
    return tuple(EaseTimes(at, spots) for at, spots in by_session if spots)


def ease_words(times: Sequence[EaseTimes]) -> str:
    """How many of the spots eased, and how soon; what was left, and what was above the ceiling."""
    spots = [spot for session in times for spot in session.spots]
    eased = [spot.worked_s for spot in spots if spot.eased]
    words = [f"{len(eased)} of {len(spots)} spots eased"]
    if eased:
        words[0] += f", half of them within {median(eased):.0f} s"
    if left := len(spots) - len(eased):
        words.append(f"{left} left after {SPOT_MS // 1000} s")
    if strong := sum((spot.highest or 0) >= EASE_OFF_FROM for spot in spots):
        words.append(f"{strong} rated {EASE_OFF_FROM} or more")
    return "; ".join(words) + "."
