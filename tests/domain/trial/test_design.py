"""Trials: how they are drawn and gone through, and what they find."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import permutation_test

from kneeapp.domain.evidence.eligibility import ExclusionReason, SessionEffect
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.design import (
    Arm,
    Attempt,
    Trial,
    TrialKind,
    due,
    relief_sd,
    slots,
    visible_slots,
    weeks_to_plan,
)
from kneeapp.domain.trial.results import (
    TrialFinding,
    TrialResult,
    began_during,
    permutation_p,
    result,
)
from kneeapp.errors import BadInput
from tests.domain.rating_factory import unhurried

DRAWN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BALL, REST = Arm(TrialKind.BALL), Arm(TrialKind.REST)

DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
"""Crossed minus self-fertilised maize in eighths of an inch (Fisher 1935, Design of
Experiments, sections 17 and 21)."""


def a_trial(pairs: int = 5, seed: int = 1, asked: Arm = BALL, other: Arm = REST) -> Trial:
    coin = random.Random(seed)
    heads = tuple(bool(coin.getrandbits(1)) for _ in range(pairs))
    return Trial(UUID(int=1), Side.LEFT, asked, other, DRAWN, "1", heads)


def attempts(
    trial: Trial, points: list[int | None], left_out: ExclusionReason | None = None
) -> list[Attempt]:
    """One a day, in order; None is a session that was not made."""
    return [
        Attempt(
            slot.pair,
            slot.place,
            SessionEffect(UUID(int=n), DRAWN + timedelta(days=n), 5, value, left_out),
        )
        for n, (slot, value) in enumerate(zip(slots(trial), points, strict=False))
        if value is not None
    ]


def ahead(trial: Trial, differences: list[int | None]) -> TrialResult:
    """The result where `asked` eases by each difference more, from 1 for the other."""
    points: list[int | None] = []
    for asked_first, difference in zip(trial.heads, differences, strict=True):
        asked = None if difference is None else 1 + difference
        points += [asked, 1] if asked_first else [1, asked]
    return result(trial, attempts(trial, points))


def test_each_pair_holds_both_arms_in_the_random_order() -> None:
    coin = random.Random(7)
    heads = [bool(coin.getrandbits(1)) for _ in range(8)]
    order = slots(a_trial(8, seed=7))
    assert [slot.arm for slot in order[::2]] == [BALL if head else REST for head in heads]
    assert all({a.arm, b.arm} == {BALL, REST} for a, b in zip(order[::2], order[1::2], strict=True))


@pytest.mark.parametrize("pairs", [0, 4, 21])
def test_a_trial_of_too_few_or_too_many_pairs_is_refused(pairs: int) -> None:
    with pytest.raises(BadInput):
        a_trial(pairs)


def test_two_equal_arms_are_refused_and_so_is_a_routine_without_a_name() -> None:
    with pytest.raises(BadInput):
        a_trial(asked=BALL, other=BALL)
    with pytest.raises(BadInput):
        Arm(TrialKind.ROUTINE)
    with pytest.raises(BadInput):
        Arm(TrialKind.BALL, "ankle")
    assert (
        a_trial(asked=Arm(TrialKind.ROUTINE, "ankle"), other=Arm(TrialKind.ROUTINE, "hip")).pairs
        == 5
    )


def test_the_order_is_not_shown_ahead() -> None:
    trial = a_trial()
    assert "heads" not in repr(trial)
    for done in range(11):
        assert visible_slots(trial, attempts(trial, [1] * done)) == slots(trial)[:done]
    assert visible_slots(replace(trial, closed_at=DRAWN), []) == slots(trial)


def test_a_begun_session_stays_visible_when_an_earlier_slot_is_free_again() -> None:
    trial = a_trial()
    made = attempts(trial, [2, 1, 3])
    assert visible_slots(trial, made[1:]) == slots(trial)[:3]


def test_the_due_session_stays_due_through_missed_days() -> None:
    trial = a_trial()
    first = due(trial, [])
    assert first is not None
    assert (first.slot, first.not_before) == (slots(trial)[0], None)
    following = due(trial, attempts(trial, [2]))
    assert following is not None
    assert (following.slot, following.not_before) == (
        slots(trial)[1],
        DRAWN + timedelta(hours=18),
    )


def test_a_session_that_does_not_count_is_repeated() -> None:
    trial = a_trial()
    (missed,) = attempts(trial, [0], ExclusionReason.LOW_BEFORE)
    again = due(trial, [missed])
    assert again is not None
    assert again.slot == slots(trial)[0]


def test_nothing_is_due_once_all_is_done_or_it_was_stopped() -> None:
    trial = a_trial()
    assert due(trial, attempts(trial, [1] * 10)) is None
    assert due(replace(trial, closed_at=DRAWN), []) is None


def test_the_first_eligible_attempt_fills_a_slot() -> None:
    trial = a_trial()
    made = attempts(trial, [3, 1] * 5)
    later = replace(made[0], effect=replace(made[0].effect, points=-5, at=DRAWN + timedelta(99)))
    assert result(trial, [later, *made]) == result(trial, made)


def test_darwins_maize_data_give_fishers_count() -> None:
    """Fisher counts 863 of 32,768 arrangements with a sum of 314 or more."""
    assert permutation_p(DARWIN) == 863 / 32768


@unhurried
@given(st.lists(st.integers(-6, 6), min_size=2, max_size=8))
def test_p_equals_that_of_trying_every_labelling(differences: list[int]) -> None:
    sums = [
        sum(sign * value for sign, value in zip(signs, differences, strict=True))
        for signs in product((1, -1), repeat=len(differences))
    ]
    assert permutation_p(differences) == np.mean(np.array(sums) >= sum(differences))


def test_p_equals_scipys() -> None:
    asked, other = [4, 2, 3, 5, 2, 3], [1, 2, 1, 3, 3, 1]
    theirs = permutation_test(
        (asked, other),
        lambda a, b, axis: np.mean(a - b, axis=axis),
        permutation_type="samples",
        alternative="greater",
        n_resamples=np.inf,
        vectorized=True,
    )
    differences = [a - b for a, b in zip(asked, other, strict=True)]
    assert permutation_p(differences) == pytest.approx(theirs.pvalue)


@unhurried
@given(st.lists(st.tuples(st.integers(-5, 9), st.integers(-5, 9)), min_size=5, max_size=8))
def test_chance_alone_shows_a_difference_in_at_most_five_per_cent(
    pairs: list[tuple[int, int]],
) -> None:
    """Whatever the days were like: relief is fixed, and every order of each pair equally likely."""
    p_values = [
        (permutation_p([sign * (a - b) for sign, (a, b) in zip(signs, pairs, strict=True)]) or 0)
        <= 0.05
        for signs in product((1, -1), repeat=len(pairs))
    ]
    assert np.mean(p_values) <= 0.05


def test_five_pairs_are_enough_where_all_agree() -> None:
    outcome = ahead(a_trial(), [1, 2, 1, 3, 2])
    assert (outcome.finding, outcome.p) == (TrialFinding.EASES_MORE, 1 / 32)
    assert outcome.difference is not None
    assert outcome.difference.mean == pytest.approx(1.8)
    assert outcome.difference.low < 1.8 < outcome.difference.high
    assert outcome.difference.more > 0.95


@pytest.mark.parametrize(
    ("differences", "finding", "p"),
    [
        ([0] * 5, TrialFinding.NOT_SHOWN, 1.0),
        ([-2, -1, -2, -3, -1], TrialFinding.NOT_SHOWN, 1.0),
        ([1, 1, 1, 1, None], TrialFinding.TOO_FEW, 1 / 16),
        ([None] * 5, TrialFinding.TOO_FEW, None),
    ],
)
def test_other_series_of_differences_give_their_results(
    differences: list[int | None], finding: TrialFinding, p: float | None
) -> None:
    outcome = ahead(a_trial(), differences)
    assert (outcome.finding, outcome.p) == (finding, p)


def test_a_pair_with_one_session_drops_out() -> None:
    outcome = ahead(a_trial(6), [2, 2, 2, 2, 2, None])
    assert (outcome.complete, outcome.as_planned) == (5, False)
    assert outcome.p == 1 / 32


def test_excluded_sessions_are_counted_by_arm() -> None:
    trial = a_trial()
    missed = attempts(trial, [0, 0, 0], ExclusionReason.LATE)
    by_arm = [slot.arm for slot in slots(trial)[:3]]
    assert result(trial, missed).left_out == (by_arm.count(BALL), by_arm.count(REST))


@unhurried
@given(st.lists(st.integers(0, 9), min_size=10, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_storage_changes_nothing(
    points: list[int | None], chance: random.Random
) -> None:
    trial = a_trial()
    made = attempts(trial, points)
    shuffled = made.copy()
    chance.shuffle(shuffled)
    assert result(trial, shuffled) == result(trial, made)


@unhurried
@given(st.lists(st.integers(0, 5), min_size=10, max_size=10), st.integers(1, 4))
def test_equal_relief_added_to_all_sessions_changes_no_difference(
    points: list[int | None], more: int
) -> None:
    trial = a_trial()
    raised = [None if value is None else value + more for value in points]
    assert result(trial, attempts(trial, raised)).p == result(trial, attempts(trial, points)).p


def test_strengthening_that_begins_during_a_trial_is_marked() -> None:
    trial = a_trial()
    made = attempts(trial, [1] * 10)
    assert began_during(trial, made, DRAWN + timedelta(days=3))
    assert not began_during(trial, made, DRAWN - timedelta(days=3))
    assert not began_during(trial, made, DRAWN + timedelta(days=30))


def test_the_persons_own_spread_is_used_from_six_sessions_on() -> None:
    assert relief_sd([0, 9, 0, 9, 0]) == 1.5
    assert relief_sd([1, 2, 3, 1, 2, 3]) == pytest.approx(np.std([1, 2, 3, 1, 2, 3], ddof=1))


def test_sessions_take_as_many_weeks_as_their_number_a_week_says() -> None:
    assert weeks_to_plan(20, 4) == 5
    assert weeks_to_plan(14, 14) == 2, "one session a day at most"
    assert weeks_to_plan(10, 4) == 3
