"""What somebody sees who came by a link: the charts it names, and nothing else."""

from datetime import timedelta

import streamlit as st

from kneeapp.access import Mode
from kneeapp.domain.accounts.rate_limit import Buckets, Limit
from kneeapp.domain.accounts.share_links import GONE, Shared, SharedChart
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.formats import unbroken_date
from kneeapp.errors import NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.record import share_links
from kneeapp.ui.progress.views import VIEWS
from kneeapp.ui.routine.session_filter import looked_at
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import (
    RecordContext,
    RequestContext,
    current_request,
    record_context,
    tab,
)
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.verdict_headline import history

_tries = Buckets(Limit(30, timedelta(minutes=1)))
"""By address: links cannot be guessed, but nobody needs to try thousands."""


def render_shared_view(token: str) -> None:
    """The page of the link that `token` opens; raises NotFound in one and the same words."""
    here = current_request()
    record, shared = _opened(here, token)
    visit = record_context(record)
    st.title("Knee progress")
    whose = f"**{plain(shared.name)}** " if shared.name else ""
    small(
        f"{whose}{shared.knee.value.capitalize()} knee, {unbroken_date(shared.first)} to "
        f"{unbroken_date(shared.last)}. Rated by the person themselves; not a diagnosis."
    )
    _render_charts(visit, shared)


def _opened(here: RequestContext, token: str) -> tuple[Record, Shared]:
    """Looked up in every run, as a link may end under an open page; a tab counts once."""
    known = tab()
    again = known.shared == token
    if not again and (
        here.mode is not Mode.CLINIC or not _tries.take(st.context.ip_address or "", here.now)
    ):
        raise NotFound(GONE)
    found = share_links.opened(here.store, token, here.now, again=again)
    known.shared = token
    return found


def _render_charts(visit: RecordContext, shared: Shared) -> None:
    shown = looked_at(visit, history(visit), Window(shared.first, shared.last), shared.knee)
    if not shown.sessions:
        st.info("No session was saved in these days.")
        return
    for picture in SharedChart:
        if picture in shared.pictures:
            VIEWS[picture](visit, shown)
