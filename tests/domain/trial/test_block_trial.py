"""Trials in blocks: how they are drawn, gone through and judged."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise, permutations
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.evidence.eligibility import ExclusionReason, SessionEffect
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.block_course import TrialEnd, course, due
from kneeapp.domain.trial.block_results import BlockFinding, BlockResult, block_result
from kneeapp.domain.trial.block_scores import outcomes, scored, weight, worst_case
from kneeapp.domain.trial.block_trial import (
    BlockTrial,
    Look,
    begun_slots,
    draw_block_trial,
    drawn_on,
    planned_looks,
    sessions_to_plan,
    slots,
    stages,
)
from kneeapp.domain.trial.design import Arm, Attempt, TrialKind
from kneeapp.domain.trial.randomisation import (
    Scored,
    adjusted_p,
    any_arm_p,
    least_p,
    two_arm_p,
)
from kneeapp.errors import BadInput
from tests.domain.rating_factory import unhurried

DRAWN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BALL, ROLLER, REST = Arm(TrialKind.BALL), Arm(TrialKind.ROLLER), Arm(TrialKind.REST)
TWO, THREE = (BALL, REST), (BALL, ROLLER, REST)


def a_trial(arms: tuple[Arm, ...] = TWO, sessions: int = 28, seed: int = 1) -> BlockTrial:
    return draw_block_trial(
        identity=UUID(int=1),
        knee=Side.LEFT,
        arms=arms,
        sessions=sessions,
        now=DRAWN,
        consent="1",
        coin=random.Random(seed),
    )


def attempt(
    trial: BlockTrial, number: int, points: int | None, left_out: ExclusionReason | None = None
) -> Attempt:
    slot = slots(trial)[number]
    reason = left_out or (ExclusionReason.NO_RECHECK if points is None else None)
    at = DRAWN + timedelta(days=number)
    effect = SessionEffect(UUID(int=number + 1), at, 5, points, reason)
    return Attempt(slot.pair, slot.place, effect)


def attempts(trial: BlockTrial, by_arm: dict[Arm, int | None], upto: int = 99) -> list[Attempt]:
    """One session a day, each with the points of its arm, and a point more every other day."""
    made = []
    for slot in slots(trial)[:upto]:
        points = by_arm[slot.arm]
        made.append(attempt(trial, slot.number, None if points is None else points))
    return made


def ended(trial: BlockTrial, by_arm: dict[Arm, int | None], upto: int = 99) -> BlockResult:
    return block_result(replace(trial, closed_at=DRAWN), attempts(trial, by_arm, upto))


@given(
    st.integers(0, 2**32),
    st.sampled_from([(TWO, 28), (THREE, 30), ((*THREE[:2], Arm(TrialKind.BOTH), REST), 28)]),
)
def test_each_block_holds_each_arm_equally_often(
    seed: int, asked: tuple[tuple[Arm, ...], int]
) -> None:
    arms, sessions = asked
    trial = a_trial(arms, sessions, seed)
    assert len(trial.order) == sum(trial.blocks) == sessions
    for start, end in pairwise((0, *accumulate(trial.blocks))):
        counts = Counter(trial.order[start:end])
        assert set(counts.values()) == {(end - start) // len(arms)}


def test_the_sizes_of_blocks_differ_from_trial_to_trial() -> None:
    assert len({a_trial(seed=seed).blocks for seed in range(40)}) > 5


def test_no_block_of_a_tournament_reaches_across_its_first_look() -> None:
    for seed in range(40):
        trial = a_trial(THREE, 30, seed)
        assert trial.looks[0].sessions in set(accumulate(trial.blocks))


@pytest.mark.parametrize(("arms", "sessions"), [(TWO, 12), (TWO, 27), (TWO, 42), (THREE, 33)])
def test_a_trial_of_a_wrong_size_is_refused(arms: tuple[Arm, ...], sessions: int) -> None:
    with pytest.raises(BadInput):
        a_trial(arms, sessions)


@pytest.mark.parametrize("arms", [(BALL,), (BALL, BALL), (BALL, ROLLER, BALL)])
def test_the_same_thing_is_not_compared_with_itself(arms: tuple[Arm, ...]) -> None:
    with pytest.raises(BadInput):
        a_trial(arms, 28)


@pytest.mark.parametrize(
    "damage",
    [
        {"order": (0,) * 28},
        {"blocks": (28, 28)},
        {"looks": ()},
        {"looks": (Look(20, 0.01),)},
    ],
)
def test_a_damaged_trial_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="damaged"):
        replace(a_trial(), **damage)  # type: ignore[arg-type]


def test_neither_order_nor_blocks_are_in_the_repr() -> None:
    assert repr(a_trial(seed=1)) == repr(a_trial(seed=2))


def test_each_look_can_be_passed_by_the_best_possible_data() -> None:
    for arms, sessions in ((TWO, 14), (THREE, 18)):
        for seed in range(60):
            trial = a_trial(arms, sessions, seed)
            for look in trial.looks:
                there = scored(
                    outcomes(trial, attempts(trial, dict.fromkeys(arms, 1)), look.sessions)
                )
                assert least_p(there, 0, trial.control) <= look.limit


def test_looks_are_planned_at_eleven_and_fourteen_of_each() -> None:
    assert planned_looks(28, 2) == (Look(22, 0.018), Look(28, 0.0436))
    assert planned_looks(30, 3) == (Look(18, 0.0076), Look(30, 0.0475))


def test_more_varied_days_take_more_sessions_and_a_long_tournament_is_not_offered() -> None:
    assert [sessions_to_plan(sd, 2) for sd in (0.5, 1.5, 2.0, 9.0)] == [14, 22, 34, 40]
    assert [sessions_to_plan(sd, 3) for sd in (0.5, 1.5, 2.0)] == [18, 30, None]
    assert sessions_to_plan(1.5, 4) is None


def test_only_sessions_that_were_begun_are_visible() -> None:
    trial = a_trial()
    made = attempts(trial, {BALL: 2, REST: 1}, upto=3)
    assert begun_slots(trial, []) == ()
    assert begun_slots(trial, made) == slots(trial)[:3]
    assert begun_slots(replace(trial, closed_at=DRAWN), []) == slots(trial)


def test_a_session_whose_arm_was_named_is_not_made_again() -> None:
    trial = a_trial()
    missed = attempt(trial, 0, None)
    following = due(trial, [missed], course(trial, [missed]))
    assert following is not None
    assert following.slot == slots(trial)[1]
    assert following.not_before == DRAWN + timedelta(hours=18)
    assert course(trial, [missed]).made[0].ratings is None


def test_a_low_rating_before_takes_nothing_from_a_session() -> None:
    trial = a_trial()
    low = attempt(trial, 0, 1, ExclusionReason.LOW_BEFORE)
    assert course(trial, [low]).made[0].relief == 1


def test_three_sessions_of_one_arm_missing_in_turn_end_the_trial() -> None:
    trial = a_trial()
    ball = [slot.number for slot in slots(trial) if slot.arm == BALL][:3]
    made = [attempt(trial, n, None if n in ball else 1) for n in range(ball[-1] + 1)]
    assert course(trial, made[:-1]).end is None
    at = course(trial, made)
    assert (at.end, at.missing, at.following) == (TrialEnd.MISSING, 0, None)
    outcome = block_result(replace(trial, closed_at=DRAWN), made)
    assert (outcome.finding, outcome.missing) == (BlockFinding.KEPT_MISSING, BALL)


def test_a_clear_difference_ends_the_trial_at_its_first_look() -> None:
    trial = a_trial()
    made = attempts(trial, {BALL: 4, REST: 1}, upto=22)
    assert course(trial, made[:21]).end is None
    assert course(trial, made).end is TrialEnd.SHOWN
    outcome = block_result(replace(trial, closed_at=DRAWN), made)
    assert outcome.finding is BlockFinding.EASES_MORE
    assert [winner.arm for winner in outcome.winners] == [BALL]
    assert outcome.winners[0].ahead is not None
    assert outcome.winners[0].ahead.mean == pytest.approx(3)


def test_a_trial_stopped_between_looks_shows_nothing_however_good_it_looks() -> None:
    outcome = ended(a_trial(), {BALL: 5, REST: 0}, upto=20)
    assert (outcome.finding, outcome.winners) == (BlockFinding.STOPPED_EARLY, ())


def test_equal_arms_are_not_told_apart() -> None:
    assert ended(a_trial(), {BALL: 1, REST: 1}).finding is BlockFinding.NOT_SHOWN


def test_a_control_that_eases_more_is_named() -> None:
    assert ended(a_trial(), {BALL: 0, REST: 3}).finding is BlockFinding.CONTROL_EASES_MORE


def test_a_result_that_hangs_on_missing_sessions_is_not_shown() -> None:
    trial = a_trial()
    ball = [slot.number for slot in slots(trial) if slot.arm == BALL]
    gone = set(ball[1::3]) | {ball[-1]}
    made = [
        attempt(trial, slot.number, None if slot.number in gone else points)
        for slot in slots(trial)
        for points in [(3 if slot.arm == BALL else slot.number % 4)]
    ]
    outcome = block_result(replace(trial, closed_at=DRAWN), made)
    assert outcome.finding is BlockFinding.HANGS_ON_MISSING
    assert outcome.arms[0].missing == len(gone)
    assert outcome.look is not None
    assert outcome.look.passed(0)


def test_harm_is_marked() -> None:
    outcome = ended(a_trial(), {BALL: -3, REST: 0})
    assert [arm.harmed for arm in outcome.arms] == [True, False]


def test_a_place_clearly_behind_is_dropped_at_the_look_and_its_sessions_skipped() -> None:
    trial = a_trial(THREE, 30)
    made = [
        attempt(trial, slot.number, {BALL: 2, ROLLER: -2, REST: slot.number % 4}[slot.arm])
        for slot in slots(trial)[:18]
    ]
    at = course(trial, made)
    assert at.dropped == {1}
    assert at.sessions == 26
    later = [slot for slot in slots(trial)[18:] if slot.arm != ROLLER]
    assert at.following == later[0].number
    made += [attempt(trial, slot.number, 2 if slot.arm == BALL else 1) for slot in later]
    assert course(trial, made).end in {TrialEnd.ALL_DONE, TrialEnd.SHOWN}
    dropped = block_result(replace(trial, closed_at=DRAWN), made).arms[1]
    assert (dropped.dropped, len(dropped.relief)) == (True, 6)


def test_the_driver_of_three_is_found_and_the_other_is_not_claimed() -> None:
    outcome = ended(a_trial(THREE, 30), {BALL: 1, ROLLER: 4, REST: 1})
    assert [winner.arm for winner in outcome.winners] == [ROLLER]
    assert outcome.arms[1].best is not None
    assert outcome.arms[1].best > 0.95


def test_what_is_missing_counts_as_the_worst_of_the_asked_arm_and_the_best_of_the_control() -> None:
    trial = a_trial()
    made = attempts(trial, {BALL: 2, REST: 1}, upto=6)
    first = {arm: next(s.number for s in slots(trial) if s.arm == arm) for arm in TWO}
    made = [
        attempt(trial, one.number, None) if one.number in first.values() else one for one in made
    ]
    there = outcomes(trial, made, 6)
    known = [one.tenths for one in scored(there)]
    filled = worst_case(there, trial.control)
    assert filled[first[BALL]].tenths == min(known)
    assert filled[first[REST]].tenths == max(known)


def test_the_weight_is_the_slope_of_after_on_before_between_none_and_one() -> None:
    assert weight([(4, 3), (6, 4), (8, 5)]) == 5
    assert weight([(4, 6), (6, 4)]) == 0
    assert weight([(4, 1), (6, 9)]) == 10
    assert weight([(5, 1), (5, 9)]) == weight([]) == 5


def relabelled(there: tuple[Scored, ...]) -> list[tuple[Scored, ...]]:
    """All ways to exchange the labels within blocks."""
    found: list[tuple[Scored, ...]] = [()]
    for block in sorted({one.block for one in there}):
        own = [one for one in there if one.block == block]
        labels = sorted(set(permutations([one.arm for one in own])))
        found = [
            (*before, *(one._replace(arm=arm) for one, arm in zip(own, label, strict=True)))
            for before in found
            for label in labels
        ]
    return found


def total(there: tuple[Scored, ...]) -> int:
    return sum(one.tenths for one in there if one.arm == 0)


@unhurried
@given(st.lists(st.integers(-60, 90), min_size=8, max_size=8))
def test_p_equals_that_of_trying_every_labelling(tenths: list[int]) -> None:
    labels = [0, 1, 1, 0, 0, 1, 0, 1]
    there = tuple(
        Scored(n // 4, arm, value)
        for n, (arm, value) in enumerate(zip(labels, tenths, strict=True))
    )
    every = [total(one) for one in relabelled(there)]
    assert two_arm_p(there, 0, 1) == pytest.approx(np.mean(np.array(every) >= total(there)))


@unhurried
@given(st.lists(st.integers(-30, 30), min_size=9, max_size=9))
def test_the_p_of_any_arm_is_near_that_of_trying_every_labelling(tenths: list[int]) -> None:
    labels = [0, 1, 2, 0, 2, 1, 1, 0, 2]
    there = tuple(
        Scored(n // 3, arm, value)
        for n, (arm, value) in enumerate(zip(labels, tenths, strict=True))
    )

    def ahead(one: tuple[Scored, ...]) -> int:
        sums = [sum(s.tenths for s in one if s.arm == arm) for arm in range(3)]
        return max(sums[0], sums[1]) - sums[2]

    every = [ahead(one) >= ahead(there) for one in relabelled(there)]
    assert any_arm_p(there, (0, 1), 2) == pytest.approx(np.mean(every), abs=0.03)


def test_the_p_of_an_arm_is_at_least_that_of_every_set_that_holds_it() -> None:
    there = tuple(Scored(n // 6, n % 3, [40, 10, 0][n % 3] + n % 5) for n in range(18))
    p = adjusted_p(there, (0, 1), 2)
    joint, alone = any_arm_p(there, (0, 1), 2), two_arm_p(there, 1, 2)
    assert joint is not None
    assert alone is not None
    assert p[1] == max(joint, alone)


def test_no_p_is_given_where_one_arm_is_missing() -> None:
    there = tuple(Scored(0, 0, n) for n in range(4))
    assert two_arm_p(there, 0, 1) is None
    assert any_arm_p(there, (0, 1), 2) is None


@given(st.integers(0, 27), st.integers(0, 2**32))
def test_an_order_drawn_on_begins_with_what_was_seen(begun: int, seed: int) -> None:
    trial = a_trial(seed=seed)
    ends = list(accumulate(trial.blocks))
    whole = trial.blocks[: sum(end <= begun for end in ends)]
    blocks, order = drawn_on(
        trial.order[:begun], whole, 2, stages(trial.looks, 2), random.Random(seed)
    )
    again = replace(trial, blocks=blocks, order=order)
    assert again.order[:begun] == trial.order[:begun]
    assert again.blocks[: len(whole)] == whole
