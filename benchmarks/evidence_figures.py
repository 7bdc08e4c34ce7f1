"""What the tables of the evidence are made of."""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.stats import beta

from benchmarks.simulated_knees import Flags, Floats

SPREADS, RESEMBLANCES = (1.0, 1.5, 2.0), (0.0, 0.3, 0.5, 0.7)
"""Standard deviations (points) and correlations of simulated knees."""

Rows = Iterator[Sequence[object]]


def percent(flags: Flags | Floats) -> str:
    return f"{100 * float(np.mean(flags)):.1f}"


def with_limit(flags: Flags) -> str:
    """Per cent, and the upper end of the exact 95 % Monte-Carlo interval."""
    hits, runs = int(flags.sum()), len(flags)
    upper = beta.ppf(0.975, hits + 1, runs - hits) if hits < runs else 1.0
    return f"{100 * hits / runs:.1f} (≤ {100 * upper:.1f})"
