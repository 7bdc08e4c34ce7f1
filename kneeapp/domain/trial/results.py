"""What a trial found: exact permutation p and posterior of the difference, side by side."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import fmean

from kneeapp.domain.evidence.ar1_posterior import posterior
from kneeapp.domain.evidence.sequential_looks import MIN_CHANGE
from kneeapp.domain.evidence.verdicts import INTERVAL
from kneeapp.domain.trial.design import FEWEST_PAIRS, Arm, Attempt, Trial, filled

SIZE = 0.05
"""The p up to which a difference is called shown."""


class TrialFinding(StrEnum):
    TOO_FEW = "too_few"
    EASES_MORE = "eases_more"
    NOT_SHOWN = "not_shown"


@dataclass(frozen=True)
class TrialPair:
    """Relief (points) in the two sessions of one pair, None where it is missing."""

    number: int
    asked: int | None
    other: int | None

    @property
    def difference(self) -> int | None:
        """Points by which `asked` eased the knee more."""
        return None if self.asked is None or self.other is None else self.asked - self.other


@dataclass(frozen=True)
class Difference:
    """Points of relief by which `asked` is ahead: the average of the pairs, the 90 % interval
    for very many, and the probabilities that this is above nothing and at least a point.
    """

    mean: float
    low: float
    high: float
    more: float
    a_point_more: float


@dataclass(frozen=True)
class TrialResult:
    """Both analyses of a trial; `p` is one-sided, None without a complete pair.

    `left_out` counts the sessions of either arm that did not count: where one arm has
    many more, be careful. `as_planned` is False where pairs are missing.
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
    """The result of a trial that is done or stopped; pairs with one session drop out.

    Not for a trial under way: looking after each pair would make both numbers lie.
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
    """Share of all 2^n ways to label the two sessions of each pair whose sum of
    `differences` (points, asked minus other) is at least the one found.

    Exact, one-sided, over every labelling (ties count as at least). It needs no normal
    values and no independent days: had the arm made no difference, each session's
    relief would have been the same under either label, and the coin alone chose. Sums
    are whole, so they are counted up rather than listed. Source: Edgington & Onghena,
    Randomization Tests, 4th ed. 2007; Fisher 1935.
    """
    if not differences:
        return None
    ways = Counter({0: 1})
    for difference in differences:
        flipped: Counter[int] = Counter()
        for total, count in ways.items():
            flipped[total + difference] += count
            flipped[total - difference] += count
        ways = flipped
    found = sum(differences)
    reached = sum(count for total, count in ways.items() if total >= found)
    return reached / (1 << len(differences))


def began_during(trial: Trial, attempts: Sequence[Attempt], began: datetime) -> bool:
    """Whether something else (strengthening) began between the draw and the last session."""
    last = max((attempt.relief.at for attempt in attempts), default=trial.drawn_at)
    return trial.drawn_at <= began <= last


def _pairs(trial: Trial, attempts: Sequence[Attempt]) -> tuple[TrialPair, ...]:
    done = {(slot.pair, slot.arm): one.points for slot, one in filled(trial, attempts).items()}
    return tuple(
        TrialPair(pair + 1, done.get((pair, trial.asked)), done.get((pair, trial.other)))
        for pair in range(trial.pairs)
    )


def _finding(complete: int, p: float | None) -> TrialFinding:
    if complete < FEWEST_PAIRS or p is None:
        return TrialFinding.TOO_FEW
    return TrialFinding.EASES_MORE if p <= SIZE else TrialFinding.NOT_SHOWN


def _difference(differences: Sequence[int]) -> Difference | None:
    """Days are treated as correlated: neighbouring pairs through the posterior, the two
    days of a pair by taking their difference.
    """
    if len(differences) < 2:
        return None
    found = posterior(differences)
    low, high = found.interval(INTERVAL)
    return Difference(
        mean=fmean(differences),
        low=low,
        high=high,
        more=float(found.at_least(0.0)),
        a_point_more=float(found.at_least(MIN_CHANGE)),
    )


def _left_out(trial: Trial, attempts: Sequence[Attempt]) -> tuple[int, int]:
    def missed(arm: Arm) -> int:
        return sum(
            attempt.relief.left_out is not None and _arm(trial, attempt) == arm
            for attempt in attempts
        )

    return missed(trial.asked), missed(trial.other)


def _arm(trial: Trial, attempt: Attempt) -> Arm:
    first = trial.heads[attempt.pair] == (attempt.place == 0)
    return trial.asked if first else trial.other
