"""Regression to the mean: how far bad days improve without any treatment."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import hypot, sqrt
from statistics import fmean, variance

from kneeapp.domain.evidence.ar1_posterior import posterior

FEWEST_DAYS, FEWEST_CHOSEN = 14, 4
"""Rated days, and chosen ones among them, below which nothing is said (DESIGN)."""

LEAST_RATED = 0.7
"""Share of the calendar days that has to be rated: ratings on picked days alone do not
tell what they were picked from (DESIGN)."""

REACH = 1.645
"""Standard errors to either end of a 90 % interval."""


class CannotTell(StrEnum):
    """Why the fall cannot be told."""

    FEW_DAYS = "few_days"
    FEW_CHOSEN = "few_chosen"
    GAPS = "gaps"


@dataclass(frozen=True)
class ExpectedFall:
    """Points that a rating falls by from a chosen day to the next with nothing done.

    `low` and `high` end its 90 % interval; `excess` is how far chosen days lie above
    all days (points), `correlation` that of one rated day with the next, of `days` days.
    """

    points: float
    low: float
    high: float
    excess: float
    correlation: float
    days: int


def expected_fall(
    ratings: Mapping[date, float], chosen: Collection[date]
) -> ExpectedFall | CannotTell:
    """Regression to the mean for this person's own choice of days.

    `ratings` holds one rating (0-10) a day from days with and without a session:
    mornings, or, for somebody who has a session nearly daily, the first ratings;
    `chosen` are the days whose sessions count. Estimator: (1 - r) * (mean of chosen
    days - mean of all), r the correlation with the next rated day, drawn towards
    weaker by `posterior`'s prior (so rather a larger fall). Interval by the delta
    method. How much of the relief within a session is such chance only a trial can
    tell. Source: Galton's regression to the mean; clinical-facts 5 for its size.
    """
    days = sorted(ratings)
    picked = [ratings[day] for day in days if day in chosen]
    if len(days) < FEWEST_DAYS:
        return CannotTell.FEW_DAYS
    if len(picked) < FEWEST_CHOSEN:
        return CannotTell.FEW_CHOSEN
    if len(days) < LEAST_RATED * ((days[-1] - days[0]).days + 1):
        return CannotTell.GAPS
    values = [ratings[day] for day in days]
    believed = posterior(values)
    correlation, slack = float(believed.correlation), float(believed.correlation_sd)
    excess = fmean(picked) - fmean(values)
    excess_error = sqrt(variance(values) * (1 / len(picked) - 1 / len(values)))
    fall = (1 - correlation) * excess
    error = hypot((1 - correlation) * excess_error, excess * slack)
    return ExpectedFall(
        points=fall,
        low=fall - REACH * error,
        high=fall + REACH * error,
        excess=excess,
        correlation=correlation,
        days=len(days),
    )
