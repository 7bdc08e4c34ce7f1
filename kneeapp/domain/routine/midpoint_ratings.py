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
    """The order of `areas` for the next test day: the other way round than on the last one.

    What comes second inherits what the first began, so each has to come first as often.
    """
    days = [one for one in earlier if _rates(one.plan) and set(one.plan.areas) == set(areas)]
    last = max(days, key=lambda session: (session.started_at, session.id), default=None)
    return last.plan.areas[::-1] if last else areas


def half_way_ratings(session: Session, events: Iterable[Event]) -> tuple[Rating, ...]:
    """What the knee was rated half way, the last answer of each step that asks for it.

    A rating given from the Stop sheet belongs to another step and is none of these.
    """
    asking = _rates(session.plan)
    last = {
        event.step: event
        for event in in_order(events)
        if event.kind is EventKind.RATING and event.step in asking
    }
    return tuple(
        Rating(
            id=uuid5(session.id, f"half way {n}"),
            measure=KNEE_BETWEEN.name,
            value=KNEE_BETWEEN.check(event.value),
            taken_at=event.at,
            session=session.id,
            step=n,
        )
        for n, event in sorted(last.items())
    )


def _rates(plan: Plan) -> frozenset[int]:
    """The numbers of the steps that ask for the knee between two areas."""
    steps = enumerate(plan.steps)
    return frozenset(n for n, step in steps if step.kind == "rate" and step.measure is None)
