"""Simulated knees, and the plainer rules that stand beside ours.

- Level: 4 + AR(1) from day to day with its own SD and correlation; a rating is the level
  as a whole point, 0 to 10 (floor and ceiling).
- Relief: a true effect + AR(1) noise from session to session with its own SD and
  correlation; the rating after is the level less the relief, as a whole point, 0 to 10.
- Days: every second day, or every day rated 5 or more ("bad days").
- Sessions count as in the app (a rating before of 2 or more); people with 14 are kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter
from scipy.stats.mstats import ttest_ind

from kneeapp.domain.evidence.eligibility import LOWEST_COUNTED
from kneeapp.domain.evidence.sequential_looks import MIN_CHANGE, MOST

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = Iterator[dict[str, object]]

USUAL, BAD = 4.0, 5
SPREADS, CORRELATIONS = (1.0, 1.5, 2.0), (0.0, 0.3, 0.5, 0.7)
"""Standard deviations (points) and correlations of neighbours that are simulated."""

DAYS = 240
SEED = 20

MOST_PEOPLE = 500
"""Of whom what takes long is worked out: trends and falls."""


@dataclass(frozen=True)
class Noise:
    """Standard deviation (points) and correlation of neighbours."""

    sd: float
    correlation: float

    def draw(self, rng: np.random.Generator, people: int, length: int) -> Floats:
        fresh = rng.standard_normal((people, length))
        fresh[:, 1:] *= np.sqrt(1 - self.correlation**2)
        return np.asarray(self.sd * lfilter([1], [1, -self.correlation], fresh))


@dataclass(frozen=True)
class Knees:
    """Simulated people: first ratings (people, days); relief, ratings after and days of
    their first MOST counted sessions (people, MOST).
    """

    rated: Floats
    relief: Floats
    after: Floats
    when: NDArray[np.int_]


def rate(level: Floats) -> Floats:
    return np.clip(np.rint(level), 0, 10)


def knees(
    *,
    people: int,
    effect: float,
    relief: Noise,
    level: Noise = Noise(1.5, 0.5),
    bad_days: bool = False,
) -> Knees:
    """People of whom each lived DAYS; the same ones for the same arguments."""
    rng = np.random.default_rng(SEED)
    steady = USUAL + level.draw(rng, people, DAYS)
    rated = rate(steady)
    chosen = rated >= BAD if bad_days else (np.arange(DAYS) % 2 == 0) & (rated >= LOWEST_COUNTED)
    counted = chosen.sum(1) >= MOST
    steady, rated, chosen = steady[counted], rated[counted], chosen[counted]
    when = np.argsort(~chosen, axis=1, kind="stable")[:, :MOST]
    eased = effect + relief.draw(rng, len(steady), MOST)
    after = rate(np.take_along_axis(steady, when, 1) - eased)
    before = np.take_along_axis(rated, when, 1)
    return Knees(rated, before - after, after, when)


def mean_of_fourteen(found: Knees) -> Flags:
    """Whether the mean before minus the mean after is at least a point."""
    return np.asarray(found.relief.mean(1) >= MIN_CHANGE)


def welch_on_days(found: Knees) -> Flags:
    """Whether days with a session end lower than the other days until the last one."""
    day = np.arange(found.rated.shape[1])
    other = day <= found.when[:, -1:]
    np.put_along_axis(other, found.when, values=False, axis=1)
    return welch_lower(found.after, found.rated, other)


def welch_lower(a: Floats, b: Floats, counted: Flags | None = None) -> Flags:
    """Whether rows of `a` have a lower mean than rows of `b` where `counted`; two-sided p < .05."""
    left_out = np.zeros(b.shape, dtype=bool) if counted is None else ~counted
    kept = np.ma.array(b, mask=left_out)
    p = ttest_ind(a, kept, axis=1, equal_var=False, alternative="less").pvalue
    return np.asarray(p < 0.025)
