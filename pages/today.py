"""What to do now, what the last session brought, and how the week goes."""

import streamlit as st

from kneeapp.store.record import programme, sessions
from kneeapp.ui import today
from kneeapp.ui.clinic import care_access
from kneeapp.ui.routine import life_events, morning_check
from kneeapp.ui.shell import request_context

visit = request_context.own_record()
last = sessions.last(visit.record)

st.title("Today")
care_access.render_care_access(visit)
if last or programme.began(visit.record):
    morning_check.morning_form(visit)
today.render_what_is_next(visit, last)
if last:
    today.render_last(visit, last)
    today.render_week(visit)
    life_events.mark_a_day(visit)
