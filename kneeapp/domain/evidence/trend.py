"""Trend: a straight line through first ratings or morning ratings over weeks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from statistics import fmean

from kneeapp.domain.evidence.correlated_fit import (
    ALIKE,
    Estimate,
    Spread,
    estimate,
    slope,
    whitened,
)
from kneeapp.domain.evidence.eligibility import after_washout
from kneeapp.domain.measures import KNEE_BEFORE
from kneeapp.domain.routine.pain_rules import HIGHEST_GREEN
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.sides import Side

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
WINDOW = timedelta(weeks=12)
"""The time that a trend covers by default (design 7)."""

REACH, REACH_A_WEEK = 1.3, 0.03
"""Standard errors from the slope to either end of its interval after GAIN_AFTER, and how many more
for each week after it, up to WINDOW. Of short series the errors are too wide where neighbouring
days are unlike. So chosen, the interval held the true slope in 87 to 95 of 100 simulated knees,
but in 97 with three ratings a week over four weeks (docs/benchmarks.md; DESIGN)."""

FEWEST, SHORTEST = 6, timedelta(days=14)
"""Least number of ratings, and least time between the first and the last (DESIGN)."""

NEWEST = 1000
"""Most ratings that a trend uses: its cost grows with their number."""

GAIN, GAIN_AFTER = 1.0, timedelta(weeks=4)
"""Points by which the knee should have improved after this time; otherwise a clinician is
suggested (design 5: three to four weeks; one point: clinical-facts 4.1)."""


class Direction(StrEnum):
    DOWN = "down"
    UP = "up"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Level:
    """One rating of the knee, 0-10, at an aware time."""

    at: datetime
    value: float


@dataclass(frozen=True)
class Trend:
    """A straight line through ratings: slope in points per week with its interval.

    `start` and `end` are the line's values (points) at `since` and `until`. The lines with the
    slopes `low` and `high` cross it at `crossing`, the mean time of the ratings.
    """

    per_week: float
    low: float
    high: float
    since: datetime
    until: datetime
    crossing: datetime
    start: float
    end: float

    @property
    def direction(self) -> Direction:
        if self.high < 0:
            return Direction.DOWN
        return Direction.UP if self.low > 0 else Direction.UNCLEAR

    @property
    def possible(self) -> tuple[float, float]:
        """The ends of the interval, moved to where their lines stay on the scale of ratings.

        Neither end is moved across the slope itself.
        """
        level = self.start + self.per_week * ((self.crossing - self.since) / WEEK)
        before, after = (self.crossing - self.since) / WEEK, (self.until - self.crossing) / WEEK
        under, over = level - KNEE_BEFORE.least, KNEE_BEFORE.most - level
        low = max(self.low, -under / after, -over / before)
        high = min(self.high, over / after, under / before)
        return min(low, self.per_week), max(high, self.per_week)

    @property
    def change(self) -> float:
        """Points from the first to the last rating along the line."""
        return self.end - self.start

    @property
    def no_gain(self) -> bool:
        """Whether the line covers GAIN_AFTER, falls by less than GAIN, and could fall by that.

        It never is so for a knee that ends in the green zone: there is hardly any pain to lose.
        """
        covers = self.until - self.since >= GAIN_AFTER
        return covers and self.change > -GAIN and self.end > HIGHEST_GREEN


def before_levels(sessions: Iterable[Session], *, knee: Side, test_move: str) -> tuple[Level, ...]:
    """The first rating of each saved session of `knee` on one test move, oldest first.

    Sessions that do not count for a verdict are included, except those within the washout of
    another one: their first rating still shows its effect.
    """
    return tuple(
        Level(session.started_at, session.before)
        for session in after_washout(sessions, knee)
        if session.test_move == test_move
    )


def morning_levels(mornings: Mapping[date, int]) -> tuple[Level, ...]:
    """Morning ratings (0-10, by day) as levels at noon UTC, so that days are 24 h apart."""
    noon = time(12, tzinfo=UTC)
    return tuple(
        Level(datetime.combine(day, noon), value) for day, value in sorted(mornings.items())
    )


def trend(levels: Iterable[Level], *, window: timedelta = WINDOW) -> Trend | None:
    """The line through the ratings of the last `window`; None where too few or too close.

    The x axis is time, not the number of the rating. The slope and its interval allow for
    neighbouring days that are alike, by the true days between ratings (correlated_fit).
    """
    newest = _newest(levels, window)
    if len(newest) < FEWEST or newest[-1].at - newest[0].at < SHORTEST:
        return None
    middle = newest[0].at + fmean((level.at - newest[0].at) / WEEK for level in newest) * WEEK
    fitted = _fit(
        [(level.at - middle) / DAY for level in newest], [level.value for level in newest]
    )
    weeks = WEEK / DAY
    since, until = newest[0].at, newest[-1].at
    later = (min(until - since, WINDOW) - GAIN_AFTER) / WEEK
    per_week = fitted.size * weeks
    reach = (REACH + REACH_A_WEEK * later) * fitted.error * weeks
    return Trend(
        per_week=per_week,
        low=per_week - reach,
        high=per_week + reach,
        since=since,
        until=until,
        crossing=middle,
        start=fitted.level + per_week * ((since - middle) / WEEK),
        end=fitted.level + per_week * ((until - middle) / WEEK),
    )


def _fit(days: Sequence[float], values: Sequence[float]) -> Estimate:
    """The slope in points a day; exactly none, and surely so, where all values are the same."""
    if min(values) == max(values):
        return Estimate(0.0, 0.0, values[0])
    return estimate(whitened(days, values), slope, ALIKE, Spread())


def one_per_time(levels: Iterable[Level]) -> list[Level]:
    """The levels in order of time, in UTC; those of one time averaged.

    UTC, because a difference within one zone ignores the change to summer time.
    """
    at_once: defaultdict[datetime, list[float]] = defaultdict(list)
    for level in levels:
        at_once[level.at.astimezone(UTC)].append(level.value)
    return [Level(at, fmean(at_once[at])) for at in sorted(at_once)]


def _newest(levels: Iterable[Level], window: timedelta) -> Sequence[Level]:
    """The newest levels within `window`, one per time, oldest first."""
    newest = one_per_time(levels)[-NEWEST:]
    return [level for level in newest if newest[-1].at - level.at <= window]
