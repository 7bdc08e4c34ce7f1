"""Markdown tables of what was measured or simulated."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binomtest


def table(title: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Print `rows` under their keys, each as soon as it is there."""
    print(f"\n**{title}**\n")
    for number, row in enumerate(rows):
        if number == 0:
            print(f"| {' | '.join(row)} |\n|{'---|' * len(row)}")
        print(f"| {' | '.join(map(cell, row.values()))} |", flush=True)


def cell(value: object) -> str:
    """A value as text; a number with three significant digits where it is below 100."""
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def share(flags: ArrayLike) -> str:
    """Per cent that are true, and the exact 95 % Monte-Carlo interval (Clopper and Pearson)."""
    hits = np.asarray(flags, dtype=bool)
    if not len(hits):
        return "–"
    found = binomtest(int(hits.sum()), len(hits)).proportion_ci()
    return f"{100 * hits.mean():.1f} ({100 * found.low:.1f}–{100 * found.high:.1f})"
