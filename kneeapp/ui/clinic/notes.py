"""Notes of clinicians in a record, for the team or for the patient."""

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.clinic.notes import LONGEST_NOTE, Note, NoteAudience
from kneeapp.store.clinic import notes
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.choice_bar import choice_bar

WHOM = {NoteAudience.TEAM: "The team", NoteAudience.PERSON: "The patient"}


def render_notes(context: RecordContext) -> None:
    """A form for a new note, and all notes, the newest first."""
    with st.form("note", border=False, clear_on_submit=True):
        audience = choice_bar(
            "For whom", list(WHOM), NoteAudience.TEAM, WHOM.__getitem__, width="content"
        )
        body = st.text_area("Note", max_chars=LONGEST_NOTE)
        small(
            "A note for the patient is on their *Today* page. One for the team is not, but is "
            "part of the record, which they may ask to read. Notes cannot be changed."
        )
        if st.form_submit_button("Save note", width="stretch"):
            with show_errors_inline():
                notes.write(context.record, Note(uuid7(), audience, body, context.now))
                st.toast("The note is saved.")
    for note in notes.notes(context.record):
        with st.container(border=True):
            small(f"For {WHOM[note.audience].lower()}. {_read(context, note)}")
            render_note(context, note)


def render_note(context: RecordContext, note: Note) -> None:
    """The text of a note, its author and time."""
    st.text(note.body)
    st.text(f"{note.author}, {context.when(note.written_at)}")


def _read(context: RecordContext, note: Note) -> str:
    if note.audience is NoteAudience.TEAM:
        return ""
    if note.read_at is None:
        return "Not put away by them yet."
    return f"Put away {context.when(note.read_at)}."
