"""How often trials are wrong on simulated knees, beside a Welch test."""

import numpy as np

from benchmarks.simulated_knees import CORRELATIONS, SEED, USUAL, Noise, Rows, rate, welch_lower
from benchmarks.tables import share
from kneeapp.domain.evidence.eligibility import LOWEST_COUNTED
from kneeapp.domain.trial.results import SIZE, permutation_p


def trials(people: int) -> Rows:
    """How often the asked arm is called better, when it eases by 0, 1 or 2 points more."""
    rng = np.random.default_rng(SEED)
    for pairs in (5, 8, 10, 14):
        for correlation in CORRELATIONS:
            row: dict[str, object] = {"pairs": pairs, "correlation": correlation}
            for effect in (0.0, 1.0, 2.0):
                noise = Noise(1.5, correlation).draw(rng, people, 2 * pairs).reshape(-1, pairs, 2)
                first = rng.integers(0, 2, (people, pairs))[..., None] == np.arange(2)
                level = USUAL + Noise(1.5, correlation).draw(rng, people, 2 * pairs)
                level = np.maximum(level.reshape(noise.shape), LOWEST_COUNTED)
                relief = rate(level) - rate(level - 1 - effect * first - noise)
                asked, other = relief[first].reshape(-1, pairs), relief[~first].reshape(-1, pairs)
                ahead = (asked - other).astype(int).tolist()
                p = np.array([permutation_p(one) for one in ahead])
                row[f"better by {effect:g}: ours"] = share(p <= SIZE)
                row[f"by {effect:g}: Welch"] = share(welch_lower(other, asked))
            yield row
