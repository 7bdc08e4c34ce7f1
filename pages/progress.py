"""What the sessions show: what helps, and pictures of it over the weeks."""

import streamlit as st

from kneeapp.ui import life_events, progress, session
from kneeapp.ui.progress_views import VIEWS, WHAT_HELPS
from kneeapp.ui.verdict import history
from kneeapp.ui.verdict_cards import tell_verdicts

visit = session.current()

st.title("Progress")
past = history(visit)
if not past.sessions:
    progress.tell_what_will_be_here()
else:
    shown = progress.choose(visit, past)
    view = st.segmented_control(
        "Look at", [WHAT_HELPS, *VIEWS], default=WHAT_HELPS, required=True, width="stretch"
    )
    if view == WHAT_HELPS:
        tell_verdicts(visit, past, shown.knee)
    elif shown.sessions:
        VIEWS[view](visit, shown)
    else:
        progress.tell_nothing_fits()
    life_events.mark_a_day(visit)
