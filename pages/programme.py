"""The strengthening programme: today's exercises, the phase and its gate, home tests, the plan."""

import streamlit as st

from kneeapp.ui import (
    programme,
    programme_phase,
    programme_plan,
    programme_tests,
    programme_today,
    safety,
    session,
)

TODAY, PHASE, TESTS, PLAN = "Today", "My phase", "Tests", "Plan"

visit = session.current()
here = safety.stand(visit)

st.title("Programme")
if not here.screened and not here.status.open:
    programme.tell_screening_first(visit)
elif not here.status.programme_open:
    programme.tell_closed(visit, here)
elif not (programme.tell_under_way(visit) or programme_today.ask_first(visit, here)):
    programme.tell_findings(visit, here)
    course = programme.course(visit, here)
    view = st.segmented_control(
        "Look at", [TODAY, PHASE, TESTS, PLAN], default=TODAY, required=True, width="stretch"
    )
    if view == TODAY:
        programme_today.tell(visit, here, course)
    elif view == PHASE:
        programme_phase.tell(visit, course)
    elif view == TESTS:
        programme_tests.tell(visit, here)
    else:
        programme_plan.tell(visit, course)
