"""What the ledger's model says of simulated people: its coverage, and its false "costs you".

Run as `python -m benchmarks.load_costs`. Loads of neighbouring days are alike (0.5); where it is
named, a morning one point worse takes 0.4 deviations off that day's load. Mornings are a latent
level that lasts from day to day (0.3 or 0.7) plus noise, in whole points from 0 to 10.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import product
from random import Random
from statistics import fmean
from typing import NamedTuple

from kneeapp.domain.load.day_load import LoadKind
from kneeapp.domain.load.load_cost import CostSays, LoadCost, load_costs

FIRST = date(2026, 1, 5)
PEOPLE, COSTLY = 300, 8500
KINDS = (LoadKind.STEPS, LoadKind.SITTING, LoadKind.SPORT)
USUAL = {LoadKind.STEPS: (7000, 3000), LoadKind.SITTING: (400, 120), LoadKind.SPORT: (40, 25)}


class Life(NamedTuple):
    """What one person was told, and the true mean difference of mornings over and under the cut."""

    costs: tuple[LoadCost, ...]
    truth: float

    @property
    def held(self) -> bool:
        steps = self.costs[0]
        if steps.low is None or steps.high is None:
            return False
        return steps.low <= self.truth <= steps.high


def lived(
    coin: Random, days: int, cost: float, lasts: float, *, held_back: bool
) -> tuple[dict[LoadKind, dict[date, int]], dict[date, int]]:
    """The loads and mornings of one person; a day with steps over 8,500 costs `cost` points."""
    loads: dict[LoadKind, dict[date, int]] = {kind: {} for kind in KINDS}
    level, owed, alike = 0.0, 0.0, dict.fromkeys(KINDS, 0.0)
    mornings = {}
    for day in (FIRST + timedelta(days=n) for n in range(days)):
        level = lasts * level + coin.gauss(0, 0.8)
        pain = 4 + level + owed + coin.gauss(0, 0.5)
        if coin.random() < 0.93:
            mornings[day] = min(10, max(0, round(pain)))
        for kind in KINDS:
            alike[kind] = 0.5 * alike[kind] + coin.gauss(0, 0.87)
            wanted = alike[kind] - (0.4 * (pain - 4) if held_back else 0)
            usual, spread = USUAL[kind]
            loads[kind][day] = max(0, round(usual + spread * wanted))
        owed = cost * (loads[LoadKind.STEPS][day] > COSTLY)
    return loads, mornings


def judged(people: int, days: int, cost: float, lasts: float, *, held_back: bool) -> Iterator[Life]:
    """The lives of so many people, the same in every run."""
    coin = Random(1)  # noqa: S311  a simulation
    for _ in range(people):
        loads, mornings = lived(coin, days, cost, lasts, held_back=held_back)
        costs = load_costs(loads, mornings, FIRST + timedelta(days=days))
        yield Life(costs, cost * _costly(loads[LoadKind.STEPS].values(), costs[0].cut))


def _costly(steps: Collection[int], cut: int) -> float:
    """Of days over the cut, how many more are costly ones than of those under it."""
    over, under = [n > COSTLY for n in steps if n > cut], [n > COSTLY for n in steps if n <= cut]
    return fmean(over or [0]) - fmean(under or [0])


def shares(lives: list[Life]) -> tuple[float, float, float]:
    """Shares of 100: intervals that hold the truth, people told that steps cost, that any does."""
    told = [life for life in lives if life.costs[0].effect is not None]
    steps = sum(life.costs[0].says is CostSays.COSTS for life in lives)
    anything = sum(any(of.says is CostSays.COSTS for of in life.costs) for life in lives)
    held = sum(life.held for life in told) / len(told)
    return 100 * held, 100 * steps / len(lives), 100 * anything / len(lives)


def main() -> None:
    """Print the table of docs/benchmarks.md."""
    asked = ("days", "cost", "lasts", "held back")
    told = ("interval holds it", "steps cost you", "anything costs you")
    print(f"| {' | '.join((*asked, *told))} |")
    print("|---|---|---|---|---|---|---|")
    for days, cost, lasts, held_back in product((35, 90), (0, 0.8), (0.3, 0.7), (False, True)):
        lives = list(judged(PEOPLE, days, cost, lasts, held_back=held_back))
        row = (f"{days}", f"{cost:g}", f"{lasts:g}", "yes" if held_back else "no")
        shown = (f"{share:.0f}" for share in shares(lives))
        print(f"| {' | '.join((*row, *shown))} |", flush=True)


if __name__ == "__main__":
    main()
