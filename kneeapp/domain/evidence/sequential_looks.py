"""Sequential analysis: a decision after each session, and simulated continuations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneeapp.domain.evidence.ar1_posterior import posterior

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from kneeapp.domain.evidence.ar1_posterior import Floats

MIN_CHANGE = 1.0
"""Minimal change: points of mean relief from which a routine helps (clinical-facts 4.1, 5)."""

FEWEST, MOST = 6, 14
"""Number of eligible sessions at the first and at the last interim analysis (design 5)."""

LEAST_CERTAINTY, FIRST_CERTAINTY = 0.90, 0.97
"""Posterior probability required at the last look (design 5) and at the first (DESIGN)."""

PATHS = 200
"""Simulated continuations per forecast; the seed makes them the same for the same sessions."""


def decision_threshold(session: int) -> float:
    """The posterior probability required for a verdict after `session` eligible sessions.

    It falls linearly from .97 after six to .90 after fourteen. Repeated looks raise the rate of
    false verdicts, and correlated days mislead the early looks most, so these need more
    certainty (O'Brien & Fleming 1979, Biometrics 35:549; the numbers are DESIGN,
    docs/benchmarks.md).
    """
    falling = (FIRST_CERTAINTY - LEAST_CERTAINTY) / (MOST - FEWEST)
    return FIRST_CERTAINTY - falling * (min(max(session, FEWEST), MOST) - FEWEST)


def decided_at(relief: ArrayLike, *, first: int = FEWEST) -> NDArray[np.int_]:
    """The number of the session after which each series is first decided; shape (...).

    `relief` has shape (..., n), points in time order. Positive: the mean is at least MIN_CHANGE;
    negative: it is less; 0: not decided yet. Looks after every session from number `first` to
    the last or to MOST; a decision once reached is kept.
    """
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    x = np.asarray(relief, dtype=float)
    decided = np.zeros(x.shape[:-1], dtype=int)
    for session in range(first, min(x.shape[-1], MOST) + 1):
        probability = posterior(x[..., :session]).at_least(MIN_CHANGE)
        asked = decision_threshold(session)
        now = (probability >= asked) * session - (probability <= 1 - asked) * session
        decided = np.where(decided, decided, now)
    return decided


def is_worse(relief: ArrayLike) -> NDArray[np.bool_]:
    """Whether P(mean relief <= -MIN_CHANGE) >= LEAST_CERTAINTY; shape (...).

    Over the newest MOST of (..., n) points, from FEWEST on. Unlike a positive verdict it is not
    kept: harm is looked for again after every session.
    """
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    x = np.asarray(relief, dtype=float)[..., -MOST:]
    if x.shape[-1] < FEWEST:
        return np.zeros(x.shape[:-1], dtype=bool)
    return posterior(x).at_least(-MIN_CHANGE) <= 1 - LEAST_CERTAINTY


def simulate_futures(relief: Sequence[int]) -> Floats:
    """PATHS series of MOST points that begin with `relief` and continue by the AR(1) model."""
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    # Seeded by the number of sessions: a page drawn twice must not show two forecasts.
    rng = np.random.default_rng(len(relief))
    correlation, mean, sd = posterior(relief).drawn(PATHS, rng)
    paths = np.empty((PATHS, MOST))
    paths[:, : len(relief)] = relief
    off = relief[-1] - mean
    for session in range(len(relief), MOST):
        fresh = sd * np.sqrt(1 - correlation**2) * rng.standard_normal(PATHS)
        off = correlation * off + fresh
        paths[:, session] = np.rint(mean + off)
    return paths
