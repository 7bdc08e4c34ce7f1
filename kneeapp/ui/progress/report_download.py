"""Download of the report for a clinician, on *Progress*."""

import streamlit as st

from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.formats import unbroken_date
from kneeapp.domain.sides import Side
from kneeapp.reports.clinician_report.options import ReportOptions, Section
from kneeapp.reports.clinician_report.pdf import report
from kneeapp.store.transfer.snapshot import snapshot
from kneeapp.ui.shell.audit_entries import exported
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small

LONGEST_NAME = 80


def report_controls(context: RecordContext, window: Window, knee: Side | None = None) -> None:
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
            name = st.text_input("Name or initials on it (if you like)", max_chars=LONGEST_NAME)
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
        file_name=f"kneeapp-report-{options.window.last}.pdf",
        mime="application/pdf",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
        width="stretch",
    )
