"""Scores of the sessions of a trial in blocks: b x before - after, with b from the trial itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from kneeapp.domain.evidence.eligibility import ExclusionReason, SessionEffect
from kneeapp.domain.trial.block_trial import BlockTrial
from kneeapp.domain.trial.design import Attempt
from kneeapp.domain.trial.randomisation import Scored

TENTHS = 10

USUAL_WEIGHT = 5
"""b in tenths where all ratings before are the same, so that they say nothing of it (DESIGN)."""


@dataclass(frozen=True)
class TrialOutcome:
    """A session whose arm was named: both ratings, or None where it counts as missing."""

    number: int
    block: int
    arm: int
    ratings: tuple[int, int] | None

    @property
    def relief(self) -> int | None:
        """Points of knee pain before minus after."""
        return None if self.ratings is None else self.ratings[0] - self.ratings[1]


def outcomes(trial: BlockTrial, attempts: Iterable[Attempt], upto: int) -> tuple[TrialOutcome, ...]:
    """The outcome of each session before number `upto` of the order.

    The first attempt at a slot counts, whatever came of it: its arm was named, so that a
    repetition could choose its day. A slot without an attempt (its session was deleted) is
    missing, too.
    """
    first: dict[int, SessionEffect] = {}
    for attempt in sorted(
        attempts, key=lambda attempt: (attempt.effect.at, attempt.effect.session)
    ):
        first.setdefault(attempt.number, attempt.effect)
    return tuple(
        TrialOutcome(
            number, trial.block_of(number), trial.order[number], _ratings(first.get(number))
        )
        for number in range(min(upto, len(trial.order)))
    )


def weight(complete: Sequence[tuple[int, int]]) -> int:
    """B in tenths, 0 to 10: the least squares slope of after on before (points).

    All sessions together, without a look at their arms, so that the test stays exact. It takes
    out what the rating before tells of the one after: a session on a day picked for its bad
    rating gets no better score by that (docs/benchmarks.md).
    """
    if not complete:
        return USUAL_WEIGHT
    before, after = (fmean(values) for values in zip(*complete, strict=True))
    spread = sum((rating - before) ** 2 for rating, _ in complete)
    if not spread:
        return USUAL_WEIGHT
    common = sum((rating - before) * (rating_after - after) for rating, rating_after in complete)
    return min(max(round(TENTHS * common / spread), 0), TENTHS)


def scored(made: Sequence[TrialOutcome]) -> tuple[Scored, ...]:
    """The scores of the sessions that have both ratings."""
    b = weight([outcome.ratings for outcome in made if outcome.ratings])
    return tuple(
        Scored(outcome.block, outcome.arm, b * outcome.ratings[0] - TENTHS * outcome.ratings[1])
        for outcome in made
        if outcome.ratings
    )


def worst_case(made: Sequence[TrialOutcome], control: int) -> tuple[Scored, ...]:
    """The scores, with what is missing at its worst for the arms in question.

    A missing session of the control gets the best score of the trial, one of another arm the
    worst.
    """
    there = scored(made)
    if not there:
        return ()
    tenths = [outcome.tenths for outcome in there]
    known = iter(there)
    return tuple(
        next(known)
        if outcome.ratings
        else Scored(
            outcome.block, outcome.arm, max(tenths) if outcome.arm == control else min(tenths)
        )
        for outcome in made
    )


def is_missing(effect: SessionEffect) -> bool:
    """Whether the session is missing in its arm: anything that came after the arm was named.

    A low rating before was there before that, so it counts like any other.
    """
    eligible = effect.left_out in {None, ExclusionReason.LOW_BEFORE}
    return effect.points is None or not eligible


def _ratings(effect: SessionEffect | None) -> tuple[int, int] | None:
    if effect is None or effect.points is None or is_missing(effect):
        return None
    return effect.before, effect.before - effect.points
