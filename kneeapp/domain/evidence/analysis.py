"""Analysis of a person's sessions: whole routines, and single areas."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.evidence.eligibility import (
    ExclusionReason,
    SessionEffect,
    area_reliefs,
    eligible,
    routine_reliefs,
    whole,
)
from kneeapp.domain.evidence.rating_findings import RatingHistory, WorseRoutine
from kneeapp.domain.evidence.sequential_looks import is_worse
from kneeapp.domain.evidence.trend import before_levels
from kneeapp.domain.evidence.verdicts import (
    Outcome,
    Verdict,
    area_verdict,
    routine_outcome,
    routine_verdict,
)
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session, SessionStatus
from kneeapp.domain.sides import Side

HARM = -1
"""Points of relief from which on a session of a routine that is worse was one of the worse."""


@dataclass(frozen=True)
class Headline:
    """The outcome for a routine so far, and how many sessions count."""

    outcome: Outcome
    counted: int


@dataclass(frozen=True)
class RoutineJudged:
    """A routine on one knee and what each session of it did, oldest first."""

    routine: str
    reliefs: tuple[SessionEffect, ...]

    @cached_property
    def verdict(self) -> Verdict:
        return routine_verdict(eligible(self.reliefs))

    @cached_property
    def headline(self) -> Headline:
        """The same in short, without the figures, which take longer."""
        relief = eligible(self.reliefs)
        return Headline(routine_outcome(relief), len(relief))


@dataclass(frozen=True)
class AreaJudged:
    """One area on its own and what each session that tells it apart did."""

    area: Area
    reliefs: tuple[SessionEffect, ...]

    @cached_property
    def verdict(self) -> Verdict:
        return area_verdict(eligible(self.reliefs))


@dataclass(frozen=True)
class SessionHistory:
    """All saved sessions of a person but rest, oldest first, and what they say of routines.

    `trial` is the one under way: its sessions count for no verdict before it ends, since
    looking at a trial half way makes its result lie.
    """

    sessions: tuple[Session, ...]
    trial: UUID | None = None

    @cached_property
    def routines(self) -> Mapping[Side, tuple[RoutineJudged, ...]]:
        """Every routine done, by knee, the one done last first."""
        return {knee: routines_judged(self.sessions, knee, self.trial) for knee in Side}

    def judged(self, knee: Side, routine: str) -> RoutineJudged | None:
        """What is judged of one routine; None where it was not done, or is rest."""
        return next((one for one in self.routines[knee] if one.routine == routine), None)

    @property
    def headline(self) -> Headline | None:
        """The verdict so far on the routine that was done last; None where nothing was."""
        if not self.sessions:
            return None
        last = self.sessions[-1]
        judged = self.judged(last.knee, last.plan.routine)
        return judged.headline if judged else None


def rated(
    past: SessionHistory, mornings: Mapping[date, int], title: Callable[[str], str]
) -> RatingHistory:
    """The ratings that findings rest on: `mornings` by day, the first ratings on the knee and test
    move of the newest session, and the routines judged worse.
    """
    newest = next(iter(past.sessions[::-1]), None)
    before = (
        before_levels(past.sessions, knee=newest.knee, test_move=newest.test_move) if newest else ()
    )
    return RatingHistory(mornings, before, tuple(worse_routines(past, title)))


def worse_routines(past: SessionHistory, title: Callable[[str], str]) -> Iterator[WorseRoutine]:
    """The routines after which a knee is worse, each with its newest session that was worse."""
    for judged in chain.from_iterable(past.routines.values()):
        if judged.headline.outcome is Outcome.WORSE:
            harmed = (one.at for one in judged.reliefs if (one.points or 0) <= HARM)
            yield WorseRoutine(judged.routine, title(judged.routine), max(harmed))


def routines_judged(
    sessions: Sequence[Session], knee: Side, trial: UUID | None = None
) -> tuple[RoutineJudged, ...]:
    """Every routine done on `knee`, the one done last first; `trial` is the one under way."""
    closed = _of_trial(sessions, trial)
    return tuple(
        RoutineJudged(
            routine,
            _held_back(
                routine_reliefs(
                    sessions,
                    knee=knee,
                    routine=routine,
                    areas=whole(sessions, knee=knee, routine=routine),
                ),
                closed,
            ),
        )
        for routine in _done(sessions, knee)
    )


def areas_judged(
    sessions: Sequence[Session], ratings: Sequence[Rating], knee: Side, trial: UUID | None = None
) -> tuple[AreaJudged, ...]:
    """The areas that have sessions of their own, save where one is the whole of a routine.

    `trial` is the one under way.
    """
    closed = _of_trial(sessions, trial)
    wholes = [whole(sessions, knee=knee, routine=name) for name in _done(sessions, knee)]
    half_way = {rating.session for rating in ratings}
    telling = (one for one in sessions if len(one.plan.areas) == 1 or one.id in half_way)
    areas = dict.fromkeys(area for one in telling if one.knee is knee for area in one.plan.areas)
    judged = (
        AreaJudged(area, _held_back(area_reliefs(sessions, ratings, knee=knee, area=area), closed))
        for area in areas
        if {area} not in wholes
    )
    return tuple(one for one in judged if one.reliefs)


def _of_trial(sessions: Iterable[Session], trial: UUID | None) -> frozenset[UUID]:
    return frozenset(
        one.id for one in sessions if one.trial is not None and one.trial.trial == trial
    )


def _held_back(
    reliefs: tuple[SessionEffect, ...], closed: Collection[UUID]
) -> tuple[SessionEffect, ...]:
    """`reliefs` without those of a trial under way, save where they show harm."""
    if is_worse(eligible(reliefs)):
        return reliefs
    return tuple(
        replace(one, left_out=ExclusionReason.TRIAL) if one.session in closed else one
        for one in reliefs
    )


def _done(sessions: Iterable[Session], knee: Side) -> tuple[str, ...]:
    """The routines done on `knee`, the last first; rest is none."""
    own = sorted(
        (one for one in sessions if one.knee is knee and one.status is SessionStatus.SAVED),
        key=lambda session: (session.started_at, session.id),
        reverse=True,
    )
    return tuple(dict.fromkeys(one.plan.routine for one in own if one.plan.areas))
