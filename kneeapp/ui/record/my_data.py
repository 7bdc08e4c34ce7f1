"""The My data page: where the record is, its entries, export and import."""

from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from kneeapp import content
from kneeapp.access import Mode
from kneeapp.domain.accounts.time_zones import zone_named
from kneeapp.domain.formats import long_date
from kneeapp.errors import BadInput
from kneeapp.reports import files
from kneeapp.reports.files import Form, Wanted
from kneeapp.reports.record_file.file import WORDS, import_file, import_summary_text
from kneeapp.reports.record_file.impossible import Impossible
from kneeapp.store.record import people
from kneeapp.store.transfer import all_data
from kneeapp.store.transfer.import_record import ImportMode
from kneeapp.store.transfer.snapshot import snapshot
from kneeapp.ui.shell import daily_maintenance
from kneeapp.ui.shell.audit_entries import exported
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small

_OFFERED = {
    Form.JSON: "Save my file",
    Form.FHIR: "For a record system (FHIR)",
    Form.CSV: "Tables for a spreadsheet (CSV)",
    Form.PARQUET: "Tables for analysis (Parquet)",
}

_OPENED = ["json", "gz", "zip"]
"""How the names of files end that can be opened; mail and phones pack some."""

_HOW = {
    ImportMode.MERGE: "Keep what is here, and add what is new in the file",
    ImportMode.REPLACE: "Delete what is here, and take the file in its place",
}


def where(context: RecordContext) -> str:
    """Where this record is stored, in words."""
    if context.mode is Mode.VISITOR:
        return (
            "Your record is in this server's memory, for you alone, and gone when this page "
            "closes. Keep it in this browser (above), or save your file."
        )
    if context.settings.clinic:
        return f"{plain(context.settings.clinic.name)} keeps your record."
    if isinstance(context.settings.database, str):
        return f"Your record is kept on a server. {context.record.store.name} holds it."
    return (
        f"Your record is one file on this computer, `{context.settings.database}`. "
        f"Only your user account can read it, and nothing is sent anywhere.\n\n"
        f"{daily_maintenance.last_backup_text(context.settings.backups)}"
    )


def render_days(context: RecordContext) -> None:
    """In which time zones the days of this record are counted, and since when."""
    zones = people.person(context.record).zones
    if zones:
        first, *later = zones
        moves = "".join(
            f", from {long_date(change.since.astimezone(zone_named(change.zone)))} in {change.zone}"
            for change in later
        )
        until = long_date(first.since.astimezone(zone_named(first.zone)))
        small(
            f"A day here is the day where you were: in {first.zone}{moves}. "
            f"That you were there before {until}, too, is assumed."
        )


def render_held(context: RecordContext) -> None:
    """The number of entries of each kind, and all entries on request."""
    counts = all_data.counts(context.record)
    st.dataframe(
        [
            {"What": many.capitalize(), "Entries": counts[table]}
            for table, (_, many) in WORDS.items()
        ],
        hide_index=True,
    )
    if st.toggle("Show all of it"):
        st.json(_made(context, Form.JSON).decode(), expanded=1)


def export_buttons(context: RecordContext) -> None:
    """A download in each export format; the file is made when its button is pressed."""
    st.header("Take it along")
    for form, label in _OFFERED.items():
        st.download_button(
            label,
            data=partial(exported, context, partial(_made, context, form)),
            file_name=form.named(context.now.astimezone(context.zone)),
            mime=form.mime,
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
        )
    small(
        "Your file holds all of it and opens in any kneeapp. These files tell of your health: "
        "keep them where only you can read them."
    )


def open_file(context: RecordContext) -> None:
    """Import a file that was saved here or elsewhere."""
    st.header("Open my file")
    with st.form("open_file", clear_on_submit=True):
        file = st.file_uploader("A file that “Save my file” made", type=_OPENED)
        # At a clinic only MERGE: the clinic may have to keep the entries that are here.
        how = ImportMode.MERGE if context.mode is Mode.CLINIC else None
        if how is None and all_data.has_entries(context.record):
            how = st.radio(
                "There are entries here already", list(ImportMode), format_func=_HOW.__getitem__
            )
        opened = st.form_submit_button("Open it", icon=":material/upload:")
    if opened and file is None:
        st.info("Choose the file first.")
    elif opened and file:
        try:
            st.success(_taken_in(context, file.getvalue(), how))
        except BadInput as error:  # shown here, so that the rest of the page is still drawn
            st.error(plain(str(error)))
            if isinstance(error, Impossible):
                st.button("Take it in as it is", on_click=_take_in, args=(context, file, how))


def _take_in(context: RecordContext, file: UploadedFile, how: ImportMode | None) -> None:
    """Import a file with what cannot be in it; the answer stands above the page."""
    try:
        st.success(_taken_in(context, file.getvalue(), how, as_it_is=True))
    except BadInput as error:  # as something else was saved meanwhile
        st.error(plain(str(error)))


def _taken_in(
    context: RecordContext, file: bytes, how: ImportMode | None, *, as_it_is: bool = False
) -> str:
    questions = content.questionnaire(context.settings.content)
    return import_summary_text(import_file(context.record, file, questions, how, as_it_is=as_it_is))


def _made(context: RecordContext, form: Form) -> bytes:
    wanted = Wanted(form, context.now, context.zone, folder=context.settings.content)
    return files.made(snapshot(context.record), wanted)
