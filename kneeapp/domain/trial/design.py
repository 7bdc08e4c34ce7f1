"""A fair comparison of two routines in one person: what it takes, its order, what is due."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import stdev
from typing import Protocol
from uuid import UUID

from kneeapp.domain.evidence.eligibility import SessionEffect
from kneeapp.domain.evidence.sequential_looks import FEWEST
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput

FEWEST_PAIRS, MOST_PAIRS = 5, 20
"""With four pairs even a perfect score comes up by chance once in 16 (clinical-facts 5)."""

REST_BETWEEN = timedelta(hours=18)
"""From one session of a trial to the next (DESIGN: a day's wash-out is enough for rolling,
clinical-facts 5; the hour of the day need not be kept)."""

ONE_SIDED_95, POWER_80 = 1.645, 0.842
"""Standard normal quantiles for the size and the power that pairs are planned for."""

SPARE_PAIRS = 3

USUAL_SPREAD = 1.5
"""Points that relief is taken to vary by (SD) until FEWEST sessions tell (clinical-facts 5)."""

MOST_A_WEEK = 7
"""Sessions of a trial: REST_BETWEEN leaves room for one a day."""


class TrialKind(StrEnum):
    """What an arm of a trial does."""

    BALL = "ball"
    ROLLER = "roller"
    BOTH = "both"
    ROUTINE = "routine"
    REST = "rest"


@dataclass(frozen=True)
class Arm:
    """One of the two things compared; `routine` names the other routine of Kind.ROUTINE."""

    kind: TrialKind
    routine: str | None = None

    def __post_init__(self) -> None:
        if (self.kind is TrialKind.ROUTINE) != bool(self.routine):
            raise BadInput("Choose which routine the trial compares.")


class RandomBits(Protocol):
    """A source of random bits, such as random.SystemRandom()."""

    def getrandbits(self, k: int, /) -> int: ...


@dataclass(frozen=True)
class Trial:
    """A trial as stored before its first session. It asks: does `asked` ease more than `other`?

    `heads` has one entry a pair: whether `asked` comes first. It stays out of sight;
    show `visible` instead, in downloads too. `consent` is the version of the text that was
    agreed to. `closed_at` ends it for good: when it was stopped, or its result first opened.
    """

    id: UUID
    knee: Side
    asked: Arm
    other: Arm
    drawn_at: datetime
    consent: str
    heads: tuple[bool, ...] = field(repr=False)
    closed_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.asked == self.other:
            raise BadInput("Choose two different things to compare.")
        if not FEWEST_PAIRS <= len(self.heads) <= MOST_PAIRS:
            raise BadInput(f"A trial takes {FEWEST_PAIRS} to {MOST_PAIRS} pairs.")

    @property
    def pairs(self) -> int:
        return len(self.heads)


@dataclass(frozen=True)
class Slot:
    """A place in the order: pair and place within it from 0, and what is done there."""

    pair: int
    place: int
    arm: Arm


@dataclass(frozen=True)
class Attempt:
    """A session made for a slot, and what it did to the knee."""

    pair: int
    place: int
    relief: SessionEffect


@dataclass(frozen=True)
class DueArm:
    """The next session of a trial and the earliest time for it (None: at once)."""

    slot: Slot
    not_before: datetime | None


def draw(  # noqa: PLR0913  one keyword for each thing the consent names
    *,
    identity: UUID,
    knee: Side,
    asked: Arm,
    other: Arm,
    pairs: int,
    now: datetime,
    consent: str,
    coin: RandomBits,
) -> Trial:
    """A trial of `pairs` blocks of two, each in an order that `coin` decides."""
    heads = tuple(bool(coin.getrandbits(1)) for _ in range(max(pairs, 0)))
    return Trial(identity, knee, asked, other, now, consent, heads)


def spread(relief: Sequence[int]) -> float:
    """How much relief (points, one entry a counted session) varies from session to session, SD;
    USUAL_SPREAD below FEWEST sessions.
    """
    return stdev(relief) if len(relief) >= FEWEST else USUAL_SPREAD


def pairs_to_plan(sd: float, difference: float = 2.0) -> int:
    """Pairs for a power of about 80 % to find `difference` (points of relief) at 5 % one-sided.

    `sd` is that of relief from session to session (points); a difference of two
    sessions has sqrt(2) times as much (clinical-facts 5). Normal approximation with
    SPARE_PAIRS more for whole points, the unknown spread and the floor of the scale;
    between FEWEST_PAIRS and MOST_PAIRS. Measured in docs/benchmarks.md.
    """
    wide = math.sqrt(2) * max(sd, 0.5) / difference
    pairs = math.ceil(((ONE_SIDED_95 + POWER_80) * wide) ** 2) + SPARE_PAIRS
    return min(max(pairs, FEWEST_PAIRS), MOST_PAIRS)


def weeks_to_plan(pairs: int, per_week: int) -> int:
    """Calendar weeks that two sessions a pair take."""
    return math.ceil(2 * pairs / min(per_week, MOST_A_WEEK))


def slots(trial: Trial) -> tuple[Slot, ...]:
    """All places in order. For finding what is due only: never shown while a trial runs."""
    return tuple(
        Slot(pair, place, trial.asked if asked_first == (place == 0) else trial.other)
        for pair, asked_first in enumerate(trial.heads)
        for place in (0, 1)
    )


def filled(trial: Trial, attempts: Iterable[Attempt]) -> dict[Slot, SessionEffect]:
    """The first counted attempt at each slot; those left out are made again."""
    done: dict[tuple[int, int], SessionEffect] = {}
    for attempt in sorted(attempts, key=lambda one: (one.relief.at, one.relief.session)):
        if attempt.relief.left_out is None and attempt.relief.points is not None:
            done.setdefault((attempt.pair, attempt.place), attempt.relief)
    return {
        slot: done[slot.pair, slot.place]
        for slot in slots(trial)
        if (slot.pair, slot.place) in done
    }


def due(trial: Trial, attempts: Sequence[Attempt]) -> DueArm | None:
    """What comes next, however many days were missed; None once all is done or it was stopped."""
    if trial.closed_at is not None:
        return None
    done = filled(trial, attempts)
    last = max((attempt.relief.at for attempt in attempts), default=None)
    for slot in slots(trial):
        if slot not in done:
            return DueArm(slot, None if last is None else last + REST_BETWEEN)
    return None


def visible(trial: Trial, attempts: Sequence[Attempt]) -> tuple[Slot, ...]:
    """The places that may be shown: up to the newest pair begun or due, all once none is due."""
    following = due(trial, attempts)
    if following is None:
        return slots(trial)
    shown = max([following.slot.pair, *(attempt.pair for attempt in attempts)])
    return tuple(slot for slot in slots(trial) if slot.pair <= shown)
