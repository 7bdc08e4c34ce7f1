"""*Progress* as a whole: for the person, and read-only for a clinician they let in."""

import streamlit as st

from kneeapp.domain.evidence.progress import DEFAULT_WEEKS, last_weeks
from kneeapp.ui.progress.report_download import report_controls
from kneeapp.ui.progress.share_links import share_controls
from kneeapp.ui.progress.verdict_cards import render_verdicts
from kneeapp.ui.progress.views import VIEWS, WHAT_RATINGS_SAY
from kneeapp.ui.routine import life_events, session_filter
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.verdict_headline import history


def render_progress(visit: RecordContext) -> None:
    """What the ratings say, and pictures of it over the weeks."""
    past = history(visit)
    if not past.sessions:
        session_filter.render_what_will_be_here(visit)
        report_controls(visit, last_weeks(DEFAULT_WEEKS, visit.today))
        return
    shown = session_filter.choose(visit, past)
    view = st.segmented_control(
        "Look at",
        [WHAT_RATINGS_SAY, *VIEWS],
        default=WHAT_RATINGS_SAY,
        required=True,
        width="stretch",
    )
    if view == WHAT_RATINGS_SAY:
        render_verdicts(visit, past, shown.knee)
    elif shown.sessions:
        VIEWS[view](visit, shown)
    else:
        session_filter.render_nothing_fits()
    if visit.record.own:
        life_events.mark_a_day(visit)
    report_controls(visit, shown.window, shown.knee)
    if visit.record.own:
        share_controls(visit, shown.window, shown.knee)
