"""What *My data* says and does."""

from functools import partial

import streamlit as st

from kneeapp import content
from kneeapp.access import Mode
from kneeapp.errors import BadInput
from kneeapp.reports import files
from kneeapp.reports.files import Form, Wanted
from kneeapp.reports.record_file.file import WORDS, import_file, import_summary_text
from kneeapp.store.transfer import all_data
from kneeapp.store.transfer.import_record import ImportMode
from kneeapp.store.transfer.snapshot import snapshot
from kneeapp.ui.shell import audit_entries, daily_maintenance
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small

_OFFERED = {
    Form.JSON: "Save my file",
    Form.FHIR: "For a record system (FHIR)",
    Form.CSV: "Tables for a spreadsheet (CSV)",
    Form.PARQUET: "Tables for analysis (Parquet)",
}

_HOW = {
    ImportMode.MERGE: "Keep what is here, and add what is new in the file",
    ImportMode.REPLACE: "Delete what is here, and take the file in its place",
}


def where(visit: RecordContext) -> str:
    """Where this record lives, in a sentence."""
    if visit.mode is Mode.VISITOR:
        return (
            "Your record is in this server's memory, for you alone, and gone when this page "
            "closes. Keep it in this browser (above), or save your file."
        )
    if visit.settings.clinic:
        return f"{plain(visit.settings.clinic.name)} keeps your record."
    if isinstance(visit.settings.database, str):
        return f"Your record is kept on a server. {visit.record.store.name} holds it."
    return (
        f"Your record is one file on this computer, `{visit.settings.database}`. "
        f"Only your user account can read it, and nothing is sent anywhere.\n\n"
        f"{daily_maintenance.last_backup_text(visit.settings.backups)}"
    )


def render_held(visit: RecordContext) -> None:
    """How many entries there are of each kind, and all of them where asked for."""
    counts = all_data.counts(visit.record)
    st.dataframe(
        [
            {"What": many.capitalize(), "Entries": counts[table]}
            for table, (_, many) in WORDS.items()
        ],
        hide_index=True,
    )
    if st.toggle("Show all of it"):
        st.json(_made(visit, Form.JSON).decode(), expanded=1)


def export_buttons(visit: RecordContext) -> None:
    """The record in each form, made when its button is pressed."""
    st.header("Take it along")
    for form, label in _OFFERED.items():
        st.download_button(
            label,
            data=partial(_saved, visit, form),
            file_name=form.named(visit.now.astimezone(visit.zone)),
            mime=form.mime,
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
        )
    small(
        "Your file holds all of it and opens in any kneeapp. These files tell of your health: "
        "keep them where only you can read them."
    )


def open_file(visit: RecordContext) -> None:
    """Take in a file that was saved here or elsewhere."""
    st.header("Open my file")
    with st.form("open_file", clear_on_submit=True):
        file = st.file_uploader("A file that “Save my file” made", type="json")
        # a clinic may have to keep what is here
        how = ImportMode.MERGE if visit.mode is Mode.CLINIC else None
        if how is None and any(all_data.counts(visit.record).values()):
            how = st.radio(
                "There are entries here already", list(ImportMode), format_func=_HOW.__getitem__
            )
        opened = st.form_submit_button("Open it", icon=":material/upload:")
    if opened and file is None:
        st.info("Choose the file first.")
    elif opened and file:
        questions = content.questionnaire(visit.settings.content)
        try:
            st.success(
                import_summary_text(import_file(visit.record, file.getvalue(), questions, how))
            )
        except BadInput as error:  # the rest of the page is still wanted
            st.error(str(error))


def _saved(visit: RecordContext, form: Form) -> bytes:
    audit_entries.note_export(visit)
    return _made(visit, form)


def _made(visit: RecordContext, form: Form) -> bytes:
    wanted = Wanted(form, visit.now, visit.zone, folder=visit.settings.content)
    return files.made(snapshot(visit.record), wanted)
