"""Posterior of the mean of the newest sessions, where those before may have another mean.

The earlier sessions tell how much this person's sessions differ and how alike neighbours are. The
newest ones alone are too few to tell it, and would need more certainty to mislead as rarely.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneeapp.domain.evidence.ar1_posterior import (
    CORRELATIONS,
    LOG_PRIOR,
    SD_FLOOR,
    share_below,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneeapp.domain.evidence.ar1_posterior import Floats

REMEMBERED = 100
"""Number of newest sessions that are used: what is older may have had a spread of its own."""

FEWEST_EARLIER = 2
"""Number of sessions with the earlier mean from which it is fitted (DESIGN)."""


def sure_lately_below(relief: ArrayLike, cut: float, newest: int) -> Floats:
    """P(mean of the `newest` sessions < cut) after each session; shape (n,) as of `relief`.

    0 where there are fewer than FEWEST_EARLIER sessions before them, and where their average is
    not below `cut`. Model and priors are those of `ar1_posterior.posterior`, with two means.
    """
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    x = np.asarray(relief, dtype=float) - cut
    sure = np.zeros(len(x))
    sums = np.append(0.0, x.cumsum())
    end = np.arange(newest + FEWEST_EARLIER, len(x) + 1)
    end = end[sums[end] < sums[end - newest]]
    if not end.size:
        return sure
    change, begin = end - newest, np.maximum(0, end - REMEMBERED)
    freedom = end - begin - 2
    # One row for each correlation. `fresh` is a session without what it shares with the one
    # before: with it, all sums of products over a window are differences of running sums.
    rho = np.array(CORRELATIONS)[:, None]
    fresh = np.hstack([np.zeros_like(rho), x[1:] - rho * x[:-1]])
    whole, squares = (
        np.hstack([np.zeros_like(rho), of.cumsum(1)]) for of in (fresh, fresh * fresh)
    )
    left, own = 1 - rho, 1 - rho**2
    first, new = x[begin], fresh[:, change]
    earlier = own + (change - begin - 1) * left**2 + rho**2
    later = 1 + (newest - 1) * left**2
    apart = earlier * later - rho**2
    earlier_x = own * first + left * (whole[:, change] - whole[:, begin + 1]) - rho * new
    later_x = new + left * (whole[:, end] - whole[:, change + 1])
    earlier_mean = (later * earlier_x + rho * later_x) / apart
    mean = (earlier * later_x + rho * earlier_x) / apart
    around = own * first**2 + squares[:, end] - squares[:, begin + 1]
    around = around - earlier_mean * earlier_x - mean * later_x
    around = np.maximum(around, SD_FLOOR**2 * freedom * own)
    log = np.array(LOG_PRIOR)[:, None] + (np.log(own / apart) - freedom * np.log(around)) / 2
    weights = np.exp(log - log.max(0))
    shares = share_below(-mean / np.sqrt(around / freedom * earlier / apart), freedom)
    sure[end - 1] = (weights * shares).sum(0) / weights.sum(0)
    return sure
