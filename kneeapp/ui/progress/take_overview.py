"""Take the overview along: choose what is in the page, and save it."""

import json
from functools import partial

import streamlit as st

from kneeapp.domain.accounts.share_links import LONGEST_NAME
from kneeapp.domain.evidence.analysis import SessionHistory
from kneeapp.domain.evidence.verdict_text import headline_words
from kneeapp.domain.formats import unbroken_date
from kneeapp.reports.overview_file import OverviewContent, overview_file
from kneeapp.ui.progress import overview_data
from kneeapp.ui.routine.session_filter import SessionSelection
from kneeapp.ui.shell.audit_entries import exported
from kneeapp.ui.shell.component_payloads import DashboardData, payload
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small

STRIP = "strip"
"""The strip of days with its marks is in every page."""


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
            f"One file with the linked charts of {unbroken_date(window.first)} to "
            f"{unbroken_date(window.last)}, as chosen above. It opens in any browser without a "
            "network and without kneeapp. Open it first: what you see is all that is in it, marked "
            "days and their names too."
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
        make = partial(_file, context, past, selection, tuple(kinds), name)
        st.download_button(
            "Save the page",
            data=partial(exported, context, make),
            file_name=f"kneeapp-overview-{window.last}.html",
            mime="text/html",
            icon=":material/download:",
            disabled=not kinds,
            on_click="ignore",
            width="stretch",
        )


def _file(
    context: RecordContext,
    past: SessionHistory,
    selection: SessionSelection,
    kinds: tuple[str, ...],
    name: str,
) -> bytes:
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
    content = OverviewContent(
        charts=json.dumps(payload(charts), ensure_ascii=False),
        verdict=context.told(headline_words(judged.headline)) if judged else "",
        whose=" ".join(filter(None, (name, f"{selection.knee.value.capitalize()} knee,"))),
        window=window,
    )
    return overview_file(content, until=context.now.astimezone(context.zone))
