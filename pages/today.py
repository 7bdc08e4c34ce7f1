"""Today: what to do now, the result of the last session, and the week."""

import streamlit as st

from kneeapp.store.record import programme, sessions
from kneeapp.ui import today
from kneeapp.ui.clinic import care_access
from kneeapp.ui.programme import flare
from kneeapp.ui.routine import later_rating, life_events, morning_check, news
from kneeapp.ui.shell import request_context

context = request_context.own_record()
last = sessions.last(context.record)

st.title("Today")
urgent = today.emergency_is_open(context)
if urgent:  # nothing stands before getting help
    today.render_what_is_next(context, last)
care_access.render_care_access(context)
if last or programme.began(context.record):
    morning_check.morning_form(context)
if not urgent:
    today.render_what_is_next(context, last)
    flare.render_flare(context)
if last:
    news.render_news(context)
    today.render_last(context, last)
    later_rating.later_rating_form(context, last)
    today.render_week(context)
    life_events.mark_a_day(context)
