"""How often verdicts, trials and trends are wrong on simulated knees, beside plainer rules.

The model is that of `benchmarks/simulated_knees.py`. Prints Markdown;
`python -m benchmarks.evidence --people 4000` gives the tables of docs/benchmarks.md.
"""

import argparse

from benchmarks.evidence_days import falls, trends, worse
from benchmarks.evidence_speed import speed
from benchmarks.evidence_trials import in_blocks, trials
from benchmarks.evidence_verdicts import (
    areas,
    days_matter,
    decisions,
    forecasts,
    within_the_hour,
    wrong_verdicts,
)
from benchmarks.simulated_knees import SEED
from benchmarks.store_figures import table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=500, help="simulated people a row")
    people = parser.parse_args().people
    print(f"Seed {SEED}, {people} people a row; all in per cent unless said otherwise.")
    table(
        "Wrong verdicts, looking after every session from 6 to 14 (level SD 1.5, correlation .5, "
        "fixed days). Pairs: false *helps* at no effect / false *ruled out* at 2 points",
        (
            "relief SD",
            "correlation",
            "false helps",
            "false ruled out",
            "told the correlation",
            ".90 at every look",
            "plain t, .90",
            "mean of 14 ≥ 1",
            "Welch on days (finds / misses)",
        ),
        wrong_verdicts(people),
    )
    table(
        "What is found, and after how many sessions",
        (
            "relief SD",
            "correlation",
            "true effect",
            "helps",
            "ruled out",
            "open at 14",
            "sessions, quartiles",
            "plain t: helps / ruled out",
        ),
        decisions(people),
    )
    table(
        "The level's own spread, and people who roll on bad days only (relief SD 1.5, independent)",
        (
            "days",
            "level SD",
            "correlation",
            "false helps",
            "false ruled out",
            "plain t",
            "Welch on days (finds / misses)",
        ),
        days_matter(people),
    )
    table(
        "What no rule can see without a control: part of the first rating ebbs by itself within "
        "the half hour (no effect, relief SD 1)",
        ("days", "ebbing SD", "mean relief", "false helps", "plain t", "mean of 14 ≥ 1"),
        within_the_hour(people),
    )
    table(
        "Fall by the next day expected from bad days alone (points)",
        ("correlation", "days rated", "true", "told, mean", "interval holds it", "cannot tell"),
        falls(people),
    )
    shown = ("p ≤ .05", "posterior ≥ .95", "Welch", "mean ≥ 1")
    table(
        "Trials: how often the asked arm is called better when it eases by 0, 1, 2 points more",
        (
            "pairs",
            "correlation",
            *(f"{effect}: {rule}" for effect in (0, 1, 2) for rule in shown),
        ),
        trials(people),
    )
    table(
        "Welch on days in weekly blocks, two arms that do the same",
        ("correlation", "called different"),
        in_blocks(people),
    )
    table(
        "Two areas that ease by .75 each",
        (
            "relief SD",
            "correlation",
            "routine helps",
            "routine ruled out",
            "area helps",
            "little alone",
            "area ruled out",
        ),
        areas(people),
    )
    table(
        "Worse: P(mean relief ≤ −1) ≥ .90 at any look, by true relief; and up 2 in two weeks of "
        "daily ratings, by true climb",
        ("correlation", "relief 0", "relief −1", "relief −2", "climb 0", "climb 3"),
        worse(people),
    )
    table(
        "Trend: how often the 90 % interval holds the true slope",
        ("ratings", "days", "correlation", "widened", "theilslopes alone"),
        trends(people),
    )
    table(
        "Sessions still needed (correlation .3)",
        (
            "relief SD",
            "true effect",
            "sessions so far",
            "decided within the range",
            "said to decide by 14",
            "decided by 14",
        ),
        forecasts(people),
    )
    table("Time", ("what", "ms", "ratio"), speed())


if __name__ == "__main__":
    main()
