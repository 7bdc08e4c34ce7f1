"""What many sessions show side by side: ratings in pairs, first ratings over time, weeks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from statistics import median

from kneeapp.domain.routines import Area, Preset
from kneeapp.domain.sessions import SHORTEST_COUNTED_S, Session, Status, StepDone
from kneeapp.domain.sides import Side

DEFAULT_WEEKS = 12
"""Calendar weeks shown unless the person chooses other dates."""

MEDIAN_OF = 7
"""Ratings that the line through the first ratings looks back on (DESIGN)."""

SAME_WITHIN = 0.5
"""Points below which two means of half a minute count as the same (DESIGN)."""


class Change(StrEnum):
    """How a rating moved from the first to the last."""

    EASED = "eased"
    SAME = "same"
    WORSE = "worse"


class LeftOut(StrEnum):
    """What keeps a session out of any later verdict."""

    NOT_RATED = "not rated"
    LATE = "late"
    SHORT = "short"
    UNATTENDED = "unattended"

    @property
    def sentence(self) -> str:
        return LEFT_OUT_SENTENCES[self]


LEFT_OUT_SENTENCES = {
    LeftOut.NOT_RATED: "The knee was not rated after it.",
    LeftOut.LATE: "The second rating came more than 15 minutes after the routine.",
    LeftOut.SHORT: f"A spot got less than {SHORTEST_COUNTED_S} seconds.",
    LeftOut.UNATTENDED: "The clock ran on while nobody was there.",
}


@dataclass(frozen=True)
class Window:
    """Whole days in the person's zone, both ends within."""

    first: date
    last: date

    def bounds(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """The first moment within and the first one after."""
        after = self.last + timedelta(days=1)
        return (
            datetime.combine(self.first, time.min, zone),
            datetime.combine(after, time.min, zone),
        )

    def whole_weeks(self) -> "Window":
        """The Monday before to the Sunday after."""
        return Window(_monday(self.first), _monday(self.last) + timedelta(days=6))


@dataclass(frozen=True)
class Pair:
    """A rating before and one after, 0-10; `at` is in the person's zone."""

    at: datetime
    before: float
    after: float | None
    left_out: LeftOut | None = None

    @property
    def change(self) -> Change | None:
        """None where there is no second rating."""
        if self.after is None:
            return None
        fell = self.before - self.after
        if abs(fell) < SAME_WITHIN:
            return Change.SAME
        return Change.EASED if fell > 0 else Change.WORSE


@dataclass(frozen=True)
class Tally:
    """How many pairs moved which way, and how many are left out of that."""

    eased: int
    same: int
    worse: int
    left_out: int

    @property
    def counted(self) -> int:
        return self.eased + self.same + self.worse


@dataclass(frozen=True)
class FirstRating:
    """A session's first knee rating; `middle` is the median of it and those just before.

    `middle` is None until there are MEDIAN_OF ratings.
    """

    at: datetime
    value: int
    middle: float | None


@dataclass(frozen=True)
class Week:
    """A week from Monday to Sunday in the person's zone; `open` means that it goes on."""

    monday: date
    sessions: int
    open: bool


def last_weeks(count: int, today: date) -> Window:
    """The `count` calendar weeks that end with today's."""
    return Window(_monday(today) - timedelta(weeks=count - 1), today)


def within(sessions: Iterable[Session], window: Window, zone: tzinfo) -> tuple[Session, ...]:
    """The sessions started in `window`."""
    since, until = window.bounds(zone)
    return tuple(session for session in sessions if since <= session.started_at < until)


def chosen(
    sessions: Iterable[Session], *, knee: Side | None = None, preset: Preset | None = None
) -> tuple[Session, ...]:
    """The saved sessions of one knee and one preset (None: any), oldest first."""
    fitting = (
        session
        for session in sessions
        if session.status is Status.SAVED
        and knee in {None, session.knee}
        and preset in {None, session.choice.preset}
    )
    return tuple(sorted(fitting, key=lambda session: (session.started_at, session.id)))


def left_out(session: Session) -> LeftOut | None:
    """Why a session does not count; None where it does."""
    if session.after is None:
        return LeftOut.NOT_RATED
    if session.late:
        return LeftOut.LATE
    if session.complete:
        return None
    alone = any(step.unattended_s for step in session.steps)
    return LeftOut.UNATTENDED if alone else LeftOut.SHORT


def knee_pairs(sessions: Sequence[Session], zone: tzinfo) -> tuple[Pair, ...]:
    """The knee on the test move before and after each session."""
    return tuple(
        Pair(
            session.started_at.astimezone(zone),
            session.before,
            session.after,
            left_out(session),
        )
        for session in sessions
    )


def tenderness_pairs(
    sessions: Sequence[Session], zone: tzinfo, area: Area, side: Side
) -> tuple[Pair, ...]:
    """Mean tenderness of the first and the last half minute on one spot, where it was rated."""
    return tuple(
        Pair(session.started_at.astimezone(zone), step.first_half_minute, step.last_half_minute)
        for session in sessions
        for step in session.steps
        if (step.area, step.side) == (area, side) and step.first_half_minute is not None
    )


def tally(pairs: Iterable[Pair]) -> Tally:
    """Which way the counted pairs moved."""
    found = Counter(None if pair.left_out else pair.change for pair in pairs)
    return Tally(found[Change.EASED], found[Change.SAME], found[Change.WORSE], found[None])


def first_ratings(sessions: Sequence[Session], zone: tzinfo) -> tuple[FirstRating, ...]:
    """Each session's first knee rating with the running median, oldest first."""
    values = [session.before for session in sessions]
    return tuple(
        FirstRating(session.started_at.astimezone(zone), session.before, _middle(values[: n + 1]))
        for n, session in enumerate(sessions)
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
) -> tuple[Week, ...]:
    """Saved sessions in each week of `window` from the first one with any; later gaps are shown."""
    done = Counter(
        _monday(session.started_at.astimezone(zone).date())
        for session in within(sessions, window.whole_weeks(), zone)
        if session.status is Status.SAVED
    )
    first = min(done, default=_monday(window.last))
    count = (_monday(window.last) - first).days // 7 + 1
    mondays = (first + timedelta(weeks=n) for n in range(count))
    return tuple(Week(monday, done[monday], monday == _monday(today)) for monday in mondays)


def rated_steps(session: Session) -> tuple[StepDone, ...]:
    """The steps whose tenderness was rated at least once, in the order they were done."""
    return tuple(step for step in session.steps if any(value is not None for value in step.trace))


def _middle(values: Sequence[int]) -> float | None:
    return median(values[-MEDIAN_OF:]) if len(values) >= MEDIAN_OF else None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
