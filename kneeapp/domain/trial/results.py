"""Results of a trial: an exact permutation test and the posterior of the difference."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import fmean

from kneeapp.domain.evidence.ar1_posterior import posterior
from kneeapp.domain.evidence.sequential_looks import MIN_CHANGE
from kneeapp.domain.evidence.verdicts import INTERVAL
from kneeapp.domain.trial.block_trial import AnyTrial
from kneeapp.domain.trial.design import FEWEST_PAIRS, Attempt, Trial, effects_by_slot

SIZE = 0.05
"""Significance level: a difference counts as shown up to this p, one-sided."""


class TrialFinding(StrEnum):
    TOO_FEW = "too_few"
    EASES_MORE = "eases_more"
    NOT_SHOWN = "not_shown"


@dataclass(frozen=True)
class TrialPair:
    """Relief (points) in the two sessions of one pair, None where one is missing."""

    number: int
    asked: int | None
    other: int | None

    @property
    def difference(self) -> int | None:
        """Points by which `asked` eased the knee more."""
        return None if self.asked is None or self.other is None else self.asked - self.other


@dataclass(frozen=True)
class Difference:
    """Points of relief by which `asked` is ahead.

    `mean` of the pairs; `low` to `high` is the 90 % interval of the long-run mean; `more` and
    `a_point_more` are the probabilities that it is above 0 and at least MIN_CHANGE.
    """

    mean: float
    low: float
    high: float
    more: float
    a_point_more: float


@dataclass(frozen=True)
class TrialResult:
    """Both analyses of a trial; `p` is one-sided, None without a complete pair.

    `left_out` is the number of excluded sessions per arm (asked, other): a large difference
    between the arms is a sign of bias. `as_planned` is False where pairs are missing.
    """

    finding: TrialFinding
    pairs: tuple[TrialPair, ...]
    p: float | None
    difference: Difference | None
    left_out: tuple[int, int]

    @property
    def complete(self) -> int:
        return sum(pair.difference is not None for pair in self.pairs)

    @property
    def as_planned(self) -> bool:
        return self.complete == len(self.pairs)


def result(trial: Trial, attempts: Sequence[Attempt]) -> TrialResult:
    """The result of a trial that is complete or was stopped; incomplete pairs are left out.

    Not for a running trial: stopping at a good interim result would bias both analyses.
    """
    pairs = _pairs(trial, attempts)
    differences = [pair.difference for pair in pairs if pair.difference is not None]
    p = permutation_p(differences)
    return TrialResult(
        finding=_finding(len(differences), p),
        pairs=pairs,
        p=p,
        difference=_difference(differences),
        left_out=_left_out(trial, attempts),
    )


def permutation_p(differences: Sequence[int]) -> float | None:
    """The one-sided p of an exact permutation test; None without differences.

    `differences` are points of relief, asked minus other, one per complete pair. p is the share
    of all 2^n ways to assign the two sessions of each pair to the arms that give at least the
    observed sum. It assumes neither normal values nor independent days: without an effect of
    the arm, each session would have had the same relief under either label, and only the
    random draw assigned them. Source: Edgington & Onghena, Randomization Tests, 4th ed. 2007;
    Fisher 1935.
    """
    if not differences:
        return None
    # Sums are whole numbers, so the assignments are counted by their sum, pair by pair: 20 pairs
    # have a million assignments but at most a few hundred sums.
    ways = Counter({0: 1})
    for difference in differences:
        flipped: Counter[int] = Counter()
        for total, count in ways.items():
            flipped[total + difference] += count
            flipped[total - difference] += count
        ways = flipped
    observed = sum(differences)
    reached = sum(count for total, count in ways.items() if total >= observed)
    return reached / (1 << len(differences))


def began_during(trial: AnyTrial, attempts: Sequence[Attempt], began: datetime) -> bool:
    """Whether something else (strengthening) began at `began` during the trial.

    During means between the draw and the last session; it could explain a trend in the ratings.
    """
    last = max((attempt.effect.at for attempt in attempts), default=trial.drawn_at)
    return trial.drawn_at <= began <= last


def _pairs(trial: Trial, attempts: Sequence[Attempt]) -> tuple[TrialPair, ...]:
    done = {
        (slot.pair, slot.arm): effect.points
        for slot, effect in effects_by_slot(trial, attempts).items()
    }
    return tuple(
        TrialPair(pair + 1, done.get((pair, trial.asked)), done.get((pair, trial.other)))
        for pair in range(trial.pairs)
    )


def _finding(complete: int, p: float | None) -> TrialFinding:
    if complete < FEWEST_PAIRS or p is None:
        return TrialFinding.TOO_FEW
    return TrialFinding.EASES_MORE if p <= SIZE else TrialFinding.NOT_SHOWN


def _difference(differences: Sequence[int]) -> Difference | None:
    """The posterior of the mean difference; None below two pairs.

    Days may be correlated: taking differences removes what both days of a pair share, and the
    AR(1) posterior covers the correlation of neighbouring pairs.
    """
    if len(differences) < 2:
        return None
    of_mean = posterior(differences)
    low, high = of_mean.interval(INTERVAL)
    return Difference(
        mean=fmean(differences),
        low=low,
        high=high,
        more=float(of_mean.at_least(0.0)),
        a_point_more=float(of_mean.at_least(MIN_CHANGE)),
    )


def _left_out(trial: Trial, attempts: Sequence[Attempt]) -> tuple[int, int]:
    missed = [
        trial.arm(attempt.pair, attempt.place)
        for attempt in attempts
        if attempt.effect.left_out is not None
    ]
    return missed.count(trial.asked), missed.count(trial.other)
