"""How often what is said of falls from bad days is wrong on simulated knees."""

from datetime import date, timedelta

import numpy as np

from benchmarks.simulated_knees import (
    BAD,
    CORRELATIONS,
    MOST_PEOPLE,
    Noise,
    Rows,
    knees,
)
from benchmarks.tables import share
from kneeapp.domain.evidence.regression_to_mean import CannotTell, expected_fall


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
