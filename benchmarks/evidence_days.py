"""How often what is said of days is wrong on simulated knees: falls, rises and trends."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
from scipy.stats import theilslopes

from benchmarks.evidence_figures import RESEMBLANCES, Rows, percent
from benchmarks.simulated_knees import BAD, SEED, USUAL, Noise, knees, rate
from kneeapp.domain.evidence.regression_to_mean import CannotTell, expected_fall
from kneeapp.domain.evidence.sequential_looks import FEWEST, MOST, is_worse
from kneeapp.domain.evidence.trend import Level, is_rising, trend


def falls(people: int) -> Rows:
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


def worse(people: int) -> Rows:
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


def trends(people: int) -> Rows:
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
