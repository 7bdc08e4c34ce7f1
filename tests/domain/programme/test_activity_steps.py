"""Walking, cycling, stairs and running: a step at a time, at the pace that the knee shows."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp import content
from kneeapp.domain.programme.activities import ActivityDone, ActivityKind
from kneeapp.domain.programme.activity_steps import StepWhy, step_state
from kneeapp.domain.programme.activity_text import plan_rule, step_reason, step_words
from kneeapp.domain.programme.training_log import TrainingHistory
from kneeapp.errors import BadInput

MONDAY = date(2026, 3, 2)
PLANS = {plan.id: plan for plan in content.activities().plans}
WALK, RUN = PLANS[ActivityKind.WALK], PLANS[ActivityKind.RUN]


def day(n):
    return MONDAY + timedelta(days=n)


def done(plan, n, step=None, during=1, **more):
    known = plan.steps[plan.place_of(step) or 0]
    usual = {"minutes": known.minutes, "effort": 4, "before": 1, "hour_after": 1}
    return ActivityDone(
        id=UUID(int=n + 1), kind=plan.id, day=day(n), step=step, during=during, **(usual | more)
    )


def calm_mornings(n, value=2):
    return TrainingHistory(mornings={day(k): value for k in range(-10, n + 1)})


def state(plan, activities, last, history=None):
    return step_state(plan, activities, history or calm_mornings(last), day(last))


def test_it_begins_at_the_lightest_step():
    at = state(WALK, [], 0)
    assert (at.place, at.why, at.next_day) == (0, StepWhy.START, day(0))


def test_who_walks_already_begins_at_what_they_can_do():
    assert state(WALK, [done(WALK, 0, "20")], 1).place == WALK.place_of("20")


def test_running_cannot_begin_in_the_middle():
    assert state(RUN, [done(RUN, 0, "run_4")], 1).place == 0


def test_two_calm_sessions_lead_one_step_up():
    once = state(WALK, [done(WALK, 0, "10")], 1)
    assert (once.place, once.why) == (1, StepWhy.ONCE_CALM)
    twice = state(WALK, [done(WALK, 0, "10"), done(WALK, 1, "10")], 2)
    assert (twice.place, twice.why) == (2, StepWhy.UP)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"during": 3}, StepWhy.PAIN),
        ({"hour_after": 2}, StepWhy.HOUR),
        ({"hour_after": None}, StepWhy.NOT_RATED),
        ({"during": None}, StepWhy.NOT_RATED),
        ({"effort": 8}, StepWhy.EFFORT),
        ({"minutes": 5}, StepWhy.SHORT),
    ],
)
def test_a_run_that_was_not_calm_holds_the_step(changed, why):
    runs = [done(RUN, 0), done(RUN, 2, **changed)]
    at = state(RUN, runs, 3)
    assert (at.place, at.why) == (0, why)


def test_pain_above_five_or_a_raised_morning_leads_one_step_back():
    up = [done(WALK, 0, "20"), done(WALK, 1, "20")]
    assert state(WALK, [*up, done(WALK, 2, "25", during=6)], 3).why is StepWhy.RED
    raised = calm_mornings(3)
    raised.mornings[day(3)] = 6
    at = state(WALK, [*up, done(WALK, 2, "25")], 3, raised)
    assert (at.why, at.place) == (StepWhy.MORNING, WALK.place_of("20"))


def test_an_unrated_next_morning_moves_nothing_up():
    history = calm_mornings(1)
    at = state(WALK, [done(WALK, 0), done(WALK, 1)], 3, history)
    assert (at.place, at.why) == (0, StepWhy.NOT_RATED)


def test_two_weeks_without_lead_one_step_back():
    at = state(WALK, [done(WALK, 0, "20")], 14)
    assert (at.place, at.why, at.value) == (2, StepWhy.AWAY, 14)


def test_runs_have_a_day_between_them_and_walks_have_none():
    assert state(RUN, [done(RUN, 0)], 0).next_day == day(2)
    assert state(WALK, [done(WALK, 0)], 0).next_day == day(1)


def test_two_walks_of_a_day_count_as_one():
    walks = [done(WALK, 0, "10", minutes=5), done(WALK, 0, "10", minutes=5, during=2)]
    assert state(WALK, walks, 1).why is StepWhy.ONCE_CALM


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=30))
def test_nothing_goes_up_by_more_than_one_step_or_after_pain_above_five(ratings):
    mornings = {day(n): morning for n, (_, morning) in enumerate(ratings)}
    history = TrainingHistory(mornings=mornings)
    runs, before = [], 0
    for n, (pain, _) in enumerate(ratings):
        place = step_state(RUN, runs, history, day(n)).place
        assert place <= before + 1
        if runs and runs[-1].red:
            assert place <= before
        runs.append(done(RUN, n, RUN.steps[place].id, during=pain))
        before = place


@given(st.integers(2, 6), st.integers(7, 28))
def test_while_the_mornings_rise_nothing_goes_up(first, days):
    """Mornings of a knee that gets worse by a point a week, as a whole number each day."""
    mornings = {day(n): min(10, first + n // 7) for n in range(-28, days)}
    history = TrainingHistory(mornings={k: max(0, v) for k, v in mornings.items()})
    walks = [done(WALK, n, "10") for n in range(0, days, 2)]
    at = step_state(WALK, walks, history, day(days - 1))
    assert at.place <= 1


@pytest.mark.parametrize("minutes", [0, 601])
def test_minutes_that_no_session_has_are_refused(minutes):
    with pytest.raises(BadInput, match="1 to 600 minutes"):
        done(WALK, 0, minutes=minutes)


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.id)
def test_every_plan_says_its_rule_its_step_and_its_reason(plan):
    at = state(plan, [], 0)
    assert str(plan.calm_pain) in plan_rule(plan)
    assert "times a week" in step_words(at)
    for why in StepWhy:
        assert step_reason(type(at)(plan, 0, why, day(0), value=3)).endswith(".")
