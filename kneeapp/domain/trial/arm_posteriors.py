"""Posteriors of the mean score of each arm of a trial: which is best, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from kneeapp.domain.evidence.ar1_posterior import posterior
from kneeapp.domain.evidence.sequential_looks import MIN_CHANGE
from kneeapp.domain.evidence.verdicts import INTERVAL
from kneeapp.domain.trial.block_scores import TENTHS
from kneeapp.domain.trial.results import Difference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneeapp.domain.evidence.ar1_posterior import Floats
    from kneeapp.domain.trial.randomisation import Scored

DRAWS = 4000
"""Draws from each posterior; a fixed seed gives the same figures for the same data."""

FEWEST_FOR_FIGURES = 4
"""Sessions of each arm from which figures are shown (DESIGN)."""


@dataclass(frozen=True, eq=False)
class MeanDraws:
    """Draws of the mean score of each arm, and the means that were seen, in points.

    `draws` has shape (arms, DRAWS).
    """

    draws: Floats
    means: tuple[float, ...]

    def ahead(self, arm: int, control: int) -> Difference:
        """By how much `arm` eases more than `control`."""
        import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

        apart = self.draws[arm] - self.draws[control]
        low, high = np.quantile(apart, ((1 - INTERVAL) / 2, (1 + INTERVAL) / 2))
        return Difference(
            mean=self.means[arm] - self.means[control],
            low=float(low),
            high=float(high),
            more=float((apart > 0).mean()),
            a_point_more=float((apart >= MIN_CHANGE).mean()),
        )

    def best(self, arm: int) -> float:
        """The probability that no other arm eases more."""
        return float((self.draws.argmax(axis=0) == arm).mean())


def mean_draws(there: Sequence[Scored], arms: int) -> MeanDraws | None:
    """The posteriors after the sessions `there`; None where an arm has too few of them.

    The sessions of each arm are a series of their own whose neighbours may be alike (AR(1)).
    """
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    series = [
        [session.tenths / TENTHS for session in there if session.arm == arm] for arm in range(arms)
    ]
    if min(map(len, series)) < FEWEST_FOR_FIGURES:
        return None
    rng = np.random.default_rng(DRAWS)
    draws = np.array([posterior(own).drawn(DRAWS, rng)[1] for own in series])
    return MeanDraws(draws, tuple(map(fmean, series)))
