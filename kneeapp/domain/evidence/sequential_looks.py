"""Sequential analysis: a decision after each session, and simulated continuations."""

from __future__ import annotations

from functools import cache, partial
from math import exp, log
from typing import TYPE_CHECKING

from kneeapp.domain.evidence.ar1_posterior import (
    FEW_LOOKS_LOG_PRIOR,
    HIGHEST_CORRELATION,
    SD_FLOOR,
    posterior,
)
from kneeapp.domain.evidence.two_levels import sure_lately_below

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from kneeapp.domain.evidence.ar1_posterior import Floats

MIN_CHANGE = 1.0
"""Minimal change: points of mean relief from which a routine helps (clinical-facts 4.1, 5)."""

FEWEST, MOST = 6, 14
"""Number of eligible sessions at the first and at the last interim analysis (design 5)."""

LEAST_CERTAINTY, FIRST_CERTAINTY = 0.90, 0.998
"""Posterior probability required at the last look (design 5) and at the first (DESIGN)."""

MONITORED = 28
"""Number of newest sessions over which harm is looked at (DESIGN, docs/benchmarks.md: fourteen
cannot tell their correlation, fifty notice a change late)."""

RECENT = (20, 28)
"""Numbers of newest sessions over which a verdict is looked at again (DESIGN, docs/benchmarks.md:
fewer mislead as often as they find a change, more find it late)."""

HARM = -0.5
"""Points of mean relief below which a routine does harm (DESIGN): half of the smallest change that
a rating can show, so that a true harm of one point is found, and none is rarely taken for it."""

HARM_CERTAINTY = 0.994
"""Posterior probability of harm required up to session MOST (DESIGN, docs/benchmarks.md)."""

EXPECTED_HARM = -1.5
"""Points of mean relief that the running sum of evidence is made to find (DESIGN)."""

MOST_EVIDENCE = 2.0
"""Most evidence that one session can give, so that no single bad evening rings (DESIGN)."""

CUSUM_LIMIT = 17.5
"""The running sum of evidence from which harm is told (DESIGN, docs/benchmarks.md: chosen so that
at most 5 % of people with a true relief of 0 are told so within 150 sessions)."""

LEAST_SD = 1.0
"""SD in points below which the evidence is not taken as any clearer (DESIGN)."""

USUAL_CORRELATION, USUAL_WEIGHT = HIGHEST_CORRELATION / 3, 8
"""Correlation of neighbouring sessions before any are seen, the mean of LOG_PRIOR's density, and
for how many sessions it counts (DESIGN)."""

SHORT_BIAS = 1.5
"""A correlation estimated from n sessions is too low by about this over n (Kendall 1954,
Biometrika 41:403)."""

SUDDEN_CERTAINTY = 0.9998
"""Posterior probability over the newest MOST alone that tells harm or turns a verdict (DESIGN):
finds a jump, by which the earlier sessions make the spread too large, and hardly ever misleads."""

LIFTED_CERTAINTY = 0.90
"""Posterior probability of no harm, over the sessions after an alarm, that lifts it (DESIGN)."""

CHANGED_CERTAINTY = 0.992
"""Posterior probability required to turn a verdict by the RECENT sessions after it (DESIGN,
docs/benchmarks.md: at most 5 % of people with a true relief of 2 lose theirs in 150 sessions)."""

PATHS = 200
"""Simulated continuations per forecast; the seed makes them the same for the same sessions."""


def decision_threshold(session: int) -> float:
    """The posterior probability required for a verdict after `session` eligible sessions.

    Its log odds fall with the square of the looks that are left, from .998 after six to .90 after
    fourteen. Repeated looks raise the rate of false verdicts, and correlated days mislead the
    early looks most, so these need more certainty (O'Brien & Fleming 1979, Biometrics 35:549; the
    numbers are DESIGN, docs/benchmarks.md).
    """
    left = (MOST - min(max(session, FEWEST), MOST)) / (MOST - FEWEST)
    least, first = (log(p / (1 - p)) for p in (LEAST_CERTAINTY, FIRST_CERTAINTY))
    return 1 / (1 + exp(-least - (first - least) * left**2))


def sure_of_change(relief: ArrayLike) -> Floats:
    """P(mean relief >= MIN_CHANGE), shape (...), of points in time order, shape (..., n)."""
    return posterior(relief, FEW_LOOKS_LOG_PRIOR).at_least(MIN_CHANGE)


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
        probability = sure_of_change(x[..., :session])
        asked = decision_threshold(session)
        now = (probability >= asked) * session - (probability <= 1 - asked) * session
        decided = np.where(decided, decided, now)
    return decided


def _newest_sum(values: Floats, newest: int) -> Floats:
    """The sum of the `newest` values up to each session; shape (..., n)."""
    sums = values.cumsum(-1)
    sums[..., newest:] -= sums[..., :-newest].copy()
    return sums


def sure_below(relief: ArrayLike, cut: float, newest: int) -> Floats:
    """P(mean relief < cut) at each look, over the `newest` sessions up to it; shape (..., n).

    `relief` has shape (..., n), points in time order. 0 before session FEWEST, and where the
    average of those sessions is not below `cut`: that alone rules out most looks.
    """
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    x = np.asarray(relief, dtype=float)
    n = x.shape[-1]
    sure = np.zeros(x.shape)
    below = _newest_sum(x, newest) < cut * np.minimum(np.arange(1, n + 1), newest)
    below[..., : FEWEST - 1] = False
    for size in range(FEWEST, min(n + 1, newest)):  # the windows that still grow
        rows = below[..., size - 1]
        if rows.any():
            sure[rows, size - 1] = 1 - posterior(x[rows, :size]).at_least(cut)
    full = below[..., newest - 1 :]
    if n >= newest and full.any():
        windows = np.lib.stride_tricks.sliding_window_view(x, newest, axis=-1)
        sure[..., newest - 1 :][full] = 1 - posterior(windows[full]).at_least(cut)
    return sure


def sure_above(relief: ArrayLike, cut: float, newest: int) -> Floats:
    """P(mean relief > cut) at each look; otherwise as `sure_below`."""
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    return sure_below(-np.asarray(relief, dtype=float), -cut, newest)


def harm_alarms(relief: ArrayLike) -> NDArray[np.bool_]:
    """Whether the alarm for harm rings at each look; shape (..., n) like `relief`.

    Up to session MOST it asks for a posterior probability that the mean relief is below HARM. From
    session FEWEST on it asks for a running sum of evidence, which rarely misleads however long one
    looks, or for near certainty over the newest MOST.
    """
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    x = np.asarray(relief, dtype=float)
    alarms: NDArray[np.bool_] = harm_evidence(x) >= CUSUM_LIMIT
    alarms[..., :MOST] |= sure_below(x[..., :MOST], HARM, MONITORED) >= HARM_CERTAINTY
    alarms |= sure_below(x, HARM, MOST) >= SUDDEN_CERTAINTY
    alarms[..., : FEWEST - 1] = False
    return alarms


def harm_evidence(relief: Floats) -> Floats:
    """The running sum of evidence for harm after each session.

    `relief` and the result have shape (..., n). A session adds the logarithm of how much likelier
    it is at a mean of EXPECTED_HARM than at 0, given the session before it; the sum begins anew
    where it would fall below 0. SD and correlation are those of the newest MONITORED sessions
    before it: of all sessions, a change of the mean would make both too large. Source: CUSUM
    (Page 1954, Biometrika 41:100).
    """
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    size = np.minimum(np.arange(1, relief.shape[-1] + 1), MONITORED)
    mean = _newest_sum(relief, MONITORED) / size
    variance = np.maximum(_newest_sum(relief**2, MONITORED) / size - mean**2, SD_FLOOR**2)
    variance *= size / np.maximum(size - 1, 1)
    products = np.zeros_like(relief)
    products[..., 1:] = relief[..., 1:] * relief[..., :-1]
    covariance = _newest_sum(products, MONITORED) / size - mean**2
    seen = np.clip(covariance / variance, -0.5, HIGHEST_CORRELATION)
    usual = (seen * size + USUAL_CORRELATION * USUAL_WEIGHT) / (size + USUAL_WEIGHT)
    unbiased = usual + SHORT_BIAS / np.maximum(size, FEWEST)
    before = np.clip(unbiased, 0, HIGHEST_CORRELATION)[..., :-1]
    fresh = relief[..., 1:] - before * relief[..., :-1]
    shift = EXPECTED_HARM * (1 - before)
    spread = np.maximum(variance, LEAST_SD**2)[..., :-1] * (1 - before**2)
    evidence = np.zeros_like(relief)
    evidence[..., 1:] = np.minimum((fresh - shift / 2) * shift / spread, MOST_EVIDENCE)
    evidence[..., :2] = 0  # two sessions tell no spread
    whole = evidence.cumsum(-1)
    return np.asarray(whole - np.minimum(np.minimum.accumulate(whole, -1), 0))


def harm_since(relief: Sequence[int]) -> tuple[bool, int]:
    """Whether the alarm for harm stands, and the number of sessions before those it is about.

    An alarm stands until the sessions after it are better than HARM with LIFTED_CERTAINTY; then
    those sessions are judged as a series of their own.
    """
    begin = 0
    while len(relief) - begin >= FEWEST and min(relief[begin:]) < 0:
        alarms = harm_alarms(relief[begin:])
        if not alarms.any():
            break
        later = relief[begin + int(alarms.argmax()) + 1 :]
        if not later or (sure_above(later, HARM, MONITORED) < LIFTED_CERTAINTY).all():
            return True, begin
        begin = len(relief) - len(later)
    return False, begin


def turns(relief: Sequence[int], after: int, *, helps: bool | None) -> list[bool]:
    """Whether the routine helps, after each time that the newest sessions turned the verdict.

    `relief` are all points, `after` is the number of sessions up to the verdict, and `helps` is
    that verdict: None where it stayed open, so that the first look is after session MOST. Empty
    where the verdict holds.
    """
    clear = cache(partial(_clear_looks, relief, after))
    turned: list[bool] = []
    look = MOST if helps is None else after
    while look < len(relief):
        ways = [way for way in (False, True) if way is not helps and clear(way)[look:].any()]
        if not ways:
            break
        helps = min(ways, key=lambda way: int(clear(way)[look:].argmax()))
        look += int(clear(helps)[look:].argmax())
        turned.append(helps)
    return turned


def _clear_looks(relief: Sequence[int], after: int, helps: bool) -> NDArray[np.bool_]:
    """Whether the sessions since `after` say clearly at each look that it `helps`, or not."""
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    sign = -1 if helps else 1
    x = sign * np.asarray(relief, dtype=float)
    clear = np.zeros(len(x), dtype=bool)
    clear[after:] = sure_below(x[after:], sign * MIN_CHANGE, MOST) >= SUDDEN_CERTAINTY
    for newest in RECENT:
        sure = sure_lately_below(x, sign * MIN_CHANGE, newest)
        first = after + newest - 1
        clear[first:] |= sure[first:] >= CHANGED_CERTAINTY
    return clear


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
