"""Routine: one session from the due questions to the set-up, the player and the re-check."""

import streamlit as st

from kneeapp.store.record import sessions
from kneeapp.ui.active_session import page
from kneeapp.ui.routine import setup
from kneeapp.ui.shell import request_context

context = request_context.own_record()
under_way = sessions.under_way(context.record)

if under_way:
    page.continue_session(context, under_way)
else:
    st.title("Routine")
    if saved := request_context.tab().just_saved:
        page.render_saved(context, saved)
    else:
        setup.prepare(context)
