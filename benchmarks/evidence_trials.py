"""How often trials in blocks are wrong, however people behave, and what they find.

`python -m benchmarks.evidence_trials --people 4000` gives the tables of docs/benchmarks.md. Each
simulated person lives a trial of 28 sessions through the app's own functions.
"""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from benchmarks.simulated_knees import CORRELATIONS, SEED, USUAL, Noise, Rows, rate, welch_lower
from benchmarks.simulated_trials import Behaviour, drawn, lived
from benchmarks.tables import share, table
from kneeapp.domain.evidence.eligibility import LOWEST_COUNTED
from kneeapp.domain.trial.block_course import TrialEnd
from kneeapp.domain.trial.results import SIZE, permutation_p

SESSIONS = 28

HOW: Mapping[str, Behaviour] = MappingProxyType(
    {f"kept plan, correlation {r:g}": Behaviour(relief=Noise(1.5, r)) for r in CORRELATIONS}
    | {
        f"bad days where the asked arm is likelier, rating noise {fast:g}": Behaviour(
            counts=True, fast=fast
        )
        for fast in (0.5, 1.0, 1.5)
    }
    | {
        "bad days of 6 or more, rating noise 1.5": Behaviour(counts=True, fast=1.5, bad=6),
        "missing after no relief, in one arm, p .3": Behaviour(misses=0.3),
        "missing after no relief, in one arm, p .8": Behaviour(misses=0.8),
        "leaves half of the bad days, rating noise 1": Behaviour(leaves=0.5, fast=1.0),
        "stops when it looks good": Behaviour(stops=True),
        "heavy tails": Behaviour(tails=True),
        "weekend worse by 2": Behaviour(weekly=2.0),
        "floor (usual 2)": Behaviour(usual=2.0),
        "ceiling (usual 9)": Behaviour(usual=9.0),
    }
)


def lived_by(
    people: int, arms: int, sessions: int, effects: tuple[float, ...], how: Behaviour
) -> dict[str, np.ndarray]:
    """For each person: which arms were shown, sessions done, and whether it ended by a gap."""
    shown = np.zeros((people, arms - 1), dtype=bool)
    done, gaps = np.zeros(people), np.zeros(people, dtype=bool)
    dropped = np.zeros(people, dtype=bool)
    for seed in range(people):
        at = lived(drawn(arms, sessions, seed), effects, how, seed)
        if at.looks:
            shown[seed] = [at.looks[-1].shown(arm) for arm in range(arms - 1)]
        done[seed], gaps[seed] = len(at.made), at.end is TrialEnd.MISSING
        dropped[seed] = bool(at.dropped)
    return {"shown": shown, "done": done, "gaps": gaps, "dropped": dropped}


def wrong_trials(people: int) -> Rows:
    for name, how in HOW.items():
        ended = lived_by(people, 2, SESSIONS, (0.0, 0.0), how)
        yield {
            "two arms alike": name,
            "called better": share(ended["shown"][:, 0]),
            "ended by a gap": share(ended["gaps"]),
        }


def found_by_trials(people: int) -> Rows:
    for fast in (0.0, 1.0):
        for effect in (1.0, 2.0, 3.0):
            how = Behaviour(fast=fast)
            ended = lived_by(people, 2, SESSIONS, (effect, 0.0), how)
            yield {
                "rating noise": fast,
                "better by": effect,
                "found": share(ended["shown"][:, 0]),
                "sessions, mean": f"{ended['done'].mean():.1f}",
                **in_pairs(people, effect, how),
            }
    ended = lived_by(people, 2, SESSIONS, (2.0, 0.0), replace(Behaviour(), misses=0.3))
    yield {"rating noise": "one arm missing, p .3", "better by": 2, "found": share(ended["shown"])}


def in_pairs(people: int, effect: float, how: Behaviour) -> dict[str, object]:
    """What the pairs of before, and a Welch test, find on such knees with as many sessions."""
    rng = np.random.default_rng(SEED)
    pairs = SESSIONS // 2
    shape = (people, pairs, 2)
    first = rng.integers(0, 2, (people, pairs))[..., None] == np.arange(2)
    noise = how.relief.draw(rng, people, SESSIONS).reshape(shape)
    level = USUAL + 1 + Noise(1.3, 0.4).draw(rng, people, SESSIONS).reshape(shape)
    before = rate(level + how.fast * rng.standard_normal(shape))
    before = np.maximum(before, LOWEST_COUNTED)
    after = rate(level - effect * first - noise + how.fast * rng.standard_normal(shape))
    relief = before - after
    asked, other = relief[first].reshape(-1, pairs), relief[~first].reshape(-1, pairs)
    p = np.array([permutation_p(one) for one in (asked - other).astype(int).tolist()])
    return {"in pairs": share(p <= SIZE), "Welch": share(welch_lower(other, asked))}


def main() -> None:
    """Print both tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=300, help="simulated people a row")
    people = arguments.parse_args().people
    print(f"Seed {SEED}, {people} people a row; per cent, with exact 95 % intervals.")
    table("Two arms alike: how often the asked one is called better", wrong_trials(people))
    table("What trials find in 28 sessions", found_by_trials(people))


if __name__ == "__main__":
    main()
