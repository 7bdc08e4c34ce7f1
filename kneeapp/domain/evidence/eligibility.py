"""Eligibility: which sessions are analysed, their effect, and why others are excluded."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import partial
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.measures import KNEE_BETWEEN
from kneeapp.domain.routine.pain_rules import STOPS_FOR_PAIN
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import SHORTEST_COUNTED_S, Session, SessionStatus
from kneeapp.domain.sides import Side

LOWEST_COUNTED = 2
"""A rating below this leaves no room to fall (clinical-facts 5, DESIGN)."""

WORKS_ON_FOR = timedelta(hours=6)
"""A session started sooner after another may still feel that one (DESIGN: effects of
rolling fade within an hour, clinical-facts 2.2)."""

MUCH_WORSE = -2
"""Relief at which a short session counts all the same: leaving it out would hide harm (DESIGN)."""


class ExclusionReason(StrEnum):
    """Why a session does not count for a verdict."""

    NO_RECHECK = "not rated"
    LATE = "late"
    LOW_BEFORE = "low before"
    UNATTENDED = "unattended"
    SHORT = "short"
    CLOSE = "too soon"
    PART = "part"
    ONE_ORDER = "one order"
    TRIAL = "trial under way"


@dataclass(frozen=True)
class SessionEffect:
    """What one session, or one area within it, did to the knee; `at` is in UTC.

    `before` is 0-10; `points` is before minus after, negative is worse, None where
    one of the two ratings is missing. `left_out` is None where it counts. `harmed` marks a
    session that was stopped for pain: `points` is 0 at most, and 0 where it was not rated.
    """

    session: UUID
    at: datetime
    before: int
    points: int | None
    left_out: ExclusionReason | None = None
    harmed: bool = False


def eligible(reliefs: Iterable[SessionEffect]) -> tuple[int, ...]:
    """The points of those that count, oldest first."""
    kept = [one for one in reliefs if one.left_out is None and one.points is not None]
    return tuple(one.points for one in sorted(kept, key=_when) if one.points is not None)


def counted_days(reliefs: Iterable[SessionEffect], zone: tzinfo) -> frozenset[date]:
    """The calendar days in `zone` whose sessions count."""
    return frozenset(one.at.astimezone(zone).date() for one in reliefs if one.left_out is None)


def whole(sessions: Iterable[Session], *, knee: Side, routine: str) -> frozenset[Area]:
    """The areas a person does when they do the whole of `routine`: those of the newest
    saved session that named none, else all they ever planned. Empty where they never did it.
    """
    own = [session for session in _own(sessions, knee) if session.plan.routine == routine]
    for session in reversed(own):
        if not session.choice.areas:
            return frozenset(session.plan.areas)
    return frozenset(area for session in own for area in session.plan.areas)


def routine_reliefs(
    sessions: Iterable[Session], *, knee: Side, routine: str, areas: frozenset[Area]
) -> tuple[SessionEffect, ...]:
    """One relief for each saved session of `routine` on `knee`, oldest first.

    `areas` are those this person does when they do the whole of it; a session with
    fewer is listed and left out.

    One stopped for pain counts, once and as not better, whatever was done, rated or left
    out before the stop, and also right after another session or with a part of `areas`:
    else the sessions that do harm would be those that are missing. Only a trial under
    way holds it back like its other sessions, until that has ended.
    """
    own = _own(sessions, knee)
    close = _within_washout(own)
    return tuple(
        _judged(session, areas, close=session.id in close)
        for session in own
        if session.plan.routine == routine
    )


def session_reliefs(sessions: Iterable[Session], *, knee: Side) -> dict[UUID, SessionEffect]:
    """The relief of each saved session on `knee`, by its id, whatever it planned (also rest)."""
    own = _own(sessions, knee)
    close = _within_washout(own)
    return {
        session.id: _judged(session, frozenset(session.plan.areas), close=session.id in close)
        for session in own
    }


def area_reliefs(
    sessions: Iterable[Session], ratings: Iterable[Rating], *, knee: Side, area: Area
) -> tuple[SessionEffect, ...]:
    """What `area` alone did, from sessions of that area only and from two-area sessions
    with a rating half way; oldest first.

    Of the latter as many count with `area` first as with it second, the earliest of
    each: else what comes second would always inherit what the first began. One stopped
    for pain counts against the area that came last before the stop, in either order.
    """
    own = _own(sessions, knee)
    close = _within_washout(own)
    half_way = _half_way(ratings)
    alone, first, second = [], [], []
    for session in own:
        order = session.plan.areas
        between = half_way.get(session.id)
        part = partial(_relief, session, areas={area}, close=session.id in close)
        if order == (area,):
            alone.append(part(session.before, session.after, late=session.late))
        elif between is not None and order[:1] == (area,) and len(order) == 2:
            first.append(part(session.before, between, late=False, harmed=False))
        elif between is not None and order[1:] == (area,):
            second.append(part(between, session.after, late=session.late))
    return tuple(sorted([*alone, *_balanced(first, second)], key=_when))


def after_washout(sessions: Iterable[Session], knee: Side) -> tuple[Session, ...]:
    """The saved sessions of `knee` that do not still feel the one before, oldest first."""
    own = _own(sessions, knee)
    close = _within_washout(own)
    return tuple(session for session in own if session.id not in close)


def _own(sessions: Iterable[Session], knee: Side) -> list[Session]:
    saved = (one for one in sessions if one.status is SessionStatus.SAVED and one.knee is knee)
    return sorted(saved, key=lambda session: (_at(session), session.id))


def _half_way(ratings: Iterable[Rating]) -> dict[UUID, int]:
    """The last rating between areas of each session."""
    between = [rating for rating in ratings if rating.measure == KNEE_BETWEEN.name]
    between.sort(key=lambda rating: (rating.taken_at, rating.id))
    return {rating.session: rating.value for rating in between if rating.session is not None}


def _within_washout(ordered: Sequence[Session]) -> frozenset[UUID]:
    """The sessions that follow another which released something too soon."""
    found: set[UUID] = set()
    last: datetime | None = None
    for session in ordered:
        if last is not None and _at(session) - last < WORKS_ON_FOR:
            found.add(session.id)
        if sum(step.worked_s for step in session.steps) >= SHORTEST_COUNTED_S:
            last = _at(session)
    return frozenset(found)


def _at(session: Session) -> datetime:
    """In UTC: the difference of two times in one zone would be that of its clocks."""
    return session.started_at.astimezone(UTC)


def _judged(session: Session, areas: frozenset[Area], *, close: bool) -> SessionEffect:
    relief = _relief(
        session, session.before, session.after, areas=areas, close=close, late=session.late
    )
    planned = set(session.plan.areas)
    told = planned == areas or (relief.harmed and planned & areas)
    return relief if told else replace(relief, left_out=ExclusionReason.PART)


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
    """The relief between two ratings with `areas` worked on in between; `harmed` where the
    stop for pain does not say it.
    """
    points = None if after is None else before - after
    if session.stop_reason in STOPS_FOR_PAIN if harmed is None else harmed:
        return SessionEffect(session.id, _at(session), before, min(points or 0, 0), harmed=True)
    if points is None:
        left_out: ExclusionReason | None = ExclusionReason.NO_RECHECK
    elif close:
        left_out = ExclusionReason.CLOSE
    elif late:
        left_out = ExclusionReason.LATE
    elif before < LOWEST_COUNTED:
        left_out = ExclusionReason.LOW_BEFORE
    elif points <= MUCH_WORSE:
        left_out = None
    else:
        left_out = next(filter(None, (_dose(session, area) for area in sorted(areas))), None)
    return SessionEffect(session.id, _at(session), before, points, left_out)


def _dose(session: Session, area: Area) -> ExclusionReason | None:
    """Whether a step of `area` fell short, on the sore side (else on the other)."""
    steps = [step for step in session.steps if step.area is area]
    steps = [step for step in steps if step.side is session.knee] or steps
    if min((step.worked_s for step in steps), default=0) >= SHORTEST_COUNTED_S:
        return None
    ran = min((step.worked_s + step.unattended_s for step in steps), default=0)
    return ExclusionReason.UNATTENDED if ran >= SHORTEST_COUNTED_S else ExclusionReason.SHORT


def _balanced(
    first: Sequence[SessionEffect], second: Sequence[SessionEffect]
) -> Iterator[SessionEffect]:
    """As many of one order as of the other, beside those that did harm; the rest wait for
    sessions the other way round.
    """
    enough = min(sum(map(_waits, order)) for order in (first, second))
    for order in (first, second):
        kept = 0
        for one in order:
            spare = _waits(one) and kept >= enough
            kept += _waits(one)
            yield replace(one, left_out=ExclusionReason.ONE_ORDER) if spare else one


def _waits(relief: SessionEffect) -> bool:
    """Whether it counts only as one of a pair."""
    return relief.left_out is None and not relief.harmed


def _when(relief: SessionEffect) -> tuple[datetime, UUID]:
    return relief.at, relief.session
