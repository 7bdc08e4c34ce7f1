"""The form after a session of the programme: what was done, to be saved or discarded."""

from collections.abc import Sequence

import streamlit as st

from kneeapp.domain.programme.session import training_from_session
from kneeapp.domain.programme.training_log import Training
from kneeapp.domain.routine.pain_rules import is_red
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import Event
from kneeapp.store.record import programme, sessions
from kneeapp.ui.programme.state import PAGE
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small


def done_form(context: RecordContext, session: Session, log: Sequence[Event]) -> None:
    """Show what was done and save it; a session without any exercise can only be discarded."""
    st.title("Session done")
    day = session.started_at.astimezone(context.zone).date()
    training = training_from_session(session, log, day)
    sets = any(exercise_done.sets for exercise_done in training.done)
    something = sets or training.pain is not None or training.over_for_today
    if something:
        _render(session, training)
        if st.button("Save session", type="primary", width="stretch"):
            programme.save(context.record, session.id, training)
            st.switch_page(PAGE)
    else:
        st.write("No exercise was done in this session, so there is nothing to save.")
    sure = not something or st.checkbox("Yes, throw away all of it")
    if st.button("Throw this session away", disabled=not sure, width="stretch"):
        sessions.discard(context.record, session.id)
        st.switch_page(PAGE)


def _render(session: Session, training: Training) -> None:
    titles = {step.exercise: step.title for step in session.plan.steps if step.kind == "exercise"}
    done, pain = st.columns(2)
    done.metric("Exercises with every set", f"{training.completed} of {len(training.planned)}")
    pain.metric("Knee pain in it", "not rated" if training.pain is None else f"{training.pain}")
    if is_red(training.pain):
        st.warning(
            "That is more than the knee should hurt. The next session has half the sets.",
            icon=":material/speed:",
        )
    for exercise_done in training.done:
        st.markdown(
            f"- {titles[exercise_done.exercise]}: {exercise_done.sets} of {exercise_done.dose.text}"
        )
    small("Tomorrow morning rate the knee on *Today*: that decides how it goes on.")
