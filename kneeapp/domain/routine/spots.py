"""Spots: the tender spots of one step, each left when it has eased, or after its time.

The browser leads a person by the same rule (`ui/widgets/player/frontend/spots.js`); both run the
cases of `tests/vectors/spots.json`. All times are milliseconds of work within the step.
"""

from collections.abc import Iterable
from typing import Annotated, NamedTuple

from pydantic import Field

from kneeapp.domain.model import Model

SPOT_MS = 90_000
"""After this a spot that has not eased is left and noted (DESIGN: within the 30-120 s a bout of
Behm 2020 JSCR 34:3301 [V])."""

LOOK_MS = 10_000
"""What is given to find the next spot."""

SHORTEST_SPOT_MS = 20_000
"""With less of the step left than this after the look no other spot is begun (DESIGN)."""

EASED_BY = 2
"""Points of tenderness below the first of a spot at which it has eased (DESIGN)."""

LOW = 2
LOW_FOR_MS = 30_000
"""A tenderness (0-10), and how long it stays at most at that until a spot has eased (DESIGN)."""

MOST_SPOTS = 1000
"""More than a step can have: the longest lasts 15 minutes."""


class SpotMark(NamedTuple):
    """What the person said at `at_ms`: a tenderness 0-10 or, with None, that the spot eased."""

    at_ms: int
    value: int | None


class Spot(Model):
    """One spot: when it was begun, in seconds of work within the step, and what became of it.

    `eased` says that it was left because it had eased, `worked_s` how long it was worked on until
    then. `first` and `highest` are of its tenderness (0-10); None where it was not rated.
    """

    start_s: Annotated[int, Field(ge=0, lt=2**15)]
    worked_s: Annotated[int, Field(ge=0, lt=2**15)]
    eased: bool
    first: Annotated[int, Field(ge=0, le=10)] | None = None
    highest: Annotated[int, Field(ge=0, le=10)] | None = None

    @property
    def left(self) -> bool:
        """Whether it had not eased in its time; one that the session cut short is neither."""
        return not self.eased and self.worked_s * 1000 >= SPOT_MS


class Span(NamedTuple):
    """The time of one spot: its begin, when it is left, and whether it has eased by then."""

    start_ms: int
    end_ms: int
    eased: bool


def spans(marks: Iterable[SpotMark], reached_ms: int, work_ms: int) -> tuple[Span, ...]:
    """The spots begun by `reached_ms` of a step with `work_ms` of work, by `marks` in order.

    The last one may lie ahead in part: what its `end_ms` says will be so where no other mark comes.
    """
    ordered = list(marks)
    begun: list[Span] = []
    start = 0
    while start <= reached_ms and (start == 0 or start + SHORTEST_SPOT_MS <= work_ms):
        end, eased = _left_at([mark for mark in ordered if mark.at_ms >= start], start)
        begun.append(Span(start, min(end, work_ms), eased and end <= work_ms))
        start = end + LOOK_MS
    return tuple(begun)


def _left_at(marks: Iterable[SpotMark], start: int) -> tuple[int, bool]:
    """When a spot begun at `start` is left by `marks` from then on, and whether it has eased."""
    end, eased = start + SPOT_MS, False
    first: int | None = None
    for at_ms, value in marks:
        if at_ms >= end:
            break
        if value is None:
            return at_ms, True
        first = value if first is None else first
        if first - value >= EASED_BY:
            return at_ms, True
        if value > LOW:
            end, eased = start + SPOT_MS, False
        elif not eased and at_ms + LOW_FOR_MS <= end:
            end, eased = at_ms + LOW_FOR_MS, True
    return end, eased


def spots(marks: Iterable[SpotMark], reached_ms: int, work_ms: int) -> tuple[Spot, ...]:
    """The spots worked on by `reached_ms` of a step with `work_ms` of work, by `marks` in order."""
    ordered = list(marks)
    return tuple(
        _spot(span, ordered, reached_ms)
        for span in spans(ordered, reached_ms, work_ms)
        if span.start_ms < reached_ms
    )


def _spot(span: Span, marks: Iterable[SpotMark], reached_ms: int) -> Spot:
    end = min(span.end_ms, reached_ms)
    ratings = [value for at, value in marks if value is not None and span.start_ms <= at <= end]
    return Spot(
        start_s=round(span.start_ms / 1000),
        worked_s=round((end - span.start_ms) / 1000),
        eased=span.eased and span.end_ms <= reached_ms,
        first=ratings[0] if ratings else None,
        highest=max(ratings, default=None),
    )
