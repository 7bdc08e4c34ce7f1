"""Named arm: a session of a trial between its first rating, which is stored, and its routine."""

from collections.abc import Sequence

import streamlit as st

from kneeapp import content
from kneeapp.domain.formats import capitalized
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import Event
from kneeapp.domain.trial.design import Arm
from kneeapp.domain.trial.leaving import too_late_to_begin
from kneeapp.domain.trial.text import arm_words, due_words
from kneeapp.store.record import sessions, trials
from kneeapp.ui.routine import trial_banner
from kneeapp.ui.routine.setup import in_short, render_about
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.widgets.chart_widgets import small


def is_named_first(session: Session, log: Sequence[Event]) -> bool:
    """Whether the arm is to be named before the player; nothing has been played yet."""
    return session.trial is not None and not log and tab().begun != session.id


def name_arm(context: RecordContext, session: Session) -> None:
    """Say what is done today, and let the person begin it, or leave it for good."""
    running = trial_banner.under_way(context)
    own = running is not None and session.trial and running.trial.id == session.trial.trial
    arm = _arm(context, session)
    named = arm_words(arm, trial_banner.titles(context)) if arm else "your trial"
    st.title(f"Today: {named}")
    rated = f"Your first rating, {session.before} of 10, is kept."
    small(f"{due_words(running)}. {rated}" if own and running else rated)
    if too_late_to_begin(session, context.now):
        st.warning(
            f"{capitalized(context.when(session.started_at))} you rated the knee. That is more "
            "than an hour ago, so what you do now cannot be compared with it.",
            icon=":material/schedule:",
        )
        _leave_button(context, session, primary=True)
        return
    routine = content.routines(context.settings.content).get(session.plan.routine)
    if routine:  # the plan stays where the content no longer has it
        st.caption(in_short(routine, session.plan, session.choice.ball))
    if st.button("Begin", type="primary", width="stretch"):
        tab().begun = session.id
        st.rerun()
    if routine:
        render_about(context, routine)
    with st.expander("I cannot do it now", icon=":material/stop_circle:"):
        _leave_button(context, session, primary=False)


def _arm(context: RecordContext, session: Session) -> Arm | None:
    """The arm of `session`; None where its trial is not in the record."""
    place, running = session.trial, trials.under_way(context.record)
    known = [*trials.closed(context.record), *([running] if running else [])]
    return next(
        (
            trial.arm(place.pair, place.place)
            for trial in known
            if place and trial.id == place.trial
        ),
        None,
    )


def _leave_button(context: RecordContext, session: Session, *, primary: bool) -> None:
    """The button that leaves the session, after a confirmation."""
    st.write(
        "Your trial then counts it as missing: you know what it was, so it cannot be as if nothing "
        "had been. Your first rating stays."
    )
    certain = st.checkbox("Yes, leave it")
    if st.button(
        "Leave this session",
        disabled=not certain,
        type="primary" if primary else "secondary",
        width="stretch",
    ):
        sessions.discard(context.record, session.id)
        st.rerun()
