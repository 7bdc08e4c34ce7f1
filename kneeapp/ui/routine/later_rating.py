"""Later rating: on Today, asked once where the knee was not rated after the last session."""

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.evidence.later_rating import asks_later_rating
from kneeapp.domain.measures import KNEE_LATER
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session
from kneeapp.store.record import ratings, sessions
from kneeapp.ui.findings.standing import current_standing
from kneeapp.ui.routine.setup import test_move
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets import focus
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.rating import rating
from kneeapp.ui.widgets.verdict_headline import history


def later_rating_form(context: RecordContext, last: Session) -> None:
    """The card that asks for it; nothing once answered or left.

    Nothing either while a finding is open or a session under way: no test move is asked for then.
    """
    if context.preferences.later_rating_left == context.today:
        return
    if sessions.under_way(context.record) or current_standing(context).status.open:
        return
    past = history(context)
    if asks_later_rating(past.sessions, past.later, last, context.now, context.zone):
        with st.container(border=True):
            _form(context, last)


def _form(context: RecordContext, last: Session) -> None:
    st.markdown(
        "The knee was not rated after this session. How is it by now? If you like, do the same "
        f"test move again: **{test_move(context, last.test_move)}**."
    )
    given = rating(KNEE_LATER, key=f"{KNEE_LATER.name} {last.id}")
    small("It changes no average. It only shows what the missing rating may hide.")
    if st.button("Save later rating", disabled=given is None, width="stretch"):
        value = KNEE_LATER.check(given)
        later = Rating(uuid7(), KNEE_LATER.name, value, context.now, session=last.id)
        ratings.save(context.record, later)
        focus.say("Saved.")
        st.rerun()
    if st.button("Leave it", width="stretch"):
        context.save_preferences(later_rating_left=context.today)
        st.rerun()
