"""The overview: what is open, the verdict, the last change and what is next, and all charts linked.

What is chosen of it stands in the page's address: the days of the brush and the open session.
"""

from contextlib import suppress
from datetime import date
from html import escape
from urllib.parse import quote
from uuid import UUID

import streamlit as st

from kneeapp.charts.sparkline import level_sparkline
from kneeapp.domain.evidence.analysis import SessionHistory
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.evidence.verdict_text import headline_words
from kneeapp.domain.formats import capitalized, counted
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.sides import Side
from kneeapp.store.record import trials
from kneeapp.ui.findings import allowed_now, finding_cards, standing
from kneeapp.ui.progress import compare, overview_data, session_card, verdict_cards
from kneeapp.ui.progress.dashboard import FROM, SESSION, TO, dashboard, vega
from kneeapp.ui.routine import news, trial_banner
from kneeapp.ui.routine.session_filter import SessionSelection
from kneeapp.ui.shell.component_payloads import DashboardData
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.session_text import before_after, before_after_metric
from kneeapp.ui.widgets.verdict_headline import title

IN_SPARK = 12
"""Sessions in the spark line."""


def render_glance(context: RecordContext, past: SessionHistory, knee: Side) -> None:
    """What a first look has to show: open findings, the verdict, the last change, what is next."""
    _render_open(context)
    judged = next(iter(past.routines[knee]), None)
    with st.container(key="glance"):
        with st.container(key="glance_verdict"):
            if judged:
                st.caption(f"{title(context, judged.routine)}, {knee} knee")
                st.header(context.told(headline_words(judged.headline)))
            news.render_news(context)
        of_knee = [session for session in past.sessions if session.knee is knee]
        with st.container(key="glance_parts"):
            if of_knee:
                _render_last(context, of_knee[-1])
                _render_spark(context, of_knee[-IN_SPARK:])
            if context.record.own:
                with st.container(key="glance_next"):
                    small("**Next**")
                    _render_next(context)
    if len(past.sessions) == 1:
        verdict_cards.render_first_session(context, past.sessions[0])


def render_linked(context: RecordContext, selection: SessionSelection) -> None:
    """The card of the session that is open, the linked charts, and two times side by side."""
    opened = _session_in_address(selection)
    with st.container():  # without a card, too: otherwise the charts below would be made anew
        if opened:
            session_card.render_card(context, opened, close=_close)
    charts = st.container()
    comparing = compare.render_compare(context, selection, brushed(selection.window))
    with charts:
        render_charts(context, selection, opened, all_follow=comparing)


def render_charts(
    context: RecordContext,
    selection: SessionSelection,
    opened: Session | None = None,
    *,
    all_follow: bool = False,
) -> None:
    """The linked charts, with the session that is `opened` marked.

    `all_follow`: the page shows something else of the chosen days, too.
    """
    window = overview_data.charted(context, selection)
    data = DashboardData(
        vega=vega(),
        first=f"{window.first}",
        last=f"{window.last}",
        chosen=None,
        session=f"{opened.id}" if opened else None,
        pictures=overview_data.pictures(context, selection),
    )
    _mount(data, window, all_follow=all_follow)


@st.fragment
def _mount(data: DashboardData, window: Window, *, all_follow: bool) -> None:
    """When a brush is let go this runs again, with charts that are made already."""
    brush = brushed(window)
    days = (f"{brush.first}", f"{brush.last}") if brush else None
    chosen = dashboard(data.model_copy(update={"chosen": days}))
    if not chosen:
        return
    # no other name is touched: some belong to a bound widget, which Streamlit alone may set
    for name in (name for name, value in chosen.items() if not value):
        st.query_params.pop(name, None)
    st.query_params.update({name: value for name, value in chosen.items() if value})
    if all_follow or SESSION in chosen:
        st.rerun()


def brushed(window: Window) -> Window | None:
    """The days of the brush that the address names, as far as they lie in `window`."""
    with suppress(ValueError):
        first, last = (date.fromisoformat(st.query_params.get(name, "")) for name in (FROM, TO))
        first, last = max(first, window.first), min(last, window.last)
        if first <= last:
            return Window(first, last)
    return None


def _session_in_address(selection: SessionSelection) -> Session | None:
    with suppress(ValueError):
        identity = UUID(st.query_params.get(SESSION, ""))
        return next((session for session in selection.all_sessions if session.id == identity), None)
    return None


def _close() -> None:
    st.query_params.pop(SESSION, None)
    st.rerun()


def _render_open(context: RecordContext) -> None:
    """The findings that close something, which come before every number."""
    cases = finding_cards.cases_with_card(standing.current_standing(context).status)
    for case in (case for case in cases if case.closes):
        finding_cards.render_head(context, case)
    if cases and context.record.own:
        st.page_link("pages/today.py", label="What to do about it", icon=":material/today:")


def _render_last(context: RecordContext, last: Session) -> None:
    with st.container(key="glance_last"):
        small(f"**Last session**, {context.when(last.started_at)}")
        if last.relief is None:
            st.markdown(capitalized(before_after(last)))
        else:
            before_after_metric(last, last.relief)


def _render_spark(context: RecordContext, newest: list[Session]) -> None:
    """The first ratings of the newest sessions as a line, with its ends in words."""
    ratings = [session.before for session in newest]
    which = f"last {counted(len(ratings), 'session')}"
    words = f"Knee before the {which}: {ratings[0]} to {ratings[-1]} of 10"
    image = quote(level_sparkline(ratings, dark=context.dark))
    with st.container(key="glance_spark"):
        small(f"**Knee before**, {which}")
        st.html(f'<img class="spark" alt="{escape(words)}" src="data:image/svg+xml,{image}">')


def _render_next(context: RecordContext) -> None:
    """The way on: to the trial that is under way, and to what may be done now."""
    if trials.under_way(context.record):
        trial_banner.link()
    allowed_now.start_button(context, standing.current_standing(context))
