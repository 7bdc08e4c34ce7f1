"""Notes of clinicians in a record, for the team or for the patient, with what they answered."""

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.clinic.notes import LONGEST_ANSWER, LONGEST_NOTE, Note, NoteAnswer, NoteAudience
from kneeapp.store.clinic import notes
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.choice_bar import choice_bar

WHOM = {NoteAudience.TEAM: "The team", NoteAudience.PERSON: "The patient"}


def render_notes(context: RecordContext) -> None:
    """A new note, and all notes, the newest first."""
    _new_note(context)
    for note in notes.notes(context.record):
        with st.container(border=True):
            small(f"For {WHOM[note.audience].lower()}. {_read(context, note)}")
            render_note(context, note)


def _new_note(context: RecordContext) -> None:
    """A note under way: what is written is kept as a draft at each pause."""
    audience = choice_bar(
        "For whom", list(WHOM), NoteAudience.TEAM, WHOM.__getitem__, width="content"
    )
    before = notes.draft(context.record)
    _templates(context, before)
    body = (
        st.text_area(
            "Note",
            before,
            max_chars=LONGEST_NOTE,
            # whoever signs in here again after a while finds their own text, and nobody else
            key=f"note {context.record.principal.account} {context.record.person} "
            f"{tab().notes_written}",
            persist_state="session",
        )
        or ""
    )
    if body != before:
        notes.save_draft(context.record, body)
    small(
        "A note for the patient is on their *Today* page. One for the team is not, but is "
        "part of the record, which they may ask to read. Notes cannot be changed. An "
        "unfinished one waits here, also after a reload."
    )
    with st.container(horizontal=True), show_errors_inline():
        if st.button("Save note", type="primary"):
            notes.write(context.record, Note(uuid7(), audience, body, context.now))
            tab().notes_written += 1
            st.toast("The note is saved.")
            st.rerun()
        if body.strip() and st.button("Keep it as a usual note"):
            notes.keep_template(context.record.store, context.record.principal, body)
            st.rerun()


def _templates(context: RecordContext, before: str) -> None:
    """The clinician's usual notes, to begin with."""
    store, principal = context.record.store, context.record.principal
    usual = {template.id: template.body for template in notes.templates(store, principal)}
    if not usual:
        return
    with st.expander("Usual notes", icon=":material/content_copy:"):
        identity = st.selectbox(
            "Usual note", list(usual), index=None, format_func=usual.__getitem__
        )
        if identity is None:
            return
        with st.container(horizontal=True):
            if st.button("Use it"):
                text = "\n".join(filter(None, (before, usual[identity])))
                notes.save_draft(context.record, text)
                tab().notes_written += 1
                st.rerun()
            if st.button("Delete it"):
                notes.drop_template(store, principal, identity)
                st.rerun()


def answer_form(context: RecordContext, note: Note) -> None:
    """A few words of the person to a note for them; nobody waits for it."""
    clinic = context.settings.clinic
    with st.form(f"answer {note.id}", border=False, clear_on_submit=True):
        body = st.text_input("Answer in a few words", max_chars=LONGEST_ANSWER, autocomplete="off")
        if clinic:
            small(f"Nobody reads it at once. Worse, or worried? Call {plain(clinic.phone)}.")
        if st.form_submit_button("Send the answer"):
            with show_errors_inline():
                given = NoteAnswer(uuid7(), body, context.now)
                notes.answer(context.record, note.id, given)
                st.rerun()


def render_note(context: RecordContext, note: Note) -> None:
    """The text of a note, its author and time."""
    st.text(note.body)
    st.text(f"{note.author}, {context.when(note.written_at)}")
    who = "You answered" if context.record.own else "They answered"
    for answer in note.answers:
        st.text(f"{who} {context.when(answer.at)}: {answer.body}")


def _read(context: RecordContext, note: Note) -> str:
    if note.audience is NoteAudience.TEAM:
        return ""
    if note.read_at is None:
        return "Not put away by them yet."
    return f"Put away {context.when(note.read_at)}."
