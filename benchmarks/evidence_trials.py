"""How often trials are wrong on simulated knees, beside plainer rules."""

import numpy as np

from benchmarks.evidence_figures import RESEMBLANCES, Rows, percent, with_limit
from benchmarks.simulated_knees import SEED, USUAL, Noise, rate, welch_lower
from kneeapp.domain.evidence.ar1_posterior import posterior
from kneeapp.domain.evidence.eligibility import LOWEST_COUNTED
from kneeapp.domain.evidence.sequential_looks import MIN_CHANGE
from kneeapp.domain.trial.results import SIZE, permutation_p


def trials(people: int) -> Rows:
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
                    percent(ahead.mean(1) >= MIN_CHANGE),
                ]
            yield row


def in_blocks(people: int) -> Rows:
    """Fourteen days an arm in blocks of seven, no effect, two-sided p < .05."""
    rng = np.random.default_rng(SEED)
    for correlation in RESEMBLANCES:
        level = rate(USUAL + Noise(1.5, correlation).draw(rng, people, 28))
        first = np.arange(28) // 7 % 2 == 0
        a, b = level[:, first], level[:, ~first]
        yield correlation, percent(welch_lower(a, b) | welch_lower(b, a))
