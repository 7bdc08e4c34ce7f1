"""Progress: ratings in pairs and by week, for charts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from statistics import fmean
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.evidence.eligibility import ExclusionReason, SessionEffect
from kneeapp.domain.routine.definitions import Preset
from kneeapp.domain.routine.sessions import Session, SessionStatus, StepDone
from kneeapp.domain.sides import Side

DEFAULT_WEEKS = 12
"""Calendar weeks shown unless the person chooses other dates."""

LEAST_DAYS = 14
"""Days that an axis of days covers at least, so that a few days do not look like a course."""

SAME_WITHIN = 0.5
"""Points below which two means of half a minute count as the same (DESIGN)."""


class RatingChange(StrEnum):
    """How a rating moved from the first to the last."""

    EASED = "eased"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True)
class Window:
    """Whole days in the person's time zone; both ends are included."""

    first: date
    last: date

    def bounds(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """The first moment in the window and the first one after it, in `zone`."""
        # The next midnight, not 24 hours later: when clocks change, a day has 23 or 25.
        after = self.last + timedelta(days=1)
        return (
            datetime.combine(self.first, time.min, zone),
            datetime.combine(after, time.min, zone),
        )

    def whole_weeks(self) -> "Window":
        """The window from Monday of the first week to Sunday of the last one."""
        return Window(_monday(self.first), _monday(self.last) + timedelta(days=6))


@dataclass(frozen=True)
class RatingPair:
    """A rating before and one after, 0-10; `at` is in the person's time zone.

    `harmed` marks a session that was stopped for pain: its change is never EASED.
    """

    at: datetime
    before: float
    after: float | None
    left_out: ExclusionReason | None = None
    harmed: bool = False

    @property
    def change(self) -> RatingChange | None:
        """How the rating changed; None without a second rating, unless stopped for pain."""
        if self.after is None:
            return RatingChange.SAME if self.harmed else None
        fell = self.before - self.after
        if self.harmed:
            fell = min(fell, 0)
        if abs(fell) < SAME_WITHIN:
            return RatingChange.SAME
        return RatingChange.EASED if fell > 0 else RatingChange.WORSE


@dataclass(frozen=True)
class Tally:
    """How many pairs eased, stayed the same and got worse, and how many do not count."""

    eased: int
    same: int
    worse: int
    left_out: int

    @property
    def counted(self) -> int:
        return self.eased + self.same + self.worse


@dataclass(frozen=True)
class SessionWeek:
    """A week from Monday to Sunday in the person's time zone; `open` marks the current one."""

    monday: date
    sessions: int
    open: bool


def last_weeks(count: int, today: date) -> Window:
    """The last `count` calendar weeks, the current one included."""
    return Window(_monday(today) - timedelta(weeks=count - 1), today)


def within(sessions: Iterable[Session], window: Window, zone: tzinfo) -> tuple[Session, ...]:
    """The sessions started in `window`, by days in `zone`."""
    since, until = window.bounds(zone)
    return tuple(session for session in sessions if since <= session.started_at < until)


def select_sessions(
    sessions: Iterable[Session],
    *,
    knee: Side | None = None,
    routine: str | None = None,
    preset: Preset | None = None,
) -> tuple[Session, ...]:
    """The saved sessions of one knee, routine and preset (None: any), oldest first.

    Sessions of rest are left out: they are shown within their trial only.
    """
    fitting = (
        session
        for session in sessions
        if session.status is SessionStatus.SAVED
        and session.plan.areas
        and knee in {None, session.knee}
        and routine in {None, session.plan.routine}
        and preset in {None, session.choice.preset}
    )
    return tuple(sorted(fitting, key=lambda session: (session.started_at, session.id)))


def knee_pairs(
    sessions: Iterable[Session], reliefs: Mapping[UUID, SessionEffect], zone: tzinfo
) -> tuple[RatingPair, ...]:
    """The knee on the test move before and after each session; `reliefs` are by session id."""
    return tuple(
        RatingPair(
            session.started_at.astimezone(zone),
            session.before,
            session.after,
            reliefs[session.id].left_out,
            reliefs[session.id].harmed,
        )
        for session in sessions
    )


def tenderness_pairs(
    sessions: Sequence[Session], zone: tzinfo, area: Area, side: Side
) -> tuple[RatingPair, ...]:
    """Mean tenderness of the first and the last half minute on one spot, where it was rated."""
    return tuple(
        RatingPair(
            session.started_at.astimezone(zone), step.first_half_minute, step.last_half_minute
        )
        for session in sessions
        for step in session.steps
        if (step.area, step.side) == (area, side) and step.first_half_minute is not None
    )


def side_tenderness(
    sessions: Iterable[Session], zone: tzinfo, side: Side
) -> tuple[RatingPair, ...]:
    """Tenderness of the first and of the last half minute on `side`, the mean over its spots.

    One pair a session with such a rating. A spot without a last half minute is in neither mean,
    unless no spot of the session has one: then there is no second rating.
    """
    pairs = []
    for session in sessions:
        rated = [step for step in session.steps if step.side is side]
        both = [
            (step.first_half_minute, step.last_half_minute)
            for step in rated
            if step.first_half_minute is not None
        ]
        whole = [(first, last) for first, last in both if last is not None]
        at = session.started_at.astimezone(zone)
        if whole:
            firsts, lasts = zip(*whole, strict=True)
            pairs.append(RatingPair(at, fmean(firsts), fmean(lasts)))
        elif both:
            pairs.append(RatingPair(at, fmean(first for first, _ in both), None))
    return tuple(pairs)


def tally(pairs: Iterable[RatingPair]) -> Tally:
    """The counts of each change among `pairs`."""
    changes = Counter(None if pair.left_out else pair.change for pair in pairs)
    return Tally(
        changes[RatingChange.EASED],
        changes[RatingChange.SAME],
        changes[RatingChange.WORSE],
        changes[None],
    )


def pressed_areas(sessions: Iterable[Session]) -> tuple[Area, ...]:
    """The areas under a ball or roller in these sessions, in the order they were first planned."""
    steps = (step for session in sessions for step in session.plan.steps)
    return tuple(dict.fromkeys(step.area for step in steps if step.area and step.kind == "release"))


def rated_moves(sessions: Iterable[Session]) -> tuple[str, ...]:
    """The test moves the knee was rated on, in the order they were first used."""
    return tuple(dict.fromkeys(session.test_move for session in sessions))


def weeks(
    sessions: Iterable[Session], window: Window, zone: tzinfo, today: date
) -> tuple[SessionWeek, ...]:
    """Saved sessions per week of `window`, from the first week with one, empty weeks included."""
    done = by_week(
        session.started_at.astimezone(zone).date()
        for session in within(sessions, window.whole_weeks(), zone)
        if session.status is SessionStatus.SAVED
    )
    first = min(done, default=_monday(window.last))
    count = (_monday(window.last) - first).days // 7 + 1
    mondays = (first + timedelta(weeks=n) for n in range(count))
    return tuple(SessionWeek(monday, done[monday], monday == _monday(today)) for monday in mondays)


def from_first(window: Window, days: Iterable[date]) -> Window:
    """`window` from the first of `days` in it on, so that a chart does not begin with nothing.

    It keeps its end and, where it is so long, LEAST_DAYS.
    """
    inside = [day for day in days if window.first <= day <= window.last]
    latest = window.last - timedelta(days=LEAST_DAYS - 1)
    first = min([*inside, latest])
    return Window(max(window.first, first), window.last)


def by_week(days: Iterable[date]) -> Counter[date]:
    """How many of `days` lie in each week, by its Monday."""
    return Counter(map(_monday, days))


def rated_steps(session: Session) -> tuple[StepDone, ...]:
    """The steps whose tenderness was rated at least once, in the order they were done."""
    return tuple(step for step in session.steps if any(value is not None for value in step.trace))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
