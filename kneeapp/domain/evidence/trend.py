"""Trend: a straight line through first ratings or morning ratings over weeks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import combinations
from math import sqrt
from statistics import NormalDist, fmean, linear_regression, median

from kneeapp.domain.evidence.ar1_posterior import posterior
from kneeapp.domain.evidence.eligibility import after_washout
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.sides import Side

WEEK = timedelta(weeks=1)
WINDOW = timedelta(weeks=12)
"""The time that a trend covers by default (design 7)."""

INTERVAL = 0.90
FARTHEST = 7.0
"""Largest reach in standard errors: scipy takes the share of an interval, and a share beyond
this rounds to 1, which it refuses."""

FEWEST, SHORTEST = 6, timedelta(days=14)
"""Least number of ratings, and least time between the first and the last (DESIGN)."""

NEWEST = 1000
"""Most ratings that a trend uses: its cost grows with the square of their number."""

RISE, RISE_WITHIN = 2.0, timedelta(weeks=2)
"""A rise by so many points within this time needs a clinician (design 5, clinical-facts 4.4)."""

RISE_INTERVAL = 0.80
"""Interval of the slope whose lower end must be above 0 for a rise: a wider one would miss most
rises, a narrower one would give many false alarms (docs/benchmarks.md; DESIGN)."""

RISE_FEWEST, RISE_SHORTEST = 5, timedelta(days=10)
"""Least number of ratings, and least time they cover, for a rise (DESIGN)."""

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
    slopes `low` and `high` cross it at `crossing`, the median time of the ratings.
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
    def change(self) -> float:
        """Points from the first to the last rating along the line."""
        return self.end - self.start

    @property
    def no_gain(self) -> bool:
        """Whether the line covers GAIN_AFTER and falls by less than GAIN."""
        return self.until - self.since >= GAIN_AFTER and self.change > -GAIN


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


def trend(
    levels: Iterable[Level],
    *,
    window: timedelta = WINDOW,
    fewest: int = FEWEST,
    shortest: timedelta = SHORTEST,
    interval: float = INTERVAL,
) -> Trend | None:
    """The line through the ratings of the last `window`; None where too few or too close.

    The x axis is time, not the number of the rating. Theil-Sen slope with Sen's interval
    (scipy.stats.theilslopes), which assumes independent ratings; it is widened by the variance
    factor of Hamed & Rao 1998 (J Hydrol 204:182) for the correlation of the residuals.
    """
    newest = _newest(levels, window)
    if len(newest) < fewest or newest[-1].at - newest[0].at < shortest:
        return None
    from scipy.stats import theilslopes  # noqa: PLC0415  scipy loads only where it is needed

    weeks = [(level.at - newest[0].at) / WEEK for level in newest]
    values = [level.value for level in newest]
    normal = NormalDist()
    widening = _widening(len(newest), _correlation(weeks, values))
    reach = normal.inv_cdf((1 + interval) / 2) * widening
    share = 2 * normal.cdf(min(reach, FARTHEST)) - 1
    slope, start, low, high = theilslopes(values, weeks, share)
    return Trend(
        per_week=float(slope),
        low=float(low),
        high=float(high),
        since=newest[0].at,
        until=newest[-1].at,
        crossing=newest[0].at + median(weeks) * WEEK,
        start=float(start),
        end=float(start + slope * weeks[-1]),
    )


def is_rising(levels: Iterable[Level], now: datetime) -> bool:
    """Whether the line of the two weeks before `now` rises by RISE, with a slope surely above 0."""
    recent = [level for level in levels if now - RISE_WITHIN <= level.at <= now]
    if _slope(recent) * (RISE_WITHIN / WEEK) < RISE:
        return False  # the usual case, decided without loading scipy, which is slow
    rise = trend(
        recent,
        window=RISE_WITHIN,
        fewest=RISE_FEWEST,
        shortest=RISE_SHORTEST,
        interval=RISE_INTERVAL,
    )
    return rise is not None and rise.low > 0


def _slope(levels: Sequence[Level]) -> float:
    """The Theil-Sen slope of a few ratings in points per week; 0 with fewer than two times."""
    pairs = combinations(_newest(levels, RISE_WITHIN), 2)
    return median([(b.value - a.value) / ((b.at - a.at) / WEEK) for a, b in pairs] or [0.0])


def _newest(levels: Iterable[Level], window: timedelta) -> Sequence[Level]:
    """The newest levels within `window`, one per time, oldest first, in UTC.

    Ratings of one time are averaged: Sen's variance allows ties on one axis only. UTC, because a
    difference within one zone ignores the change to summer time.
    """
    at_once: defaultdict[datetime, list[float]] = defaultdict(list)
    for level in levels:
        at_once[level.at.astimezone(UTC)].append(level.value)
    newest = sorted(at_once)[-NEWEST:]
    return [Level(at, fmean(at_once[at])) for at in newest if newest[-1] - at <= window]


def _correlation(weeks: Sequence[float], values: Sequence[float]) -> float:
    """The lag-1 correlation of the residuals from a straight line by least squares."""
    slope, start = linear_regression(weeks, values)
    off = [value - start - slope * week for week, value in zip(weeks, values, strict=True)]
    return float(posterior(off).correlation)


def _widening(n: int, correlation: float) -> float:
    """The factor by which the interval of a trend in `n` values widens for AR(1) correlation.

    Source: Hamed & Rao 1998, J Hydrol 204:182 (the variance factor n/n*).
    """
    terms = ((n - lag) * (n - lag - 1) * (n - lag - 2) * correlation**lag for lag in range(1, n))
    return sqrt(1 + 2 / (n * (n - 1) * (n - 2)) * sum(terms))
