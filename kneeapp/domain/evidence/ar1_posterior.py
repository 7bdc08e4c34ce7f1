"""Posterior of the mean of a short series whose neighbouring values may be correlated (AR(1))."""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

SD_FLOOR = 0.5
"""Least standard deviation, in points: ratings are whole numbers, so that a series of equal
values must not count as certain (design 5)."""

HIGHEST_CORRELATION = 0.95
CORRELATIONS = tuple((n + 0.5) / 24 * HIGHEST_CORRELATION for n in range(24))
"""Grid of AR(1) correlations over which the posterior is averaged: 24 midpoints of 0 to 0.95."""

LOG_PRIOR = tuple(log1p(-rho / HIGHEST_CORRELATION) for rho in CORRELATIONS)
"""Log prior on the grid: density falls linearly from 0 to the highest correlation, mean 0.32.
Six to fourteen values say little about their correlation, so the prior decides much of the
widening of the interval; docs/benchmarks.md shows its effect (DESIGN)."""

FEW_LOOKS_LOG_PRIOR = tuple(2 * log for log in LOG_PRIOR)
"""A log prior that leans to unlike neighbours, mean 0.24: for a question that is settled within few
looks, the first of which ask for much certainty, so that alike days mislead them less (DESIGN)."""


@dataclass(frozen=True, eq=False)
class Posterior:
    """A weighted mixture of t distributions for the mean, one for each correlation `rho`.

    Arrays have shape (..., correlations), the leading axes being those of the series.
    """

    n: int
    rho: Floats
    weights: Floats
    centres: Floats
    spreads: Floats

    @property
    def correlation(self) -> Floats:
        """The expected correlation of one value with the next, 0 to 0.95; shape (...)."""
        return self.weights @ self.rho

    @property
    def correlation_sd(self) -> Floats:
        """The posterior standard deviation of that correlation; shape (...)."""
        variance: Floats = self.weights @ self.rho**2 - self.correlation**2
        return variance.clip(0) ** 0.5

    def at_least(self, cut: float) -> Floats:
        """P(mean >= cut), 0 to 1; `cut` in the unit of the values; shape (...)."""
        shares = share_below((self.centres - cut) / self.spreads, self.n - 1)
        mixed: Floats = (self.weights * shares).sum(-1)
        return mixed

    def interval(self, share: float) -> tuple[float, float]:
        """The central interval that holds the mean with probability `share`; one series only."""
        tail = (1 - share) / 2
        return self._exceeded_with(1 - tail), self._exceeded_with(tail)

    def drawn(self, count: int, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
        """`count` draws each of correlation, mean and standard deviation; one series only."""
        which = rng.choice(len(self.rho), size=count, p=self.weights)
        rho, spreads = self.rho[which], self.spreads[which]
        shrunk = ((self.n - 1) / rng.chisquare(self.n - 1, count)) ** 0.5
        mean = self.centres[which] + spreads * shrunk * rng.standard_normal(count)
        return rho, mean, spreads * _information(self.n, rho) ** 0.5 * shrunk

    def _exceeded_with(self, probability: float) -> float:
        """The value that the mean exceeds with `probability`, by bisection."""
        # 60 spreads hold even the heavy tail of one degree of freedom at a 90 % interval, and
        # 40 halvings of them are far below the tenth of a point that is shown.
        reach = 60 * float(self.spreads.max())
        low, high = float(self.centres.min()) - reach, float(self.centres.max()) + reach
        for _ in range(40):
            middle = (low + high) / 2
            if self.at_least(middle) > probability:
                low = middle
            else:
                high = middle
        return low


def share_below(t: Floats, freedom: int | NDArray[np.int_]) -> Floats:
    """P(T <= t), 0 to 1, of Student's t with `freedom` degrees of freedom, whole numbers >= 1.

    Written out here because the page *Today* needs it and scipy.special takes 0.2 s to load.
    Source: Abramowitz & Stegun 1964, 26.7.3 (odd) and 26.7.4 (even degrees of freedom).
    """
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    degrees = np.asarray(freedom)
    angle = np.arctan(t / degrees**0.5)
    cosine = np.cos(angle)
    odd, terms = degrees % 2, degrees // 2
    term = np.where(odd, cosine, 1.0)
    series = np.zeros_like(angle)
    for number in range(int(terms.max())):
        series += term * (number < terms)
        place = 1 + odd + 2 * number
        term = term * cosine**2 * place / (place + 1)
    both: Floats = np.sin(angle) * series
    both = np.where(odd, (both + angle) * 2 / np.pi, both)
    return (1 + both) / 2


def share_below_value(t: float, freedom: int) -> float:
    """The same for one value."""
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    return float(share_below(np.asarray(t, dtype=float), freedom))


def posterior(values: ArrayLike, log_prior: Sequence[float] = LOG_PRIOR) -> Posterior:
    """The posterior of the mean of `values` (points, in time order, shape (..., n), n >= 2).

    Model: normal values about a constant mean, neighbours correlated by rho (AR(1)).
    Priors: flat on the mean, 1/sd on the standard deviation, `log_prior` on rho (one log density
    for each of CORRELATIONS). Mean and standard deviation are integrated out, so each rho has a t
    distribution, weighted by its marginal likelihood. With rho = 0 alone this is the t posterior
    of clinical-facts 5.
    Source: Zellner & Tiao 1964, JASA 59:763 (regression with AR(1) errors, here with a
    constant only).
    """
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    x = np.asarray(values, dtype=float)
    n = x.shape[-1]
    rho = np.array(CORRELATIONS)
    ends, whole = x[..., 0] + x[..., -1], x.sum(-1)
    squares, end_squares = (x * x).sum(-1), x[..., 0] ** 2 + x[..., -1] ** 2
    products = (x[..., 1:] * x[..., :-1]).sum(-1)
    # With the inverse of the AR(1) correlation matrix (tridiagonal, times 1 - rho**2) the
    # quadratic forms need only the sums below: no matrix is built for each series and rho.
    information = _information(n, rho)
    weighted = (whole[..., None] * (1 - rho) + ends[..., None] * rho) / (1 + rho)
    total = (
        squares[..., None]
        + rho**2 * (squares - end_squares)[..., None]
        - 2 * rho * products[..., None]
    ) / (1 - rho**2)
    residual = np.maximum(total - weighted**2 / information, SD_FLOOR**2 * (n - 1))
    # Log marginal likelihood of each rho; the highest is subtracted before exp against underflow.
    log = (
        np.array(log_prior)
        - (n - 1) / 2 * (np.log1p(-(rho**2)) + np.log(residual))
        - np.log(information) / 2
    )
    weights = np.exp(log - log.max(-1, keepdims=True))
    return Posterior(
        n=n,
        rho=rho,
        weights=weights / weights.sum(-1, keepdims=True),
        centres=weighted / information,
        spreads=np.sqrt(residual / (n - 1) / information),
    )


def _information(n: int, rho: Floats) -> Any:
    """The effective number of independent values among `n` with AR(1) correlation `rho`."""
    return 1 + (n - 1) * (1 - rho) / (1 + rho)
