"""What to do now, what the last session brought, and how the week goes."""

import streamlit as st

from kneeapp.ui import session, today

visit = session.current()

st.title("Today")
today.tell_what_is_next(visit)
today.tell_last(visit)
today.tell_week(visit)
