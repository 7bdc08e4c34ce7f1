"""How long a verdict and a trend take, beside one call of a library."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import theilslopes

from benchmarks.evidence_figures import Rows
from benchmarks.store_figures import ms
from kneeapp.cli import demo
from kneeapp.content import routine
from kneeapp.domain.evidence.eligibility import eligible, routine_reliefs
from kneeapp.domain.evidence.trend import before_levels, trend
from kneeapp.domain.evidence.verdicts import forecast, routine_verdict

if TYPE_CHECKING:
    from collections.abc import Callable


def speed() -> Rows:
    """From saved sessions of the demo's person to verdict and trend; median of five rounds."""
    plan = routine("release")
    told = demo.made_up(plan, datetime(2026, 1, 5, tzinfo=UTC), weeks=300)
    sessions = [ended for _, ended in islice(told, 1000)]
    knee, move = sessions[0].knee, sessions[0].test_move
    places = frozenset(part.area for part in plan.areas)
    ratings = [session.before for session in sessions]
    weeks = np.arange(1000) / 4

    def whole(_: None) -> object:
        found = routine_reliefs(sessions, knee=knee, routine=plan.id, areas=places)
        levels = before_levels(sessions, knee=knee, test_move=move)
        line = trend(levels, window=timedelta(weeks=400))
        return routine_verdict(eligible(found)), line

    works: dict[str, Callable[[None], object]] = {
        "`theilslopes` on 1,000 first ratings": lambda _: theilslopes(ratings, weeks, 0.9),
        "counting, verdict and trend of 1,000 sessions": whole,
        "a forecast beside an open verdict": lambda _: forecast([2, 0, 3, 1, 2, 1, 4]),
    }
    rounds = [[ms(work, None) for work in works.values()] for _ in range(6)][1:]
    for what, took in zip(works, zip(*rounds, strict=True), strict=True):
        ratio = median(one / base[0] for one, base in zip(took, rounds, strict=True))
        yield what, f"{median(took):.0f}", f"{ratio:.2f}"
