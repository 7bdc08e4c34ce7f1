"""Share links to charts of one's own record: created, listed and revoked on *Progress*."""

from datetime import timedelta
from urllib.parse import urlsplit

import streamlit as st
from pydantic import ValidationError

from kneeapp.access import Mode
from kneeapp.domain.accounts.share_links import (
    LONGEST_DAYS,
    LONGEST_NAME,
    USUAL_DAYS,
    Share,
    Shared,
    SharedChart,
)
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.formats import unbroken_date
from kneeapp.domain.sides import Side
from kneeapp.store.record import share_links
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.qr import qr_code

USUAL = (SharedChart.RELIEF, SharedChart.WEEKS)
WHY_NO_LINK = {
    Mode.PERSONAL: "kneeapp runs on this machine only, so nobody else could open a link to it.",
    Mode.VISITOR: "Your record is not kept on this server, so a link would have nothing to show.",
}


def share_controls(context: RecordContext, window: Window, knee: Side) -> None:
    """Share charts of `knee` in `window` by a link; where links cannot work, offer a file."""
    box = st.expander(
        "Share progress", icon=":material/share:", key="share_progress", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        if why := WHY_NO_LINK.get(context.mode):
            st.write(
                f"{why} Give a file instead: the report above, or a single chart by "
                "*Save this chart* below it. Both open anywhere, without kneeapp."
            )
            return
        _share_form(context, window, knee)
        for share in share_links.shares(context.record):
            _render(context, share)


def _share_form(context: RecordContext, window: Window, knee: Side) -> None:
    small(
        "Whoever has the link sees these charts until it ends, without signing in, and nothing "
        f"else: {knee} knee, {unbroken_date(window.first)} to {unbroken_date(window.last)}."
    )
    with st.form("share", border=False):
        pictures = st.pills("Charts", list(SharedChart), default=USUAL, selection_mode="multi")
        name = st.text_input("Name or initials above them (if you like)", max_chars=LONGEST_NAME)
        days = st.number_input("Days until it ends", 1, LONGEST_DAYS, USUAL_DAYS)
        wanted = st.form_submit_button("Make a link", width="stretch")
    if not wanted:
        return
    try:
        shared = Shared(
            pictures=tuple(pictures), knee=knee, first=window.first, last=window.last, name=name
        )
    except ValidationError:
        st.warning("Choose at least one chart.")
        return
    ends_at = context.now + timedelta(days=days)
    token = share_links.make(context.record, shared, now=context.now, ends_at=ends_at)
    address = urlsplit(st.context.url or "")
    link = f"{address.scheme}://{address.netloc}/shared?s={token}"
    st.success("The link is ready. It is shown this once; copy it or have it scanned.")
    st.code(link, language=None, wrap_lines=True)
    qr_code(link, label="The link as a code to scan")


def _render(context: RecordContext, share: Share) -> None:
    with st.container(border=True):
        what = _what(share.shared)
        opened = "not opened yet"
        if share.last_opened:
            last = context.when(share.last_opened)
            times = "once" if share.opened == 1 else f"{share.opened} times, last"
            opened = f"opened {times} {last}"
        until = unbroken_date(share.ends_at.astimezone(context.zone).date())
        if not share.works(context.now):
            small(f"{what} Over. It was {opened}.")
            return
        st.text(f"{what} Until {until}, {opened}.")
        if st.button("Take the link back", key=f"revoke {share.mark}"):
            share_links.revoke(context.record, share.mark, context.now)
            st.rerun()


def _what(shared: Shared) -> str:
    days = f"{unbroken_date(shared.first)} to {unbroken_date(shared.last)}"
    return f"{', '.join(shared.pictures)}: {shared.knee} knee, {days}."
