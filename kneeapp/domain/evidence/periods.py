"""Periods: ratings of two times side by side, as a description and never as a verdict."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import hypot
from statistics import fmean

from kneeapp.domain.evidence.ar1_posterior import posterior
from kneeapp.domain.evidence.progress import Window, by_week
from kneeapp.domain.evidence.verdicts import FORECAST_FROM, INTERVAL

Dated = tuple[date, float]
"""A rating and its day in the person's time zone."""


class Rated(StrEnum):
    """What is compared; the value names it in a table."""

    BEFORE = "Knee before a session"
    RELIEF = "Less after a session"
    MORNINGS = "Mornings"


@dataclass(frozen=True)
class PeriodDifference:
    """The second mean minus the first, in points; `low` to `high` is its INTERVAL."""

    points: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """The numbers of ratings of two times, their means, and their difference.

    A mean is None without a rating, the difference below FORECAST_FROM ratings at either time.
    """

    counts: tuple[int, int]
    means: tuple[float | None, float | None]
    difference: PeriodDifference | None


Holds = Callable[[date], bool]
"""Whether a day belongs to a time."""


def within_days(window: Window) -> Holds:
    """The days of `window`."""
    return lambda day: window.first <= day <= window.last


def days_before(window: Window) -> Window:
    """As many days as `window` has, up to the day before it."""
    length = window.last - window.first
    last = window.first - timedelta(days=1)
    return Window(last - length, last)


def around(day: date, days: int) -> tuple[Window, Window]:
    """`days` days up to the day before `day`, and as many from `day` on."""
    after = Window(day, day + timedelta(days=days - 1))
    return days_before(after), after


def weeks_with(session_days: Iterable[date]) -> Holds:
    """The days of calendar weeks (from Monday) with at least one of `session_days`."""
    weeks = by_week(session_days)
    return lambda day: day - timedelta(days=day.weekday()) in weeks


def compare(
    ratings: Mapping[Rated, Sequence[Dated]], first: Holds, second: Holds
) -> dict[Rated, Comparison]:
    """Each kind of rating (oldest first) at both times."""
    return {
        kind: comparison(
            [value for day, value in dated if first(day)],
            [value for day, value in dated if second(day)],
        )
        for kind, dated in ratings.items()
    }


def comparison(first: Sequence[float], second: Sequence[float]) -> Comparison:
    """The ratings of two times (in points, oldest first), with the difference of their means.

    Each mean has the interval of `ar1_posterior`, which allows for neighbouring days that are
    alike; the half widths are added in squares, as those of two independent estimates.
    """
    means = (fmean(first) if first else None, fmean(second) if second else None)
    counts = (len(first), len(second))
    if min(counts) < FORECAST_FROM:
        return Comparison(counts, means, None)
    halves = []
    for values in (first, second):
        low, high = posterior(values).interval(INTERVAL)
        halves.append((high - low) / 2)
    points, reach = fmean(second) - fmean(first), hypot(*halves)
    return Comparison(counts, means, PeriodDifference(points, points - reach, points + reach))
