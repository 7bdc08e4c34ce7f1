"""Test days: which rating half way is kept, and whose turn it is to come first."""

from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kneeapp import content
from kneeapp.domain.areas import Area
from kneeapp.domain.measures import KNEE_BETWEEN
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.midpoint_ratings import half_way_ratings, next_order
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import Event, EventKind
from kneeapp.domain.sides import Side
from tests.domain.event_factory import START_MS, STARTED, a_session

HIP, THIGH = Area.GLUTEUS_MEDIUS, Area.ILIOTIBIAL_BAND
ORDER = (HIP, THIGH)
RATE = 2
"""The step that asks, of a test day with both sides."""


def a_day(number: int = 0, *, half_way: bool = True, **picked: object) -> Session:
    choice = Choice.model_validate({"half_way": half_way, **picked})
    return a_session(
        id=UUID(int=number),
        started_at=STARTED + timedelta(days=number),
        choice=choice,
        plan=plan(content.routine("release"), choice, Side.LEFT),
    )


def rated(value: int, *, seq: int, step: int = RATE) -> Event:
    return Event(
        client="a",
        seq=seq,
        kind=EventKind.RATING,
        step=step,
        elapsed_ms=1000,
        at_ms=START_MS + 1000 * seq,
        value=value,
    )


ratings = st.lists(
    st.builds(rated, st.integers(0, 10), seq=st.integers(0, 50), step=st.integers(0, 6)),
    unique_by=lambda event: event.seq,
)


def test_the_first_test_day_uses_the_listed_order() -> None:
    assert next_order(ORDER, []) == ORDER
    assert next_order(ORDER, [a_day(half_way=False)]) == ORDER


def test_the_order_alternates_between_test_days() -> None:
    days = [a_day(1), a_day(2, areas=(THIGH, HIP)), a_day(3, half_way=False)]
    assert next_order(ORDER, days[:1]) == (THIGH, HIP)
    assert next_order(ORDER, days) == ORDER
    assert next_order(ORDER, days[::-1]) == ORDER


def test_a_test_day_of_other_areas_does_not_change_the_order() -> None:
    assert next_order((Area.ANKLE, Area.CALF), [a_day(1)]) == (Area.ANKLE, Area.CALF)


def test_the_last_rating_half_way_counts_with_its_time() -> None:
    [rating] = half_way_ratings(a_day(), [rated(4, seq=9), rated(7, seq=3)])
    assert (rating.measure, rating.value, rating.step) == (KNEE_BETWEEN.name, 4, RATE)
    assert rating.taken_at == STARTED + timedelta(seconds=9)
    assert rating.session == a_day().id


def test_a_rating_on_the_stop_sheet_is_no_midpoint_rating() -> None:
    assert half_way_ratings(a_day(), [rated(9, seq=1, step=0)]) == ()
    assert half_way_ratings(a_day(half_way=False), [rated(9, seq=1)]) == ()


def test_a_skipped_midpoint_rating_is_missing() -> None:
    skip = rated(0, seq=1).model_copy(update={"kind": EventKind.SKIP, "value": None})
    assert half_way_ratings(a_day(), [skip]) == ()


@given(ratings, st.randoms())
def test_midpoint_ratings_have_stable_ids_in_any_order_of_events(
    log: list[Event], chance: object
) -> None:
    shuffled = list(log)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    kept = half_way_ratings(a_day(), log)
    assert half_way_ratings(a_day(), shuffled + log) == kept
    given_ = [event for event in sorted(log, key=lambda one: one.seq) if event.step == RATE]
    assert [rating.value for rating in kept] == [event.value for event in given_[-1:]]
    assert len(
        {rating.id for rating in kept} | {r.id for r in half_way_ratings(a_day(1), log)}
    ) == 2 * len(kept)
