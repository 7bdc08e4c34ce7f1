"""Verdicts: the result of the sequential analysis of a routine or of one area."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor
from statistics import fmean, quantiles

from kneeapp.domain.evidence.ar1_posterior import posterior
from kneeapp.domain.evidence.sequential_looks import (
    FEWEST,
    MIN_CHANGE,
    MOST,
    decided_at,
    is_worse,
    simulate_futures,
)

INTERVAL = 0.90
"""Posterior probability of the interval that is shown."""

FORECAST_FROM = 4
"""Number of eligible sessions from which figures and a forecast are shown (DESIGN)."""


class Outcome(StrEnum):
    """What a verdict can be. LITTLE_ALONE is for areas only, RULED_OUT for routines only."""

    HELPS = "helps"
    RULED_OUT = "ruled_out"
    LITTLE_ALONE = "little_alone"
    WORSE = "worse"
    NOT_KNOWN_YET = "not_known_yet"
    SMALL_OR_UNCERTAIN = "small_or_uncertain"


@dataclass(frozen=True)
class Figures:
    """Figures of the relief over some sessions, in points.

    `mean` of these sessions; `low` to `high` is the INTERVAL of the long-run mean, `probability`
    that it is at least MIN_CHANGE.
    """

    sessions: int
    mean: float
    low: float
    high: float
    probability: float

    @property
    def telling(self) -> bool:
        """Whether there are enough sessions to show the figures."""
        return self.sessions >= FORECAST_FROM


@dataclass(frozen=True)
class Remaining:
    """Eligible sessions still needed for a verdict.

    `least` at the very least; `likely` the middle half of the simulations that end in a verdict;
    `chance` of a verdict by session MOST, 0 to 1.
    """

    least: int
    likely: tuple[int, int] | None = None
    chance: float | None = None


@dataclass(frozen=True)
class Verdict:
    """An outcome, the number of eligible sessions so far, and the figures it was reached by.

    A verdict once reached stays, except that the newest MOST sessions may turn it to WORSE at
    any time. `later` are the figures of the newest MOST sessions after it was reached, from
    FEWEST on: they are shown because stopping at a good result overestimates the effect.
    """

    outcome: Outcome
    counted: int
    figures: Figures | None = None
    later: Figures | None = None
    remaining: Remaining | None = None


def figures(relief: Sequence[int]) -> Figures | None:
    """The figures of eligible `relief` (points, oldest first); None below two sessions."""
    if len(relief) < 2:
        return None
    of_mean = posterior(relief)
    low, high = of_mean.interval(INTERVAL)
    return Figures(
        sessions=len(relief),
        mean=fmean(relief),
        low=low,
        high=high,
        probability=float(of_mean.at_least(MIN_CHANGE)),
    )


def routine_verdict(relief: Sequence[int]) -> Verdict:
    """The verdict on a whole routine from its eligible `relief` (points, oldest first).

    Source: clinical-facts 5 (minimal change, certainty, number of sessions); correlated sessions
    are handled by `posterior`, the required certainty is that of `decision_threshold`.
    """
    return _verdict(relief, Outcome.RULED_OUT)


def area_verdict(relief: Sequence[int]) -> Verdict:
    """The verdict on one area among several, from its own effects (points, oldest first).

    Less than a point alone may still add to the effect of the whole routine, so an area is
    called LITTLE_ALONE and never RULED_OUT.
    """
    return _verdict(relief, Outcome.LITTLE_ALONE)


def routine_outcome(relief: Sequence[int]) -> Outcome:
    """The outcome of `routine_verdict` without its figures, which take longer."""
    return _outcome(relief, Outcome.RULED_OUT)[0]


def _verdict(relief: Sequence[int], little: Outcome) -> Verdict:
    outcome, after = _outcome(relief, little)
    if outcome is Outcome.WORSE:
        return Verdict(outcome, len(relief), figures(relief[-MOST:]))
    if outcome is Outcome.NOT_KNOWN_YET:
        return Verdict(outcome, len(relief), figures(relief), remaining=forecast(relief))
    later = relief[after:][-MOST:]
    return Verdict(
        outcome,
        len(relief),
        figures(relief[:after]),
        figures(later) if len(later) >= FEWEST else None,
    )


def _outcome(relief: Sequence[int], little: Outcome) -> tuple[Outcome, int]:
    """The outcome, and the number of sessions after which it was reached."""
    if is_worse(relief):
        return Outcome.WORSE, len(relief)
    after = int(decided_at(relief))
    if after:
        return (Outcome.HELPS if after > 0 else little), abs(after)
    open_yet = len(relief) < MOST
    return (Outcome.NOT_KNOWN_YET if open_yet else Outcome.SMALL_OR_UNCERTAIN), MOST


def forecast(relief: Sequence[int]) -> Remaining:
    """How many more eligible sessions an open verdict is likely to take.

    Simulates PATHS continuations from the posterior of mean, standard deviation and correlation,
    and applies `decided_at` to each.
    """
    count = len(relief)
    least = max(FEWEST - count, 1)
    if count < FORECAST_FROM:
        return Remaining(least)
    after = decided_at(simulate_futures(relief), first=max(FEWEST, count + 1))
    more = [abs(session) - count for session in after.tolist() if session]
    if len(more) < 2:  # no middle half of so few
        return Remaining(least, None, 0.0)
    early, _, late = quantiles(more, n=4, method="inclusive")
    return Remaining(least, (floor(early), ceil(late)), len(more) / len(after))
