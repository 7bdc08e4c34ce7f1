"""Event replay: the steps that were done and the end of a session, from its stored events.

Events may arrive late, twice, or from two devices. Everything here is calculated from all of
them in order of time, so that the order of arrival does not matter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kneeapp.domain.routine.definitions import Plan, Step
from kneeapp.domain.routine.pain_rules import DANGER, STOPS_FOR_PAIN
from kneeapp.domain.routine.sessions import (
    TRACE_EVERY_S,
    Session,
    SessionStatus,
    StepDone,
    StressOff,
)
from kneeapp.domain.routine.spots import Spot, SpotMark, spots
from kneeapp.domain.routine.timeline import Anchor, Event, EventKind, apply, in_order, position

KNEE_WORSE = "knee_worse"
"""The value of a stop because the knee got worse; the stop sheet then asks for a rating."""

KEPT_ROLLING = "kept_rolling"
"""The value of a resume after an absence in which the person went on: that time counts as
unattended."""

LATE_AFTER = timedelta(minutes=15)
"""A re-check later than this after the last step is kept and not counted (DESIGN)."""

RECHECK_WITHIN = timedelta(hours=1)
"""Time for a re-check before saving without one is offered, too (DESIGN)."""


def completed_session(  # noqa: PLR0913  one keyword for each thing asked at the re-check
    session: Session,
    events: Iterable[Event],
    *,
    now: datetime,
    after: int | None,
    stress_off: StressOff | None = None,
    note: str = "",
) -> Session:
    """`session` as saved at `now`, with its steps from `events` and the answers of the re-check.

    The second rating is `after` (0-10, given now), or the one given when the session was
    stopped because the knee got worse; None without either.
    """
    ordered = in_order(events)
    ended_at = last_event_time(ordered) or now
    stop = effective_stop(ordered)
    at_stop = _rated_at_stop(ordered)
    rated_at = now
    if at_stop and at_stop.value is not None and after in {None, at_stop.value}:
        after, rated_at = int(at_stop.value), at_stop.at
    return replace(
        session,
        status=SessionStatus.SAVED,
        ended_at=ended_at,
        after=after,
        after_at=None if after is None else rated_at,
        late=after is not None and rated_at - ended_at > LATE_AFTER,
        stress_off=stress_off,
        stop_reason=str(stop.value) if stop else None,
        note=note,
        steps=steps_done(session.plan, ordered),
    )


def effective_stop(events: Iterable[Event]) -> Event | None:
    """The stop that counts: the gravest with a reason that was not taken back, the last of these.

    A reason is sent as an event as soon as it is tapped, before the session is closed. A wrong
    tap is taken back by a later pause of the same player; events of another device never take
    it back. None where there is no such stop.
    """
    ordered = in_order(events)
    stops = [
        event
        for event in ordered
        if event.kind is EventKind.STOP and event.value and not _taken_back(event, ordered)
    ]
    worst = max(enumerate(stops), key=lambda stop: (_gravity(stop[1]), stop[0]), default=None)
    return worst[1] if worst else None


def _taken_back(stop: Event, events: Iterable[Event]) -> bool:
    return any(
        event.kind is EventKind.PAUSE and event.client == stop.client and event.seq > stop.seq
        for event in events
    )


def _gravity(stop: Event) -> int:
    return (stop.value in STOPS_FOR_PAIN) + (stop.value == DANGER)


def stop_rating(events: Iterable[Event]) -> int | None:
    """The knee rating (0-10) given with the stop reason `knee_worse`; None for any other end."""
    rating = _rated_at_stop(in_order(events))
    return None if rating is None or rating.value is None else int(rating.value)


def _rated_at_stop(ordered: Sequence[Event]) -> Event | None:
    """The last rating before the stop, unless the session went on between the two."""
    stop = effective_stop(ordered)
    if stop is None or stop.value != KNEE_WORSE:
        return None
    rating: Event | None = None
    for event in ordered[: ordered.index(stop)]:
        if event.kind is EventKind.RATING:
            rating = event
        elif event.kind in {EventKind.START, EventKind.RESUME, EventKind.SKIP, EventKind.BACK}:
            rating = None
    return rating


def last_event_time(events: Sequence[Event]) -> datetime | None:
    """The time of the last of `events`, which are in order; None without any."""
    return events[-1].at if events else None


@dataclass(frozen=True)
class _Span:
    """A part of one step that ran, in milliseconds from the step's start."""

    step: int
    start: int
    end: int
    attended: bool


def steps_done(plan: Plan, events: Iterable[Event]) -> tuple[StepDone, ...]:
    """What was done of each step of `plan` with an area; time repeated with Back counts once."""
    ordered = in_order(events)
    seconds = _worked_seconds(plan, ordered)
    worked_on = _spots(plan, ordered)
    return tuple(
        replace(
            _step_done(n, step, seconds[True][n], seconds[False][n], ordered),
            spots=worked_on[n],
        )
        for n, step in enumerate(plan.steps)
        if step.area and step.side
    )


def attended_seconds(plan: Plan, events: Iterable[Event]) -> tuple[frozenset[int], ...]:
    """The attended seconds of work in each step, numbered from the step's start."""
    return tuple(map(frozenset, _worked_seconds(plan, in_order(events))[True]))


def _step_done(
    n: int, step: Step, attended: set[int], unattended: set[int], events: list[Event]
) -> StepDone:
    assert step.area  # noqa: S101  steps_done passes steps with an area only
    assert step.side  # noqa: S101
    assert step.tool  # noqa: S101
    ratings = sorted(
        (_work_before(step, event.elapsed_ms), order, int(event.value))
        for order, event in enumerate(events)
        if event.kind is EventKind.TENDERNESS and event.step == n and event.value is not None
    )
    return StepDone(
        n=n,
        area=step.area,
        side=step.side,
        tool=step.tool,
        planned_s=step.work_ms // 1000,
        worked_s=len(attended),
        unattended_s=len(unattended - attended),
        trace=_trace(attended, ratings) if step.kind == "release" else (),
    )


def _spots(plan: Plan, events: list[Event]) -> list[tuple[Spot, ...]]:
    """The spots of each step; of one that was done again with Back, those of the last time."""
    marks: list[list[SpotMark]] = [[] for _ in plan.steps]
    anchor = Anchor()
    for event in events:
        anchor = apply(plan, anchor, event)
        if event.kind is EventKind.BACK:
            marks[anchor.step].clear()
        elif event.kind in _MARKS and event.step < len(plan.steps):
            at_ms = _work_before(plan.steps[event.step], event.elapsed_ms)
            value = None if event.kind is EventKind.EASED else int(event.value or 0)
            marks[event.step].append(SpotMark(at_ms, value))
    reached = dict.fromkeys(range(len(plan.steps)), 0)
    for span in _spans(plan, events):
        if span.attended:
            reached[span.step] = _work_before(plan.steps[span.step], span.end)
    return [
        spots(marks[n], reached[n], step.work_ms) if step.by_ease else ()
        for n, step in enumerate(plan.steps)
    ]


_MARKS = {EventKind.TENDERNESS, EventKind.EASED}


def _trace(seconds: set[int], ratings: list[tuple[int, int, int]]) -> tuple[int | None, ...]:
    values: list[int | None] = []
    for second in range(TRACE_EVERY_S - 1, max(seconds, default=-1) + 1, TRACE_EVERY_S):
        rated = [value for at, _, value in ratings if at <= second * 1000 + 999]
        values.append(rated[-1] if rated and second in seconds else None)
    return tuple(values)


def _worked_seconds(plan: Plan, events: list[Event]) -> dict[bool, list[set[int]]]:
    """The whole seconds of work in each step, numbered from its start; by whether attended.

    Sets of numbers rather than sums: overlapping spans, as after Back, are counted once.
    """
    seconds: dict[bool, list[set[int]]] = {
        attended: [set() for _ in plan.steps] for attended in (True, False)
    }
    for span in _spans(plan, events):
        step = plan.steps[span.step]
        first, last = (_nearest_s(_work_before(step, at)) for at in (span.start, span.end))
        seconds[span.attended][span.step].update(range(first, last))
    return seconds


def _nearest_s(milliseconds: int) -> int:
    """Seconds, rounded: adjacent spans round their common end alike, so no second is lost."""
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
    """The parts that ran: from the anchor before each event to the position the event reports.

    The end is at most where the clock allows it to be: a second device that missed a pause would
    report a position that was never reached.
    """
    anchor = Anchor()
    for event in events:
        kept_rolling = event.kind is EventKind.RESUME and event.value == KEPT_ROLLING
        if anchor.running or kept_rolling:
            # Whoever kept rolling did so while the clock stood: it is read as if it had run.
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
