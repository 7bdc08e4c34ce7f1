"""Simulated knees, and the rules their verdicts are judged by.

- Level: 4 + AR(1) from day to day with its own SD and correlation; a rating is the level
  as a whole point, 0 to 10 (floor and ceiling).
- Relief: a true effect + AR(1) noise from session to session with its own SD and
  correlation; the rating after is the level less the relief, as a whole point, 0 to 10.
- Days: every second day, or every day rated 5 or more ("bad days").
- Sessions count as in the app (a rating before of 2 or more); people with 14 are kept.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from kneeapp.domain.evidence.ar1_posterior import CORRELATIONS, SD_FLOOR, posterior
from kneeapp.domain.evidence.eligibility import LOWEST_COUNTED
from kneeapp.domain.evidence.sequential_looks import (
    FEWEST,
    LEAST_CERTAINTY,
    MIN_CHANGE,
    MOST,
    decision_threshold,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Sessions = NDArray[np.int_]
"""For each person the session that settles it: n as "helps", -n as "less", 0 not yet."""

Rule = Callable[[Floats], Sessions]

USUAL, BAD = 4.0, 5
DAYS = 240
SEED = 20


@dataclass(frozen=True)
class Noise:
    """Standard deviation (points) and correlation of neighbours."""

    sd: float
    correlation: float

    def draw(self, rng: np.random.Generator, people: int, length: int) -> Floats:
        fresh = rng.standard_normal((people, length))
        for step in range(1, length):
            fresh[:, step] *= np.sqrt(1 - self.correlation**2)
            fresh[:, step] += self.correlation * fresh[:, step - 1]
        return self.sd * fresh


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


def knees(  # noqa: PLR0913  one keyword for each part of the model
    *,
    people: int,
    effect: float,
    relief: Noise,
    level: Noise = Noise(1.5, 0.5),
    bad_days: bool = False,
    moment: float = 0.0,
) -> Knees:
    """`moment` is the SD (points) of what ebbs within the half hour of a session."""
    rng = np.random.default_rng(SEED)
    steady = USUAL + level.draw(rng, people, DAYS)
    rated = rate(steady + moment * rng.standard_normal(steady.shape))
    chosen = rated >= BAD if bad_days else (np.arange(DAYS) % 2 == 0) & (rated >= LOWEST_COUNTED)
    kept = chosen.sum(1) >= MOST
    steady, rated, chosen = steady[kept], rated[kept], chosen[kept]
    when = np.argsort(~chosen, axis=1, kind="stable")[:, :MOST]
    eased = effect + relief.draw(rng, len(steady), MOST)
    after = rate(np.take_along_axis(steady, when, 1) - eased)
    before = np.take_along_axis(rated, when, 1)
    return Knees(rated, before - after, after, when)


def t_at_least(x: Floats, cut: float) -> Floats:
    """The plain t posterior of design 5 without any widening."""
    n = x.shape[-1]
    spread = np.maximum(x.std(-1, ddof=1), SD_FLOOR) / np.sqrt(n)
    return np.asarray(stdtr(n - 1, (x.mean(-1) - cut) / spread))


def looking(
    probability: Callable[[Floats], Floats],
    asked: Callable[[int], float] = lambda _: LEAST_CERTAINTY,
) -> Rule:
    """Looks after every session, as the app's own rule, for another probability or certainty."""

    def rule(relief: Floats) -> Sessions:
        found = np.zeros(len(relief), dtype=int)
        for session in range(FEWEST, MOST + 1):
            p, enough = probability(relief[:, :session]), asked(session)
            look = (p >= enough).astype(int) - (p <= 1 - enough).astype(int)
            found = np.where(found, found, session * look)
        return found

    return rule


def knowing(correlation: float) -> Rule:
    """Our rule for somebody who is told the correlation: the limit of what can be had."""
    which = int(np.abs(np.array(CORRELATIONS) - correlation).argmin())

    def probability(relief: Floats) -> Floats:
        known = posterior(relief)
        t = (known.centres[:, which] - MIN_CHANGE) / known.spreads[:, which]
        return np.asarray(stdtr(known.n - 1, t))

    return looking(probability, decision_threshold)


even_certainty = looking(lambda relief: posterior(relief).at_least(MIN_CHANGE))
plain_t = looking(lambda relief: t_at_least(relief, MIN_CHANGE))


def mean_of_fourteen(relief: Floats) -> Sessions:
    """Mean before minus mean after of at least a point."""
    return np.where(relief.mean(1) >= MIN_CHANGE, MOST, -MOST)


def welch_on_days(found: Knees) -> Flags:
    """Whether days with a session end lower than the other days until the last one."""
    day = np.arange(found.rated.shape[1])
    other = day <= found.when[:, -1:]
    np.put_along_axis(other, found.when, values=False, axis=1)
    return welch_lower(found.after, found.rated, other)


def welch_lower(a: Floats, b: Floats, kept: Flags | None = None) -> Flags:
    """Whether rows of `a` have a lower mean than rows of `b` where `kept`; two-sided p < .05."""
    sides = [_moments(a, np.ones_like(a)), _moments(b, np.ones_like(b) if kept is None else kept)]
    error = np.maximum(sum(square for _, square, _ in sides), 1e-9)
    spread = sum(square**2 / np.maximum(count - 1, 1) for _, square, count in sides)
    t = (sides[0][0] - sides[1][0]) / np.sqrt(error)
    return np.asarray(stdtr(error**2 / np.maximum(spread, 1e-12), t) < 0.025)


def _moments(x: Floats, kept: Floats | Flags) -> tuple[Floats, Floats, Floats]:
    """Mean, squared standard error and count of each row where `kept`."""
    count = kept.sum(1).astype(float)
    mean = (x * kept).sum(1) / np.maximum(count, 1)
    off = ((x - mean[:, None]) ** 2 * kept).sum(1)
    return mean, off / np.maximum(count - 1, 1) / np.maximum(count, 1), count
