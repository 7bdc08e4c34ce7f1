"""The view "Week": all that a week asks for, its minutes, and the activities one by one."""

from datetime import timedelta

import streamlit as st

from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.formats import day_month
from kneeapp.domain.programme.activities import AEROBIC, RETURNS, ActivityKind
from kneeapp.domain.programme.activity_text import (
    STRENGTH_FIRST,
    dropped_words,
    minutes_words,
    week_rows,
)
from kneeapp.domain.programme.week_budget import LEAST_MINUTES, MOST_MINUTES, WeekPart
from kneeapp.domain.screening.education import LessonPlace
from kneeapp.store.record import activities
from kneeapp.ui.programme.activity_card import hour_after_form, render_plan
from kneeapp.ui.programme.state import ProgrammeState
from kneeapp.ui.programme.whole_week import WholeWeek, whole_week
from kneeapp.ui.screening.pain_kinds import kind_ids
from kneeapp.ui.screening.short_lessons import render_short_lessons
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small, table
from kneeapp.ui.widgets.choice_bar import choice_bar

_SHOWN = 14
"""How many of the activities done are listed."""


def render_week_view(
    context: RecordContext, standing_now: Standing, programme_state: ProgrammeState
) -> None:
    """The minutes of the week, the next walk or ride, and the ways back to stairs and running."""
    week = whole_week(context, standing_now, programme_state)
    hour_after_form(context, week)
    _render_minutes(context, programme_state, week)
    st.header("Walking or cycling")
    chosen = choice_bar("Which", list(AEROBIC), week.aerobic, lambda kind: ActivityKind(kind).label)
    if chosen is not week.aerobic:
        context.save_preferences(aerobic=ActivityKind(chosen))
        st.rerun()
    render_plan(context, standing_now, programme_state, week.aerobic_step)
    st.header("Back to stairs and running")
    for kind in RETURNS:
        render_plan(context, standing_now, programme_state, week.steps[kind])
    _render_done(context, week)
    render_short_lessons(context, LessonPlace.WEEK, kind_ids(programme_state.kinds))


def _render_minutes(
    context: RecordContext, programme_state: ProgrammeState, week: WholeWeek
) -> None:
    st.header("This week")
    st.markdown(minutes_words(week.budget))
    names = {WeekPart.AEROBIC: week.aerobic.label}
    st.markdown(table(("What", "Times", "Minutes"), week_rows(week.budget, names)))
    if dropped := dropped_words(week.budget):
        st.info(dropped, icon=":material/speed:")
    st.markdown(_rest_words(programme_state))
    with st.expander("Minutes that you have", icon=":material/timelapse:", type="compact"):
        small(f"What does not fit is left out, the last things first. {STRENGTH_FIRST}")
        _budget_input(context)


def _rest_words(programme_state: ProgrammeState) -> str:
    """The days of this week without strengthening that are still to come."""
    week, today = programme_state.week, programme_state.today
    ahead = (week.monday + timedelta(days=n) for n in range(7))
    free = [f"{day:%A}" for day in ahead if day >= today and day not in {*week.planned, *week.done}]
    if not free:
        return "**Rest:** muscles need a day between two sessions of strengthening."
    return (
        f"**Rest from strengthening:** {', '.join(free)}. A walk or ride fits there; keep one day "
        "of the week free of all of it."
    )


def _budget_input(context: RecordContext) -> None:
    saved = context.preferences.week_minutes
    wanted = st.number_input(
        "Minutes a week",
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        value=saved,
        step=10,
        placeholder="no limit",
    )
    minutes = None if wanted is None else int(wanted)
    if st.button("Save these minutes", disabled=minutes == saved, width="stretch"):
        context.save_preferences(week_minutes=minutes)
        st.rerun()


def _render_done(context: RecordContext, week: WholeWeek) -> None:
    if not week.done:
        return
    with st.expander("What you did besides", icon=":material/history:"):
        for activity in week.done[: -_SHOWN - 1 : -1]:
            pain = "" if activity.during is None else f", knee pain up to {activity.during}"
            with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
                st.markdown(
                    f"{day_month(activity.day)}: {activity.kind.label.lower()}, "
                    f"{activity.minutes} minutes{pain}",
                    width="stretch",
                )
                if st.button("Remove", key=f"forget {activity.id}", type="tertiary"):
                    activities.delete(context.record, activity.id)
                    st.rerun()
        if len(week.done) > _SHOWN:
            small(f"And {len(week.done) - _SHOWN} earlier ones.")
