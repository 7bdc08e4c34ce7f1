"""How often verdicts on relief are wrong on simulated knees, beside plainer rules."""

import numpy as np

from benchmarks.evidence_figures import RESEMBLANCES, SPREADS, Rows, percent, with_limit
from benchmarks.simulated_knees import (
    Noise,
    even_certainty,
    knees,
    knowing,
    mean_of_fourteen,
    plain_t,
    welch_on_days,
)
from kneeapp.domain.evidence.sequential_looks import decided_at
from kneeapp.domain.evidence.verdicts import FORECAST_FROM, Outcome, area_verdict, forecast

EFFECTS = (0.0, 0.5, 1.0, 1.5, 2.0)


def wrong_verdicts(people: int) -> Rows:
    for sd in SPREADS:
        for correlation in RESEMBLANCES:
            none, two = (
                knees(people=people, effect=effect, relief=Noise(sd, correlation))
                for effect in (0.0, 2.0)
            )
            rules = (decided_at, knowing(correlation), even_certainty, plain_t, mean_of_fourteen)
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


def decisions(people: int) -> Rows:
    for sd in SPREADS:
        for correlation in (0.0, 0.5):
            for effect in EFFECTS:
                relief = knees(people=people, effect=effect, relief=Noise(sd, correlation)).relief
                found = decided_at(relief)
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


def days_matter(people: int) -> Rows:
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
                    with_limit(decided_at(none.relief) > 0),
                    with_limit(decided_at(two.relief) < 0),
                    f"{percent(plain_t(none.relief) > 0)} / {percent(plain_t(two.relief) < 0)}",
                    f"{percent(welch_on_days(none))} / {percent(~welch_on_days(two))}",
                )


def within_the_hour(people: int) -> Rows:
    for bad in (False, True):
        for moment in (0.0, 0.5, 1.0):
            found = knees(
                people=people, effect=0.0, relief=Noise(1.0, 0.0), bad_days=bad, moment=moment
            )
            yield (
                "bad days" if bad else "fixed",
                moment,
                f"{found.relief.mean():.2f}",
                percent(decided_at(found.relief) > 0),
                percent(plain_t(found.relief) > 0),
                percent(mean_of_fourteen(found.relief) > 0),
            )


def areas(people: int) -> Rows:
    """Two areas that ease by .75 each; one has single sessions of its own."""
    for sd in SPREADS:
        for correlation in (0.0, 0.7):
            whole = decided_at(
                knees(people=people, effect=1.5, relief=Noise(sd, correlation)).relief
            )
            own = knees(people=people, effect=0.75, relief=Noise(sd, correlation)).relief
            alone = decided_at(own)
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


def forecasts(people: int) -> Rows:
    for sd in SPREADS:
        for effect in (0.0, 2.0):
            for had in (FORECAST_FROM, 6, 9):
                relief = knees(people=people, effect=effect, relief=Noise(sd, 0.3)).relief
                ends = np.abs(decided_at(relief))
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
