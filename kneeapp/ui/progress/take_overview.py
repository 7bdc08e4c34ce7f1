"""Take the overview along: choose what is in it, and save it as a page or for paper."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from kneeapp.domain.accounts.share_links import LONGEST_NAME
from kneeapp.domain.evidence.analysis import SessionHistory
from kneeapp.domain.evidence.verdict_text import headline_words
from kneeapp.domain.formats import unbroken_date
from kneeapp.reports.overview_file import OverviewContent, overview_page
from kneeapp.reports.overview_print import STRIP, overview_pdf
from kneeapp.ui.progress import overview_data
from kneeapp.ui.routine.session_filter import SessionSelection
from kneeapp.ui.shell.audit_entries import exported
from kneeapp.ui.shell.component_payloads import DashboardData, payload
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small

FORMS = (
    ("Save the page (HTML)", overview_page, "html", "text/html"),
    ("Save a sheet for paper (PDF)", overview_pdf, "pdf", "application/pdf"),
)
"""The label of each form, what makes it, the end of its name, and its media type."""


def take_overview_controls(
    context: RecordContext, past: SessionHistory, selection: SessionSelection, usual_name: str
) -> None:
    """Offer the overview of the selected days as a page of its own; made when it is saved."""
    box = st.expander(
        "Take the overview along",
        icon=":material/download:",
        key="take_overview",
        on_change="rerun",
    )
    if not box.open or not selection.sessions:
        return
    with box:
        window = overview_data.charted(context, selection)
        small(
            f"The linked charts of {unbroken_date(window.first)} to "
            f"{unbroken_date(window.last)}, as chosen above. The page opens in any browser without "
            "a network and without kneeapp; the sheet is for a printer. Open it before you pass it "
            "on: what you see is all that is in it, marked days and their names too."
        )
        charts = overview_data.pictures(context, selection, on_paper=True)
        titles = {chart.kind: chart.title for chart in charts if chart.kind != STRIP}
        kinds = st.pills(
            "Charts in it",
            list(titles),
            default=list(titles),
            selection_mode="multi",
            format_func=titles.__getitem__,
        )
        name = st.text_input(
            "Name or initials in it (if you like)", usual_name, max_chars=LONGEST_NAME
        )
        content = partial(_content, context, past, selection, tuple(kinds), name)
        for label, make, ending, mime in FORMS:
            st.download_button(
                label,
                data=partial(exported, context, partial(_made, make, content)),
                file_name=f"kneeapp-overview-{window.last}.{ending}",
                mime=mime,
                icon=":material/download:",
                disabled=not kinds,
                on_click="ignore",
                width="stretch",
            )


def _made(
    make: Callable[[OverviewContent], bytes], content: Callable[[], OverviewContent]
) -> bytes:
    return make(content())


def _content(
    context: RecordContext,
    past: SessionHistory,
    selection: SessionSelection,
    kinds: tuple[str, ...],
    name: str,
) -> OverviewContent:
    window = overview_data.charted(context, selection)
    wanted = {STRIP, *kinds}
    pictures = overview_data.pictures(context, selection, on_paper=True)
    charts = DashboardData(
        vega="",
        first=f"{window.first}",
        last=f"{window.last}",
        chosen=None,
        session=None,
        pictures=tuple(picture for picture in pictures if picture.kind in wanted),
    )
    judged = next(iter(past.routines[selection.knee]), None)
    return OverviewContent(
        charts=payload(charts),
        verdict=context.told(headline_words(judged.headline)) if judged else "",
        whose=" ".join(filter(None, (name, f"{selection.knee.value.capitalize()} knee,"))),
        window=window,
        until=context.now.astimezone(context.zone),
    )
