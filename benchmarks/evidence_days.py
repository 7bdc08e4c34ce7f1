"""How often what is said of days is wrong on simulated knees: falls, rises and trends."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
from scipy.stats import theilslopes

from benchmarks.simulated_knees import (
    BAD,
    CORRELATIONS,
    MOST_PEOPLE,
    SEED,
    USUAL,
    Noise,
    Rows,
    knees,
    rate,
)
from benchmarks.tables import share
from kneeapp.domain.evidence.regression_to_mean import CannotTell, expected_fall
from kneeapp.domain.evidence.trend import Level, is_rising, trend

MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)


def falls(people: int) -> Rows:
    """The fall by the next day that is expected from bad days alone, in points."""
    start = date(2026, 1, 5)
    for correlation in CORRELATIONS:
        level = Noise(1.5, correlation)
        rated = knees(
            people=people, effect=0.0, relief=Noise(1.0, 0.0), level=level, bad_days=True
        ).rated
        true = float((rated[:, :-1] - rated[:, 1:])[rated[:, :-1] >= BAD].mean())
        for days in (28, 84):
            said = [
                expected_fall(
                    {start + timedelta(day): float(row[day]) for day in range(days)},
                    {start + timedelta(day) for day in range(days) if row[day] >= BAD},
                )
                for row in rated[:MOST_PEOPLE]
            ]
            known = [one for one in said if not isinstance(one, CannotTell)]
            yield {
                "correlation": correlation,
                "days rated": days,
                "true": f"{true:.2f}",
                "said, mean": f"{np.mean([one.points for one in known]):.2f}",
                "interval holds it": share([one.low <= true <= one.high for one in known]),
                "cannot tell": share([isinstance(one, CannotTell) for one in said]),
            }


def rises(people: int) -> Rows:
    """How often mornings are called rising in two weeks of daily ratings, by true climb."""
    last = MONDAY + timedelta(13)
    for correlation in CORRELATIONS:
        rng = np.random.default_rng(SEED)
        level = Noise(1.5, correlation).draw(rng, min(people, MOST_PEOPLE), 14)
        row: dict[str, object] = {"correlation": correlation}
        for climb in (0.0, 3.0):
            rated = rate(USUAL + level + climb * np.arange(14) / 13)
            mornings = [
                [Level(MONDAY + timedelta(day), one[day]) for day in range(14)] for one in rated
            ]
            row[f"climb {climb:g}"] = share([is_rising(one, last) for one in mornings])
        yield row


def trends(people: int) -> Rows:
    """How often the 90 % interval of a trend holds the true slope."""
    slope = -0.2
    rng = np.random.default_rng(SEED)
    for ratings, days in ((12, 28), (36, 84), (84, 84)):
        for correlation in CORRELATIONS:
            noise = Noise(1.5, correlation).draw(rng, min(people, MOST_PEOPLE), days)
            ours, plain = [], []
            for row in rate(5 + slope * np.arange(days) / 7 + noise):
                when = np.sort(rng.choice(days, ratings, replace=False))
                found = trend([Level(MONDAY + timedelta(int(day)), row[day]) for day in when])
                if found is None:
                    continue
                ours.append(found.low <= slope <= found.high)
                _, _, low, high = theilslopes(row[when], when / 7, 0.9)
                plain.append(low <= slope <= high)
            yield {
                "ratings": ratings,
                "days": days,
                "correlation": correlation,
                "ours": share(ours),
                "theilslopes alone": share(plain),
            }
