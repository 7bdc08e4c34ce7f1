"""Analysis of a person's sessions: whole routines, and single areas."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, tzinfo
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.evidence.eligibility import (
    ExclusionReason,
    SessionEffect,
    area_effects,
    counted_points,
    counting,
    eligible,
    routine_effects,
    whole_routine_areas,
    with_later_ratings,
    with_unrated,
)
from kneeapp.domain.evidence.progress import select_sessions
from kneeapp.domain.evidence.rating_findings import RatingHistory, WorseRoutine
from kneeapp.domain.evidence.session_days import may_be_bad_days
from kneeapp.domain.evidence.trend import before_levels
from kneeapp.domain.evidence.verdicts import (
    Outcome,
    Verdict,
    area_outcome,
    area_verdict,
    reached_by,
    routine_outcome,
    routine_verdict,
)
from kneeapp.domain.measures import KNEE_BETWEEN
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.sides import Side

NO_MORNINGS: Mapping[date, int] = MappingProxyType({})


@dataclass(frozen=True)
class Headline:
    """The outcome for a routine so far, and the number of eligible sessions behind it."""

    outcome: Outcome
    counted: int


@dataclass(frozen=True)
class Unrated:
    """A number of sessions without a second rating, and the outcome with them as no better.

    `rated_later` of them were rated later the same day, and count with that rating instead.
    """

    sessions: int
    outcome: Outcome
    rated_later: int = 0


def hangs_on_unrated(
    effects: Sequence[SessionEffect], judge: Callable[[Sequence[int]], Outcome]
) -> Unrated | None:
    """How the outcome would be had the knee been no better after the sessions not rated then.

    A rating given later the same day stands for the missing one. None where the outcome would be
    the same, or is no claim of relief. `judge` gives the outcome of points.
    """
    unrated = [effect for effect in effects if effect.left_out is ExclusionReason.NO_RECHECK]
    if not unrated or judge(eligible(effects)) is not Outcome.HELPS:
        return None
    outcome = judge(eligible(with_unrated(effects)))
    if outcome is Outcome.HELPS:
        return None
    rated_later = sum(effect.late_points is not None for effect in unrated)
    return Unrated(len(unrated), outcome, rated_later)


def _as_told(
    effects: Sequence[SessionEffect], mornings: Mapping[date, int], zone: tzinfo, little: Outcome
) -> Outcome:
    """The outcome; BAD_DAYS where the knee feels better and days may have been picked."""
    reached = reached_by(eligible(effects), little)
    if reached.outcome is not Outcome.HELPS:
        return reached.outcome
    about = counting(effects)[reached.first : reached.last]
    return Outcome.BAD_DAYS if may_be_bad_days(about, mornings, zone) else Outcome.HELPS


@dataclass(frozen=True)
class RoutineJudged:
    """A routine on one knee with the effect of each of its sessions, oldest first.

    `mornings` (0-10, by day in `zone`) show whether its sessions were begun on bad days.
    """

    routine: str
    effects: tuple[SessionEffect, ...]
    mornings: Mapping[date, int] = field(default_factory=dict)
    zone: tzinfo = UTC

    @cached_property
    def verdict(self) -> Verdict:
        verdict = routine_verdict(eligible(self.effects))
        return replace(verdict, outcome=self.headline.outcome)

    @cached_property
    def unrated(self) -> Unrated | None:
        """What the verdict would be with the missing ratings; None where it stays."""
        return hangs_on_unrated(self.effects, routine_outcome)

    @cached_property
    def headline(self) -> Headline:
        """Outcome and count only: the figures of `verdict` take longer to calculate."""
        outcome = _as_told(self.effects, self.mornings, self.zone, Outcome.RULED_OUT)
        return Headline(outcome, len(eligible(self.effects)))


@dataclass(frozen=True)
class AreaJudged:
    """One area with the effects of the sessions that show it separately, oldest first.

    `mornings` as in RoutineJudged.
    """

    area: Area
    effects: tuple[SessionEffect, ...]
    mornings: Mapping[date, int] = field(default_factory=dict)
    zone: tzinfo = UTC

    @cached_property
    def verdict(self) -> Verdict:
        verdict = area_verdict(eligible(self.effects))
        outcome = _as_told(self.effects, self.mornings, self.zone, Outcome.LITTLE_ALONE)
        return replace(verdict, outcome=outcome)

    @cached_property
    def unrated(self) -> Unrated | None:
        """What the verdict would be with the missing ratings; None where it stays."""
        return hangs_on_unrated(self.effects, area_outcome)


@dataclass(frozen=True)
class SessionHistory:
    """All saved sessions of a person except rest, oldest first, and the verdicts from them.

    `trial` is the id of the running trial, if any: its sessions count for no verdict before
    it ends, because interim looks at a trial bias its result. `mornings` (0-10, by days in `zone`)
    show whether sessions were begun on bad days. `later` are the ratings given later the same
    day; they change no verdict, only what one says of missing ratings.
    """

    sessions: tuple[Session, ...]
    trial: UUID | None = None
    mornings: Mapping[date, int] = field(default_factory=dict)
    later: tuple[Rating, ...] = ()
    zone: tzinfo = UTC

    @cached_property
    def routines(self) -> Mapping[Side, tuple[RoutineJudged, ...]]:
        """Every routine done, by knee, the one done last first."""
        return {
            knee: routines_judged(
                self.sessions, knee, self.trial, self.mornings, self.later, zone=self.zone
            )
            for knee in Side
        }

    def areas(self, ratings: Sequence[Rating], knee: Side) -> tuple[AreaJudged, ...]:
        """The areas that can be told from a whole routine; `ratings` are those between areas."""
        rated = (*ratings, *self.later)
        return areas_judged(self.sessions, rated, knee, self.trial, self.mornings, zone=self.zone)

    def judged(self, knee: Side, routine: str) -> RoutineJudged | None:
        """One routine on `knee`, judged; None where it was never done there, or is rest."""
        return next((judged for judged in self.routines[knee] if judged.routine == routine), None)

    @property
    def headline(self) -> Headline | None:
        """The verdict so far on the routine that was done last; None where nothing was."""
        if not self.sessions:
            return None
        last = self.sessions[-1]
        judged = self.judged(last.knee, last.plan.routine)
        return judged.headline if judged else None


def rating_history(
    past: SessionHistory, mornings: Mapping[date, int], title: Callable[[str], str]
) -> RatingHistory:
    """The ratings from which findings are raised.

    Returns `mornings` (0-10, by day), the first ratings of the sessions with the knee and test
    move of the newest one, and the routines judged worse. `title` gives a routine's title by id.
    """
    newest = next(iter(past.sessions[::-1]), None)
    before = (
        before_levels(past.sessions, knee=newest.knee, test_move=newest.test_move) if newest else ()
    )
    return RatingHistory(mornings, before, tuple(worse_routines(past, title)))


def worse_routines(past: SessionHistory, title: Callable[[str], str]) -> Iterator[WorseRoutine]:
    """The routines judged worse on either knee, each with the time of its newest worse session."""
    for judged in chain.from_iterable(past.routines.values()):
        if judged.headline.outcome is Outcome.WORSE:
            # an alarm is about a mean below -0.5 whole points: at least one of them is below 0
            worse = (effect.at for effect in counting(judged.effects) if counted_points(effect) < 0)
            yield WorseRoutine(judged.routine, title(judged.routine), max(worse))


def routines_judged(  # noqa: PLR0913  a person's ratings, and whose days they are
    sessions: Sequence[Session],
    knee: Side,
    trial: UUID | None = None,
    mornings: Mapping[date, int] = NO_MORNINGS,
    later: Sequence[Rating] = (),
    *,
    zone: tzinfo = UTC,
) -> tuple[RoutineJudged, ...]:
    """Every routine done on `knee`, the one done last first.

    `trial` is the id of the running trial; its sessions are held back (see `_held_back`). `later`
    are the ratings given later the same day.
    """
    closed = _of_trial(sessions, trial)
    judged = []
    for routine in _done(sessions, knee):
        areas = whole_routine_areas(sessions, knee=knee, routine=routine)
        effects = routine_effects(sessions, knee=knee, routine=routine, areas=areas)
        effects = with_later_ratings(effects, later)
        judged.append(RoutineJudged(routine, _held_back(effects, closed), mornings, zone))
    return tuple(judged)


def areas_judged(  # noqa: PLR0913  the same
    sessions: Sequence[Session],
    ratings: Sequence[Rating],
    knee: Side,
    trial: UUID | None = None,
    mornings: Mapping[date, int] = NO_MORNINGS,
    *,
    zone: tzinfo = UTC,
) -> tuple[AreaJudged, ...]:
    """The areas whose effect can be told from that of a whole routine.

    An area that is all of a routine is judged as that routine, so it is not listed here.
    `ratings` are those half way and those given later the same day; `trial` is the id of the
    running trial.
    """
    closed = _of_trial(sessions, trial)
    wholes = [
        whole_routine_areas(sessions, knee=knee, routine=name) for name in _done(sessions, knee)
    ]
    half_way = {rating.session for rating in ratings if rating.measure == KNEE_BETWEEN.name}
    telling = (
        session for session in sessions if len(session.plan.areas) == 1 or session.id in half_way
    )
    areas = dict.fromkeys(
        area for session in telling if session.knee is knee for area in session.plan.areas
    )
    effects = {
        area: with_later_ratings(area_effects(sessions, ratings, knee=knee, area=area), ratings)
        for area in areas
        if {area} not in wholes
    }
    judged = (
        AreaJudged(area, _held_back(of_area, closed), mornings, zone)
        for area, of_area in effects.items()
    )
    return tuple(area_judged for area_judged in judged if area_judged.effects)


def _of_trial(sessions: Iterable[Session], trial: UUID | None) -> frozenset[UUID]:
    return frozenset(
        session.id
        for session in sessions
        if session.trial is not None and session.trial.trial == trial
    )


def _held_back(
    effects: tuple[SessionEffect, ...], closed: Collection[UUID]
) -> tuple[SessionEffect, ...]:
    """`effects` with the sessions of a running trial (`closed`) excluded, unless they show harm."""
    # A trial must not be looked at early, but safety comes first: harm is reported at once.
    if routine_outcome(eligible(effects)) is Outcome.WORSE:
        return effects
    return tuple(
        replace(effect, left_out=ExclusionReason.TRIAL) if effect.session in closed else effect
        for effect in effects
    )


def _done(sessions: Iterable[Session], knee: Side) -> tuple[str, ...]:
    """The ids of the routines done on `knee`, the last first; rest is left out."""
    newest_first = reversed(select_sessions(sessions, knee=knee))
    return tuple(dict.fromkeys(session.plan.routine for session in newest_first))
