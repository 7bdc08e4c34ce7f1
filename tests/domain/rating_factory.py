"""Factory of sessions from their ratings."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import settings

from kneeapp.domain.areas import Area
from kneeapp.domain.measures import KNEE_BETWEEN
from kneeapp.domain.routine.definitions import Choice, Plan, Segment, Step
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session, SessionStatus, StepDone
from kneeapp.domain.sides import Side

unhurried = settings(deadline=None, max_examples=50)
"""Hypothesis settings without a deadline: the first example loads scipy."""

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BALL, ROLLER = Area.GLUTEUS_MEDIUS, Area.ILIOTIBIAL_BAND
BOTH = (BALL, ROLLER)


def a_session(
    before: int = 5,
    after: int | None = 3,
    *,
    day: float = 0,
    at: datetime | None = None,
    areas: Sequence[Area] = BOTH,
    worked_s: int = 280,
    unattended_s: int = 0,
    other_side_s: int = 280,
    late: bool = False,
    stop_reason: str | None = None,
    knee: Side = Side.LEFT,
    status: SessionStatus = SessionStatus.SAVED,
    routine: str = "release",
    test_move: str = "squats",
    number: int | None = None,
) -> Session:
    """A session with both sides of each area; `worked_s` is the work on the sore side."""
    places = [(area, side) for area in areas for side in (knee, knee.other)]
    steps = [_step(area, side) for area, side in places] or [_rest()]
    done = tuple(
        StepDone(
            n=n,
            area=area,
            side=side,
            tool="ball",
            planned_s=285,
            worked_s=worked_s if side is knee else other_side_s,
            unattended_s=unattended_s,
        )
        for n, (area, side) in enumerate(places)
    )
    started_at = at or START + timedelta(days=day)
    return Session(
        id=UUID(int=int(day * 1000) + 1 if number is None else number),
        started_at=started_at,
        knee=knee,
        test_move=test_move,
        choice=Choice(),
        plan=Plan(routine=routine, version="1", steps=tuple(steps)),
        before=before,
        status=status,
        after=after,
        late=late,
        stop_reason=stop_reason,
        steps=done,
    )


def half_way(session: Session, value: int) -> Rating:
    """The knee rated between the two areas of `session`."""
    return Rating(
        id=UUID(int=session.id.int + 10**6),
        measure=KNEE_BETWEEN.name,
        value=value,
        taken_at=session.started_at + timedelta(minutes=10),
        session=session.id,
    )


def _step(area: Area, side: Side) -> Step:
    return Step(
        kind="release",
        title="t",
        cue="c",
        spoken="s",
        pose="p",
        segments=(Segment(kind="work", ms=285_000),),
        area=area,
        side=side,
        tool="ball",
    )


def _rest() -> Step:
    segments = (Segment(kind="stand", ms=600_000),)
    return Step(kind="stand", title="t", cue="c", spoken="s", pose="p", segments=segments)
