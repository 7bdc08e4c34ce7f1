"""What there is to judge in a person's sessions: whole routines, and areas apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kneeapp.domain.counting import Relief, area_reliefs, counted, routine_reliefs, whole
from kneeapp.domain.evidence import (
    Outcome,
    Verdict,
    area_verdict,
    routine_outcome,
    routine_verdict,
)
from kneeapp.domain.readings import Rating
from kneeapp.domain.routines import Area
from kneeapp.domain.sessions import Session, Status
from kneeapp.domain.sides import Side


@dataclass(frozen=True)
class Headline:
    """The outcome for a routine so far, and how many sessions count."""

    outcome: Outcome
    counted: int


@dataclass(frozen=True)
class RoutineJudged:
    """A routine on one knee and what each session of it did, oldest first."""

    routine: str
    reliefs: tuple[Relief, ...]

    @cached_property
    def verdict(self) -> Verdict:
        return routine_verdict(counted(self.reliefs))

    @cached_property
    def headline(self) -> Headline:
        """The same in short, without the figures, which take longer."""
        relief = counted(self.reliefs)
        return Headline(routine_outcome(relief), len(relief))


@dataclass(frozen=True)
class AreaJudged:
    """One area on its own and what each session that tells it apart did."""

    area: Area
    reliefs: tuple[Relief, ...]

    @cached_property
    def verdict(self) -> Verdict:
        return area_verdict(counted(self.reliefs))


@dataclass(frozen=True)
class History:
    """All saved sessions of a person but rest, oldest first, and what they say of routines.

    `fingerprint` is the store's: while it holds, so does this.
    """

    fingerprint: str
    sessions: tuple[Session, ...]

    @cached_property
    def routines(self) -> Mapping[Side, tuple[RoutineJudged, ...]]:
        """Every routine done, by knee, the one done last first."""
        return {knee: routines_judged(self.sessions, knee) for knee in Side}

    def judged(self, knee: Side, routine: str) -> RoutineJudged | None:
        """What is judged of one routine; None where it was not done, or is rest."""
        return next((one for one in self.routines[knee] if one.routine == routine), None)


def routines_judged(sessions: Sequence[Session], knee: Side) -> tuple[RoutineJudged, ...]:
    """Every routine done on `knee`, the one done last first."""
    return tuple(
        RoutineJudged(
            routine,
            routine_reliefs(
                sessions,
                knee=knee,
                routine=routine,
                areas=whole(sessions, knee=knee, routine=routine),
            ),
        )
        for routine in _done(sessions, knee)
    )


def areas_judged(
    sessions: Sequence[Session], ratings: Sequence[Rating], knee: Side
) -> tuple[AreaJudged, ...]:
    """The areas that have sessions of their own, save where one is the whole of a routine."""
    wholes = [whole(sessions, knee=knee, routine=name) for name in _done(sessions, knee)]
    half_way = {rating.session for rating in ratings}
    telling = (one for one in sessions if len(one.plan.areas) == 1 or one.id in half_way)
    areas = dict.fromkeys(area for one in telling if one.knee is knee for area in one.plan.areas)
    judged = (
        AreaJudged(area, area_reliefs(sessions, ratings, knee=knee, area=area))
        for area in areas
        if {area} not in wholes
    )
    return tuple(one for one in judged if one.reliefs)


def _done(sessions: Iterable[Session], knee: Side) -> tuple[str, ...]:
    """The routines done on `knee`, the last first; rest is none."""
    own = sorted(
        (one for one in sessions if one.knee is knee and one.status is Status.SAVED),
        key=lambda session: (session.started_at, session.id),
        reverse=True,
    )
    return tuple(dict.fromkeys(one.plan.routine for one in own if one.plan.areas))
