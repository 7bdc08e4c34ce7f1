"""The stories that the demo can tell: what happens in each, as figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field

BOTH, ANKLE, REST = "release", "ankle", "rest"
"""Ids of routines."""


@dataclass(frozen=True)
class DemoStory:
    """One made-up course.

    `reliefs` is the relief to be expected in each session outside a trial, `arms` that after each
    routine of the trial that follows, the one compared with last (points), and `begun` the number
    of its sessions so far; where none is due after them, its result was opened. `eases` is by how
    many points the knee gets better over the whole course. `picked`: sessions are begun on bad
    days only, and few mornings are rated. `spread` is the SD of relief. `seed` makes the course
    the same each time.
    """

    says: str
    reliefs: tuple[float, ...]
    arms: Mapping[str, float] = field(default_factory=dict)
    begun: int = 0
    eases: float = 0.0
    picked: bool = False
    spread: float = 0.7
    seed: int = 1


STORIES = {
    "helps": DemoStory("The knee feels better after the routine.", (2.3,) * 14, eases=1.0),
    "ruled-out": DemoStory("The knee rates no better after it: try the next place.", (0.0,) * 14),
    "worse": DemoStory(
        "The knee hurts more after it: stop.", (-2.0, -1.0) * 6, spread=0.2, eases=-0.4
    ),
    "faded": DemoStory("It helped at first, and no longer does.", (2.4,) * 10 + (-0.2,) * 24),
    "bad-days": DemoStory(
        "Done on bad days only, which pass by themselves.", (2.3,) * 14, picked=True
    ),
    "not-enough": DemoStory("The first sessions: nothing can be said yet.", (1.5,) * 4),
    "trial": DemoStory(
        "A trial of ball and roller against rest, to its result.",
        (1.6,) * 4,
        arms={BOTH: 2.6, REST: 0.4},
        begun=18,
    ),
    "trial-under-way": DemoStory(
        "The same trial half way, with its result still closed.",
        (1.6,) * 4,
        arms={BOTH: 2.6, REST: 0.4},
        begun=10,
    ),
    "tournament": DemoStory(
        "Two places and rest in one trial, to its result.",
        (1.2,) * 4,
        arms={BOTH: 0.4, ANKLE: 3.1, REST: 0.3},
        begun=18,
    ),
    "tournament-under-way": DemoStory(
        "The same places and rest half way, with the result still closed.",
        (1.2,) * 4,
        arms={BOTH: 0.4, ANKLE: 3.1, REST: 0.3},
        begun=13,
    ),
}
"""By name, as `kneeapp demo --story` takes it."""


def stories_help() -> str:
    """One line for each story, as click prints it unwrapped."""
    return "\n".join(("\b\nStories:", *(f"  {name:<21} {s.says}" for name, s in STORIES.items())))
