"""A fair comparison of two routines in this knee: planned, gone through, told."""

import streamlit as st

from kneeapp.store.record import trials
from kneeapp.ui import session, trial, trial_due, trial_result

visit = session.current()
running = trial_due.under_way(visit)

st.title("Trial")
if running and running.due:
    trial.tell_under_way(visit, running)
else:
    if running:  # its result is opened now: what is seen cannot be gone on with
        trials.close(visit.record, running.trial.id, visit.now)
    if closed := trials.closed(visit.record):
        trial_result.tell(visit, closed)
        with st.expander("Plan another trial", icon=":material/balance:"):
            trial.plan_one(visit)
    else:
        trial.plan_one(visit)
