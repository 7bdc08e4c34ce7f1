"""Timeline: the position of a session in its plan, calculated from one anchor and the time.

No counter runs anywhere: a page that slept, was reloaded or moved to another device calculates
the same position again.

The browser draws from the same two functions (`ui/widgets/player/frontend/timeline.js`);
both run the cases of `tests/vectors/timeline.json`.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import reduce
from typing import Annotated, Self

from pydantic import Field, model_validator

from kneeapp.domain.model import Model
from kneeapp.domain.routine.definitions import Plan

RESTART_AFTER_MS = 3000
"""Back restarts a step that has run longer than this; otherwise it goes to the step before."""


class EventKind(StrEnum):
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    BACK = "back"
    TENDERNESS = "tenderness"
    EASED = "eased"
    RATING = "rating"
    STEP_DONE = "step_done"
    STOP = "stop"


MOVES = frozenset(EventKind) - {
    EventKind.TENDERNESS,
    EventKind.EASED,
    EventKind.RATING,
    EventKind.STEP_DONE,
}
"""The events that change the position; the others only report."""


class Event(Model):
    """One thing that happened in the player; stored once per (session, client, seq).

    `step` and `elapsed_ms` are the position at that moment, `at_ms` the time in epoch
    milliseconds by the browser's estimate of the server's clock.
    """

    client: str = Field(min_length=1, max_length=64)
    seq: int = Field(ge=0, lt=2**31)
    kind: EventKind
    step: int = Field(ge=0, lt=1000)
    elapsed_ms: int = Field(ge=0, lt=2**31)
    at_ms: int = Field(ge=0, lt=2**53)
    value: Annotated[int, Field(ge=0, le=10)] | Annotated[str, Field(max_length=64)] | None = None

    @model_validator(mode="after")
    def _a_rating_is_a_number(self) -> Self:
        if self.kind in {EventKind.TENDERNESS, EventKind.RATING} and not isinstance(
            self.value, int
        ):
            raise ValueError("a rating is a whole number from 0 to 10")
        return self

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.at_ms / 1000, UTC)


class Ending(StrEnum):
    """How a session ended."""

    FINISHED = "finished"
    STOPPED = "stopped"


class Anchor(Model):
    """A position in the plan at a known time; `running` says whether time moves it on."""

    step: int = 0
    elapsed_ms: int = 0
    at_ms: int = 0
    running: bool = False


class Position(Model):
    """A position in the plan; `step` equals the number of steps once all are done."""

    step: int
    elapsed_ms: int
    segment: int
    segment_left_ms: int

    def done(self, plan: Plan) -> bool:
        return self.step >= len(plan.steps)


def position(plan: Plan, anchor: Anchor, now_ms: int) -> Position:
    """The position in `plan` at `now_ms`; a running session passes step ends by itself."""
    step, elapsed = anchor.step, anchor.elapsed_ms
    if anchor.running:
        # A clock behind the anchor counts as no time: the position never goes back.
        elapsed += max(0, now_ms - anchor.at_ms)
    while step < len(plan.steps) and elapsed >= plan.steps[step].ms:
        elapsed -= plan.steps[step].ms
        step += 1
    if step >= len(plan.steps):
        return Position(step=len(plan.steps), elapsed_ms=0, segment=0, segment_left_ms=0)
    into = elapsed
    for index, segment in enumerate(plan.steps[step].segments):
        if into < segment.ms:
            return Position(
                step=step, elapsed_ms=elapsed, segment=index, segment_left_ms=segment.ms - into
            )
        into -= segment.ms
    raise AssertionError("a step is as long as its segments together")


def apply(plan: Plan, anchor: Anchor, event: Event) -> Anchor:
    """The anchor after `event`; a rating or the report of a step's end does not change it."""
    reported = {"step": min(event.step, len(plan.steps)), "at_ms": event.at_ms}
    match event.kind:
        case EventKind.START | EventKind.RESUME:
            return Anchor(**reported, elapsed_ms=event.elapsed_ms, running=True)
        case EventKind.PAUSE | EventKind.STOP:
            return Anchor(**reported, elapsed_ms=event.elapsed_ms, running=False)
        case EventKind.SKIP:
            return Anchor(
                step=min(event.step + 1, len(plan.steps)), at_ms=event.at_ms, running=anchor.running
            )
        case EventKind.BACK:
            back = 0 if event.elapsed_ms > RESTART_AFTER_MS else 1
            return Anchor(step=max(0, event.step - back), at_ms=event.at_ms, running=anchor.running)
        case _:
            return anchor


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events in order of time; for equal times of one client its numbers decide."""
    return sorted(events, key=lambda event: (event.at_ms, event.client, event.seq))


def anchor_after(plan: Plan, events: Iterable[Event]) -> Anchor:
    """The anchor after all `events`, in any order of input."""
    return reduce(lambda anchor, event: apply(plan, anchor, event), in_order(events), Anchor())


def ending(plan: Plan, events: Iterable[Event]) -> Ending | None:
    """How the session ended by its `events`; None while it is running.

    The position is taken at the last event, not now: an unattended session does not end because
    time passes. The browser reports the end of the last step as an event.
    """
    ordered = in_order(events)
    moves = [event for event in ordered if event.kind in MOVES]
    if not moves:
        return None
    if moves[-1].kind is EventKind.STOP:
        return Ending.STOPPED
    last_position = position(plan, anchor_after(plan, moves), ordered[-1].at_ms)
    return Ending.FINISHED if last_position.done(plan) else None
