"""Correlated fit: a slope, a step or a climb through ratings whose noise fades over days.

Two ratings that lie `gap` days apart share noise with the correlation rho ** gap (a continuous
AR(1), so that days without a rating count as the time they are). rho is not estimated and put in:
each value of CORRELATIONS is weighed by how well it explains the ratings.
Source: Jones 1985, in Parzen (ed.), Time series analysis of irregularly observed data (AR(1) with
gaps); Zellner & Tiao 1964, JASA 59:763 (regression with AR(1) errors).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import exp, log, sqrt
from operator import mul

CORRELATIONS = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9)
"""Correlations of ratings one day apart, from hardly alike to nearly the same."""

ALIKE = tuple((1 - rho) ** -0.5 for rho in CORRELATIONS)
"""Prior weights that lean to days that are alike: a few weeks cannot rule it out, and taking them
for unlike would make an interval too narrow (DESIGN, docs/benchmarks.md)."""

SHORTEST_GAP = 0.25
"""Days; ratings closer than that count as so far apart, which keeps the sums finite."""

LEAST_VARIANCE = 1 / 12
"""Least variance of a rating: whole points round by that much."""


@dataclass(frozen=True)
class Spread:
    """What is believed of the standard deviation (points) before `worth` ratings' weight of it."""

    sd: float = 0.0
    worth: float = 0.0


@dataclass(frozen=True)
class Estimate:
    """The fitted size of a shape with its standard error, and the level where the shape is 0."""

    size: float
    error: float
    level: float

    @property
    def ratio(self) -> float:
        """How many standard errors the size is."""
        return self.size / self.error


class Whitened:
    """Ratings freed from one correlation: sums of products from each rating to the newest."""

    def __init__(self, days: Sequence[float], values: Sequence[float], correlation: float) -> None:
        shared = [correlation ** max(later - day, SHORTEST_GAP) for day, later in pairwise(days)]
        self.scale = [1.0, *(1 / sqrt(1 - rho * rho) for rho in shared)]
        ones = [1.0] * len(days)
        self.one, self.day, self.value = (self._freed(row, shared) for row in (ones, days, values))
        self.one_one = _from_each(self.one, self.one)
        self.one_day = _from_each(self.one, self.day)
        self.day_day = _from_each(self.day, self.day)
        self.one_value = _from_each(self.one, self.value)
        self.day_value = _from_each(self.day, self.value)
        self.value_value = sum(map(mul, self.value, self.value))
        self.log_scale = sum(map(log, self.scale))

    def _freed(self, row: Sequence[float], shared: Sequence[float]) -> list[float]:
        """Each value without what it shares with the one before it, in standard deviations."""
        rest = zip(pairwise(row), shared, self.scale[1:], strict=True)
        return [row[0], *((now - rho * before) * scale for (before, now), rho, scale in rest)]


Shape = Callable[[Whitened], tuple[float, float, float]]
"""The products of a shape with the constant, with itself and with the ratings."""


def slope(of: Whitened) -> tuple[float, float, float]:
    """A straight line in the days."""
    return of.one_day[0], of.day_day[0], of.day_value[0]


def step(first: int) -> Shape:
    """One point more from the rating number `first` on."""

    def products(of: Whitened) -> tuple[float, float, float]:
        scale, later = of.scale[first], of.one_one[first + 1]
        values = scale * of.value[first] + of.one_value[first + 1]
        return of.one[first] * scale + later, scale * scale + later, values

    return products


def climb(first: int, days: Sequence[float]) -> Shape:
    """A straight climb from the rating number `first`, by one point up to the newest."""
    start, after = days[first], first + 1
    length = days[-1] - start

    def products(of: Whitened) -> tuple[float, float, float]:
        constant, day = of.one_one[after], of.one_day[after]
        square = of.day_day[after] - 2 * start * day + start * start * constant
        values = of.day_value[after] - start * of.one_value[after]
        return (day - start * constant) / length, square / length**2, values / length

    return products


def whitened(days: Sequence[float], values: Sequence[float]) -> tuple[Whitened, ...]:
    """The ratings `values` given on `days` (any origin, rising), for each of CORRELATIONS."""
    return tuple(Whitened(days, values, correlation) for correlation in CORRELATIONS)


def estimate(
    ratings: Sequence[Whitened], shape: Shape, prior: Iterable[float], spread: Spread
) -> Estimate:
    """The size of `shape` in `ratings` (at least 5), averaged over the correlations."""
    freedom = spread.worth + len(ratings[0].value) - 2
    known = spread.worth * spread.sd**2
    logs, sizes, variances, levels = [], [], [], []
    for of, weight in zip(ratings, prior, strict=True):
        both, own, values = shape(of)
        constant, one_value = of.one_one[0], of.one_value[0]
        apart = constant * own - both * both
        size = (constant * values - both * one_value) / apart
        level = (one_value - size * both) / constant
        rest = of.value_value - level * one_value - size * values
        squares = known + max(rest, LEAST_VARIANCE * (freedom - spread.worth))
        logs.append(log(weight) + of.log_scale - (log(apart) + freedom * log(squares)) / 2)
        sizes.append(size)
        levels.append(level)
        variances.append(squares / (freedom - 2) * constant / apart)
    top = max(logs)
    weights = [exp(log_weight - top) for log_weight in logs]
    whole = sum(weights)
    mean = sum(map(mul, weights, sizes)) / whole
    around = (
        weight * (variance + (size - mean) ** 2)
        for weight, variance, size in zip(weights, variances, sizes, strict=True)
    )
    return Estimate(mean, sqrt(sum(around) / whole), sum(map(mul, weights, levels)) / whole)


def _from_each(left: Sequence[float], right: Sequence[float]) -> list[float]:
    """The sum of the products from each place to the end, and 0 behind it."""
    products = map(mul, reversed(left), reversed(right))
    return list(accumulate(products, initial=0.0))[::-1]
