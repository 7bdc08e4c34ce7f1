"""Sessions: one performance of a routine, with its ratings and the steps that were done."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import fmean
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.routine.definitions import Ball, Choice, Plan
from kneeapp.domain.routine.spots import Spot
from kneeapp.domain.sides import Side

TRACE_EVERY_S = 5
"""Seconds of counted work between two values of a tenderness trace."""

HALF_MINUTE = 30 // TRACE_EVERY_S

SHORTEST_COUNTED_S = 90
"""Work on an area below this does not count for verdicts (Hughes & Ramer 2019 [M])."""

LEFT = "left"
"""The stop reason of a session of a trial that was left, thrown away or deleted after its arm was
named. It stays in the record as begun and never rated again, so that the trial counts it."""


class SessionStatus(StrEnum):
    UNDER_WAY = "under_way"
    SAVED = "saved"


class StressOff(StrEnum):
    """The answer to "Does it feel as if some stress is off the knee?"."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True)
class StepDone:
    """What was done of one step that works on an area.

    `n` is the index of the step in the plan. `trace` holds the tenderness (0-10, None where not
    rated) for every TRACE_EVERY_S of work; it is empty where nothing is pressed. `worked_s` are
    the seconds of attended work, `unattended_s` those of unattended work. `spots` are those that
    were worked on; empty where the clock alone led.
    """

    n: int
    area: Area
    side: Side
    tool: str
    planned_s: int
    worked_s: int
    unattended_s: int = 0
    trace: tuple[int | None, ...] = ()
    spots: tuple[Spot, ...] = ()

    @property
    def first_half_minute(self) -> float | None:
        """Mean tenderness over the first rated 30 s.

        Single readings are unreliable (Mailloux 2021 PLoS One [V]).
        """
        return _mean(self._rated[:HALF_MINUTE])

    @property
    def last_half_minute(self) -> float | None:
        """Mean tenderness over the last 30 s, None where less than a minute was rated."""
        return _mean(self._rated[-HALF_MINUTE:]) if len(self._rated) >= 2 * HALF_MINUTE else None

    @property
    def _rated(self) -> list[int]:
        return [value for value in self.trace if value is not None]


def worked_by_place(
    steps: Iterable[StepDone], *, unattended: bool = False
) -> dict[tuple[Area, Side], int]:
    """Seconds of attended work by area and side, or of all work with `unattended`."""
    seconds: Counter[tuple[Area, Side]] = Counter()
    for step in steps:
        seconds[step.area, step.side] += step.worked_s + (step.unattended_s if unattended else 0)
    return dict(seconds)


@dataclass(frozen=True)
class TrialPlace:
    """The slot of a trial that a session fills: pair and place within it, both from 0."""

    trial: UUID
    pair: int
    place: int


@dataclass(frozen=True)
class Session:
    """A session under way or saved. Pain ratings are 0-10 on the same test move."""

    id: UUID
    started_at: datetime
    knee: Side
    test_move: str
    choice: Choice
    plan: Plan
    before: int
    status: SessionStatus = SessionStatus.UNDER_WAY
    ended_at: datetime | None = None
    after: int | None = None
    after_at: datetime | None = None
    late: bool = False
    stress_off: StressOff | None = None
    stop_reason: str | None = None
    note: str = ""
    steps: tuple[StepDone, ...] = ()
    trial: TrialPlace | None = None
    phase: str | None = None
    """The phase of the programme that it trains; None for a routine."""

    @property
    def relief(self) -> int | None:
        """Knee pain before minus after, in points; negative is worse."""
        return None if self.after is None else self.before - self.after

    @property
    def ball(self) -> Ball | None:
        """The ball that it presses with; None where its plan has no step for one."""
        return self.choice.ball if self.plan.needs_ball else None

    @property
    def complete(self) -> bool:
        """Whether each place had SHORTEST_COUNTED_S of work, or a rest lasted as planned."""
        if not self.plan.areas:
            return self.ended_at is not None and self.ended_at - self.started_at >= self._rest
        return min(worked_by_place(self.steps).values(), default=0) >= SHORTEST_COUNTED_S

    @property
    def _rest(self) -> timedelta:
        """The planned rest. It is compared with clock time, because a pause is rest, too."""
        return timedelta(
            milliseconds=sum(step.ms for step in self.plan.steps if step.kind == "rest")
        )


def _mean(values: Sequence[int]) -> float | None:
    return fmean(values) if values else None
