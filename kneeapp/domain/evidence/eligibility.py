"""Eligibility: which sessions are analysed, their effect, and why others are excluded."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import partial
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.labelled_enum import LabelledEnum
from kneeapp.domain.measures import KNEE_BETWEEN, KNEE_LATER, Measure
from kneeapp.domain.routine.pain_rules import STOPS_FOR_PAIN
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import (
    SHORTEST_COUNTED_S,
    Session,
    SessionStatus,
    worked_by_place,
)
from kneeapp.domain.sides import Side

LOWEST_COUNTED = 2
"""A rating below this leaves no room to fall (clinical-facts 5, DESIGN)."""

WORKS_ON_FOR = timedelta(hours=6)
"""Washout: a session started sooner after another may still show the effect of that one
(DESIGN: effects of rolling fade within an hour, clinical-facts 2.2)."""

MUCH_WORSE = -2
"""Relief in points at or below which even a short session counts: excluding it would hide harm
(DESIGN)."""

STOPPED = MUCH_WORSE
"""Most points that a session stopped for pain counts as for a verdict. It was bad enough to stop,
as is a knee rated two points worse; the rating after it is often not given (DESIGN)."""


class ExclusionReason(LabelledEnum):
    """Why a session does not count for a verdict; the values are stored and exported.

    The label is half a sentence: the session is not counted because …
    """

    NO_RECHECK = "not rated", "the knee was not rated after it"
    LATE = "late", "the second rating came more than 15 minutes after the routine"
    LOW_BEFORE = "low before", "the knee was below 2 before, so it could hardly get lower"
    UNATTENDED = "unattended", "the clock ran on while nobody was there"
    SHORT = "short", "a spot got less than 90 seconds"
    CLOSE = "too soon", "the session before it was less than 6 hours ago and may still show"
    PART = "part", "other places were planned than the whole routine has now"
    ONE_ORDER = "one order", "it waits for a session with the areas the other way round"
    LEFT = "left", "it was left after kneeapp had said what is done"
    TRIAL = "trial under way", "part of the trial under way, and counted once that has ended"


@dataclass(frozen=True)
class SessionEffect:
    """The change of the knee rating within one session, or within one area of it.

    `at` is the start in UTC, `before` a rating 0-10. `points` is before minus after: positive
    is less pain, None where one of the two ratings is missing. `left_out` is the reason for
    exclusion, None where the session counts. `harmed` marks a session that was stopped for
    pain: its `points` are at most 0, and 0 where the knee was not rated. `late_points` is the
    relief by a rating given later the same day: it says how a missing rating might have been,
    and counts in no mean.
    """

    session: UUID
    at: datetime
    before: int
    points: int | None
    left_out: ExclusionReason | None = None
    harmed: bool = False
    late_points: int | None = None


def counting(effects: Iterable[SessionEffect]) -> tuple[SessionEffect, ...]:
    """The effects that count, oldest first."""
    return tuple(
        effect
        for effect in sorted(effects, key=_by_time)
        if effect.left_out is None and effect.points is not None
    )


def eligible(effects: Iterable[SessionEffect]) -> tuple[int, ...]:
    """The points of the effects that count, oldest first; at most STOPPED of those that harmed."""
    return tuple(counted_points(effect) for effect in counting(effects))


def counted_points(effect: SessionEffect) -> int:
    """The points that an effect counts with; at most STOPPED where the session was stopped."""
    points = effect.points or 0
    return min(points, STOPPED) if effect.harmed else points


def with_unrated(effects: Iterable[SessionEffect]) -> tuple[SessionEffect, ...]:
    """`effects` as if the knee had been no better after the sessions without a second rating.

    Those that are left out for nothing else count with `late_points`, else with 0.
    """
    return tuple(
        replace(effect, points=effect.late_points or 0, left_out=None)
        if effect.left_out is ExclusionReason.NO_RECHECK
        else effect
        for effect in effects
    )


def with_later_ratings(
    effects: Iterable[SessionEffect], ratings: Iterable[Rating]
) -> tuple[SessionEffect, ...]:
    """`effects` with the `late_points` of those whose only lack is the second rating.

    They come from the KNEE_LATER among `ratings`; nothing else of an effect changes.
    """
    later = _last_by_session(ratings, KNEE_LATER)
    return tuple(
        replace(effect, late_points=effect.before - later[effect.session])
        if effect.left_out is ExclusionReason.NO_RECHECK and effect.session in later
        else effect
        for effect in effects
    )


def counted_days(reliefs: Iterable[SessionEffect], zone: tzinfo) -> frozenset[date]:
    """The calendar days in `zone` whose sessions count."""
    return frozenset(
        effect.at.astimezone(zone).date() for effect in reliefs if effect.left_out is None
    )


def whole_routine_areas(
    sessions: Iterable[Session], *, knee: Side, routine: str
) -> frozenset[Area]:
    """The areas that this person works on when they do the whole of `routine`.

    Those of the newest saved session without chosen areas, else all areas ever planned in it;
    empty where it was never done on `knee`.
    """
    of_routine = [
        session for session in _saved_sessions(sessions, knee) if session.plan.routine == routine
    ]
    for session in reversed(of_routine):
        if not session.choice.areas:
            return frozenset(session.plan.areas)
    return frozenset(area for session in of_routine for area in session.plan.areas)


def routine_effects(
    sessions: Iterable[Session], *, knee: Side, routine: str, areas: frozenset[Area]
) -> tuple[SessionEffect, ...]:
    """One effect for each saved session of `routine` on `knee`, oldest first.

    `areas` are those of the whole routine for this person (`whole_routine_areas`); a session
    with other areas is listed and excluded.

    A session stopped for pain counts, once and as not better, whatever was done or rated
    before the stop, also within the washout and with a part of `areas`: otherwise the
    sessions that do harm would be the ones that are missing. Only a running trial holds it
    back like its other sessions, until the trial has ended.
    """
    return tuple(
        _judged(session, areas, close=close)
        for session, close in _with_washout(sessions, knee)
        if session.plan.routine == routine
    )


def session_effects(sessions: Iterable[Session], *, knee: Side) -> dict[UUID, SessionEffect]:
    """The effect of each saved session on `knee`, also of rest, by session id."""
    return {
        session.id: _judged(session, frozenset(session.plan.areas), close=close)
        for session, close in _with_washout(sessions, knee)
    }


def area_effects(
    sessions: Iterable[Session], ratings: Iterable[Rating], *, knee: Side, area: Area
) -> tuple[SessionEffect, ...]:
    """The effects of `area` alone, oldest first.

    They come from sessions of that area only, and from sessions of two areas with a midpoint
    rating. Of the latter as many count with `area` first as with `area` second, the earliest
    of each: otherwise a carry-over from the first area would always be credited to the second.
    A session stopped for pain counts against the last area before the stop, in either order.
    """
    half_way = _last_by_session(ratings, KNEE_BETWEEN)
    alone, first, second = [], [], []
    for session, close in _with_washout(sessions, knee):
        areas = session.plan.areas
        between = half_way.get(session.id)
        effect = partial(_relief, session, areas={area}, close=close)
        if areas == (area,):
            alone.append(effect(session.before, session.after, late=session.late))
        elif between is not None and areas[:1] == (area,) and len(areas) == 2:
            first.append(effect(session.before, between, late=False, harmed=False))
        elif between is not None and areas[1:] == (area,):
            second.append(effect(between, session.after, late=session.late))
    return tuple(sorted([*alone, *_balanced(first, second)], key=_by_time))


def after_washout(sessions: Iterable[Session], knee: Side) -> tuple[Session, ...]:
    """The saved sessions of `knee` that began after the washout of the one before, oldest first."""
    return tuple(session for session, close in _with_washout(sessions, knee) if not close)


def _saved_sessions(sessions: Iterable[Session], knee: Side) -> list[Session]:
    saved = (
        session
        for session in sessions
        if session.status is SessionStatus.SAVED and session.knee is knee
    )
    return sorted(saved, key=lambda session: (_at(session), session.id))


def _last_by_session(ratings: Iterable[Rating], measure: Measure) -> dict[UUID, int]:
    """The last rating of `measure` in each session."""
    rated = [rating for rating in ratings if rating.measure == measure.name]
    rated.sort(key=lambda rating: (rating.taken_at, rating.id))
    return {rating.session: rating.value for rating in rated if rating.session is not None}


def _with_washout(sessions: Iterable[Session], knee: Side) -> Iterator[tuple[Session, bool]]:
    """The saved sessions of `knee`, and whether each began within the washout of an earlier one.

    A session with less work than SHORTEST_COUNTED_S starts no washout: a false start must not
    exclude the real session after it.
    """
    washout_start: datetime | None = None
    for session in _saved_sessions(sessions, knee):
        start = _at(session)
        yield session, washout_start is not None and start - washout_start < WORKS_ON_FOR
        if sum(step.worked_s for step in session.steps) >= SHORTEST_COUNTED_S:
            washout_start = start


def _at(session: Session) -> datetime:
    """The start in UTC: a difference within one zone ignores the change to summer time."""
    return session.started_at.astimezone(UTC)


def _judged(session: Session, areas: frozenset[Area], *, close: bool) -> SessionEffect:
    relief = _relief(
        session, session.before, session.after, areas=areas, close=close, late=session.late
    )
    planned = set(session.plan.areas)
    comparable = planned == areas or (relief.harmed and planned & areas)
    return relief if comparable else replace(relief, left_out=ExclusionReason.PART)


def _relief(  # noqa: PLR0913  two ratings and the four things that decide on them
    session: Session,
    before: int,
    after: int | None,
    *,
    areas: Collection[Area],
    close: bool,
    late: bool,
    harmed: bool | None = None,
) -> SessionEffect:
    """The effect between two ratings with `areas` worked on in between.

    `harmed` overrides what the session's stop reason says: a stop for pain in the second of two
    areas is not the fault of the first. The order of the checks decides which reason is given: the
    missing second rating last, so that it is the only thing a session with it lacks.
    """
    points = None if after is None else before - after
    if session.stop_reason in STOPS_FOR_PAIN if harmed is None else harmed:
        return SessionEffect(session.id, _at(session), before, min(points or 0, 0), harmed=True)
    left_out: ExclusionReason | None
    if close:
        left_out = ExclusionReason.CLOSE
    elif late:
        left_out = ExclusionReason.LATE
    elif before < LOWEST_COUNTED:
        left_out = ExclusionReason.LOW_BEFORE
    elif points is not None and points <= MUCH_WORSE:
        left_out = None
    else:  # sorted, so that of two areas the same one is named in each run
        left_out = next(filter(None, (_dose(session, area) for area in sorted(areas))), None)
        if left_out is None and points is None:
            left_out = ExclusionReason.NO_RECHECK
    return SessionEffect(session.id, _at(session), before, points, left_out)


def _dose(session: Session, area: Area) -> ExclusionReason | None:
    """Why the work on `area` was too short, on the sore side (else on the other); None if not."""
    steps = [step for step in session.steps if step.area is area]
    steps = [step for step in steps if step.side is session.knee] or steps
    if min(worked_by_place(steps).values(), default=0) >= SHORTEST_COUNTED_S:
        return None
    ran = min(worked_by_place(steps, unattended=True).values(), default=0)
    return ExclusionReason.UNATTENDED if ran >= SHORTEST_COUNTED_S else ExclusionReason.SHORT


def _balanced(
    first: Sequence[SessionEffect], second: Sequence[SessionEffect]
) -> Iterator[SessionEffect]:
    """Equally many effects of both orders; the surplus of one order is excluded for now.

    Harmful sessions always count and are not balanced: they need no counterpart.
    """
    per_order = min(sum(map(_needs_counterpart, order)) for order in (first, second))
    for order in (first, second):
        counted = 0
        for effect in order:
            surplus = _needs_counterpart(effect) and counted >= per_order
            counted += _needs_counterpart(effect)
            yield replace(effect, left_out=ExclusionReason.ONE_ORDER) if surplus else effect


def _needs_counterpart(relief: SessionEffect) -> bool:
    """Whether it counts only together with one of the other order."""
    return relief.left_out is None and not relief.harmed


def _by_time(relief: SessionEffect) -> tuple[datetime, UUID]:
    return relief.at, relief.session
