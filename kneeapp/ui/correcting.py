"""Put right what was answered about a saved session, or delete it."""

import streamlit as st

from kneeapp.domain.measures import KNEE_AFTER, KNEE_BEFORE
from kneeapp.domain.progress import left_out
from kneeapp.domain.sessions import Session
from kneeapp.errors import KneeAppError
from kneeapp.store import sessions
from kneeapp.ui.charted import small
from kneeapp.ui.performing import LONGEST_NOTE
from kneeapp.ui.progress import Shown
from kneeapp.ui.session import Visit
from kneeapp.ui.sessions import before_after


def correct_or_delete(visit: Visit, shown: Shown) -> None:
    """Choose a session, then its answers or its end."""
    st.subheader("Correct or delete a session")
    session = _choose(visit, shown)
    if reason := left_out(session):
        small(f"Not counted. {reason.sentence}")
    _correct(visit, session)
    if st.button("Delete this session", icon=":material/delete:"):
        _confirm_deleting(visit, session)


def _choose(visit: Visit, shown: Shown) -> Session:
    newest_first = shown.sessions[::-1]
    names: dict[str, Session] = {}
    for session in newest_first:
        name = _name(visit, session)
        again = sum(known.startswith(name) for known in names)
        names[f"{name} ({again + 1})" if again else name] = session
    return names[str(st.selectbox("Session", list(names)))]


def _correct(visit: Visit, session: Session) -> None:
    with st.form(f"correct {session.id}", border=False):
        before, after = st.columns(2)
        rated_before = before.number_input(
            "Before", KNEE_BEFORE.least, KNEE_BEFORE.most, session.before, help=KNEE_BEFORE.question
        )
        rated_after = after.number_input(
            "After",
            KNEE_AFTER.least,
            KNEE_AFTER.most,
            session.after,
            help=KNEE_AFTER.question,
            placeholder="not rated",
        )
        note = st.text_area("Note", session.note, max_chars=LONGEST_NOTE)
        small("A rating after the session that is added here is kept and not counted.")
        if st.form_submit_button("Save changes", type="primary", width="stretch"):
            sessions.correct(
                visit.record, session.id, before=rated_before, after=rated_after, note=note
            )
            st.toast("Your changes are saved.")
            st.rerun()


@st.dialog("Delete this session?")
def _confirm_deleting(visit: Visit, session: Session) -> None:
    st.write(f"{_name(visit, session)}. Its ratings, its traces and its note go for good.")
    if st.button("Keep it", type="primary", width="stretch"):
        st.rerun()
    if st.button("Delete for good", width="stretch"):
        try:
            sessions.delete(visit.record, session.id)
        except KneeAppError as error:  # a dialog runs by itself, outside the app's own net
            st.error(str(error))
        else:
            st.toast("The session is deleted.")
            st.rerun()


def _name(visit: Visit, session: Session) -> str:
    local = session.started_at.astimezone(visit.zone)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}: {before_after(session)}"
