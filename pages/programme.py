"""The strengthening programme: today's exercises, the phase and its gate, home tests, the plan."""

import streamlit as st

from kneeapp.ui import (
    programme,
    programme_phase,
    programme_plan,
    programme_tests,
    programme_today,
    session,
)
from kneeapp.ui import screening as asking

TODAY, PHASE, TESTS, PLAN = "Today", "My phase", "Tests", "Plan"

visit = session.current()
here = asking.stand(visit)

st.title("Programme")
if here.blocked:
    asking.tell_findings(visit, here.findings)
    asking.tell_cautions(here.cautions)
    asking.offer_a_way_on(visit, here)
elif not here.screened:
    programme.tell_screening_first(visit)
elif not (programme.tell_under_way(visit) or programme_today.ask_first(visit, here)):
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
