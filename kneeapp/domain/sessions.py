"""One performance of a routine: its ratings, its steps, and how events fold into them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import fmean
from uuid import UUID

from kneeapp.domain.routines import Area, Choice, Plan, Step
from kneeapp.domain.sides import Side
from kneeapp.domain.timeline import Anchor, Event, Kind, apply, in_order, position

TRACE_EVERY_S = 5
"""Seconds of counted work between two values of a tenderness trace."""

KEPT_ROLLING = "kept_rolling"
"""The value of a resume after being away: the time since counts as unattended."""

HALF_MINUTE = 30 // TRACE_EVERY_S

LATE_AFTER = timedelta(minutes=15)
"""A re-check later than this after the last step is kept and not counted (DESIGN)."""

SHORTEST_COUNTED_S = 90
"""Work on an area below this does not count for verdicts (Hughes & Ramer 2019 [M])."""


class Status(StrEnum):
    UNDER_WAY = "under_way"
    SAVED = "saved"


class StressOff(StrEnum):
    """The answer to: does it feel as if some stress is off?"""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True)
class StepDone:
    """What was done of one release step.

    `trace` holds tenderness (0-10, None where not rated) every TRACE_EVERY_S of
    counted work; `worked_s` counts attended work only, `unattended_s` the rest.
    """

    n: int
    area: Area
    side: Side
    tool: str
    planned_s: int
    worked_s: int
    unattended_s: int = 0
    trace: tuple[int | None, ...] = ()

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


@dataclass(frozen=True)
class TrialPlace:
    """The place in a trial's order that a session fills: pair and place in it, from 0."""

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
    status: Status = Status.UNDER_WAY
    ended_at: datetime | None = None
    after: int | None = None
    after_at: datetime | None = None
    late: bool = False
    stress_off: StressOff | None = None
    stop_reason: str | None = None
    note: str = ""
    steps: tuple[StepDone, ...] = field(default=())
    trial: TrialPlace | None = None

    @property
    def relief(self) -> int | None:
        """Points the knee pain fell by from before to after; negative is worse."""
        return None if self.after is None else self.before - self.after

    @property
    def complete(self) -> bool:
        """Whether every release step was worked on for as long as counts."""
        return bool(self.steps) and all(step.worked_s >= SHORTEST_COUNTED_S for step in self.steps)


def saved(  # noqa: PLR0913  one keyword for each thing asked at the re-check
    session: Session,
    events: Iterable[Event],
    *,
    now: datetime,
    after: int | None,
    stress_off: StressOff | None = None,
    note: str = "",
) -> Session:
    """`session` closed at `now`: its events folded into steps, the re-check beside them."""
    ordered = in_order(events)
    ended_at = last_alive(ordered) or now
    stops = [event for event in ordered if event.kind is Kind.STOP]
    return replace(
        session,
        status=Status.SAVED,
        ended_at=ended_at,
        after=after,
        after_at=None if after is None else now,
        late=after is not None and now - ended_at > LATE_AFTER,
        stress_off=stress_off,
        stop_reason=str(stops[-1].value) if stops and stops[-1].value else None,
        note=note,
        steps=fold(session.plan, ordered),
    )


def last_alive(events: Sequence[Event]) -> datetime | None:
    """When the last event in order happened."""
    return events[-1].at if events else None


@dataclass(frozen=True)
class _Span:
    """A stretch of one step that ran, in milliseconds of that step."""

    step: int
    start: int
    end: int
    attended: bool


def fold(plan: Plan, events: Iterable[Event]) -> tuple[StepDone, ...]:
    """What was done of each release step in `plan`; a stretch done twice counts once."""
    ordered = in_order(events)
    spans = list(_spans(plan, ordered))
    return tuple(
        _step_done(n, step, spans, ordered)
        for n, step in enumerate(plan.steps)
        if step.area and step.side
    )


def _step_done(n: int, step: Step, spans: list[_Span], events: list[Event]) -> StepDone:
    assert step.area  # noqa: S101  fold passes release steps only
    assert step.side  # noqa: S101
    assert step.tool  # noqa: S101
    attended = _work_bins(step, [span for span in spans if span.step == n and span.attended])
    unattended = _work_bins(step, [span for span in spans if span.step == n and not span.attended])
    ratings = sorted(
        (_work_before(step, event.elapsed_ms), order, int(event.value))
        for order, event in enumerate(events)
        if event.kind is Kind.TENDERNESS and event.step == n and event.value is not None
    )
    return StepDone(
        n=n,
        area=step.area,
        side=step.side,
        tool=step.tool,
        planned_s=step.work_ms // 1000,
        worked_s=len(attended),
        unattended_s=len(unattended - attended),
        trace=_trace(attended, ratings),
    )


def _trace(seconds: set[int], ratings: list[tuple[int, int, int]]) -> tuple[int | None, ...]:
    values: list[int | None] = []
    for second in range(TRACE_EVERY_S - 1, max(seconds, default=-1) + 1, TRACE_EVERY_S):
        rated = [value for at, _, value in ratings if at <= second * 1000 + 999]
        values.append(rated[-1] if rated and second in seconds else None)
    return tuple(values)


def _work_bins(step: Step, spans: list[_Span]) -> set[int]:
    """The whole seconds of counted work (numbered from the step's start) that `spans` cover."""
    seconds: set[int] = set()
    for span in spans:
        first, last = (_nearest_s(_work_before(step, at)) for at in (span.start, span.end))
        seconds.update(range(first, last))
    return seconds


def _nearest_s(milliseconds: int) -> int:
    """Whole seconds: rounding both ends alike, two stretches that meet lose none between them."""
    return (milliseconds + 500) // 1000


def _work_before(step: Step, elapsed_ms: int) -> int:
    """Milliseconds of work segments within the first `elapsed_ms` of `step`."""
    work = 0
    for segment in step.segments:
        part = min(segment.ms, max(0, elapsed_ms))
        work += part if segment.kind == "work" else 0
        elapsed_ms -= segment.ms
    return work


def _spans(plan: Plan, events: list[Event]) -> Iterable[_Span]:
    """The stretches that ran: from the anchor each event found to where the event stood.

    None reaches further than the clock allows: a second device may report what it did not see.
    """
    anchor = Anchor()
    for event in events:
        kept_rolling = event.kind is Kind.RESUME and event.value == KEPT_ROLLING
        if anchor.running or kept_rolling:
            ran = position(plan, anchor.model_copy(update={"running": True}), event.at_ms)
            end = min((event.step, event.elapsed_ms), (ran.step, ran.elapsed_ms))
            yield from _between(
                plan, (anchor.step, anchor.elapsed_ms), end, attended=anchor.running
            )
        anchor = apply(plan, anchor, event)


def _between(
    plan: Plan, start: tuple[int, int], end: tuple[int, int], *, attended: bool
) -> Iterable[_Span]:
    for step in range(start[0], min(end[0] + 1, len(plan.steps))):
        begin = start[1] if step == start[0] else 0
        finish = end[1] if step == end[0] else plan.steps[step].ms
        if finish > begin:
            yield _Span(step, begin, finish, attended)


def _mean(values: Sequence[int]) -> float | None:
    return fmean(values) if values else None
