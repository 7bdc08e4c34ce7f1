"""Times taken in turn, so that noise hits all alike, and the tables they are told in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import TypeVar

ROUNDS = 5

T = TypeVar("T")

Works = Mapping[str, Callable[[T], object]]


@dataclass(frozen=True)
class Times:
    """Milliseconds of each work in each of ROUNDS rounds."""

    rounds: Sequence[Mapping[str, Sequence[float]]]

    def p(self, percent: int, work: str) -> float:
        """The median over the rounds of a percentile of `work`."""
        return median(percentile(times[work], percent) for times in self.rounds)

    def ratio(self, work: str, baseline: str) -> float:
        """How much longer `work` takes; formed within each round."""
        return median(median(times[work]) / median(times[baseline]) for times in self.rounds)


def in_turn(works: Works[T], given: Sequence[T]) -> Times:
    """Do every one of `works` with each of `given`, which are dealt out to the rounds.

    Another work comes first each time, since that one may have to wait for the disk. A round
    before the first is thrown away: it loads what all later ones find loaded.
    """
    hands = [given[number :: ROUNDS + 1] for number in range(ROUNDS + 1)]
    return Times([_round(works, hand) for hand in hands][1:])


def _round(works: Works[T], hand: Sequence[T]) -> dict[str, list[float]]:
    names = list(works)
    took: dict[str, list[float]] = {name: [] for name in names}
    for number, one in enumerate(hand):
        first = number % len(names)
        for name in (*names[first:], *names[:first]):
            took[name].append(ms(works[name], one))
    return took


def ms(work: Callable[[T], object], one: T) -> float:
    began = perf_counter()
    work(one)
    return (perf_counter() - began) * 1000


def percentile(values: Sequence[float], percent: int) -> float:
    if len(values) == 1:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print Markdown."""
    print(f"\n**{title}**\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(map(_cell, row)) + " |", flush=True)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3g}" if value < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
