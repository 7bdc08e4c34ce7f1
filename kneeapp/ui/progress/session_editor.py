"""Session editor: correct the answers of a saved session, or delete it."""

import streamlit as st

from kneeapp.domain.formats import short_date
from kneeapp.domain.measures import KNEE_AFTER, KNEE_BEFORE, Measure
from kneeapp.domain.routine.sessions import LEFT, Session
from kneeapp.store.record import sessions
from kneeapp.ui.routine.recheck import LONGEST_NOTE
from kneeapp.ui.routine.session_filter import SessionSelection, render_left_out
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.session_text import before_after

NOT_RATED = "not rated"
IN_A_TRIAL = (
    "It belongs to a trial, where a correction counts, too. If you delete it, the trial counts it "
    "as missing: that it was begun, and its first rating, stay."
)
WAS_LEFT = (
    "It belongs to a trial and was left, or deleted, after you knew what is done. The trial counts "
    "it as missing, so that it was begun stays here."
)


def correct_or_delete(context: RecordContext, selection: SessionSelection) -> None:
    """Choose a session, then correct or delete it."""
    st.header("Correct or delete a session")
    session = _choose(context, selection)
    render_left_out(selection, session)
    correct_one(context, session)


def correct_one(context: RecordContext, session: Session) -> None:
    """The forms to correct and to delete `session`."""
    if session.stop_reason == LEFT:
        small(WAS_LEFT)
    elif session.trial:
        small(IN_A_TRIAL)
    _correct(context, session)
    if session.stop_reason != LEFT:
        _delete_button(context, session)


def _choose(context: RecordContext, selection: SessionSelection) -> Session:
    named: dict[str, Session] = {}
    for session in selection.sessions[::-1]:
        name = _name(context, session)
        again = sum(earlier.startswith(name) for earlier in named)
        named[f"{name} ({again + 1})" if again else name] = session
    return named[str(st.selectbox("Session", list(named)))]


def _correct(context: RecordContext, session: Session) -> None:
    with st.form(f"correct {session.id}", border=False):
        first, second = st.columns(2)
        with first:
            before = _rated("Before", KNEE_BEFORE, session.before)
        with second:
            after = _rated("After", KNEE_AFTER, session.after, NOT_RATED)
        note = st.text_area("Note", session.note, max_chars=LONGEST_NOTE)
        small("A rating after the session that is added here is kept and not counted.")
        if st.form_submit_button("Save changes", type="primary", width="stretch"):
            sessions.correct(
                context.record, session.id, before=int(before), after=_number(after), note=note
            )
            st.toast("Your changes are saved.")
            st.rerun()


def _rated(label: str, measure: Measure, rated: int | None, *words: str) -> str:
    options = [*words, *map(str, range(measure.least, measure.most + 1))]
    index = 0 if rated is None else options.index(str(rated))
    return str(st.selectbox(label, options, index=index, help=measure.question))


def _number(rated: str) -> int | None:
    return None if rated == NOT_RATED else int(rated)


def _delete_button(context: RecordContext, session: Session) -> None:
    """Delete the session, after a confirmation."""
    with st.expander("Delete this session", icon=":material/delete:"):
        what = "Its second rating" if session.trial else "Its ratings"
        st.write(f"{_name(context, session)}. {what}, its traces and its note go for good.")
        certain = st.checkbox("Yes, delete it", key=f"certain {session.id}")
        # Without an own key a late second press would delete the session that follows in the list.
        key = f"delete {session.id}"
        if st.button("Delete session", disabled=not certain, key=key):
            sessions.delete(context.record, session.id)
            st.toast("The session is deleted.")
            st.rerun()


def _name(context: RecordContext, session: Session) -> str:
    local = session.started_at.astimezone(context.zone)
    return f"{local:%a} {short_date(local)}, {local:%H:%M}: {before_after(session)}"
