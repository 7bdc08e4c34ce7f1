"""Trial: plan a comparison of two routines, follow it, and see its result."""

import streamlit as st

from kneeapp.store.record import trials
from kneeapp.ui.routine import trial_banner
from kneeapp.ui.shell import request_context
from kneeapp.ui.trial import page, result

context = request_context.own_record()
running = trial_banner.under_way(context)

st.title("Trial")
if running and running.due:
    page.render_under_way(context, running)
else:
    if running:  # opening the result closes the trial: it cannot be continued after that
        trials.close(context.record, running.trial.id, context.now)
    if closed := trials.closed(context.record):
        result.render_trial_result(context, closed)
        with st.expander("Plan another trial", icon=":material/balance:"):
            page.plan_trial(context)
    else:
        page.plan_trial(context)
