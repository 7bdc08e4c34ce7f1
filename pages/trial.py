"""A fair comparison of two routines in this knee: planned, gone through, told."""

import streamlit as st

from kneeapp.store.record import trials
from kneeapp.ui.routine import trial_banner
from kneeapp.ui.shell import request_context
from kneeapp.ui.trial import page, result

visit = request_context.own_record()
running = trial_banner.under_way(visit)

st.title("Trial")
if running and running.due:
    page.render_under_way(visit, running)
else:
    if running:  # its result is opened now: what is seen cannot be gone on with
        trials.close(visit.record, running.trial.id, visit.now)
    if closed := trials.closed(visit.record):
        result.render_trial_result(visit, closed)
        with st.expander("Plan another trial", icon=":material/balance:"):
            page.plan_one(visit)
    else:
        page.plan_one(visit)
