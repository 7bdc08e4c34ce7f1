"""How often verdicts, trials and trends are wrong on simulated knees, beside plainer rules.

The model is that of `benchmarks/simulated_knees.py`. Prints Markdown;
`python -m benchmarks.evidence --people 4000` gives the tables of docs/benchmarks.md.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from statistics import median
from time import perf_counter

import numpy as np
from scipy.stats import beta, theilslopes

from benchmarks.simulated_knees import (
    BAD,
    SEED,
    USUAL,
    Flags,
    Floats,
    Noise,
    even_certainty,
    knees,
    knowing,
    mean_of_fourteen,
    plain_t,
    rate,
    welch_lower,
    welch_on_days,
)
from kneeapp import demo
from kneeapp.content import routine
from kneeapp.domain.bad_days import CannotTell, expected_fall
from kneeapp.domain.counting import LOWEST_COUNTED, counted, routine_reliefs
from kneeapp.domain.evidence import FORECAST_FROM, Outcome, area_verdict, forecast, routine_verdict
from kneeapp.domain.looks import CUT, FEWEST, MOST, is_worse, settled
from kneeapp.domain.posterior import posterior
from kneeapp.domain.trend import Level, before_levels, is_rising, trend
from kneeapp.domain.trial_results import SIZE, permutation_p

SPREADS, RESEMBLANCES = (1.0, 1.5, 2.0), (0.0, 0.3, 0.5, 0.7)
EFFECTS = (0.0, 0.5, 1.0, 1.5, 2.0)


def percent(flags: Flags | Floats) -> str:
    return f"{100 * float(np.mean(flags)):.1f}"


def with_limit(flags: Flags) -> str:
    """Per cent, and the upper end of the exact 95 % Monte-Carlo interval."""
    hits, runs = int(flags.sum()), len(flags)
    upper = beta.ppf(0.975, hits + 1, runs - hits) if hits < runs else 1.0
    return f"{100 * hits / runs:.1f} (≤ {100 * upper:.1f})"


def table(title: str, head: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    print(f"\n**{title}**\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |", flush=True)


def wrong_verdicts(people: int) -> Iterator[Sequence[object]]:
    for sd in SPREADS:
        for correlation in RESEMBLANCES:
            none, two = (
                knees(people=people, effect=effect, relief=Noise(sd, correlation))
                for effect in (0.0, 2.0)
            )
            rules = (settled, knowing(correlation), even_certainty, plain_t, mean_of_fourteen)
            helps = [rule(none.relief) > 0 for rule in rules]
            out = [rule(two.relief) < 0 for rule in rules]
            yield (
                sd,
                correlation,
                with_limit(helps[0]),
                with_limit(out[0]),
                *(f"{percent(a)} / {percent(b)}" for a, b in zip(helps[1:], out[1:], strict=True)),
                f"{percent(welch_on_days(none))} / {percent(~welch_on_days(two))}",
            )


def decisions(people: int) -> Iterator[Sequence[object]]:
    for sd in SPREADS:
        for correlation in (0.0, 0.5):
            for effect in EFFECTS:
                relief = knees(people=people, effect=effect, relief=Noise(sd, correlation)).relief
                found = settled(relief)
                plain = plain_t(relief)
                decided = np.abs(found[found != 0])
                yield (
                    sd,
                    correlation,
                    effect,
                    percent(found > 0),
                    percent(found < 0),
                    percent(found == 0),
                    " / ".join(f"{q:.0f}" for q in np.percentile(decided, (25, 50, 75))),
                    f"{percent(plain > 0)} / {percent(plain < 0)}",
                )


def days_matter(people: int) -> Iterator[Sequence[object]]:
    for bad in (False, True):
        for sd in SPREADS:
            for correlation in RESEMBLANCES:
                none, two = (
                    knees(
                        people=people,
                        effect=effect,
                        relief=Noise(1.5, 0.0),
                        level=Noise(sd, correlation),
                        bad_days=bad,
                    )
                    for effect in (0.0, 2.0)
                )
                yield (
                    "bad days" if bad else "fixed",
                    sd,
                    correlation,
                    with_limit(settled(none.relief) > 0),
                    with_limit(settled(two.relief) < 0),
                    f"{percent(plain_t(none.relief) > 0)} / {percent(plain_t(two.relief) < 0)}",
                    f"{percent(welch_on_days(none))} / {percent(~welch_on_days(two))}",
                )


def within_the_hour(people: int) -> Iterator[Sequence[object]]:
    for bad in (False, True):
        for moment in (0.0, 0.5, 1.0):
            found = knees(
                people=people, effect=0.0, relief=Noise(1.0, 0.0), bad_days=bad, moment=moment
            )
            yield (
                "bad days" if bad else "fixed",
                moment,
                f"{found.relief.mean():.2f}",
                percent(settled(found.relief) > 0),
                percent(plain_t(found.relief) > 0),
                percent(mean_of_fourteen(found.relief) > 0),
            )


def falls(people: int) -> Iterator[Sequence[object]]:
    start = date(2026, 1, 5)
    for correlation in RESEMBLANCES:
        found = knees(
            people=people,
            effect=0.0,
            relief=Noise(1.0, 0.0),
            level=Noise(1.5, correlation),
            bad_days=True,
        )
        bad = found.rated[:, :-1] >= BAD
        true = float((found.rated[:, :-1] - found.rated[:, 1:])[bad].mean())
        for days in (28, 84):
            told = [
                expected_fall(
                    {start + timedelta(day): float(row[day]) for day in range(days)},
                    {start + timedelta(day) for day in range(days) if row[day] >= BAD},
                )
                for row in found.rated[: people // 4]
            ]
            known = [one for one in told if not isinstance(one, CannotTell)]
            yield (
                correlation,
                days,
                f"{true:.2f}",
                f"{np.mean([one.points for one in known]):.2f}",
                percent(np.array([one.low <= true <= one.high for one in known])),
                percent(np.array([isinstance(one, CannotTell) for one in told])),
            )


def trials(people: int) -> Iterator[Sequence[object]]:
    rng = np.random.default_rng(SEED)
    for pairs in (5, 8, 10, 14):
        for correlation in (*RESEMBLANCES,):
            row: list[object] = [pairs, correlation]
            for effect in (0.0, 1.0, 2.0):
                noise = Noise(1.5, correlation).draw(rng, people, 2 * pairs).reshape(-1, pairs, 2)
                first = rng.integers(0, 2, (people, pairs))[..., None] == np.arange(2)
                level = USUAL + Noise(1.5, correlation).draw(rng, people, 2 * pairs)
                level = np.maximum(level.reshape(noise.shape), LOWEST_COUNTED)
                relief = rate(level) - rate(level - 1 - effect * first - noise)
                asked, other = relief[first].reshape(-1, pairs), relief[~first].reshape(-1, pairs)
                ahead = asked - other
                p = np.array([permutation_p(one) for one in ahead.astype(int).tolist()])
                row += [
                    with_limit(p <= SIZE) if effect == 0 else percent(p <= SIZE),
                    percent(posterior(ahead).at_least(0.0) >= 1 - SIZE),
                    percent(welch_lower(other, asked)),
                    percent(ahead.mean(1) >= CUT),
                ]
            yield row


def in_blocks(people: int) -> Iterator[Sequence[object]]:
    """Fourteen days an arm in blocks of seven, no effect, two-sided p < .05."""
    rng = np.random.default_rng(SEED)
    for correlation in RESEMBLANCES:
        level = rate(USUAL + Noise(1.5, correlation).draw(rng, people, 28))
        first = np.arange(28) // 7 % 2 == 0
        a, b = level[:, first], level[:, ~first]
        yield correlation, percent(welch_lower(a, b) | welch_lower(b, a))


def areas(people: int) -> Iterator[Sequence[object]]:
    """Two areas that ease by .75 each; one has single sessions of its own."""
    for sd in SPREADS:
        for correlation in (0.0, 0.7):
            whole = settled(knees(people=people, effect=1.5, relief=Noise(sd, correlation)).relief)
            own = knees(people=people, effect=0.75, relief=Noise(sd, correlation)).relief
            alone = settled(own)
            verdicts = [area_verdict(points) for points in own.astype(int).tolist()]
            ruled_out = np.array([one.outcome is Outcome.RULED_OUT for one in verdicts])
            yield (
                sd,
                correlation,
                percent(whole > 0),
                percent(whole < 0),
                percent(alone > 0),
                percent(alone < 0),
                percent(ruled_out),
            )


def worse(people: int) -> Iterator[Sequence[object]]:
    start = datetime(2026, 1, 5, 8, tzinfo=UTC)
    for correlation in RESEMBLANCES:
        row: list[object] = [correlation]
        for effect in (0.0, -1.0, -2.0):
            relief = knees(people=people, effect=effect, relief=Noise(1.5, correlation)).relief
            ever = [is_worse(relief[:, :n]) for n in range(FEWEST, MOST + 1)]
            row.append(percent(np.any(ever, axis=0)))
        rng = np.random.default_rng(SEED)
        level = Noise(1.5, correlation).draw(rng, min(people, 500), 14)
        for climb in (0.0, 3.0):
            risen = rate(USUAL + level + climb * np.arange(14) / 13)
            row.append(
                percent(
                    np.array(
                        [
                            is_rising(
                                [Level(start + timedelta(d), one[d]) for d in range(14)],
                                start + timedelta(13),
                            )
                            for one in risen
                        ]
                    )
                )
            )
        yield row


def trends(people: int) -> Iterator[Sequence[object]]:
    start, slope = datetime(2026, 1, 5, 8, tzinfo=UTC), -0.2
    rng = np.random.default_rng(SEED)
    for ratings, days in ((12, 28), (36, 84), (84, 84)):
        for correlation in RESEMBLANCES:
            runs = min(people, 300)
            level = 5 + slope * np.arange(days) / 7 + Noise(1.5, correlation).draw(rng, runs, days)
            ours, plain = [], []
            for row in rate(level):
                when = np.sort(rng.choice(days, ratings, replace=False))
                found = trend([Level(start + timedelta(int(day)), row[day]) for day in when])
                if found is None:
                    continue
                ours.append(found.low <= slope <= found.high)
                _, _, low, high = theilslopes(row[when], when / 7, 0.9)
                plain.append(low <= slope <= high)
            yield ratings, days, correlation, percent(np.array(ours)), percent(np.array(plain))


def forecasts(people: int) -> Iterator[Sequence[object]]:
    for sd in SPREADS:
        for effect in (0.0, 2.0):
            for had in (FORECAST_FROM, 6, 9):
                relief = knees(people=people, effect=effect, relief=Noise(sd, 0.3)).relief
                ends = np.abs(settled(relief))
                rows = np.flatnonzero((ends == 0) | (ends > had))[:200]
                told = [forecast(relief[row, :had].astype(int).tolist()) for row in rows]
                within = [
                    one.likely is not None and one.likely[0] <= end - had <= one.likely[1]
                    for one, end in zip(told, ends[rows], strict=True)
                    if end
                ]
                yield (
                    sd,
                    effect,
                    had,
                    percent(np.array(within)),
                    percent(np.array([one.chance for one in told])),
                    percent(ends[rows] > 0),
                )


def speed() -> Iterator[Sequence[object]]:
    """From saved sessions of the demo's person to verdict and trend; median of five rounds."""
    plan = routine("release")
    told = demo.made_up(plan, datetime(2026, 1, 5, tzinfo=UTC), weeks=300)
    sessions = [ended for _, ended in islice(told, 1000)]
    knee, move = sessions[0].knee, sessions[0].test_move
    places = frozenset(part.area for part in plan.areas)
    ratings = [session.before for session in sessions]
    weeks = np.arange(1000) / 4

    def whole() -> object:
        found = routine_reliefs(sessions, knee=knee, routine=plan.id, areas=places)
        levels = before_levels(sessions, knee=knee, test_move=move)
        line = trend(levels, window=timedelta(weeks=400))
        return routine_verdict(counted(found)), line

    works: dict[str, Callable[[], object]] = {
        "`theilslopes` on 1,000 first ratings": lambda: theilslopes(ratings, weeks, 0.9),
        "counting, verdict and trend of 1,000 sessions": whole,
        "a forecast beside an open verdict": lambda: forecast([2, 0, 3, 1, 2, 1, 4]),
    }
    rounds = [[ms(work) for work in works.values()] for _ in range(6)][1:]
    for what, took in zip(works, zip(*rounds, strict=True), strict=True):
        ratio = median(one / base[0] for one, base in zip(took, rounds, strict=True))
        yield what, f"{median(took):.0f}", f"{ratio:.2f}"


def ms(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return 1000 * (perf_counter() - begin)


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
