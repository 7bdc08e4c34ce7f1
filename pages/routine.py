"""Leads through one session: danger list, set-up, player, re-check, what was saved."""

import streamlit as st

from kneeapp.store.record import sessions
from kneeapp.ui import performing, routine, session

visit = session.current()
under_way = sessions.under_way(visit.record)

if under_way:
    performing.go_on(visit, under_way)
else:
    st.title("Routine")
    if saved := session.tab().just_saved:
        performing.tell_saved(visit, saved)
    else:
        routine.prepare(visit)
