"""The Progress page with the report: for the person, and read-only for their clinician."""

import streamlit as st

from kneeapp.domain.evidence.progress import DEFAULT_WEEKS, Window, last_weeks
from kneeapp.domain.formats import unbroken_date
from kneeapp.domain.sides import Side
from kneeapp.reports.clinician_report.options import ReportOptions, Section
from kneeapp.reports.clinician_report.pdf import report
from kneeapp.store.transfer.snapshot import snapshot
from kneeapp.ui.progress import overview, year
from kneeapp.ui.progress.dashboard import FROM, TO
from kneeapp.ui.progress.share_links import share_controls
from kneeapp.ui.progress.take_overview import take_overview_controls
from kneeapp.ui.progress.verdict_cards import render_verdicts
from kneeapp.ui.progress.views import VIEWS, WHAT_RATINGS_SAY
from kneeapp.ui.routine import life_events, session_filter
from kneeapp.ui.routine.session_filter import SessionSelection
from kneeapp.ui.shell.audit_entries import exported
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.choice_bar import choice_bar
from kneeapp.ui.widgets.verdict_headline import history

OVERVIEW = "Overview"
"""The first view: everything at one glance."""
CALENDAR = "Calendar"
"""The days of a year, whatever dates are chosen in the filter."""


def render_progress(context: RecordContext, name: str = "") -> None:
    """The verdicts, the chosen view, and the controls below them.

    `name` is on the report unless another one is written.
    """
    past = history(context)
    if not past.sessions:
        session_filter.render_what_will_be_here(context)
        _report_controls(context, last_weeks(DEFAULT_WEEKS, context.today), name)
        return
    views = [OVERVIEW, CALENDAR, WHAT_RATINGS_SAY, *VIEWS]
    with st.container(key="looking"):
        # it stands in the address, so that back, a bookmark and a link lead to it
        view = choice_bar(
            "Look at",
            views,
            OVERVIEW,
            key="view",
            bind="query-params",
        )
        selection = session_filter.selection_form(context, past)
    if view == OVERVIEW:
        overview.render_glance(context, past, selection.knee)
    if view == WHAT_RATINGS_SAY:
        render_verdicts(context, past, selection.knee)
    elif view == CALENDAR:
        year.render_year(context, past, selection.knee)
    elif view == OVERVIEW and selection.sessions:
        overview.render_linked(context, selection)
    elif selection.sessions:
        VIEWS[view](context, _brushed(selection, context))
    else:
        st.info(
            "No session fits this choice. Choose other dates, the other knee or another length."
        )
    if context.record.own:
        life_events.mark_a_day(context)
    take_overview_controls(context, past, selection, name)
    _report_controls(context, selection.window, name, selection.knee)
    if context.record.own:
        share_controls(context, selection.window, selection.knee)


def _brushed(selection: SessionSelection, context: RecordContext) -> SessionSelection:
    """The sessions on the days of the overview's brush, with a button back to all days."""
    days = overview.brushed(selection.window)
    if not days:
        return selection
    narrowed = selection.narrowed(days, context.zone)
    if not narrowed.sessions:
        return selection
    small(f"Only {unbroken_date(days.first)} to {unbroken_date(days.last)}, as chosen before.")
    if st.button("All days", key="all_days"):
        for name in (FROM, TO):
            st.query_params.pop(name, None)
        st.rerun()
    return narrowed


def _report_controls(
    context: RecordContext, window: Window, usual_name: str, knee: Side | None = None
) -> None:
    """The options of the report; the PDF of the days in `window` is made when the form is sent."""
    label = "Report for your clinician" if context.record.own else "Report"
    with st.expander(label, icon=":material/clinical_notes:"):
        as_chosen = ", as chosen above" if knee else ""
        small(
            f"One or two pages to print or hand over, for {unbroken_date(window.first)} to "
            f"{unbroken_date(window.last)}{as_chosen}. Nothing is sent from here."
        )
        with st.form("report", border=False):
            sections = st.pills(
                "What is in it",
                list(Section),
                default=list(Section),
                selection_mode="multi",
                format_func=lambda section: section.label,
            )
            name = st.text_input("Name or initials on it (if you like)", usual_name, max_chars=80)
            grey = st.toggle("Shades of grey, for printing")
            wanted = st.form_submit_button("Make the report", width="stretch")
        if wanted and not sections:
            st.warning("Choose at least one part.")
        elif wanted:
            options = ReportOptions(
                window=window,
                now=context.now,
                zone=context.zone,
                sections=frozenset(sections),
                name=name,
                knee=knee,
                grey=grey,
                content=context.settings.content,
            )
            _hand_over(context, options)


def _hand_over(context: RecordContext, options: ReportOptions) -> None:
    with st.spinner("Making the report"):
        made = exported(context, lambda: report(snapshot(context.record), options))
    st.download_button(
        "Save the report",
        data=made,
        file_name=options.file_name,
        mime="application/pdf",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
        width="stretch",
    )
