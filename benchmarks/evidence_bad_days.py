"""How often relief is called help where sessions were begun on bad days; see `evidence.py`.

Level 5 with SD 1.3 and correlation .4 from day to day; each rating has a fast noise of its own,
which falls by itself within a session. Mornings are ratings of the same level.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np

from benchmarks.simulated_knees import Noise, Rows
from benchmarks.tables import share
from kneeapp.domain.evidence.eligibility import SessionEffect
from kneeapp.domain.evidence.sequential_looks import MOST, decided_at
from kneeapp.domain.evidence.session_days import may_be_bad_days

SEED = 22
LIVED = 260
FROM = datetime(2026, 1, 1, 8, tzinfo=UTC)


def bad_days(people: int) -> Rows:
    """Helps before and after the question whether days were picked; level 5, SD 1.3, .4."""
    for fast in (1.0, 1.5, 2.0):
        for days, effect in (
            (5, 0),
            (6, 0),
            (7, 0),
            ("every second", 2),
            ("Mon, Wed, Fri", 2),
            ("any", 2),
        ):
            yield _bad_days(people, fast, days, effect)


def _bad_days(people: int, fast: float, days: int | str, effect: float) -> dict[str, object]:
    rng = np.random.default_rng(SEED)
    level = 5 + Noise(1.3, 0.4).draw(rng, people, LIVED)
    before, morning = (
        np.clip(np.rint(level + fast * rng.standard_normal(level.shape)), 0, 10) for _ in range(2)
    )
    done = rng.random(level.shape) > 0.15
    chosen = {
        "every second": done & (np.arange(LIVED) % 2 == 0),
        "Mon, Wed, Fri": done & np.isin(np.arange(LIVED) % 7, (0, 2, 4)),
        "any": rng.random(level.shape) < 0.45,
    }.get(str(days), before >= (days if isinstance(days, int) else 0)) & (before >= 2)
    relief = effect + Noise(1.5, 0.3).draw(rng, people, MOST)
    when = np.argsort(~chosen, axis=1, kind="stable")[chosen.sum(1) >= MOST, :MOST]
    who = np.flatnonzero(chosen.sum(1) >= MOST)[:, None]
    again = fast * rng.standard_normal(when.shape)
    after = np.clip(np.rint(level[who, when] - relief[who[:, 0]] + again), 0, 10)
    eased = before[who, when] - after
    numbers = decided_at(eased)
    stands = {"no mornings": 0, "daily mornings": 0}
    for n in np.flatnonzero(numbers > 0):
        person, last = int(who[n, 0]), int(numbers[n])
        sessions = [
            SessionEffect(UUID(int=k), FROM + timedelta(days=int(day)), int(before[person, day]), 0)
            for k, day in enumerate(when[n, :last])
        ]
        rated = {
            (FROM + timedelta(days=k)).date(): int(value) for k, value in enumerate(morning[person])
        }
        stands["no mornings"] += not may_be_bad_days(sessions, {})
        stands["daily mornings"] += not may_be_bad_days(sessions, rated)
    shares = {name: share(np.arange(len(who)) < count) for name, count in stands.items()}
    found = {"helps before": share(numbers > 0), **shares}
    return {"fast noise": fast, "days": days, "effect": effect, **found}
