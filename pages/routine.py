"""Leads through one session: danger list, set-up, player, re-check, what was saved."""

import streamlit as st

from kneeapp.store.record import sessions
from kneeapp.ui.active_session import page
from kneeapp.ui.routine import setup
from kneeapp.ui.shell import request_context

visit = request_context.own_record()
under_way = sessions.under_way(visit.record)

if under_way:
    page.go_on(visit, under_way)
else:
    st.title("Routine")
    if saved := request_context.tab().just_saved:
        page.render_saved(visit, saved)
    else:
        setup.prepare(visit)
