"""How often tournaments of two or three places and rest are wrong, and what they find.

`python -m benchmarks.evidence_tournament --people 2000` gives the tables of docs/benchmarks.md.
"""

import argparse

from benchmarks.evidence_trials import HOW, lived_by
from benchmarks.simulated_knees import SEED, Noise, Rows
from benchmarks.simulated_trials import Behaviour
from benchmarks.tables import share, table

STEADY = Noise(1.1, 0.3)
"""The spread up to which three places and rest can be compared in 30 sessions."""


def wrong_tournaments(people: int) -> Rows:
    for name, how in HOW.items():
        ended = lived_by(people, 3, 30, (0.0, 0.0, 0.0), how)
        yield {
            "two places and rest alike": name,
            "one called better": share(ended["shown"].any(1)),
            "one dropped": share(ended["dropped"]),
        }
    ended = lived_by(people, 4, 28, (0.0,) * 4, Behaviour(relief=STEADY))
    yield {
        "two places and rest alike": "three places and rest, SD 1.1",
        "one called better": share(ended["shown"].any(1)),
        "one dropped": share(ended["dropped"]),
    }
    for effects in ((2.0, 0.0, 0.0), (-2.0, 0.0, 0.0), (3.0, 0.0, 0.0)):
        ended = lived_by(people, 3, 30, effects, Behaviour())
        yield {
            "two places and rest alike": f"but for the first, by {effects[0]:g}: the second",
            "one called better": share(ended["shown"][:, 1]),
            "one dropped": share(ended["dropped"]),
        }


def found_by_tournaments(people: int) -> Rows:
    cells: list[tuple[int, int, tuple[float, ...], Behaviour]] = [
        (3, 30, effects, Behaviour(fast=fast))
        for fast in (0.0, 1.0)
        for effects in ((1.0, 0.0, 0.0), (2.0, 0.0, 0.0), (2.0, 1.0, 0.0), (2.0, -1.0, 0.0))
    ]
    cells.append((4, 28, (2.0, 0.0, 0.0, 0.0), Behaviour(relief=STEADY)))
    for arms, sessions, effects, how in cells:
        ended = lived_by(people, arms, sessions, effects, how)
        yield {
            "places ease by": " / ".join(f"{effect:g}" for effect in effects[:-1]),
            "relief SD": how.relief.sd,
            "rating noise": how.fast,
            "best found": share(ended["shown"][:, 0]),
            "one dropped": share(ended["dropped"]),
            "sessions, mean": f"{ended['done'].mean():.1f} of {sessions}",
        }


def main() -> None:
    """Print both tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=300, help="simulated people a row")
    people = arguments.parse_args().people
    print(f"Seed {SEED}, {people} people a row; per cent, with exact 95 % intervals.")
    table("Nothing eases more: how often a place is called better", wrong_tournaments(people))
    table("What tournaments find", found_by_tournaments(people))


if __name__ == "__main__":
    main()
