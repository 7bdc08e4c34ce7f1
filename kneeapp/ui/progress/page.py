"""*Progress* as a whole: for the person, and read-only for a clinician they let in."""

import streamlit as st

from kneeapp.domain.evidence.progress import DEFAULT_WEEKS, last_weeks
from kneeapp.ui.progress.report_download import offer_report
from kneeapp.ui.progress.share_links import offer_to_share
from kneeapp.ui.progress.verdict_cards import tell_verdicts
from kneeapp.ui.progress.views import VIEWS, WHAT_RATINGS_SAY
from kneeapp.ui.routine import life_events, session_filter
from kneeapp.ui.shell.request_context import Visit
from kneeapp.ui.widgets.verdict_headline import history


def tell(visit: Visit) -> None:
    """What the ratings say, and pictures of it over the weeks."""
    past = history(visit)
    if not past.sessions:
        session_filter.tell_what_will_be_here(visit)
        offer_report(visit, last_weeks(DEFAULT_WEEKS, visit.today))
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
        tell_verdicts(visit, past, shown.knee)
    elif shown.sessions:
        VIEWS[view](visit, shown)
    else:
        session_filter.tell_nothing_fits()
    if visit.record.own:
        life_events.mark_a_day(visit)
    offer_report(visit, shown.window, shown.knee)
    if visit.record.own:
        offer_to_share(visit, shown.window, shown.knee)
