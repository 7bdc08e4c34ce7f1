"""Regression to the mean: how far bad days improve without any treatment."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import hypot, sqrt
from statistics import fmean, variance

from kneeapp.domain.evidence.ar1_posterior import posterior

FEWEST_DAYS, FEWEST_CHOSEN = 14, 4
"""Least number of rated days, and of session days among them, for an estimate (DESIGN)."""

LEAST_RATED = 0.7
"""Least share of the calendar days with a rating: ratings on chosen days alone do not show
from which days they were chosen (DESIGN)."""

REACH = 1.645
"""Standard errors from the estimate to either end of a 90 % interval (normal)."""


class CannotTell(StrEnum):
    """Why the expected fall cannot be estimated."""

    FEW_DAYS = "few_days"
    FEW_CHOSEN = "few_chosen"
    GAPS = "gaps"


@dataclass(frozen=True)
class ExpectedFall:
    """How far a rating is expected to fall by the day after a session day without any effect.

    `points` with its 90 % interval `low` to `high`; `excess` is the mean of session days minus
    that of all days (points).
    """

    points: float
    low: float
    high: float
    excess: float


def expected_fall(
    ratings: Mapping[date, float], chosen: Collection[date]
) -> ExpectedFall | CannotTell:
    """The regression to the mean that follows from this person's choice of session days.

    `ratings` holds one rating (0-10) per day, from days with and without a session: mornings,
    or, for somebody with a session nearly every day, the first ratings. `chosen` are the days
    with a session that counts. Estimator: (1 - r) * (mean of chosen days - mean of all days),
    r being the correlation with the next rated day; the prior of `posterior` shrinks r towards
    0, which makes the fall larger rather than smaller. Interval by the delta method. How much
    of the relief within a session is regression to the mean, only a trial can show.
    Source: Galton's regression to the mean; clinical-facts 5 for its size.
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
    )
