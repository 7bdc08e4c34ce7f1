"""Design 1 of a trial (n-of-1), and what all designs share: arms, slots and attempts.

Design 1: sessions come in pairs, one of each arm, in an order drawn at random within each pair.
No trial is drawn by it any more (see `block_trial`); those that were go on and are judged by it.
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
    def arms(self) -> tuple[Arm, Arm]:
        """Both arms, the control last."""
        return self.asked, self.other

    @property
    def pairs(self) -> int:
        return len(self.heads)

    def arm(self, pair: int, place: int) -> Arm:
        """The arm of one session; never to be shown before that pair is under way."""
        return self.asked if self.heads[pair] == (place == 0) else self.other


@dataclass(frozen=True)
class Slot:
    """A position in the order: the pair and the place within it, both from 0, and the arm.

    Design 2 has no pairs: there `pair` and `place` count its sessions two by two.
    """

    pair: int
    place: int
    arm: Arm

    @property
    def number(self) -> int:
        """The place in the whole order, from 0."""
        return 2 * self.pair + self.place


@dataclass(frozen=True)
class Attempt:
    """A session that was done for a slot, and its effect."""

    pair: int
    place: int
    effect: SessionEffect

    @property
    def number(self) -> int:
        """The place of its slot in the whole order, from 0."""
        return 2 * self.pair + self.place


@dataclass(frozen=True)
class DueArm:
    """The slot of the next session and the earliest time for it (None: at once)."""

    slot: Slot
    not_before: datetime | None


def relief_sd(relief: Sequence[int]) -> float:
    """The SD of relief (points, one entry per eligible session); USUAL_SPREAD below FEWEST."""
    return stdev(relief) if len(relief) >= FEWEST else USUAL_SPREAD


def weeks_to_plan(sessions: int, per_week: int) -> int:
    """The number of weeks that `sessions` take with `per_week` of them a week."""
    return math.ceil(sessions / min(per_week, MOST_A_WEEK))


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
