"""The week as a whole: what fits into the minutes that a person has."""

from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.programme.activity_text import dropped_words, minutes_words
from kneeapp.domain.programme.week_budget import WantedPart, WeekPart, week_budget

STRENGTH = WantedPart(WeekPart.STRENGTH, 3, 30)
WALK = WantedPart(WeekPart.AEROBIC, 4, 15)
ROUTINE = WantedPart(WeekPart.ROUTINE, 4, 23)


def fits(week):
    return {share.wanted.part: share.fits for share in week.shares}


def test_without_a_limit_everything_fits():
    week = week_budget([ROUTINE, WALK, STRENGTH], None)
    assert next(share.wanted.part for share in week.shares) is WeekPart.STRENGTH
    assert not week.dropped
    assert week.minutes == 90 + 60 + 92


def test_when_time_is_short_strengthening_wins_and_the_routine_goes_first():
    week = week_budget([ROUTINE, WALK, STRENGTH], 150)
    assert fits(week) == {WeekPart.STRENGTH: 3, WeekPart.AEROBIC: 4, WeekPart.ROUTINE: 0}
    words = dropped_words(week)
    assert "routine (4 times)" in words
    assert "Strengthening comes first" in words


def test_a_trial_keeps_its_sessions_before_the_walk():
    trial = WantedPart(WeekPart.TRIAL, 4, 15)
    week = week_budget([WALK, trial, STRENGTH], 150)
    assert fits(week)[WeekPart.AEROBIC] == 0
    assert "gaps would spoil" in dropped_words(week)


def test_what_was_done_counts_first():
    walked = WantedPart(WeekPart.AEROBIC, 4, 15, done=4, done_minutes=120)
    week = week_budget([STRENGTH, walked], 150)
    assert fits(week) == {WeekPart.STRENGTH: 1, WeekPart.AEROBIC: 0}
    assert week.done_minutes == 120


def test_a_budget_below_one_session_is_said():
    week = week_budget([STRENGTH], 20)
    assert week.too_small
    assert "No whole strengthening session" in dropped_words(week)


def test_more_than_was_set_is_said():
    walked = WantedPart(WeekPart.AEROBIC, 4, 15, done=4, done_minutes=120)
    assert "more than you set" in minutes_words(week_budget([walked], 100))


wanted = st.builds(
    WantedPart,
    part=st.sampled_from(WeekPart),
    sessions=st.integers(0, 7),
    minutes=st.integers(1, 60),
    done=st.integers(0, 7),
    done_minutes=st.integers(0, 200),
)


@given(st.lists(wanted, max_size=6, unique_by=lambda part: part.part), st.integers(20, 900))
def test_what_is_planned_fits_unless_more_was_done_already(parts, budget):
    week = week_budget(parts, budget)
    assert week.minutes <= max(budget, week.done_minutes)
    for share in week.shares:
        assert share.fits + share.dropped == share.wanted.left


@given(st.lists(wanted, max_size=6, unique_by=lambda part: part.part), st.integers(20, 900))
def test_strengthening_gets_all_that_any_order_could_give_it(parts, budget):
    week = week_budget([*(p for p in parts if p.part is not WeekPart.STRENGTH), STRENGTH], budget)
    room = max(0, budget - week.done_minutes)
    assert fits(week)[WeekPart.STRENGTH] == min(3, room // 30)
