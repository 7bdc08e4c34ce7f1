"""Verdict headline: the verdict on a routine in one line, on Today."""

import streamlit as st

from kneeapp import content
from kneeapp.domain.evidence.analysis import SessionHistory
from kneeapp.domain.evidence.progress import select_sessions
from kneeapp.domain.evidence.verdict_text import headline_words
from kneeapp.domain.measures import KNEE_DAY, KNEE_LATER
from kneeapp.domain.routine.pain_rules import mornings_by_day
from kneeapp.domain.routine.sessions import Session
from kneeapp.store.record import ratings, sessions, trials
from kneeapp.ui.shell.request_context import RecordContext


def render_headline(context: RecordContext, last: Session) -> None:
    """The verdict so far on the routine of the `last` session; nothing for rest."""
    judged = history(context).judged(last.knee, last.plan.routine)
    if judged:
        st.markdown(f"**{title(context, judged.routine)}:** {headline_words(judged.headline)}")


def title(context: RecordContext, routine: str) -> str:
    """A routine's title, or its id where the content no longer has it."""
    if routine not in content.names("routines"):
        return routine.capitalize()
    return content.routine(routine, context.settings.content).title


def history(context: RecordContext) -> SessionHistory:
    """All sessions without their traces; read anew once the record was written to."""

    def read() -> SessionHistory:
        all_sessions = sessions.sessions(context.record, traces=False)
        running = trials.under_way(context.record)
        mornings = mornings_by_day(ratings.ratings(context.record, KNEE_DAY), context.zone)
        later = tuple(ratings.ratings(context.record, KNEE_LATER))
        trial = running.id if running else None
        return SessionHistory(select_sessions(all_sessions), trial, mornings, later, context.zone)

    return context.record.derive("session history", str(context.zone), read)
