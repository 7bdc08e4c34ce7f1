"""How often what is said of a knee is wrong on simulated knees, beside plainer rules.

The model is that of `benchmarks/simulated_knees.py`; what is said comes from the functions that
the app calls. `python -m benchmarks.evidence --people 4000` gives the tables of docs/benchmarks.md.
"""

import argparse
from collections.abc import Callable

import numpy as np

from benchmarks.evidence_bad_days import bad_days
from benchmarks.evidence_days import falls
from benchmarks.evidence_mornings import advice, changed, steady, trends
from benchmarks.evidence_verdicts import alarms, fading, harm, kept, unrated
from benchmarks.simulated_knees import (
    CORRELATIONS,
    SEED,
    SPREADS,
    Noise,
    Rows,
    knees,
    mean_of_fourteen,
    welch_on_days,
)
from benchmarks.tables import share, table
from kneeapp.domain.evidence.sequential_looks import decided_at

EFFECTS = (0.0, 0.5, 1.0, 1.5, 2.0)


def wrong_verdicts(people: int) -> Rows:
    for bad in (False, True):
        for sd in SPREADS:
            for correlation in CORRELATIONS:
                relief = Noise(sd, correlation)
                none, two = (
                    knees(people=people, effect=effect, relief=relief, bad_days=bad)
                    for effect in (0.0, 2.0)
                )
                yield {
                    "days": "bad days" if bad else "fixed",
                    "relief SD": sd,
                    "correlation": correlation,
                    "helps at 0": share(decided_at(none.relief) > 0),
                    "ruled out at 2": share(decided_at(two.relief) < 0),
                    "mean of 14 ≥ 1 at 0": share(mean_of_fourteen(none)),
                    "mean of 14 < 1 at 2": share(~mean_of_fourteen(two)),
                    "Welch finds 0": share(welch_on_days(none)),
                    "Welch misses 2": share(~welch_on_days(two)),
                }


def found_effects(people: int) -> Rows:
    for sd in SPREADS:
        for correlation in (0.0, 0.3, 0.5):
            for effect in EFFECTS:
                relief = knees(people=people, effect=effect, relief=Noise(sd, correlation)).relief
                found = decided_at(relief)
                sessions = np.percentile(np.abs(found[found != 0]), (25, 50, 75))
                yield {
                    "relief SD": sd,
                    "correlation": correlation,
                    "true effect": effect,
                    "helps": share(found > 0),
                    "ruled out": share(found < 0),
                    "open at 14": share(found == 0),
                    "sessions, quartiles": " / ".join(f"{part:.0f}" for part in sessions),
                }


TABLES: dict[str, Callable[[int], Rows]] = {
    "Wrong verdicts, looking after each session from 6 to 14; and plainer rules": wrong_verdicts,
    "What is found, and after how many sessions": found_effects,
    "Unharmed people told of harm, by session 14, 50 and 150, and by the old rule": alarms,
    "True harm found, and the median session, beside the old rule": harm,
    "Verdicts reached by session 14, and those that ever turn up to 150": kept,
    "Of people told helps, those told faded where relief falls from 2 to 0": fading,
    "Second ratings missing after sessions without relief": unrated,
    "Helps where sessions are begun on bad days, before and after asking about days": bad_days,
    "Fall by the next day expected from bad days alone, in points": falls,
    "A knee that does not change: told to see somebody within 84 days": steady,
    "A knee that gets worse: told within 28 days": changed,
    "A knee that does not change: mornings that are raised, and red": advice,
    "Trend: how often the fan holds the true slope, by correlation of days": trends,
}


def main() -> None:
    """Print the tables that are asked for."""
    names = [rows.__name__ for rows in TABLES.values()]
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=300, help="simulated people a row")
    arguments.add_argument("--tables", nargs="+", choices=names, default=names)
    chosen = arguments.parse_args()
    print(f"Seed {SEED}, {chosen.people} people a row; per cent, with exact 95 % intervals.")
    for title, rows in TABLES.items():
        if rows.__name__ in chosen.tables:
            table(title, rows(chosen.people))


if __name__ == "__main__":
    main()
