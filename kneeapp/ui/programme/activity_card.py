"""The card of one activity: its next step, why it is that one, and what was done to be saved."""

from datetime import timedelta

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.formats import long_day_month
from kneeapp.domain.measures import EFFORT, KNEE_ACTIVITY, KNEE_BEFORE, KNEE_HOUR
from kneeapp.domain.programme.activities import (
    MOST_MINUTES,
    ActivityDone,
    ActivityPlan,
    ActivityStep,
)
from kneeapp.domain.programme.activity_steps import StepState
from kneeapp.domain.programme.activity_text import plan_rule, step_reason, step_words
from kneeapp.domain.programme.phase_gates import RAISED
from kneeapp.domain.routine.pain_rules import is_red
from kneeapp.domain.safety.closures import Closure, Part
from kneeapp.domain.safety.text import way_out
from kneeapp.store.record import activities
from kneeapp.ui.programme.state import ProgrammeState, weekday
from kneeapp.ui.programme.whole_week import WholeWeek, opens_later
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.widgets import focus
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.choice_bar import choice_bar
from kneeapp.ui.widgets.pictures import figure
from kneeapp.ui.widgets.rating import rating

DAY = timedelta(days=1)


def render_plan(
    context: RecordContext,
    standing_now: Standing,
    programme_state: ProgrammeState,
    state: StepState,
) -> None:
    """One plan: the next session and its reason, or why there is none now."""
    plan = state.plan
    with st.container(border=True, key=f"activity_{plan.id}"):
        st.markdown(f"**{plan.id.label}**")
        closed = _closed(context, standing_now, programme_state, plan)
        if closed:
            st.markdown(closed)
            return
        if standing_now.list_due:
            st.markdown("First the short list of danger signs. It is due again.")
            if st.button("Answer the list", key=f"list {plan.id}", width="stretch"):
                tab().training = True
                st.rerun()
        else:
            _render_step(context, programme_state, state)
        _done_form(context, state)


def _closed(
    context: RecordContext,
    standing_now: Standing,
    programme_state: ProgrammeState,
    plan: ActivityPlan,
) -> str:
    """Why the plan is not to be followed now; empty where it is."""
    cases = standing_now.status.closing(Closure(Part.EXERCISE, plan.family))
    cases = cases or standing_now.status.closing(Closure(Part.PROGRAMME))
    if cases:
        return " ".join(
            f"You said: “{case.finding.said or case.finding.reason}”. "
            f"{way_out(case, context.now, context.zone)}"
            for case in cases
        )
    if programme_state.state.on_break:
        return "You are on a break: nothing is planned."
    if opens_later(plan, programme_state):
        return (
            f"It opens with the phase *{programme_state.titles[plan.opens]}*. Until then "
            "strengthening leads there."
        )
    if any(done.over_for_today for done in programme_state.history.on(programme_state.today)):
        return "Enough for today: the knee hurt too much in the session."
    morning = programme_state.history.morning(programme_state.today)
    if plan.hour_after and (is_red(morning.rating) or morning.says in RAISED):
        return f"Not today: the morning was {morning.rating} of 10. Rest from this; move easily."
    return ""


def _render_step(context: RecordContext, programme_state: ProgrammeState, state: StepState) -> None:
    with st.container(horizontal=True, wrap=False, gap="small"):
        with st.container(width=132):
            figure(state.plan.pose, side=programme_state.knee, dark=context.dark)
        with st.container(gap="xxsmall"):
            st.markdown(step_words(state))
            small(step_reason(state))
    if state.next_day > programme_state.today:
        day = weekday(state.next_day, programme_state.today)
        small(
            f":material/event_upcoming: Rest first. Next: {day}, {long_day_month(state.next_day)}."
        )
    with st.expander("How, and by which rule", type="compact"):
        st.markdown(state.plan.words)
        small(plan_rule(state.plan))
        small(f"Step {state.place + 1} of {len(state.plan.steps)}.")
        small(f"{state.plan.source} — {state.plan.certainty.label}.")


def _done_form(context: RecordContext, state: StepState) -> None:
    plan = state.plan
    box = st.expander("I did it", type="compact", key=f"did_{plan.id}", on_change="rerun")
    if not box.open:
        return
    with box:
        today = context.today
        names = {today: "Today", today - DAY: "Yesterday"}
        day = choice_bar("When", list(names), today, names.__getitem__, key=f"when {plan.id}")
        step = _step_input(state)
        minutes = st.number_input(
            "Minutes",
            min_value=1,
            max_value=MOST_MINUTES,
            value=step.minutes,
            key=f"minutes {plan.id} {step.id}",
        )
        before = rating(KNEE_BEFORE, key=f"before {plan.id}") if plan.hour_after else None
        during = rating(KNEE_ACTIVITY, key=f"during {plan.id}")
        effort = rating(EFFORT, key=f"effort {plan.id}")
        given = during is not None and (before is not None or not plan.hour_after)
        if st.button("Save it", key=f"save {plan.id}", disabled=not given, width="stretch"):
            activity = ActivityDone(
                uuid7(), plan.id, day, int(minutes), step.id, effort, before, during
            )
            activities.save(context.record, activity.not_ahead_of(today))
            focus.say("Saved.")
            st.rerun()
        small("Rate the knee tomorrow morning on *Today*: that decides how it goes on.")


def _step_input(state: StepState) -> ActivityStep:
    """The step that it was: the proposed one or a lighter one; at a free start any."""
    plan = state.plan
    free = plan.free_start and not state.begun
    steps = plan.steps if free else plan.steps[: state.place + 1]
    step: ActivityStep = st.selectbox(
        "What it was" if not free else "What you can do already",
        steps,
        index=state.place,
        format_func=lambda step: step.words,
        key=f"step {plan.id} {state.place}",
    )
    return step


def hour_after_form(context: RecordContext, week: WholeWeek) -> None:
    """The rating an hour after stairs or a run of today or yesterday that has none yet."""
    waiting = [
        activity
        for activity in week.done
        if activity.hour_after is None
        and week.steps[activity.kind].plan.hour_after
        and context.today - activity.day <= DAY
        and not is_red(activity.during)
    ]
    for activity in waiting:
        with st.container(border=True):
            st.markdown(f"**{activity.kind.label}: how was the knee an hour after?**")
            knee = rating(KNEE_HOUR, key=f"hour {activity.id}")
            if st.button(
                "Save rating",
                key=f"save hour {activity.id}",
                disabled=knee is None,
                width="stretch",
            ):
                activities.rate_hour_after(context.record, activity.id, KNEE_HOUR.check(knee))
                st.rerun()
