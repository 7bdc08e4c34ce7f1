"""What the sessions say about a routine, in a line on Today."""

import streamlit as st

from kneeapp import content
from kneeapp.domain.evidence.analysis import SessionHistory
from kneeapp.domain.evidence.progress import chosen
from kneeapp.domain.evidence.verdict_text import headline_words
from kneeapp.domain.routine.sessions import Session
from kneeapp.store.record import sessions, trials
from kneeapp.ui.shell.request_context import RecordContext


def render_headline(visit: RecordContext, last: Session) -> None:
    """The verdict so far on the routine of the `last` session; nothing where that was rest."""
    judged = history(visit).judged(last.knee, last.plan.routine)
    if judged:
        st.markdown(f"**{title(visit, judged.routine)}:** {headline_words(judged.headline)}")


def title(visit: RecordContext, routine: str) -> str:
    """A routine's title; sessions outlive the content they came from."""
    if routine not in content.names("routines"):
        return routine.capitalize()
    return content.routine(routine, visit.settings.content).title


def history(visit: RecordContext) -> SessionHistory:
    """All sessions without their traces; read anew once the record was written to."""

    def read() -> SessionHistory:
        kept = sessions.sessions(visit.record, traces=False)
        running = trials.under_way(visit.record)
        return SessionHistory(chosen(kept), running.id if running else None)

    return visit.record.derive("session history", None, read)
