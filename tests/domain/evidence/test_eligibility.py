"""Which sessions count, what each did, and why others are left out."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.areas import Area
from kneeapp.domain.evidence.eligibility import (
    ExclusionReason,
    SessionEffect,
    after_washout,
    area_effects,
    counted_days,
    eligible,
    routine_effects,
    session_effects,
    whole_routine_areas,
)
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.pain_rules import STOPS_FOR_PAIN
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session, SessionStatus
from kneeapp.domain.sides import Side
from tests.domain.rating_factory import BALL, BOTH, ROLLER, START, a_session, half_way, unhurried

WHOLE = frozenset(BOTH)


def reliefs(*sessions: Session, areas: frozenset[Area] = WHOLE) -> tuple[SessionEffect, ...]:
    return routine_effects(sessions, knee=Side.LEFT, routine="release", areas=areas)


def of_ball(
    sessions: Sequence[Session], ratings: Sequence[Rating] = ()
) -> tuple[SessionEffect, ...]:
    return area_effects(sessions, ratings, knee=Side.LEFT, area=BALL)


def only(*sessions: Session) -> ExclusionReason | None:
    (relief,) = reliefs(*sessions)
    return relief.left_out


def test_a_whole_session_counts_with_before_minus_after() -> None:
    assert [(effect.points, effect.left_out) for effect in reliefs(a_session(6, 4))] == [(2, None)]


@pytest.mark.parametrize(
    ("session", "reason"),
    [
        (a_session(after=None), ExclusionReason.NO_RECHECK),
        (a_session(late=True), ExclusionReason.LATE),
        (a_session(before=1, after=0), ExclusionReason.LOW_BEFORE),
        (a_session(worked_s=89), ExclusionReason.SHORT),
        (a_session(worked_s=30, unattended_s=200), ExclusionReason.UNATTENDED),
        (a_session(areas=[BALL]), ExclusionReason.PART),
        (a_session(worked_s=90), None),
        (a_session(before=2, after=2), None),
        (a_session(other_side_s=0), None),
    ],
)
def test_each_excluded_session_has_its_reason(
    session: Session, reason: ExclusionReason | None
) -> None:
    assert only(session) is reason


def test_a_short_session_after_which_the_knee_is_much_worse_counts() -> None:
    assert only(a_session(4, 6, worked_s=10)) is None
    assert only(a_session(4, 5, worked_s=10)) is ExclusionReason.SHORT


HARM = pytest.mark.parametrize("reason", STOPS_FOR_PAIN)


@HARM
@pytest.mark.parametrize(
    ("session", "points"),
    [
        (a_session(5, None), 0),
        (a_session(5, 5), 0),
        (a_session(5, 2), 0),
        (a_session(5, 6), -1),
        (a_session(5, 8), -3),
        (a_session(5, None, late=True), 0),
        (a_session(5, 7, late=True), -2),
        (a_session(1, 0), 0),
        (a_session(5, None, worked_s=3, other_side_s=0), 0),
        (a_session(5, None, worked_s=30, unattended_s=200), 0),
        (a_session(5, None, areas=[BALL]), 0),
    ],
)
def test_a_session_stopped_for_pain_always_counts_as_not_better(
    session: Session, points: int, reason: str
) -> None:
    (relief,) = reliefs(replace(session, stop_reason=reason))
    assert (relief.points, relief.left_out, relief.harmed) == (points, None, True)


def test_a_session_stopped_for_pain_counts_also_soon_after_another_and_once() -> None:
    pair = [a_session(6, 2), a_session(6, None, day=0.1, stop_reason="sharp")]
    assert eligible(reliefs(*pair)) == (4, -2)


@pytest.mark.parametrize("reason", ["no_time", "spot", "other", None])
def test_any_other_stop_is_judged_like_a_session_without_one(reason: str | None) -> None:
    assert reliefs(a_session(6, 2, stop_reason=reason)) == reliefs(a_session(6, 2))
    assert only(a_session(6, None, stop_reason=reason)) is ExclusionReason.NO_RECHECK


def test_harm_by_an_area_no_longer_done_does_not_count_against_the_rest() -> None:
    harmed = a_session(6, None, areas=[BALL], stop_reason="numb")
    (relief,) = reliefs(harmed, areas=frozenset({ROLLER}))
    assert relief.left_out is ExclusionReason.PART


def test_a_stop_for_pain_counts_against_the_last_area_worked_on() -> None:
    stopped = a_session(7, None, stop_reason="numb")
    ratings = [half_way(stopped, 4)]
    (second,) = area_effects([stopped], ratings, knee=Side.LEFT, area=ROLLER)
    assert (second.points, second.left_out, second.harmed) == (0, None, True)
    (first,) = of_ball([stopped], ratings)
    assert (first.points, first.left_out, first.harmed) == (3, ExclusionReason.ONE_ORDER, False)


def test_a_rest_that_was_stopped_for_pain_counts_as_not_better() -> None:
    rest = a_session(5, None, areas=[], routine="rest", stop_reason="danger")
    assert session_effects([rest], knee=Side.LEFT)[rest.id].points == 0


def test_a_session_within_the_washout_is_excluded() -> None:
    first, second, third = reliefs(a_session(day=0), a_session(day=0.2), a_session(day=0.6))
    assert [one.left_out for one in (first, second, third)] == [None, ExclusionReason.CLOSE, None]


def test_two_sessions_in_one_minute_count_once_whichever_is_read_first() -> None:
    pair = [a_session(6, 2, number=1), a_session(6, 5, number=2, at=START)]
    assert eligible(reliefs(*pair)) == eligible(reliefs(*reversed(pair))) == (4,)


def test_a_false_start_does_not_exclude_the_next_session() -> None:
    false_start = a_session(after=None, worked_s=10, other_side_s=0)
    assert [effect.left_out for effect in reliefs(false_start, a_session(day=0.01))] == [
        ExclusionReason.SHORT,
        None,
    ]


def test_a_change_to_winter_time_does_not_lengthen_the_gap_between_sessions() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    evening = datetime(2026, 10, 24, 23, 30, tzinfo=berlin)
    morning = datetime(2026, 10, 25, 5, 0, tzinfo=berlin)
    assert morning - evening < timedelta(hours=6)
    pair = [a_session(at=evening, number=1), a_session(at=morning, number=2)]
    assert [effect.left_out for effect in reliefs(*pair)] == [None, None]


def test_only_saved_sessions_of_that_knee_and_routine_are_listed() -> None:
    others = [
        a_session(day=1, knee=Side.RIGHT),
        a_session(day=2, routine="ankle"),
        a_session(day=3, status=SessionStatus.UNDER_WAY),
    ]
    assert len(reliefs(a_session(), *others)) == 1


def test_an_area_dropped_for_good_is_no_longer_part_of_the_whole_routine() -> None:
    (relief,) = reliefs(a_session(areas=[ROLLER]), areas=frozenset({ROLLER}))
    assert relief.left_out is None


def test_the_whole_routine_is_the_newest_plan_without_chosen_areas() -> None:
    narrow = replace(a_session(day=2, areas=[BALL]), choice=Choice(areas=(BALL,)))
    sessions = [a_session(), narrow, a_session(day=1, areas=[ROLLER], routine="thigh")]
    assert whole_routine_areas(sessions, knee=Side.LEFT, routine="release") == WHOLE
    assert whole_routine_areas(sessions, knee=Side.LEFT, routine="thigh") == {ROLLER}
    assert whole_routine_areas([narrow], knee=Side.LEFT, routine="release") == {BALL}
    assert whole_routine_areas(sessions, knee=Side.RIGHT, routine="release") == frozenset()


def test_counted_days_are_days_of_the_person_with_an_eligible_session() -> None:
    late_evening = a_session(at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC), number=1)
    effects = reliefs(late_evening, a_session(day=3, late=True))
    assert counted_days(effects, ZoneInfo("Europe/Berlin")) == {date(2026, 3, 3)}


def test_a_rest_session_cannot_miss_its_dose() -> None:
    rest = a_session(5, 4, areas=[], routine="rest")
    assert session_effects([rest], knee=Side.LEFT)[rest.id].left_out is None


def test_a_session_of_one_area_gives_the_effect_of_that_area() -> None:
    sessions = [a_session(6, 3, areas=[BALL]), a_session(6, 1, day=1, areas=[ROLLER])]
    assert eligible(of_ball(sessions)) == (3,)


def test_a_two_area_session_without_a_midpoint_rating_gives_no_area_effect() -> None:
    assert of_ball([a_session()]) == ()


def test_the_second_area_is_measured_from_the_midpoint_rating() -> None:
    first = a_session(7, 2)
    second = a_session(7, 2, day=1, areas=[ROLLER, BALL])
    effects = of_ball([first, second], [half_way(first, 6), half_way(second, 5)])
    assert [(effect.before, effect.points) for effect in effects] == [(7, 1), (5, 3)]
    assert eligible(effects) == (1, 3)


def test_each_order_of_two_areas_counts_equally_often() -> None:
    sessions = [a_session(7, 2, day=day) for day in range(3)]
    swapped = a_session(7, 2, day=3, areas=[ROLLER, BALL])
    ratings = [half_way(session, 5) for session in [*sessions, swapped]]
    alone = of_ball(sessions, ratings)
    assert {effect.left_out for effect in alone} == {ExclusionReason.ONE_ORDER}
    assert eligible(of_ball([*sessions, swapped], ratings)) == (2, 3)


def test_a_late_last_rating_does_not_exclude_the_first_area() -> None:
    late = a_session(7, 2, late=True)
    swapped = a_session(7, 2, day=1, areas=[ROLLER, BALL])
    effects = of_ball([late, swapped], [half_way(late, 5), half_way(swapped, 5)])
    assert eligible(effects) == (2, 3)


def test_levels_leave_out_sessions_within_the_washout() -> None:
    sessions = [a_session(day=0), a_session(day=0.1), a_session(day=1, after=None)]
    assert [session.id for session in after_washout(sessions, Side.LEFT)] == [
        sessions[0].id,
        sessions[2].id,
    ]


@st.composite
def many(draw: st.DrawFn) -> list[Session]:
    days = draw(st.lists(st.integers(0, 400), max_size=20))
    return [
        a_session(
            draw(st.integers(0, 10)),
            draw(st.none() | st.integers(0, 10)),
            day=day / 8,
            number=n + 1,
            areas=draw(st.sampled_from([BOTH, (ROLLER, BALL), (BALL,)])),
            worked_s=draw(st.sampled_from([20, 100])),
            late=draw(st.booleans()),
            stop_reason=draw(st.sampled_from([None, None, "sharp", "no_time"])),
        )
        for n, day in enumerate(days)
    ]


@unhurried
@given(many(), st.randoms(use_true_random=False))
def test_the_order_of_storage_changes_nothing(
    sessions: list[Session], chance: random.Random
) -> None:
    shuffled = sessions.copy()
    chance.shuffle(shuffled)
    ratings = [half_way(session, 3) for session in sessions]
    assert reliefs(*shuffled) == reliefs(*sessions)
    assert of_ball(shuffled, ratings[::-1]) == of_ball(sessions, ratings)


@unhurried
@given(many(), st.integers(1, 5))
def test_adding_a_constant_to_all_ratings_does_not_change_relief(
    sessions: list[Session], more: int
) -> None:
    def raised(session: Session) -> Session:
        after = None if session.after is None else session.after + more
        return replace(session, before=session.before + more, after=after)

    higher = reliefs(*(raised(session) for session in sessions))
    assert [effect.points for effect in higher] == [effect.points for effect in reliefs(*sessions)]


@unhurried
@given(many())
def test_a_stop_for_pain_never_makes_a_routine_look_better(sessions: list[Session]) -> None:
    harmed = [effect for effect in reliefs(*sessions) if effect.harmed]
    assert all(effect.left_out in {None, ExclusionReason.PART} for effect in harmed)
    assert all(effect.points is not None and effect.points <= 0 for effect in harmed)
    by_id = {session.id: session for session in sessions}
    assert all(by_id[effect.session].stop_reason == "sharp" for effect in harmed)


@unhurried
@given(many(), many())
def test_the_other_knee_changes_nothing(sessions: list[Session], others: list[Session]) -> None:
    right = [replace(session, knee=Side.RIGHT) for session in others]
    assert reliefs(*sessions, *right) == reliefs(*sessions)
