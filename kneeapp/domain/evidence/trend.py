"""Trend: the course of first ratings and morning ratings over weeks."""

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
"""What a trend looks back on (design 7)."""

INTERVAL = 0.90
FARTHEST = 7.0
"""Standard errors; scipy takes the share of an interval, which rounds to all beyond this."""

FEWEST, SHORTEST = 6, timedelta(days=14)
"""Ratings, and time between the first and the last, below which nothing is said (DESIGN)."""

NEWEST = 1000
"""Ratings a trend looks at, at most: its cost grows with their square."""

RISE, RISE_WITHIN = 2.0, timedelta(weeks=2)
"""Points up within this time mean: see somebody (design 5, clinical-facts 4.4)."""

RISE_INTERVAL = 0.80
"""The line must go up at its lower end too; a wider interval would miss most rises, and a
narrower one cry wolf (docs/benchmarks.md; DESIGN)."""

RISE_FEWEST, RISE_SHORTEST = 5, timedelta(days=10)
"""Ratings and days that such a rise has to rest on (DESIGN)."""

GAIN, GAIN_AFTER = 1.0, timedelta(weeks=4)
"""Points that the knee should have come down by after so long, else a clinician is
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
    """A straight line through ratings: points per week with the ends of its interval.

    `start` and `end` are the line's values (points) at `since` and `until`; the lines
    of the ends of the interval cross it at `crossing`, the median moment;
    `correlation` is that of one rating with the next about the line.
    """

    per_week: float
    low: float
    high: float
    since: datetime
    until: datetime
    crossing: datetime
    start: float
    end: float
    ratings: int
    correlation: float

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
        """Whether the line ran for GAIN_AFTER and did not come down by GAIN."""
        return self.until - self.since >= GAIN_AFTER and self.change > -GAIN


def before_levels(sessions: Iterable[Session], *, knee: Side, test_move: str) -> tuple[Level, ...]:
    """The first rating of each saved session of `knee` on one test move, oldest first.

    Whether a session counts for a verdict does not matter here, but a rating that
    still feels the session before it is left out.
    """
    return tuple(
        Level(session.started_at, session.before)
        for session in after_washout(sessions, knee)
        if session.test_move == test_move
    )


def morning_levels(mornings: Mapping[date, int]) -> tuple[Level, ...]:
    """Morning ratings by calendar day; noon UTC stands for the day, so days are 24 h apart."""
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
    """The line through the ratings of the last `window`; None where they are too few or
    too close. Dates count, not sequence numbers.

    Theil-Sen slope with Sen's interval (scipy.stats.theilslopes), which takes ratings
    for independent; it is widened by the variance factor of Hamed & Rao 1998
    (J Hydrol 204:182) for the correlation about the line.
    """
    kept = _newest(levels, window)
    if len(kept) < fewest or kept[-1].at - kept[0].at < shortest:
        return None
    from scipy.stats import theilslopes  # noqa: PLC0415  scipy loads only where it is needed

    weeks = [(level.at - kept[0].at) / WEEK for level in kept]
    values = [level.value for level in kept]
    correlation = _correlation(weeks, values)
    normal = NormalDist()
    reach = normal.inv_cdf((1 + interval) / 2) * _widening(len(kept), correlation)
    share = 2 * normal.cdf(min(reach, FARTHEST)) - 1
    slope, start, low, high = theilslopes(values, weeks, share)
    return Trend(
        per_week=float(slope),
        low=float(low),
        high=float(high),
        since=kept[0].at,
        until=kept[-1].at,
        crossing=kept[0].at + median(weeks) * WEEK,
        start=float(start),
        end=float(start + slope * weeks[-1]),
        ratings=len(kept),
        correlation=correlation,
    )


def is_rising(levels: Iterable[Level], now: datetime) -> bool:
    """Whether the line of the two weeks before `now` goes up by RISE within them, and surely up."""
    recent = [level for level in levels if now - RISE_WITHIN <= level.at <= now]
    if _slope(recent) * (RISE_WITHIN / WEEK) < RISE:
        return False  # as for nearly everybody, and without scipy, which loads slowly
    found = trend(
        recent,
        window=RISE_WITHIN,
        fewest=RISE_FEWEST,
        shortest=RISE_SHORTEST,
        interval=RISE_INTERVAL,
    )
    return found is not None and found.low > 0


def _slope(levels: Sequence[Level]) -> float:
    """Points a week as `trend` has them, of a few ratings; 0 below two moments."""
    pairs = combinations(_newest(levels, RISE_WITHIN), 2)
    return median([(b.value - a.value) / ((b.at - a.at) / WEEK) for a, b in pairs] or [0.0])


def _newest(levels: Iterable[Level], window: timedelta) -> Sequence[Level]:
    """One level a moment (Sen's variance allows ties on one axis only), oldest first.

    In UTC: the difference of two times in one zone would be that of its clocks.
    """
    at_once: defaultdict[datetime, list[float]] = defaultdict(list)
    for level in levels:
        at_once[level.at.astimezone(UTC)].append(level.value)
    newest = sorted(at_once)[-NEWEST:]
    return [Level(at, fmean(sorted(at_once[at]))) for at in newest if newest[-1] - at <= window]


def _correlation(weeks: Sequence[float], values: Sequence[float]) -> float:
    """Of one rating with the next, about a straight line by least squares."""
    slope, start = linear_regression(weeks, values)
    off = [value - start - slope * week for week, value in zip(weeks, values, strict=True)]
    return float(posterior(off).correlation)


def _widening(n: int, correlation: float) -> float:
    """How much wider the interval of a trend in `n` values gets by their correlation."""
    terms = ((n - lag) * (n - lag - 1) * (n - lag - 2) * correlation**lag for lag in range(1, n))
    return sqrt(1 + 2 / (n * (n - 1) * (n - 2)) * sum(terms))
