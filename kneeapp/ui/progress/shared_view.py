"""The page of a share link: the charts it names, and nothing else."""

from datetime import timedelta

import streamlit as st

from kneeapp.access import Mode
from kneeapp.domain.accounts.rate_limit import Buckets
from kneeapp.domain.accounts.share_links import GONE, Shared, SharedChart
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.formats import unbroken_date
from kneeapp.errors import NotFound
from kneeapp.store.record import share_links
from kneeapp.store.record.share_links import OpenedLink
from kneeapp.ui.progress import overview
from kneeapp.ui.progress.views import VIEWS
from kneeapp.ui.routine.session_filter import default_selection
from kneeapp.ui.shell import request_context
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext, RequestContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.verdict_headline import history

_tries = Buckets(30, timedelta(minutes=1))
"""By IP address: tokens cannot be guessed, but there is no reason to allow thousands of tries."""


def render_shared_view(token: str) -> None:
    """The page of the link with `token`; raises NotFound with the same message in each case."""
    request = request_context.current_request()
    record, shared, ends_at = _opened(request, token)
    context = request_context.record_context(record)
    st.title("Knee progress")
    whose = f"**{plain(shared.name)}** " if shared.name else ""
    small(
        f"{whose}{shared.knee.value.capitalize()} knee, {unbroken_date(shared.first)} to "
        f"{unbroken_date(shared.last)}. Rated by the person themselves; not a diagnosis. "
        f"This page can be seen until {unbroken_date(ends_at.astimezone(request.zone).date())}, "
        f"{ends_at.astimezone(request.zone):%H:%M}, or until they end it."
    )
    _render_charts(context, shared)


def _opened(request: RequestContext, token: str) -> OpenedLink:
    """What the link of `token` shows.

    It is looked up in every run, because a link may end while its page is open; the use of a
    link is counted once per tab.
    """
    tab_state = request_context.tab()
    again = tab_state.shared == token
    if not again and (
        request.mode is not Mode.CLINIC or not _tries.take(st.context.ip_address or "", request.now)
    ):
        raise NotFound(GONE)
    opened_record = share_links.opened(request.store, token, request.now, again=again)
    tab_state.shared = token
    return opened_record


def _render_charts(context: RecordContext, shared: Shared) -> None:
    selection = default_selection(
        context, history(context), Window(shared.first, shared.last), shared.knee
    )
    if not selection.sessions:
        st.info("No session was saved in these days.")
        return
    for picture in SharedChart:
        if picture is SharedChart.OVERVIEW and picture in shared.pictures:
            overview.render_charts(context, selection)
        elif picture in shared.pictures:
            VIEWS[picture](context, selection)
