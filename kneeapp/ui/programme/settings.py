"""The view "Plan": the days, the goal, a break and the flare plan of the programme."""

import streamlit as st

from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.programme.definitions import Goal
from kneeapp.domain.programme.training_log import BreakWhy
from kneeapp.store.record import programme
from kneeapp.ui.programme.flare import flare_plan_form
from kneeapp.ui.programme.state import ProgrammeState
from kneeapp.ui.progress.calendar import render_calendar
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small

WHY = {BreakWhy.ILLNESS: "I am ill", BreakWhy.FLARE: "The knee flares up", BreakWhy.AWAY: "Away"}


def render_settings(
    context: RecordContext, standing_now: Standing, programme_state: ProgrammeState
) -> None:
    """All settings, each with a sentence on what it changes."""
    small(
        f"This phase asks for {programme_state.phase.sessions_a_week} sessions a week. "
        "A missed day moves to a later one."
    )
    render_calendar(context)
    _goal_input(context, programme_state)
    _break_controls(context, programme_state)
    flare_plan_form(context, standing_now)


def _goal_input(context: RecordContext, programme_state: ProgrammeState) -> None:
    last = programme_state.programme.phases[-1]
    if not last.goals:
        return
    st.header("Your goal")
    saved_goal = context.preferences.programme_goal
    goal = st.segmented_control(
        "What do you want to get back to?",
        list(last.goals),
        default=saved_goal if saved_goal in last.goals else None,
        format_func=lambda goal: goal.label,
        width="stretch",
    )
    if goal and goal != saved_goal:
        context.save_preferences(programme_goal=Goal(goal))
        st.rerun()
    if goal:
        small(f"In the phase *{last.title}*: {last.goals[Goal(goal)]}")


def _break_controls(context: RecordContext, programme_state: ProgrammeState) -> None:
    st.header("Pause the programme")
    if programme_state.state.on_break:
        st.write("You are on a break. End it under *Today*.")
        return
    small("Your phase stays where it is. After two weeks or more you begin with half the sets.")
    why = st.pills("Why", list(WHY), format_func=WHY.__getitem__)
    if why is BreakWhy.FLARE:
        small("If it is hot, swollen, locked or gives way, do a new screening.")
    if st.button("Pause from today", disabled=why is None, width="stretch") and why:
        programme.begin_break(context.record, programme_state.today, BreakWhy(why))
        st.rerun()
