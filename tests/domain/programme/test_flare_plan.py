"""A flare plan: less for some days, then a quarter more, as long as the mornings are calm."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind
from kneeapp.domain.programme.flare_plan import FlareCut, FlarePlan, flare_began, flare_day
from kneeapp.domain.programme.flare_text import day_words, kept_words, plan_words
from kneeapp.domain.programme.training_log import Break, BreakWhy, TrainingHistory

MONDAY = date(2026, 3, 2)
RUNNING, STAIRS = FlareCut(activity="running", keep=0), FlareCut(activity="stairs", keep=50)
PLAN = FlarePlan(cuts=(RUNNING, STAIRS), days=4, step_days=2)


def day(n):
    return MONDAY + timedelta(days=n)


def mornings(values, first=-10):
    return TrainingHistory(mornings={day(first + n): value for n, value in enumerate(values)})


CALM = mornings([3] * 60)


def on(n, history=CALM, plan=PLAN):
    return flare_day(plan, MONDAY, history, day(n))


def test_in_the_first_days_each_activity_is_cut_as_written():
    assert [(on(n).kept(RUNNING), on(n).kept(STAIRS)) for n in range(4)] == [(0, 50)] * 4
    assert day_words(on(0)) == "Day 1 of 4 with less."


def test_then_a_quarter_comes_back_every_two_days_until_all_is_as_usual():
    assert [on(n).kept(RUNNING) for n in (4, 5, 6, 8)] == [25, 25, 50, 75]
    assert kept_words(on(6).kept(STAIRS)) == "as usual"
    assert on(10) is None


def test_a_raised_morning_or_none_at_all_holds_the_step():
    raised = mornings([3] * 13 + [7, 7] + [7] * 20)
    assert on(4, raised).kept(RUNNING) == 0
    assert "was raised, or none was rated" in day_words(on(4, raised))
    assert on(5, mornings([3] * 5)).kept(RUNNING) == 0


def test_the_newest_flare_counts_marked_or_paused_for():
    old = LifeEvent(UUID(int=1), LifeEventKind.FLARE, day(0))
    walk = LifeEvent(UUID(int=2), LifeEventKind.LONG_WALK, day(9))
    rest = Break(day(5), BreakWhy.FLARE)
    assert flare_began([old, walk], [rest], day(10)) == day(5)
    assert flare_began([walk], [Break(day(5), BreakWhy.AWAY)], day(10)) is None
    assert flare_began([old], [], day(90)) is None


@pytest.mark.parametrize(
    "wrong", [{"cuts": ()}, {"cuts": (RUNNING,), "days": 0}, {"cuts": (RUNNING,), "step_days": 8}]
)
def test_a_plan_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValidationError):
        FlarePlan(**wrong)


def test_the_plan_says_its_own_numbers():
    assert "After 4 days a quarter of the usual more every 2 days" in plan_words(PLAN)


@given(st.lists(st.integers(0, 10), min_size=15, max_size=50))
def test_what_is_kept_never_falls_again_and_rises_by_a_quarter_at_most(values):
    history, before = mornings(values), 0
    for n in range(40):
        today = on(n, history)
        kept = 100 if today is None else today.kept(RUNNING)
        assert before <= kept <= before + 25
        before = kept
