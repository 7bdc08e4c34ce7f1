"""The strengthening programme: today's exercises, the phase and its gate, home tests, the plan."""

import streamlit as st

from kneeapp.ui.findings import standing
from kneeapp.ui.programme import phase, retests, settings, state, today
from kneeapp.ui.shell import request_context

TODAY, PHASE, TESTS, PLAN = "Today", "My phase", "Tests", "Plan"

visit = request_context.own_record()
here = standing.stand(visit)

st.title("Programme")
if not here.screened and not here.status.open:
    state.render_screening_first(visit)
elif not here.status.programme_open:
    state.render_closed(visit, here)
elif not (state.render_under_way(visit) or today.questions_before_training(visit, here)):
    state.render_findings(visit, here)
    course = state.course(visit, here)
    view = st.segmented_control(
        "Look at", [TODAY, PHASE, TESTS, PLAN], default=TODAY, required=True, width="stretch"
    )
    if view == TODAY:
        today.render_today(visit, here, course)
    elif view == PHASE:
        phase.render_phase(visit, course)
    elif view == TESTS:
        retests.render_retests(visit, here)
    else:
        settings.render_settings(visit, course)
