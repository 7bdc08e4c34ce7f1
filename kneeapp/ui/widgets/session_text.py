"""Texts about sessions that several pages share."""

import streamlit as st

from kneeapp.domain.routine.sessions import Session


def before_after(session: Session) -> str:
    """Both ratings of a session in words."""
    if session.after is None:
        return f"{session.before}/10 before, not rated after"
    return f"{session.before} → {session.after} of 10"


def before_after_metric(session: Session, relief: int) -> None:
    """Both ratings of a session in large figures, with the change; `relief` is its own."""
    points = "point" if abs(relief) == 1 else "points"
    st.metric(
        f"{session.knee.value.capitalize()} knee on the test move, before → after",
        f"{session.before} → {session.after}",
        # a bare 0 is the only sign of no change that st.metric knows
        delta=f"{-relief} {points}" if relief else "0",
        delta_color="inverse",
    )
