"""Session card: one session of the overview, what was done and rated, and its correction."""

from collections.abc import Callable

import streamlit as st

from kneeapp.charts.trace import trace_chart
from kneeapp.domain.evidence import progress
from kneeapp.domain.evidence.eligibility import ExclusionReason
from kneeapp.domain.formats import capitalized
from kneeapp.domain.routine.sessions import LEFT, Session, StressOff
from kneeapp.store.record import sessions, trials
from kneeapp.ui.progress.session_editor import correct_one
from kneeapp.ui.progress.views import WORK_ZONE
from kneeapp.ui.routine.choice_form import PRESETS
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import picture, small
from kneeapp.ui.widgets.session_text import before_after, before_after_metric
from kneeapp.ui.widgets.verdict_headline import history, title

STRESS = {
    StressOff.YES: "It felt as if some stress was off the knee.",
    StressOff.NO: "It did not feel as if stress was off the knee.",
    StressOff.UNSURE: "Not sure whether some stress was off the knee.",
}
TRIAL = (
    "A session of the trial under way. What was done in it, and how it compares, is shown once the "
    "trial has ended."
)


def render_card(context: RecordContext, session: Session, *, close: Callable[[], None]) -> None:
    """The card of `session`; of a trial under way neither what was done nor what came of it."""
    with st.container(border=True, key="session_card"):
        st.header(f"Session of {context.when(session.started_at)}")
        if of_running_trial(context, session):
            st.write(context.told(TRIAL))
            small(f"First rating: {session.before} of 10.")
        else:
            _render_whole(context, sessions.session(context.record, session.id))
        if context.record.own and session.stop_reason != LEFT:
            with st.expander("Correct or delete it", icon=":material/edit:"):
                correct_one(context, session)
        if st.button("Close the session", icon=":material/close:"):
            close()


def of_running_trial(context: RecordContext, session: Session) -> bool:
    """Whether what was done in `session` must not be told yet."""
    running = trials.under_way(context.record)
    return bool(running and session.trial and session.trial.trial == running.id)


def _render_whole(context: RecordContext, session: Session) -> None:
    preset = PRESETS[session.choice.preset]
    small(f"{title(context, session.plan.routine)}, {session.knee} knee. {preset}.")
    judged = history(context).judged(session.knee, session.plan.routine)
    effects = {effect.session: effect for effect in judged.effects} if judged else {}
    left_out = effects[session.id].left_out if session.id in effects else None
    first, second = st.columns([1, 2])
    with first:
        if session.relief is None:
            st.markdown(capitalized(before_after(session)))
        else:
            before_after_metric(session, session.relief)
        if left_out and left_out is not ExclusionReason.TRIAL:
            small(f"Not counted: {left_out.label}.")
        if session.stress_off:
            small(context.told(STRESS[session.stress_off]))
        if session.note:
            st.text(session.note)
    with second:
        steps = progress.rated_steps(session)
        if steps:
            small("Tenderness, 0 to 10, over the minutes of work. Shaded: the place to work.")
            words = f"Tenderness over {len(steps)} steps."
            picture(trace_chart(steps, dark=context.dark, zone=WORK_ZONE, height=150), words)
        else:
            small("No tenderness was rated in this session.")
