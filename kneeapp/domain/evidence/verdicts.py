"""Verdicts: the result of the sequential analysis of a routine or of one area."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor
from statistics import fmean, quantiles

from kneeapp.domain.evidence.ar1_posterior import posterior
from kneeapp.domain.evidence.sequential_looks import (
    CHANGED_CERTAINTY,
    FEWEST,
    MONITORED,
    MOST,
    RECENT,
    decided_at,
    decision_threshold,
    harm_since,
    simulate_futures,
    sure_of_change,
    turns,
)

INTERVAL = 0.90
"""Posterior probability of the interval that is shown."""

FORECAST_FROM = 4
"""Number of eligible sessions from which figures and a forecast are shown (DESIGN)."""


class Outcome(StrEnum):
    """What a verdict can be. LITTLE_ALONE is for areas only, RULED_OUT for routines only.

    FADED: it helped at first, and the newest sessions speak against it. BAD_DAYS: it looks like
    HELPS, but the days of the sessions may have been picked.
    """

    HELPS = "helps"
    FADED = "faded"
    BAD_DAYS = "bad_days"
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

    `later` are the figures of the newest MONITORED sessions after it was reached, from FEWEST on:
    they are shown because stopping at a good result overestimates the effect. Once they turn the
    verdict, `turned`, `figures` are theirs and there is no `later`.
    """

    outcome: Outcome
    counted: int
    figures: Figures | None = None
    later: Figures | None = None
    remaining: Remaining | None = None
    turned: bool = False

    @property
    def asked(self) -> float:
        """The posterior probability that this verdict asked for, or asks for next."""
        sessions = self.figures.sessions if self.figures else FEWEST
        return CHANGED_CERTAINTY if self.turned else decision_threshold(sessions)


@dataclass(frozen=True)
class Reached:
    """An outcome, and the sessions it is about: from number `first` up to but without `last`."""

    outcome: Outcome
    first: int
    last: int
    turned: bool = False


def figures(relief: Sequence[int]) -> Figures | None:
    """The figures of eligible `relief` (points, oldest first); None below two sessions."""
    if len(relief) < 2:
        return None
    low, high = posterior(relief).interval(INTERVAL)
    return Figures(
        sessions=len(relief),
        mean=fmean(relief),
        low=low,
        high=high,
        probability=float(sure_of_change(relief)),
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
    return reached_by(relief, Outcome.RULED_OUT).outcome


def area_outcome(relief: Sequence[int]) -> Outcome:
    """The outcome of `area_verdict` without its figures, which take longer."""
    return reached_by(relief, Outcome.LITTLE_ALONE).outcome


def _verdict(relief: Sequence[int], little: Outcome) -> Verdict:
    reached = reached_by(relief, little)
    about = relief[reached.first : reached.last]
    if reached.outcome is Outcome.NOT_KNOWN_YET:
        return Verdict(reached.outcome, len(relief), figures(about), remaining=forecast(about))
    later = relief[reached.last :][-MONITORED:]
    return Verdict(
        reached.outcome,
        len(relief),
        figures(about),
        figures(later) if len(later) >= FEWEST else None,
        turned=reached.turned,
    )


def reached_by(relief: Sequence[int], little: Outcome = Outcome.RULED_OUT) -> Reached:
    """What the sessions say by now: harm first, then the verdict, and what turned it later."""
    count = len(relief)
    if count < FEWEST:
        return Reached(Outcome.NOT_KNOWN_YET, 0, count)
    harm, first = harm_since(relief)
    if harm:
        return Reached(Outcome.WORSE, max(first, count - MONITORED), count)
    since = relief[first:]
    number = int(decided_at(since))
    after = abs(number)
    if not after and len(since) < MOST:
        return Reached(Outcome.NOT_KNOWN_YET, first, count)
    helped = number > 0 if after else None
    turned = turns(since, after, helps=helped)
    if turned:
        faded = Outcome.FADED if helped or any(turned) else little
        outcome = Outcome.HELPS if turned[-1] else faded
        about = max(first + after, count - RECENT[0])
        return Reached(outcome, about, count, turned=True)
    if helped is None:
        return Reached(Outcome.SMALL_OR_UNCERTAIN, first, first + MOST)
    return Reached(Outcome.HELPS if helped else little, first, first + after)


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
