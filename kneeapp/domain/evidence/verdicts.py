"""Verdicts: what the session effects say about a routine or one area of it."""

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
"""Probability with which the mean lies in the interval shown."""

FORECAST_FROM = 4
"""Counted sessions from which their figures, and a guess at the sessions still needed, are
worth showing (DESIGN)."""


class Outcome(StrEnum):
    """What can be said. Only areas are called little alone."""

    HELPS = "helps"
    RULED_OUT = "ruled_out"
    LITTLE_ALONE = "little_alone"
    WORSE = "worse"
    NOT_KNOWN_YET = "not_known_yet"
    SMALL_OR_UNCERTAIN = "small_or_uncertain"


@dataclass(frozen=True)
class Figures:
    """Relief over some sessions: their average and the INTERVAL for what it would be over
    very many, in points; P(that >= CUT); the correlation of one session with the next.
    """

    sessions: int
    mean: float
    low: float
    high: float
    probability: float
    correlation: float

    @property
    def telling(self) -> bool:
        """Whether they rest on enough sessions to be shown."""
        return self.sessions >= FORECAST_FROM


@dataclass(frozen=True)
class Remaining:
    """Counted sessions still needed: at the very least, and where the middle half of the
    forecasts that end in a verdict lie; `chance` of a verdict by session MOST, 0 to 1.
    """

    least: int
    likely: tuple[int, int] | None = None
    chance: float | None = None


@dataclass(frozen=True)
class Verdict:
    """An outcome, how many sessions count so far, and the figures it was reached by.

    A verdict once reached stays, save for WORSE, which the newest MOST sessions decide
    at any time. `later` tells of the newest MOST since it was reached, from FEWEST on:
    what was good enough to end the search is likely better than what follows.
    """

    outcome: Outcome
    counted: int
    figures: Figures | None = None
    later: Figures | None = None
    remaining: Remaining | None = None


def figures(relief: Sequence[int]) -> Figures | None:
    """The figures of counted `relief` (points, oldest first); None below two sessions."""
    if len(relief) < 2:
        return None
    found = posterior(relief)
    low, high = found.interval(INTERVAL)
    return Figures(
        sessions=len(relief),
        mean=fmean(relief),
        low=low,
        high=high,
        probability=float(found.at_least(MIN_CHANGE)),
        correlation=float(found.correlation),
    )


def routine_verdict(relief: Sequence[int]) -> Verdict:
    """The verdict on a whole routine from its counted `relief` (points, oldest first).

    Source: clinical-facts 5 (cut, certainty, sessions); the widening is `posterior`'s,
    the certainty asked `certainty_asked`'s.
    """
    return _verdict(relief, Outcome.RULED_OUT)


def area_verdict(relief: Sequence[int]) -> Verdict:
    """The verdict on one area among several, from sessions of its own (points, oldest first).

    Less than a point alone may still be its share of what the whole routine gives, so
    an area is called little alone and never ruled out; only a routine is.
    """
    return _verdict(relief, Outcome.LITTLE_ALONE)


def routine_outcome(relief: Sequence[int]) -> Outcome:
    """The outcome of `routine_verdict` without its figures: enough for a headline, and cheap."""
    return _found(relief, Outcome.RULED_OUT)[0]


def _verdict(relief: Sequence[int], little: Outcome) -> Verdict:
    outcome, after = _found(relief, little)
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


def _found(relief: Sequence[int], little: Outcome) -> tuple[Outcome, int]:
    """The outcome, and the number of sessions after which it was reached."""
    if is_worse(relief):
        return Outcome.WORSE, len(relief)
    after = int(decided_at(relief))
    if after:
        return (Outcome.HELPS if after > 0 else little), abs(after)
    open_yet = len(relief) < MOST
    return (Outcome.NOT_KNOWN_YET if open_yet else Outcome.SMALL_OR_UNCERTAIN), MOST


def forecast(relief: Sequence[int]) -> Remaining:
    """How many more counted sessions an open verdict is likely to take.

    Draws PATHS ways the sessions might go on, from what those so far say of mean,
    spread and correlation, and looks at each as `settled` would.
    """
    count = len(relief)
    least = max(FEWEST - count, 1)
    if count < FORECAST_FROM:
        return Remaining(least)
    after = decided_at(simulate_futures(relief), first=max(FEWEST, count + 1))
    more = [abs(session) - count for session in after.tolist() if session]
    if len(more) < 2:
        return Remaining(least, None, 0.0)
    early, _, late = quantiles(more, n=4, method="inclusive")
    return Remaining(least, (floor(early), ceil(late)), len(more) / len(after))
