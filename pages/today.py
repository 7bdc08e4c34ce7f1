"""What to do now, what the last session brought, and how the week goes."""

import streamlit as st

from kneeapp.store.record import programme, sessions
from kneeapp.ui import carers, life_events, morning, session, today

visit = session.current()
last = sessions.last(visit.record)

st.title("Today")
carers.tell(visit)
if last or programme.began(visit.record):
    morning.ask(visit)
today.tell_what_is_next(visit, last)
if last:
    today.tell_last(visit, last)
    today.tell_week(visit)
    life_events.mark_a_day(visit)
