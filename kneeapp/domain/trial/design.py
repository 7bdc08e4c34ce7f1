"""Design of a trial (n-of-1): its size, its random order, and the next session.

Sessions come in pairs, one of each arm, in an order drawn at random within each pair
(randomized block design). The order is drawn once and hidden: a person who knew it could
choose good days for one arm.
"""

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
"""With four pairs even a perfect result has p = 1/16 by chance (clinical-facts 5)."""

REST_BETWEEN = timedelta(hours=18)
"""Washout from one session of a trial to the next (DESIGN: a day is enough for rolling,
clinical-facts 5; less than 24 hours, so that the time of day may vary)."""

ONE_SIDED_95, POWER_80 = 1.645, 0.842
"""Standard normal quantiles for the planned significance level and power."""

SPARE_PAIRS = 3
"""Pairs added to the normal approximation (DESIGN; see `pairs_to_plan`)."""

USUAL_SPREAD = 1.5
"""Assumed SD of relief in points, until there are FEWEST sessions to estimate it
(clinical-facts 5)."""

MOST_A_WEEK = 7
"""Sessions of a trial per week: REST_BETWEEN allows one a day."""


class TrialKind(StrEnum):
    """What is done in an arm of a trial."""

    BALL = "ball"
    ROLLER = "roller"
    BOTH = "both"
    ROUTINE = "routine"
    REST = "rest"


@dataclass(frozen=True)
class Arm:
    """One of the two things compared; `routine` is the routine's id for TrialKind.ROUTINE only."""

    kind: TrialKind
    routine: str | None = None

    def __post_init__(self) -> None:
        if (self.kind is TrialKind.ROUTINE) != bool(self.routine):
            raise BadInput("Choose which routine the trial compares.")


class Place(Protocol):
    """A place in the order: the pair and the place within it, both from 0."""

    @property
    def pair(self) -> int: ...
    @property
    def place(self) -> int: ...


class RandomBits(Protocol):
    """A source of random bits, such as random.SystemRandom()."""

    def getrandbits(self, k: int, /) -> int: ...


@dataclass(frozen=True)
class Trial:
    """A trial as stored before its first session. Question: does `asked` ease more than `other`?

    `heads` has one entry per pair: whether `asked` comes first. It must not be shown while the
    trial runs (allocation concealment); show `visible_slots` instead, in downloads, too.
    `consent` is the version of the text that was agreed to. `closed_at` is when it was stopped
    or its result was first opened; a closed trial cannot be continued.
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

    def arm(self, pair: int, place: int) -> Arm:
        """The arm of one session; never to be shown before that pair is under way."""
        return self.asked if self.heads[pair] == (place == 0) else self.other


@dataclass(frozen=True)
class Slot:
    """A position in the order: the pair and the place within it, both from 0, and the arm."""

    pair: int
    place: int
    arm: Arm


@dataclass(frozen=True)
class Attempt:
    """A session that was done for a slot, and its effect."""

    pair: int
    place: int
    effect: SessionEffect


@dataclass(frozen=True)
class DueArm:
    """The slot of the next session and the earliest time for it (None: at once)."""

    slot: Slot
    not_before: datetime | None


def draw_trial(  # noqa: PLR0913  one keyword for each thing the consent names
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
    """A new trial of `pairs` pairs, each in an order drawn from `coin`; raises BadInput."""
    # A negative number of pairs draws none, and Trial refuses that in words.
    heads = tuple(bool(coin.getrandbits(1)) for _ in range(max(pairs, 0)))
    return Trial(identity, knee, asked, other, now, consent, heads)


def relief_sd(relief: Sequence[int]) -> float:
    """The SD of relief (points, one entry per eligible session); USUAL_SPREAD below FEWEST."""
    return stdev(relief) if len(relief) >= FEWEST else USUAL_SPREAD


def pairs_to_plan(sd: float, difference: float = 2.0) -> int:
    """The number of pairs for about 80 % power to detect `difference` at 5 % one-sided.

    `difference` is in points of relief, `sd` the SD of relief from session to session (points);
    the difference of two sessions has sqrt(2) times this SD (clinical-facts 5). Normal
    approximation, with SPARE_PAIRS more because ratings are whole points, the SD is estimated
    and the scale ends at 0. Between FEWEST_PAIRS and MOST_PAIRS. Checked by simulation in
    docs/benchmarks.md.
    """
    wide = math.sqrt(2) * max(sd, 0.5) / difference
    pairs = math.ceil(((ONE_SIDED_95 + POWER_80) * wide) ** 2) + SPARE_PAIRS
    return min(max(pairs, FEWEST_PAIRS), MOST_PAIRS)


def weeks_to_plan(pairs: int, per_week: int) -> int:
    """The number of weeks that `pairs` pairs take with `per_week` sessions a week."""
    return math.ceil(2 * pairs / min(per_week, MOST_A_WEEK))


def slots(trial: Trial) -> tuple[Slot, ...]:
    """All slots in order; never to be shown while the trial runs."""
    return tuple(
        Slot(pair, place, trial.arm(pair, place)) for pair in range(trial.pairs) for place in (0, 1)
    )


def effects_by_slot(trial: Trial, attempts: Iterable[Attempt]) -> dict[Slot, SessionEffect]:
    """The effect of the first eligible attempt at each slot; excluded attempts are repeated."""
    done: dict[tuple[int, int], SessionEffect] = {}
    for attempt in sorted(
        attempts, key=lambda attempt: (attempt.effect.at, attempt.effect.session)
    ):
        if attempt.effect.left_out is None and attempt.effect.points is not None:
            done.setdefault((attempt.pair, attempt.place), attempt.effect)
    return {
        slot: done[slot.pair, slot.place]
        for slot in slots(trial)
        if (slot.pair, slot.place) in done
    }


def due(trial: Trial, attempts: Sequence[Attempt]) -> DueArm | None:
    """The next session, however many days were missed; None once all are done or it is closed."""
    done = effects_by_slot(trial, attempts)
    slot = next((slot for slot in slots(trial) if slot not in done), None)
    if slot is None or trial.closed_at is not None:
        return None
    last = max((attempt.effect.at for attempt in attempts), default=None)
    return DueArm(slot, None if last is None else last + REST_BETWEEN)


def visible_slots(trial: Trial, begun: Iterable[Place]) -> tuple[Slot, ...]:
    """The slots that may be shown: up to the last one `begun`, all of a closed trial.

    A session is begun once its first rating is stored, done or not. The slot that is due is not
    among them: whoever knew its arm could choose a day, or a rating, for it.
    """
    if trial.closed_at is not None:
        return slots(trial)
    last = max(((place.pair, place.place) for place in begun), default=(-1, 0))
    return tuple(slot for slot in slots(trial) if (slot.pair, slot.place) <= last)
