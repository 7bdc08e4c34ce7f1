"""What the sessions show, over the weeks."""

import streamlit as st

from kneeapp.store import sessions
from kneeapp.ui import progress, session
from kneeapp.ui.progress_views import VIEWS

visit = session.current()

st.title("Progress")
if sessions.last(visit.record) is None:
    progress.tell_what_will_be_here()
else:
    shown = progress.choose(visit)
    view = st.segmented_control(
        "Look at", list(VIEWS), default=next(iter(VIEWS)), required=True, width="stretch"
    )
    if shown.sessions:
        VIEWS[view](visit, shown)
    else:
        progress.tell_nothing_fits()
