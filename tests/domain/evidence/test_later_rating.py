"""A missing second rating given later the same day: when it is asked for, and what it changes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.evidence.analysis import (
    SessionHistory,
    Unrated,
    areas_judged,
    rating_history,
    routines_judged,
)
from kneeapp.domain.evidence.eligibility import eligible
from kneeapp.domain.evidence.later_rating import LATER_FROM, asks_later_rating
from kneeapp.domain.evidence.verdicts import Outcome
from kneeapp.domain.measures import KNEE_LATER
from kneeapp.domain.routine.pain_rules import STOPS_FOR_PAIN
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.sides import Side
from tests.domain.rating_factory import BALL, START, a_session, unhurried

UNRATED = a_session(5, None)


def later(session: Session, value: int) -> Rating:
    """The knee rated three hours after `session` began."""
    at = session.started_at + timedelta(hours=3)
    return Rating(UUID(int=session.id.int + 10**7), KNEE_LATER.name, value, at, session.id)


def asked(
    *sessions: Session, at: datetime = START + timedelta(hours=3), rated: tuple[Rating, ...] = ()
) -> bool:
    return asks_later_rating(sessions, rated, sessions[-1], at, UTC)


def test_it_is_asked_from_an_hour_later_until_the_day_ends() -> None:
    assert not asked(UNRATED, at=START + LATER_FROM - timedelta(seconds=1))
    assert asked(UNRATED, at=START + LATER_FROM)
    midnight = START.replace(hour=0) + timedelta(days=1)
    assert asked(UNRATED, at=midnight - timedelta(seconds=1))
    assert not asked(UNRATED, at=midnight)
    tokyo = ZoneInfo("Asia/Tokyo")  # where the day ends at 15:00 UTC
    afternoon = START.replace(hour=15)
    assert not asks_later_rating([UNRATED], [], UNRATED, afternoon, tokyo)


@pytest.mark.parametrize(
    "session",
    [
        a_session(5, 3),
        a_session(5, 3, late=True),
        a_session(1, None),
        a_session(5, None, worked_s=20),
        a_session(5, None, areas=()),
        *(a_session(5, None, stop_reason=reason) for reason in STOPS_FOR_PAIN),
    ],
)
def test_it_is_asked_only_where_the_second_rating_is_all_that_is_missing(session: Session) -> None:
    assert not asked(session)


def test_it_is_not_asked_twice_nor_for_a_session_within_the_washout_of_another() -> None:
    assert not asked(UNRATED, rated=(later(UNRATED, 4),))
    before = a_session(5, 3, at=START - timedelta(hours=5), number=9)
    assert asked(UNRATED, rated=(later(before, 4),))
    assert not asked(before, UNRATED)


def test_it_stands_for_the_missing_rating_where_a_verdict_hangs_on_that() -> None:
    first = [a_session(5, None, day=2 * n) for n in range(8)]
    sessions = [*first, *(a_session(5, 3, day=20 + 2 * n) for n in range(8))]

    def hangs(ratings: list[Rating]) -> Unrated | None:
        [judged] = routines_judged(sessions, Side.LEFT, later=ratings)
        return judged.unrated

    assert hangs([]) == Unrated(8, Outcome.RULED_OUT)
    assert hangs([later(session, 5) for session in first]) == Unrated(8, Outcome.RULED_OUT, 8)
    assert hangs([later(session, 3) for session in first]) is None
    some = [later(session, 5) for session in first[:2]]
    assert hangs(some) == Unrated(8, Outcome.RULED_OUT, 2)


def test_a_place_done_alone_hangs_on_it_in_the_same_way() -> None:
    alone = [a_session(5, None, day=2 * n, areas=[BALL]) for n in range(8)]
    alone += [a_session(5, 3, day=20 + 2 * n, areas=[BALL]) for n in range(8)]
    sessions = [*alone, a_session(5, 3, day=60)]
    [ball] = areas_judged(sessions, [later(session, 5) for session in alone[:8]], Side.LEFT)
    assert ball.unrated == Unrated(8, Outcome.LITTLE_ALONE, 8)
    [ball] = areas_judged(sessions, [later(session, 3) for session in alone[:8]], Side.LEFT)
    assert ball.unrated is None


values = st.integers(0, 10)
rows = st.lists(st.tuples(values, st.none() | values, values), min_size=1, max_size=20)


@unhurried
@given(rows)
def test_whatever_is_rated_later_no_average_outcome_or_finding_changes(
    row: list[tuple[int, int | None, int]],
) -> None:
    sessions = [a_session(before, after, day=n) for n, (before, after, _) in enumerate(row)]
    ratings = tuple(
        later(session, value) for session, (_, _, value) in zip(sessions, row, strict=True)
    )
    plain = SessionHistory(tuple(sessions))
    rated = SessionHistory(tuple(sessions), later=ratings)
    [without], [having] = plain.routines[Side.LEFT], rated.routines[Side.LEFT]
    assert having.verdict == without.verdict
    assert having.headline == without.headline
    assert eligible(having.effects) == eligible(without.effects)
    assert rating_history(rated, {}, str) == rating_history(plain, {}, str)
    for effect in having.effects:
        assert effect.late_points is None or effect.points is None
