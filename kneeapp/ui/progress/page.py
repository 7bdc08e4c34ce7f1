"""The Progress page: for the person, and read-only for a clinician with access."""

import streamlit as st

from kneeapp.domain.evidence.progress import DEFAULT_WEEKS, last_weeks
from kneeapp.ui.progress.report_download import report_controls
from kneeapp.ui.progress.share_links import share_controls
from kneeapp.ui.progress.verdict_cards import render_verdicts
from kneeapp.ui.progress.views import VIEWS, WHAT_RATINGS_SAY
from kneeapp.ui.routine import life_events, session_filter
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.choice_bar import choice_bar
from kneeapp.ui.widgets.verdict_headline import history


def render_progress(context: RecordContext) -> None:
    """The verdicts, the chosen view, and the controls below them."""
    past = history(context)
    if not past.sessions:
        session_filter.render_what_will_be_here(context)
        report_controls(context, last_weeks(DEFAULT_WEEKS, context.today))
        return
    selection = session_filter.selection_form(context, past)
    view = choice_bar("Look at", [WHAT_RATINGS_SAY, *VIEWS], WHAT_RATINGS_SAY)
    if view == WHAT_RATINGS_SAY:
        render_verdicts(context, past, selection.knee)
    elif selection.sessions:
        VIEWS[view](context, selection)
    else:
        st.info(
            "No session fits this choice. Choose other dates, the other knee or another length."
        )
    if context.record.own:
        life_events.mark_a_day(context)
    report_controls(context, selection.window, selection.knee)
    if context.record.own:
        share_controls(context, selection.window, selection.knee)
