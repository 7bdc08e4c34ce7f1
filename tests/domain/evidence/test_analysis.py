"""What there is to judge: routines and areas, each from its own sessions."""

import random
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.areas import Area
from kneeapp.domain.evidence.analysis import (
    Headline,
    SessionHistory,
    Unrated,
    areas_judged,
    hangs_on_unrated,
    rating_history,
    routines_judged,
    worse_routines,
)
from kneeapp.domain.evidence.eligibility import ExclusionReason, eligible
from kneeapp.domain.evidence.verdicts import Outcome, routine_outcome
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.sessions import Session, SessionStatus, TrialPlace
from kneeapp.domain.sides import Side
from tests.domain.rating_factory import BALL, ROLLER, a_session, half_way, unhurried

TRIAL = UUID(int=7)
ANKLE = (Area.ANKLE, Area.CALF)


def row(relief: Sequence[int], *, day: float = 0, **different: object) -> list[Session]:
    """A session every second day from `day` on, with these points of relief."""
    return [
        a_session(5, 5 - points, day=day + 2 * n, **different) for n, points in enumerate(relief)
    ]


def ball_only(relief: Sequence[int], *, day: float = 0) -> list[Session]:
    alone = Choice(areas=(BALL,))
    return [replace(session, choice=alone) for session in row(relief, day=day, areas=[BALL])]


MIXED = [
    *row([3] * 8),
    *row([0] * 8, day=20, routine="ankle", areas=ANKLE),
    *ball_only([1] * 3, day=40),
    *row([0, 0], day=50, routine="rest", areas=[]),
]


def test_each_routine_is_judged_by_its_own_sessions_the_last_first() -> None:
    judged = routines_judged(MIXED[:16], Side.LEFT)
    assert [(one.routine, eligible(one.effects)) for one in judged] == [
        ("ankle", (0,) * 8),
        ("release", (3,) * 8),
    ]
    assert [one.verdict.outcome for one in judged] == [Outcome.RULED_OUT, Outcome.HELPS]


def test_the_headline_is_that_of_the_routine_done_last() -> None:
    assert SessionHistory(tuple(MIXED[:16])).headline == Headline(Outcome.RULED_OUT, 8)
    assert SessionHistory(tuple(MIXED)).headline is None  # a rest was done last
    assert SessionHistory(()).headline is None


def test_rest_is_not_judged() -> None:
    assert [judged.routine for judged in routines_judged(MIXED, Side.LEFT)] == ["release", "ankle"]


def test_sessions_of_one_area_are_excluded_from_the_routine_and_judged_separately() -> None:
    release, _ = routines_judged(MIXED, Side.LEFT)
    assert (len(release.effects), len(eligible(release.effects))) == (11, 8)
    (ball,) = areas_judged(MIXED, [], Side.LEFT)
    assert (ball.area, eligible(ball.effects)) == (BALL, (1, 1, 1))


def test_the_only_area_of_a_routine_is_judged_as_that_routine() -> None:
    stretch = row([2] * 3, routine="hip_flexors", areas=[Area.HIP_FLEXORS])
    assert areas_judged(stretch, [], Side.LEFT) == ()


def test_both_areas_of_test_days_are_judged() -> None:
    days = [a_session(6, 2, areas=[BALL, ROLLER]), a_session(6, 2, day=1, areas=[ROLLER, BALL])]
    ratings = [half_way(day, 3) for day in days]
    judged = areas_judged(days, ratings, Side.LEFT)
    assert {one.area: eligible(one.effects) for one in judged} == {BALL: (3, 1), ROLLER: (1, 3)}


def of_trial(sessions: Sequence[Session]) -> list[Session]:
    return [
        replace(session, trial=TrialPlace(TRIAL, n // 2, n % 2))
        for n, session in enumerate(sessions)
    ]


def test_sessions_of_a_running_trial_count_for_no_verdict() -> None:
    sessions = [*row([3] * 3), *of_trial([*row([3] * 5, day=10), *ball_only([3] * 5, day=30)])]
    (release,) = routines_judged(sessions, Side.LEFT, TRIAL)
    (ball,) = areas_judged(sessions, [], Side.LEFT, TRIAL)
    assert (eligible(release.effects), eligible(ball.effects)) == ((3, 3, 3), ())
    assert {effect.left_out for effect in ball.effects} == {ExclusionReason.TRIAL}
    (release,) = routines_judged(sessions, Side.LEFT)
    assert eligible(release.effects) == (3,) * 8


def test_harm_within_a_running_trial_counts_at_once() -> None:
    (release,) = routines_judged(of_trial(row([-3] * 8)), Side.LEFT, TRIAL)
    assert release.headline.outcome is Outcome.WORSE


def test_a_trial_holds_back_what_was_stopped_for_pain_until_it_has_ended() -> None:
    stopped = of_trial([a_session(5, None, stop_reason="sharp")])
    (held,) = routines_judged(stopped, Side.LEFT, TRIAL)
    assert [(effect.left_out, effect.harmed) for effect in held.effects] == [
        (ExclusionReason.TRIAL, True)
    ]
    (ended,) = routines_judged(stopped, Side.LEFT)
    assert eligible(ended.effects) == (-2,)


def test_a_routine_often_stopped_for_pain_is_judged_worse() -> None:
    stops = [a_session(5, None, day=2 * n, stop_reason="sharp") for n in range(8)]
    (judged,) = routines_judged(stops, Side.LEFT)
    assert judged.headline == Headline(Outcome.WORSE, 8)
    (worse,) = worse_routines(SessionHistory(tuple(stops)), str.upper)
    assert worse.at == stops[-1].started_at


def test_a_verdict_that_hangs_on_missing_ratings_says_what_it_would_be() -> None:
    unrated = [a_session(5, None, day=50 + 2 * n) for n in range(6)]
    (judged,) = routines_judged([*row([2] * 8), *unrated], Side.LEFT)
    assert judged.headline == Headline(Outcome.HELPS, 8)
    assert judged.unrated is None  # the verdict came before them, and six do not turn it
    first = [a_session(5, None, day=2 * n) for n in range(8)]
    (judged,) = routines_judged([*first, *row([2] * 8, day=20)], Side.LEFT)
    assert judged.headline == Headline(Outcome.HELPS, 8)
    assert judged.unrated == Unrated(8, Outcome.RULED_OUT)
    assert hangs_on_unrated(judged.effects, lambda _: Outcome.RULED_OUT) is None


def test_a_rating_given_later_the_same_day_stands_for_the_missing_one() -> None:
    first = [a_session(5, None, day=2 * n) for n in range(8)]
    (judged,) = routines_judged([*first, *row([2] * 8, day=20)], Side.LEFT)
    late = [
        replace(effect, late_points=2) if effect.points is None else effect
        for effect in judged.effects
    ]
    assert eligible(late) == (2,) * 8
    assert hangs_on_unrated(late, routine_outcome) is None


def test_a_routine_judged_worse_names_its_newest_worse_session() -> None:
    done = [*row([-3] * 7), *row([0], day=30), *row([3] * 8, day=60, routine="ankle", areas=ANKLE)]
    (worse,) = worse_routines(SessionHistory(tuple(done)), str.upper)
    assert (worse.routine, worse.title) == ("release", "RELEASE")
    assert worse.at == done[6].started_at


def test_no_routine_is_worse_where_none_was_done() -> None:
    assert list(worse_routines(SessionHistory(()), str)) == []


def headlines(kept: Sequence[Session]) -> dict[tuple[Side, str], Headline]:
    routines = SessionHistory(tuple(kept)).routines
    return {(knee, one.routine): one.headline for knee in Side for one in routines[knee]}


def test_every_routine_on_either_knee_has_a_headline() -> None:
    right = row([-3] * 6, knee=Side.RIGHT)
    assert headlines([*MIXED, *right]) == {
        (Side.LEFT, "release"): Headline(Outcome.HELPS, 8),
        (Side.LEFT, "ankle"): Headline(Outcome.RULED_OUT, 8),
        (Side.RIGHT, "release"): Headline(Outcome.WORSE, 6),
    }


def test_a_routine_never_done_is_not_judged() -> None:
    past = SessionHistory(tuple(MIXED))
    assert past.judged(Side.RIGHT, "release") is None
    assert past.judged(Side.LEFT, "rest") is None
    assert headlines([a_session(status=SessionStatus.UNDER_WAY)]) == {}


sessions = st.lists(
    st.tuples(
        st.integers(0, 10),
        st.none() | st.integers(0, 10),
        st.sampled_from(["release", "ankle"]),
        st.sampled_from(Side),
    ),
    max_size=20,
).map(
    lambda rows: [
        a_session(before, after, day=2 * n, routine=routine, knee=knee)
        for n, (before, after, routine, knee) in enumerate(rows)
    ]
)


@unhurried
@given(sessions, st.randoms(use_true_random=False))
def test_the_order_of_storage_changes_no_verdict(
    kept: list[Session], shuffle: random.Random
) -> None:
    assert headlines(shuffle.sample(kept, len(kept))) == headlines(kept)


@unhurried
@given(sessions, sessions)
def test_another_routine_and_another_knee_change_no_verdict(
    own: list[Session], others: list[Session]
) -> None:
    own = [replace(one, knee=Side.LEFT, choice=Choice()) for one in own]
    years_later = [
        replace(one, id=one.id.__class__(int=one.id.int + 10**9), knee=Side.RIGHT) for one in others
    ]
    both = headlines([*own, *years_later])
    assert {key: both[key] for key in both if key[0] is Side.LEFT} == headlines(own)


def test_an_area_is_judged_by_what_counts_of_its_own_sessions() -> None:
    [ball] = [one for one in areas_judged(MIXED, [], Side.LEFT) if one.area is BALL]
    assert ball.verdict.counted == len(eligible(ball.effects))


def test_the_first_ratings_are_those_of_the_newest_knee_and_test_move() -> None:
    mornings = {MIXED[0].started_at.date(): 3}
    history = rating_history(SessionHistory(tuple(MIXED)), mornings, str.title)
    assert history.mornings == mornings
    assert {level.value for level in history.before} == {5}
    assert rating_history(SessionHistory(()), {}, str.title).before == ()
