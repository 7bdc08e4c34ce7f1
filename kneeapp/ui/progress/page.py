"""The Progress page with the report: for the person, and read-only for their clinician."""

import streamlit as st

from kneeapp.domain.evidence.progress import DEFAULT_WEEKS, Window, last_weeks
from kneeapp.domain.formats import unbroken_date
from kneeapp.domain.sides import Side
from kneeapp.reports.clinician_report.options import ReportOptions, Section
from kneeapp.reports.clinician_report.pdf import report
from kneeapp.store.transfer.snapshot import snapshot
from kneeapp.ui.progress.share_links import share_controls
from kneeapp.ui.progress.verdict_cards import render_verdicts
from kneeapp.ui.progress.views import VIEWS, WHAT_RATINGS_SAY
from kneeapp.ui.routine import life_events, session_filter
from kneeapp.ui.shell.audit_entries import exported
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.choice_bar import choice_bar
from kneeapp.ui.widgets.verdict_headline import history


def render_progress(context: RecordContext, name: str = "") -> None:
    """The verdicts, the chosen view, and the controls below them.

    `name` is on the report unless another one is written.
    """
    past = history(context)
    if not past.sessions:
        session_filter.render_what_will_be_here(context)
        _report_controls(context, last_weeks(DEFAULT_WEEKS, context.today), name)
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
    _report_controls(context, selection.window, name, selection.knee)
    if context.record.own:
        share_controls(context, selection.window, selection.knee)


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
