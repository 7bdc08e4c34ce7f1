"""Programme: today's exercises, the whole week, the phase, loads, home tests, and the plan."""

import streamlit as st

from kneeapp.ui.findings import standing
from kneeapp.ui.load import page as loads
from kneeapp.ui.programme import phase, retests, settings, state, today, week_view
from kneeapp.ui.shell import request_context
from kneeapp.ui.widgets.choice_bar import choice_bar

TODAY, WEEK, PHASE = "Today", "Week", "My phase"
LOAD, TESTS, PLAN = "Load", "Tests", "Plan"

context = request_context.own_record()
standing_now = standing.current_standing(context)

st.title("Programme")
if not standing_now.screened and not standing_now.status.open:
    state.render_screening_first(context)
elif not standing_now.status.programme_open:
    state.render_closed(context, standing_now)
elif not (
    state.render_under_way(context) or today.questions_before_training(context, standing_now)
):
    state.render_findings(context, standing_now)
    programme_state = state.current_programme(context, standing_now)
    views = [TODAY, WEEK, PHASE, LOAD, TESTS, PLAN]
    view = choice_bar("Look at", views, TODAY, key="programme_views")
    if view == TODAY:
        today.render_today(context, standing_now, programme_state)
    elif view == WEEK:
        week_view.render_week_view(context, standing_now, programme_state)
    elif view == PHASE:
        phase.render_phase(context, programme_state)
    elif view == LOAD:
        loads.render_loads(context)
    elif view == TESTS:
        retests.render_retests(context, standing_now)
    else:
        settings.render_settings(context, standing_now, programme_state)
