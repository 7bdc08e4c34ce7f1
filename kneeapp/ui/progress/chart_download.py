"""Download of a chart as a file; the file is made only when it is requested."""

from functools import partial

import altair as alt
import streamlit as st

from kneeapp.reports.chart_files import Caption, Format, chart_file
from kneeapp.ui.shell.audit_entries import exported
from kneeapp.ui.shell.request_context import RecordContext


def chart_download_button(context: RecordContext, chart: alt.LayerChart, caption: Caption) -> None:
    """Offer `chart` in each file format; the caption's title has to be unique on the page."""
    key = f"save {caption.title}"
    box = st.popover(
        "Save this chart", icon=":material/download:", type="tertiary", key=key, on_change="rerun"
    )
    if not box.open:  # most charts are never saved
        return
    until = context.now.astimezone(context.zone)
    for kind in Format:
        box.download_button(
            kind.label,
            data=partial(exported, context, partial(chart_file, chart, caption, kind, until=until)),
            file_name=f"kneeapp-chart-{caption.window.last}.{kind}",
            mime=kind.mime,
            key=f"{key} {kind}",
            on_click="ignore",
            width="stretch",
        )
