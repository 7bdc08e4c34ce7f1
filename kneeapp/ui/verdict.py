"""What many sessions say about the routine, as a card."""

import streamlit as st

from kneeapp.domain.counting import counted, routine_reliefs
from kneeapp.domain.evidence import routine_verdict
from kneeapp.domain.sessions import Session
from kneeapp.domain.verdict_words import routine_words
from kneeapp.store import sessions
from kneeapp.ui.session import Visit


def tell_verdict(visit: Visit, newest: Session) -> None:
    """The verdict on the routine and the knee of the `newest` session, from all sessions kept."""
    kept = sessions.sessions(visit.record)
    areas = frozenset(step.area for one in kept for step in one.plan.steps if step.area)
    reliefs = routine_reliefs(kept, knee=newest.knee, routine=newest.plan.routine, areas=areas)
    words = routine_words(routine_verdict(counted(reliefs)))
    with st.container(border=True):
        st.markdown(f"**{words.headline}**")
        st.write(words.detail)
