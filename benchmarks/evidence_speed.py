"""How long a verdict and a trend take on 1,000 sessions, beside one call of a library.

Run it as `python -m benchmarks.evidence_speed`.
"""

from datetime import UTC, datetime, timedelta
from itertools import islice

import numpy as np
from scipy.stats import theilslopes

from benchmarks.harness import Harness, Row, in_turn
from kneeapp.cli import demo
from kneeapp.content import routine
from kneeapp.domain.evidence.eligibility import eligible, routine_effects
from kneeapp.domain.evidence.trend import before_levels, trend
from kneeapp.domain.evidence.verdicts import routine_verdict

OURS, LIBRARY = "counting, verdict and trend", "`theilslopes` on the first ratings"
LIMIT = 3.0


def main() -> None:
    """From saved sessions of the demo's person to verdict and trend."""
    bench = Harness(__doc__, rounds=(5, 1), sessions=(1_000, 50))
    plan = routine("release")
    lived = demo.made_up(plan, datetime(2026, 1, 5, tzinfo=UTC), weeks=bench["sessions"] // 3)
    sessions = [ended for _, ended in islice(lived, bench["sessions"])]
    knee, move = sessions[0].knee, sessions[0].test_move
    places = frozenset(part.area for part in plan.areas)
    ratings, weeks = [session.before for session in sessions], np.arange(len(sessions)) / 4

    def whole() -> object:
        found = routine_effects(sessions, knee=knee, routine=plan.id, areas=places)
        levels = before_levels(sessions, knee=knee, test_move=move)
        return routine_verdict(eligible(found)), trend(levels, window=timedelta(weeks=400))

    works = {OURS: lambda _: whole(), LIBRARY: lambda _: theilslopes(ratings, weeks, 0.9)}
    rounds = bench.measure(lambda: in_turn(works, range(3)))
    bench.report(f"{len(sessions):,} sessions", rounds, [Row(OURS, LIBRARY, share=LIMIT)])
    bench.end()


if __name__ == "__main__":
    main()
