"""Re-check: the knee rated again after a session, on the Routine page and from *Today*."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from kneeapp.domain.measures import KNEE_AFTER
from kneeapp.domain.routine.event_replay import (
    LATE_AFTER,
    RECHECK_WITHIN,
    completed_session,
    last_event_time,
)
from kneeapp.domain.routine.midpoint_ratings import half_way_ratings
from kneeapp.domain.routine.sessions import Session, StressOff
from kneeapp.domain.routine.timeline import Event, in_order
from kneeapp.store.record import sessions
from kneeapp.ui.routine.setup import test_move
from kneeapp.ui.shell.navigation import page_button
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.pictures import test_move_figure
from kneeapp.ui.widgets.rating import rating

STRESS_OFF = {StressOff.YES: "Yes", StressOff.NO: "No", StressOff.UNSURE: "Not sure"}
LONGEST_NOTE = 10_000
IN_A_TRIAL = (
    "It belongs to your trial. Without a second rating, or thrown away, it counts there as missing."
)


def recheck_form(context: RecordContext, session: Session, log: Sequence[Event]) -> None:
    """The form of the re-check, on the same test move; it saves the session."""
    st.title("Re-check")
    test_move_figure(session.test_move, knee=session.knee, dark=context.dark)
    st.write(f"Do the same test move again: **{test_move(context, session.test_move)}**.")
    st.caption(_by_when(context, log))
    after = rating(KNEE_AFTER)
    feeling = st.segmented_control(
        "Does it feel as if some stress is off the knee?",
        list(STRESS_OFF),
        format_func=STRESS_OFF.__getitem__,
        width="stretch",
    )
    note = st.text_area("Note (if you like)", max_chars=LONGEST_NOTE, height=80)
    if st.button("Save session", type="primary", disabled=after is None, width="stretch"):
        closed = completed_session(
            session, log, now=context.now, after=after, stress_off=feeling, note=note
        )
        _save(context, closed, log)
    if after is None:
        st.caption("Rate the knee to save the session.")
    with st.expander("I cannot rate it now"):
        st.write("It stays here and on *Today* until you rate it, or save it without.")
        _close_button(context, session, log, note=note)


def remind(context: RecordContext, session: Session, log: Sequence[Event]) -> None:
    """On *Today*: a session that waits for its re-check; after RECHECK_WITHIN it can be closed."""
    st.info(f"Your knee is not rated yet. {_by_when(context, log)}", icon=":material/rule:")
    page_button("Rate the knee now", "pages/routine.py")
    if context.now - _ended_at(context, log) > RECHECK_WITHIN:
        _close_button(context, session, log)


def _by_when(context: RecordContext, log: Sequence[Event]) -> str:
    """How long ago the routine ended, and whether a rating now still counts."""
    ended_at = _ended_at(context, log)
    passed = context.now - ended_at
    if passed <= LATE_AFTER:
        until = (ended_at + LATE_AFTER).astimezone(context.zone)
        counts = f"A rating by {until:%H:%M} counts; after 15 minutes it is kept, not counted."
    else:
        counts = "That is more than 15 minutes: a rating now is kept as late, not counted."
    if passed > RECHECK_WITHIN:
        return f"The routine ended {context.when(ended_at)}. {counts}"
    minutes = max(0, round(passed.total_seconds() / 60))
    ago = f"{minutes} minute{'' if minutes == 1 else 's'} ago" if minutes else "just now"
    return f"The routine ended {ago}. {counts}"


def _ended_at(context: RecordContext, log: Sequence[Event]) -> datetime:
    return last_event_time(in_order(log)) or context.now


def _close_button(
    context: RecordContext, session: Session, log: Sequence[Event], note: str = ""
) -> None:
    """Save the session without a rating, or discard it after a confirmation."""
    if session.trial:
        small(IN_A_TRIAL)
    if st.button("Save without a re-check", width="stretch"):
        _save(context, completed_session(session, log, now=context.now, after=None, note=note), log)
    sure = st.checkbox("Yes, throw away all of it")
    if st.button("Throw this session away", disabled=not sure, width="stretch"):
        sessions.discard(context.record, session.id)
        st.rerun()


def _save(context: RecordContext, closed: Session, log: Sequence[Event]) -> None:
    sessions.save(context.record, closed, half_way_ratings(closed, log))
    tab().just_saved = closed.id
    st.switch_page("pages/routine.py")
