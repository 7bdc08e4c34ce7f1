"""Whether sessions may have been begun on bad days only, which get better by themselves."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, tzinfo
from itertools import pairwise
from math import sqrt
from statistics import fmean, stdev, variance

from kneeapp.domain.evidence.eligibility import SessionEffect
from kneeapp.domain.evidence.regression_to_mean import LEAST_RATED
from kneeapp.domain.evidence.trend import DAY

MOST_IRREGULAR = 0.4
"""Coefficient of variation of the times between sessions below which they are on fixed days
(DESIGN, docs/benchmarks.md: days picked by how the knee is seldom lie so evenly)."""

CLEARLY_HIGHER = 1.645
"""Standard errors by which first ratings above the usual morning are picked (DESIGN)."""


def may_be_bad_days(
    effects: Sequence[SessionEffect], mornings: Mapping[date, int], zone: tzinfo = UTC
) -> bool:
    """Whether the first ratings of `effects` (oldest first) may owe to bad days being picked.

    They do not where the sessions lie on fixed days, or where `mornings` (0-10 by day in `zone`),
    rated on most days of that time, are about as high as the first ratings. Within a session no
    rating can tell: a rating that was high by chance falls as if the routine had eased the knee.
    """
    gaps = [(b.at - a.at) / DAY for a, b in pairwise(effects)]
    if len(gaps) < 2 or stdev(gaps) < MOST_IRREGULAR * fmean(gaps):
        return False
    since, until = (end.at.astimezone(zone).date() for end in (effects[0], effects[-1]))
    usual = [value for day, value in mornings.items() if since <= day <= until]
    if len(usual) < max(2, LEAST_RATED * ((until - since).days + 1)):
        return True
    before = [effect.before for effect in effects]
    error = sqrt(variance(before) / len(before) + variance(usual) / len(usual))
    return fmean(before) - fmean(usual) > CLEARLY_HIGHER * error
