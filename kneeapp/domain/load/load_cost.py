"""Load cost: what days with much of one load cost this knee the next morning, with an interval.

Model, fitted by least squares: the next morning = constant + line over the days + share of the
morning of that day and of the one before + share of the load of the day before + cost of a day
over the cut. The mornings before stand for what lasts over days and for reverse causation: a bad
morning keeps people still, and is followed by bad ones anyway. The cut is the upper third of the
person's own days, so that the mornings do not choose it (DESIGN; simulated in docs/benchmarks.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from math import sqrt

from kneeapp.domain.evidence.ar1_posterior import share_below_value
from kneeapp.domain.load.day_load import LoadKind

DAY = timedelta(days=1)

FEWEST_DAYS, FEWEST_OVER = 21, 6
"""Least days with a load and both mornings, and least of them over and under the cut (DESIGN)."""

NEWEST = timedelta(days=180)
"""Older days say little of what a knee takes now (DESIGN)."""

UPPER_SHARE = 2 / 3
SHARE = 0.9
"""Of the interval."""

SURE = 0.99
"""Probability that a day over the cut costs at all, before it is said, over the number of kinds
judged: so that of people whom no load costs anything at most 5 in 100 are told so (benchmarks)."""

WORTH = 0.3
"""Points of a mean cost below which nothing is said to cost (DESIGN)."""

_STEP = {LoadKind.STEPS: 500, LoadKind.FLOORS: 1, LoadKind.SITTING: 30, LoadKind.STANDING: 30}
"""To what a cut is rounded; minutes of sport and training to 5."""

LEAST_VARIANCE = 1 / 12
"""Least variance of a rating: whole points round by that much."""


class CostSays(StrEnum):
    TOO_FEW = "too_few"
    ALIKE = "alike"
    """The days are too much alike to be held against each other."""
    COSTS = "costs"
    LITTLE = "little"
    """The interval holds 0, and its upper end is below one point."""
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class LoadCost:
    """What days over `cut` (steps, floors or minutes) cost, in points of the next morning.

    `effect`, `low` and `high` are None where `says` is TOO_FEW or ALIKE. `held_back` is whether
    the load was lower after worse mornings.
    """

    kind: LoadKind
    days: int
    says: CostSays
    cut: int = 0
    over: int = 0
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    held_back: bool = False


def load_costs(
    loads: Mapping[LoadKind, Mapping[date, int]], mornings: Mapping[date, int], today: date
) -> tuple[LoadCost, ...]:
    """The cost of each kind that was counted on any day, in the order of LoadKind.

    `mornings` are ratings 0-10 by the day they were given on; that of a day comes before its load.
    """
    known = {
        kind: days_known(loads.get(kind, {}), mornings, today)
        for kind in LoadKind
        if loads.get(kind)
    }
    judged = sum(len(days) >= FEWEST_DAYS for days in known.values())
    return tuple(_cost(kind, days, loads[kind], mornings, judged) for kind, days in known.items())


def days_known(
    amounts: Mapping[date, int], mornings: Mapping[date, int], today: date
) -> tuple[date, ...]:
    """The days with an amount, a morning before it and one after it, oldest first."""
    return tuple(
        day
        for day in sorted(amounts)
        if today - NEWEST < day < today and day in mornings and day + DAY in mornings
    )


def _cost(
    kind: LoadKind,
    days: Sequence[date],
    amounts: Mapping[date, int],
    mornings: Mapping[date, int],
    judged: int,
) -> LoadCost:
    if len(days) < FEWEST_DAYS:
        return LoadCost(kind, len(days), CostSays.TOO_FEW)
    cut = _cut(kind, sorted(amounts[day] for day in days))
    over = [float(amounts[day] > cut) for day in days]
    count = round(sum(over))
    if min(count, len(days) - count) < FEWEST_OVER:
        return LoadCost(kind, len(days), CostSays.ALIKE, cut, count)
    own = [float(mornings[day]) for day in days]
    before = [float(mornings.get(day - DAY, mornings[day])) for day in days]
    line = [(day - days[0]).days / 30 for day in days]
    after = [float(mornings[day + DAY]) for day in days]
    usual = count / len(days)
    lately = [float(amounts[day - DAY] > cut) if day - DAY in amounts else usual for day in days]
    ones = [1.0] * len(days)
    fitted = _last_coefficient([ones, line, own, before, lately, over], after)
    if fitted is None:
        return LoadCost(kind, len(days), CostSays.ALIKE, cut, count)
    effect, error = fitted
    freedom = len(days) - 6
    sure = share_below_value(effect / error, freedom)
    reach = _quantile((1 + SHARE) / 2, freedom) * error
    low, high = effect - reach, effect + reach
    says = CostSays.CANNOT_TELL
    if 1 - sure <= (1 - SURE) / max(judged, 1) and effect >= WORTH:
        says = CostSays.COSTS
    elif low <= 0 and high < 1:
        says = CostSays.LITTLE
    back = _last_coefficient([ones, line, own], [float(amounts[day]) for day in days])
    return LoadCost(
        kind,
        len(days),
        says,
        cut,
        count,
        effect,
        low,
        high,
        held_back=back is not None
        and share_below_value(back[0] / back[1], len(days) - 3) < 1 - SHARE,
    )


def _cut(kind: LoadKind, amounts: Sequence[int]) -> int:
    """What parts the upper third of the sorted `amounts` from the rest, rounded where it can be.

    Where days on both sides of it are equal, it moves to the nearest place where they are not.
    """
    wanted = UPPER_SHARE * len(amounts)
    places = [n for n in range(1, len(amounts)) if amounts[n] > amounts[n - 1]]
    if not places:
        return amounts[-1]
    place = min(places, key=lambda n: abs(n - wanted))
    low, high = amounts[place - 1], amounts[place]
    step = _STEP.get(kind, 5)
    rounded = round((low + high) / 2 / step) * step
    above = sum(amount > rounded for amount in amounts)
    enough = FEWEST_OVER <= above <= len(amounts) - FEWEST_OVER
    return rounded if low <= rounded < high or enough else low


def _last_coefficient(
    columns: Sequence[Sequence[float]], values: Sequence[float]
) -> tuple[float, float] | None:
    """Least squares of `values` on `columns`: the last coefficient and its standard error.

    None where the other columns explain the last one.

    By Frisch, Waugh and Lovell: what of the last column the others leave unexplained. A column
    that the others explain is left out.
    """
    basis: list[list[float]] = []
    for column in columns[:-1]:
        rest = _freed(column, basis)
        if _dot(rest, rest) > 1e-9 * max(_dot(column, column), 1):
            basis.append(rest)
    shape, outcome = _freed(columns[-1], basis), _freed(values, basis)
    size = _dot(shape, shape)
    if size < 1e-6 * max(_dot(columns[-1], columns[-1]), 1):
        return None
    effect = _dot(shape, outcome) / size
    squares = sum((y - effect * x) ** 2 for x, y in zip(shape, outcome, strict=True))
    freedom = len(values) - len(columns)
    return effect, sqrt(max(squares / freedom, LEAST_VARIANCE) / size)


def _freed(column: Sequence[float], basis: Sequence[Sequence[float]]) -> list[float]:
    """`column` without what the orthogonal `basis` explains of it."""
    rest = list(column)
    for known in basis:
        share = _dot(rest, known) / _dot(known, known)
        rest = [value - share * part for value, part in zip(rest, known, strict=True)]
    return rest


def _dot(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


@lru_cache(maxsize=512)
def _quantile(share: float, freedom: int) -> float:
    """The value that Student's t stays below with probability `share` (above a half)."""
    low, high = 0.0, 60.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if share_below_value(middle, freedom) < share else (low, middle)
    return low
