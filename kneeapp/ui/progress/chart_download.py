"""Charts to take along: a small control under each, and nothing is made before it is asked for."""

from collections.abc import Callable
from functools import partial

import altair as alt
import streamlit as st

from kneeapp.reports.chart_files import Caption, Format, chart_file
from kneeapp.ui.shell.audit_entries import note_export
from kneeapp.ui.shell.request_context import RecordContext


def chart_download_button(visit: RecordContext, chart: alt.LayerChart, caption: Caption) -> None:
    """Offer `chart` as files; no other one of the page has its title."""
    key = f"save {caption.title}"
    box = st.popover(
        "Save this chart", icon=":material/download:", type="tertiary", key=key, on_change="rerun"
    )
    if not box.open:
        return
    until = visit.now.astimezone(visit.zone)
    for kind in Format:
        box.download_button(
            kind.label,
            data=partial(_saved, visit, partial(chart_file, chart, caption, kind, until=until)),
            file_name=f"kneeapp-chart-{caption.window.last}.{kind}",
            mime=kind.mime,
            key=f"{key} {kind}",
            on_click="ignore",
            width="stretch",
        )


def _saved(visit: RecordContext, made: Callable[[], bytes]) -> bytes:
    note_export(visit)
    return made()
