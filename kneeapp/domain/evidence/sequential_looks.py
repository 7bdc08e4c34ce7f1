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
"""Points of mean relief from which a routine is said to help (clinical-facts 4.1, 5)."""

FEWEST, MOST = 6, 14
"""Counted sessions from which, and up to which, a verdict is looked for (design 5)."""

LEAST_CERTAINTY, FIRST_CERTAINTY = 0.90, 0.97
"""Certainty asked at the last look (design 5) and at the first."""

PATHS = 200
"""Ways it might go on that a forecast draws; always the same for the same sessions."""


def decision_threshold(session: int) -> float:
    """Probability asked for a verdict after so many counted sessions: .97 after six, then
    less with each, .90 after fourteen.

    Looking again and again finds something by chance sooner or later, and it is the
    early looks that correlated days deceive; hence more is asked of them (O'Brien &
    Fleming 1979, Biometrics 35:549; the numbers are DESIGN, docs/benchmarks.md).
    """
    falling = (FIRST_CERTAINTY - LEAST_CERTAINTY) / (MOST - FEWEST)
    return FIRST_CERTAINTY - falling * (min(max(session, FEWEST), MOST) - FEWEST)


def decided_at(relief: ArrayLike, *, first: int = FEWEST) -> NDArray[np.int_]:
    """When series of points (..., n) in time order first settle: n after session n as
    "mean at least CUT", -n as "less", 0 not yet; shape (...).

    Looks after every session from number `first` to the last or to MOST.
    """
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    x = np.asarray(relief, dtype=float)
    found = np.zeros(x.shape[:-1], dtype=int)
    for session in range(first, min(x.shape[-1], MOST) + 1):
        probability = posterior(x[..., :session]).at_least(MIN_CHANGE)
        found = np.where(found, found, session * _look(probability, decision_threshold(session)))
    return found


def is_worse(relief: ArrayLike) -> NDArray[np.bool_]:
    """Whether P(mean relief <= -1) >= .90 over the newest MOST of (..., n) points."""
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    x = np.asarray(relief, dtype=float)[..., -MOST:]
    if x.shape[-1] < FEWEST:
        return np.zeros(x.shape[:-1], dtype=bool)
    return posterior(x).at_least(-MIN_CHANGE) <= 1 - LEAST_CERTAINTY


def simulate_futures(relief: Sequence[int]) -> Floats:
    """PATHS series (PATHS, MOST) that begin with `relief` and go on as it might."""
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

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


def _look(probability: Floats, asked: float) -> NDArray[np.int_]:
    """1 where it is certain enough, -1 where its opposite is, else 0."""
    certain: NDArray[np.int_] = (probability >= asked) * 1 - (probability <= 1 - asked) * 1
    return certain
