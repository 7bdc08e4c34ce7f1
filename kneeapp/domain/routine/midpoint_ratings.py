"""Midpoint ratings: the knee rated between two areas on test days."""

from collections.abc import Iterable
from uuid import uuid5

from kneeapp.domain.areas import Area
from kneeapp.domain.measures import KNEE_BETWEEN
from kneeapp.domain.routine.definitions import Plan
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import Event, EventKind, in_order


def next_order(areas: tuple[Area, ...], earlier: Iterable[Session]) -> tuple[Area, ...]:
    """The order of `areas` for the next test day: the reverse of the last one.

    The second area also gets a carry-over from the first, so each has to come first equally often.
    """
    days = [
        session
        for session in earlier
        if _rates(session.plan) and set(session.plan.areas) == set(areas)
    ]
    last = max(days, key=lambda session: (session.started_at, session.id), default=None)
    return last.plan.areas[::-1] if last else areas


def half_way_ratings(session: Session, events: Iterable[Event]) -> tuple[Rating, ...]:
    """The midpoint ratings of `session`: the last answer of each step that asks for one.

    A rating given on the stop sheet belongs to another step and is not included.
    """
    asking = _rates(session.plan)
    last = {
        event.step: event
        for event in in_order(events)
        if event.kind is EventKind.RATING and event.step in asking
    }
    return tuple(
        Rating(
            id=uuid5(session.id, f"half way {n}"),  # the same id when the events are replayed again
            measure=KNEE_BETWEEN.name,
            value=KNEE_BETWEEN.check(event.value),
            taken_at=event.at,
            session=session.id,
            step=n,
        )
        for n, event in sorted(last.items())
    )


def _rates(plan: Plan) -> frozenset[int]:
    """The indices of the steps that ask for a midpoint rating."""
    steps = enumerate(plan.steps)
    return frozenset(n for n, step in steps if step.kind == "rate" and step.measure is None)
