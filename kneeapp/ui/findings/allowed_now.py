"""Allowed now: which routines a person may start, and the button for it."""

from collections.abc import Mapping

import streamlit as st

from kneeapp import content
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.routine.definitions import Routine
from kneeapp.domain.routine.planner import is_open
from kneeapp.domain.safety.status import SafetyStatus
from kneeapp.domain.safety.text import join_with_and
from kneeapp.domain.trial.arms import REST
from kneeapp.ui.shell.navigation import page_button
from kneeapp.ui.shell.request_context import RecordContext


def open_routines(context: RecordContext, standing_now: Standing) -> dict[str, Routine]:
    """The routines with an open part, by id."""
    if not standing_now.status.routine_open:
        return {}
    return {
        name: routine
        for name, routine in all_routines(context).items()
        if is_open(routine, standing_now.status)
    }


def all_routines(context: RecordContext) -> dict[str, Routine]:
    """The routines of the content by id, without the rest that a trial compares with."""
    routines = content.routines(context.settings.content)
    return {name: routine for name, routine in routines.items() if name != REST}


def start_button(context: RecordContext, standing_now: Standing) -> None:
    """The start button; where not everything is open, with a sentence on what is."""
    status, routines = standing_now.status, open_routines(context, standing_now)
    if routines:
        whole = len(routines) == len(all_routines(context)) and not status.to_ask
        if not (whole and status.floor_open):
            st.markdown(_words(status, routines))
        label = "Start routine" if whole else "Go to what is open"
        page_button(label, "pages/routine.py")
    elif status.programme_open:
        st.write("Rolling is closed for now. Strengthening is open.")
        page_button("Go to strengthening", "pages/programme.py")


def _words(status: SafetyStatus, routines: Mapping[str, Routine]) -> str:
    where = "" if status.floor_open else " (against a wall or standing)"
    titles = [routine.title for routine in routines.values()]
    also = " Strengthening is open, too." if status.programme_open else ""
    return f"**Open now{where}:** {join_with_and(titles)}.{also}"
