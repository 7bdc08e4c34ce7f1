"""Care access: clinicians' requests, their notes and prescriptions, for the patient."""

from datetime import datetime

import streamlit as st

from kneeapp.access import Mode
from kneeapp.domain.clinic.care_relationship import Care
from kneeapp.store.clinic import care, notes
from kneeapp.ui.clinic.notes import render_note
from kneeapp.ui.clinic.prescription import words
from kneeapp.ui.shell.inline_errors import show_errors_inline
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.session_text import when


def render_care_access(visit: RecordContext) -> None:
    """On *Today*: who asks to see the record, notes not put away yet, and what was chosen."""
    if visit.mode is not Mode.CLINIC:
        return
    for carer in care.carers(visit.record):
        if carer.accepted_at is None:
            _request_form(visit, carer)
    for note in notes.notes(visit.record):
        if note.read_at is None:
            with st.container(border=True, key=f"note_{note.id}"):
                small(":material/sticky_note_2: A note from your clinic")
                render_note(visit, note)
                if st.button("Put it away", key=f"put away {note.id}"):
                    notes.archive(visit.record, note.id, visit.now)
                    st.rerun()
    render_chosen(visit)


def render_chosen(visit: RecordContext) -> None:
    """What a clinician chose, and that it was them."""
    if visit.mode is Mode.CLINIC and (chosen := care.chosen(visit.record)):
        small(
            f":material/clinical_notes: Chosen by {plain(chosen.clinician)}, your clinician: "
            f"{words(visit, chosen)}"
        )


def render_who_sees(visit: RecordContext) -> None:
    """On *My data*: who sees the record, and a way to end it; every note for the person."""
    if visit.mode is not Mode.CLINIC:
        return
    st.header("Who sees your record")
    carers = care.carers(visit.record)
    if not carers:
        st.write("No clinician sees it.")
    for carer in carers:
        if carer.accepted_at is None:
            _request_form(visit, carer)
        else:
            _render(visit, carer, carer.accepted_at)
    written = notes.notes(visit.record)
    if written:
        with st.expander("Notes from your clinic", icon=":material/sticky_note_2:"):
            for note in written:
                render_note(visit, note)


def _request_form(visit: RecordContext, carer: Care) -> None:
    with st.container(border=True, key=f"ask_{carer.clinician}"), show_errors_inline():
        st.markdown(
            f"**{plain(carer.name)}** asks to see your record: screening, sessions, ratings "
            "and programme. You can end it at any time under *My data*."
        )
        with st.container(horizontal=True):
            if st.button("Let them see it", type="primary", key=f"accept {carer.clinician}"):
                care.accept(visit.record, carer.clinician, visit.now)
                st.rerun()
            if st.button("No", key=f"decline {carer.clinician}"):
                care.withdraw(visit.record, carer.clinician, visit.now)
                st.rerun()


def _render(visit: RecordContext, carer: Care, accepted_at: datetime) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        since = when(accepted_at, visit.zone, visit.now)
        st.text(f"{carer.name}, since {since}", width="stretch")
        if st.button("End it", key=f"withdraw {carer.clinician}"):
            care.withdraw(visit.record, carer.clinician, visit.now)
            st.toast("They see your record no longer.")
            st.rerun()
