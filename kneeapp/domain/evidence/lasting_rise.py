"""Lasting rise: ratings that stay above what is usual for this person, at a known false rate.

The rule knows this person's own spread, how alike neighbouring days are and how many ratings
there are. Its limits were chosen by simulation (docs/benchmarks.md; DESIGN): of people whose knee
does not change, at most 5 in 100 meet it within 12 weeks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from math import log

from kneeapp.domain.evidence.correlated_fit import (
    Spread,
    Whitened,
    climb,
    estimate,
    step,
    whitened,
)
from kneeapp.domain.evidence.trend import DAY, Level, morning_levels, one_per_time
from kneeapp.domain.routine.pain_rules import EXPECTED_SD, EXPECTED_WORTH

RISE = 2.0
"""Points by which ratings have to be higher (clinical-facts 4.1: a clear change)."""

COMPARED = timedelta(weeks=16)
"""How far back ratings are compared."""

NEW_WITHIN = timedelta(weeks=4)
"""A rise that began longer ago is no news any more."""

LONG_CLIMB = timedelta(weeks=3)
"""Least time of a climb; a shorter one is told as a step."""

FEWEST_BEFORE, FEWEST_AFTER = 8, 2
"""Least number of ratings before the rise and in it: with fewer, none is told."""

FEWEST_TO_NOTICE, FEWEST_LATELY = 18, 7
"""Least number of ratings, and of those within NEW_WITHIN, from which a knee that gets worse is
noticed in 80 of 100 people within 28 days (DESIGN, docs/benchmarks.md): with fewer a rise may be
told, but many are missed."""

SPREAD = Spread(EXPECTED_SD, EXPECTED_WORTH)
PRIOR = (7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0)
"""What is believed of a knee's spread and of correlated_fit.CORRELATIONS before it is known."""

DAILY_LIMIT, FEWER_LIMIT = 5.1, 0.75
"""Standard errors that a rise needs with a rating each day, and how much less with e times fewer:
what is looked at less often is less often wrong by chance."""

CLIMB_SHARE = 0.84
"""The share of that limit that a climb needs: only few of them are looked at."""

TOLD_FOR = timedelta(weeks=2)
"""How long a rise is told (design 5)."""


@dataclass(frozen=True)
class LastingRise:
    """Ratings from `since` on lie `by` points above those before, whose mean is `usual`.

    `at` is the rating with which that was certain enough. `by` and `usual` are plain means.
    """

    since: datetime
    at: datetime
    by: float
    usual: float


def lasting_rises(levels: Iterable[Level]) -> Iterator[LastingRise]:
    """The rises of `levels`, oldest first.

    After each of them, what is usual is learned anew from its beginning on, so that one rise is
    told once. Ratings of one time count as one.
    """
    rated = one_per_time(levels)
    days = [(level.at - rated[0].at) / DAY for level in rated]
    values = [level.value for level in rated]
    total = list(accumulate(values, initial=0.0))
    first = 0
    for now, value in enumerate(values):
        while days[now] - days[first] > COMPARED / DAY:
            first += 1
        count = now - first
        if count < FEWEST_BEFORE + FEWEST_AFTER - 1:
            continue
        if value * count - (total[now] - total[first]) < RISE * count:
            continue  # the usual case, decided without a fit
        if higher := _higher(days[first : now + 1], values[first : now + 1]):
            begin, by, usual = higher
            first += begin
            yield LastingRise(rated[first].at, rated[now].at, by, usual)


def latest_rise(levels: Iterable[Level], now: datetime) -> LastingRise | None:
    """The newest rise up to `now`, told for TOLD_FOR; None without one."""
    return latest_of(lasting_rises(level for level in levels if level.at <= now), now)


def latest_of(rises: Iterable[LastingRise], now: datetime) -> LastingRise | None:
    """The same, of the rises of all levels, oldest first: a later level changes no earlier rise."""
    before = [rise for rise in rises if rise.at <= now]
    return before[-1] if before and now - before[-1].at < TOLD_FOR else None


def morning_rises(mornings: Mapping[date, int]) -> Iterator[LastingRise]:
    """The rises of the 24-hour ratings (0-10) by the calendar day they were given on."""
    return lasting_rises(morning_levels(mornings))


def latest_morning_rise(mornings: Mapping[date, int], today: date) -> LastingRise | None:
    """The newest rise of the mornings up to `today`, told for TOLD_FOR; None without one."""
    return latest_rise(morning_levels(mornings), noon_of(today))


def noon_of(day: date) -> datetime:
    """The moment at which a morning's rating of `day` counts."""
    return datetime.combine(day, time(12), UTC)


def can_notice(mornings: Mapping[date, int], today: date) -> bool:
    """Whether there are enough mornings up to `today` for most rises to be noticed."""
    ages = [today - day for day in mornings if day <= today and today - day <= COMPARED]
    lately = sum(age < NEW_WITHIN for age in ages)
    return len(ages) >= FEWEST_TO_NOTICE and lately >= FEWEST_LATELY


def _higher(days: Sequence[float], values: Sequence[float]) -> tuple[int, float, float] | None:
    """The rise that the newest of `values` makes certain; None without one.

    Returned are the number of its first rating, by how many points it is higher, and the mean
    before it.
    """
    count, total = len(values), list(accumulate(values, initial=0.0))
    steps: dict[int, tuple[float, float]] = {}
    for first in range(FEWEST_BEFORE, count - FEWEST_AFTER + 1):
        usual = total[first] / first
        by = (total[-1] - total[first]) / (count - first) - usual
        if by >= RISE and (days[-1] - days[first]) * DAY < NEW_WITHIN:
            steps[first] = (by, usual)
    if not steps:
        return None
    ratings = whitened(days, values)
    ratios = {first: estimate(ratings, step(first), PRIOR, SPREAD).ratio for first in steps}
    begin = max(ratios, key=ratios.__getitem__)
    limit = DAILY_LIMIT + FEWER_LIMIT * log(count / (days[-1] - days[0] + 1))
    if ratios[begin] < limit and not _climbs(days, ratings, CLIMB_SHARE * limit):
        return None
    return (begin, *steps[begin])


def _climbs(days: Sequence[float], ratings: Sequence[Whitened], limit: float) -> bool:
    """Whether some climb up to the newest of `ratings` is `limit` standard errors high."""
    lengths = [days[-1] - day for day in days[: len(days) - FEWEST_AFTER]]
    return any(
        estimate(ratings, climb(first, days), PRIOR, SPREAD).ratio >= limit
        for first, length in enumerate(lengths)
        if first >= FEWEST_BEFORE - 1 and LONG_CLIMB <= length * DAY <= NEW_WITHIN
    )
