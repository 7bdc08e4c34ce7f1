"""Care access: clinicians' requests, their notes and prescriptions, for the patient."""

from datetime import datetime

import streamlit as st

from kneeapp.access import Mode
from kneeapp.domain.clinic.alerts import AlertKind
from kneeapp.domain.clinic.care_relationship import Care, Deputy
from kneeapp.store.clinic import alerts, care, deputies, notes, teams
from kneeapp.ui.account.deputies import last_day
from kneeapp.ui.clinic.notes import answer_form, render_note
from kneeapp.ui.clinic.prescription import words
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small


def render_care_access(context: RecordContext) -> None:
    """On *Today*: clinicians' requests for access, unread notes, and the prescription."""
    if context.mode is not Mode.CLINIC:
        return
    for carer in care.carers(context.record):
        if carer.accepted_at is None:
            _request_form(context, carer)
        elif carer.in_place_of:
            _render_handover(context, carer)
    for deputy in deputies.standing_in(context.record, context.now):
        if not deputy.read:
            _render_deputy(context, deputy)
    _render_taken(context)
    _render_unread(context)
    if prescription := care.chosen(context.record):
        small(
            f":material/clinical_notes: Chosen by {plain(prescription.clinician)}, your clinician: "
            f"{words(context, prescription)}"
        )


def _render_unread(context: RecordContext) -> None:
    """The notes that the person has not put away."""
    for note in notes.notes(context.record):
        if note.read_at is None:
            with st.container(border=True, key=f"note_{note.id}"):
                small(":material/sticky_note_2: A note from your clinic")
                render_note(context, note)
                answer_form(context, note)
                if st.button("Put it away", key=f"put away {note.id}"):
                    notes.archive(context.record, note.id, context.now)
                    st.rerun()


def render_who_sees(context: RecordContext) -> None:
    """On *My data*: the clinicians with access, a button to end it, and all notes to the person."""
    if context.mode is not Mode.CLINIC:
        return
    st.header("Who sees your record")
    carers = care.carers(context.record)
    if not carers:
        st.write("No clinician sees it.")
    for carer in carers:
        if carer.accepted_at is None:
            _request_form(context, carer)
        else:
            _render(context, carer, carer.accepted_at)
            _team_control(context, carer)
    for deputy in deputies.standing_in(context.record, context.now):
        _render_standing_in(context, deputy)
    written = notes.notes(context.record)
    if written:
        with st.expander("Notes from your clinic", icon=":material/sticky_note_2:"):
            for note in written:
                render_note(context, note)


def _render_taken(context: RecordContext) -> None:
    """Who has taken up a warning sign that is open: what stands on the clinician's page, too."""
    for handling in alerts.handled(context.record):
        if handling.kind is AlertKind.RED_FLAG and not handling.closed_at and handling.taken_at:
            at = context.when(handling.taken_at)
            st.info(
                f"{plain(handling.taken_by or '')} has taken up what you answered, {at}. What is "
                "said here about getting help still holds.",
                icon=":material/stethoscope:",
            )


def _render_handover(context: RecordContext, carer: Care) -> None:
    """Who looks after the person now, and that they may say no."""
    with st.container(border=True, key=f"handed_{carer.clinician}"):
        st.markdown(
            f"**{plain(carer.name)}** looks after you now, in place of "
            f"{plain(carer.in_place_of or '')}, and sees your record. You can say no."
        )
        with st.container(horizontal=True):
            if st.button("All right", type="primary", key=f"handed {carer.clinician}"):
                care.read_of_handover(context.record, carer.clinician, context.now)
                st.rerun()
            if st.button("No, end it", key=f"refuse {carer.clinician}"):
                care.withdraw(context.record, carer.clinician, context.now)
                st.rerun()


def _render_deputy(context: RecordContext, deputy: Deputy) -> None:
    """Who stands in for a clinician of theirs, until when, and that they may say no."""
    with st.container(border=True, key=f"deputy_{deputy.id}"):
        st.markdown(
            f"**{plain(deputy.name)}** stands in for {plain(deputy.in_place_of)} until the end of "
            f"{last_day(context, deputy)}, and sees your record until then. You can say no."
        )
        with st.container(horizontal=True):
            if st.button("All right", type="primary", key=f"deputy {deputy.id}"):
                deputies.read_of_deputy(context.record, deputy.id, context.now)
                st.rerun()
            if st.button("No, end it", key=f"refuse deputy {deputy.id}"):
                _refuse(context, deputy)


def _render_standing_in(context: RecordContext, deputy: Deputy) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        until = f"the end of {last_day(context, deputy)}"
        st.text(f"{deputy.name}, in place of {deputy.in_place_of} until {until}", width="stretch")
        if st.button("End it", key=f"withdraw deputy {deputy.id}"):
            _refuse(context, deputy)


def _refuse(context: RecordContext, deputy: Deputy) -> None:
    deputies.refuse_deputy(context.record, deputy.id, context.now)
    st.toast("They see your record no longer.")
    st.rerun()


def _team_control(context: RecordContext, carer: Care) -> None:
    """Whether the clinician's team sees the record, too, and to change it."""
    if not carer.team:
        return
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        if carer.team_let_in:
            st.text(f"Their team {_team(carer)} sees it, too.", width="stretch")
            if st.button("End it for the team", key=f"team out {carer.clinician}"):
                teams.let_team_out(context.record, carer.clinician, context.now)
                st.rerun()
        else:
            st.text(f"Their team {_team(carer)} does not see it.", width="stretch")
            if st.button("Let the team see it, too", key=f"team in {carer.clinician}"):
                teams.let_team_in(context.record, carer.clinician, context.now)
                st.rerun()


def _team(carer: Care) -> str:
    """The team of a clinician with the names of the others in it."""
    return f"{carer.team} ({', '.join(carer.mates) or 'nobody else so far'})"


def _request_form(context: RecordContext, carer: Care) -> None:
    with st.container(border=True, key=f"ask_{carer.clinician}"), show_errors_inline():
        st.markdown(
            f"**{plain(carer.name)}** asks to see your record: screening, sessions, ratings "
            "and programme. You can end it at any time under *My data*."
        )
        with_team = bool(carer.team) and st.checkbox(
            f"Let their team see it, too: {plain(_team(carer))}, and whoever joins it",
            key=f"with team {carer.clinician}",
        )
        with st.container(horizontal=True):
            if st.button("Let them see it", type="primary", key=f"accept {carer.clinician}"):
                care.accept(context.record, carer.clinician, context.now, with_team=with_team)
                st.rerun()
            if st.button("No", key=f"decline {carer.clinician}"):
                care.withdraw(context.record, carer.clinician, context.now)
                st.rerun()


def _render(context: RecordContext, carer: Care, accepted_at: datetime) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        since = context.when(accepted_at)
        st.text(f"{carer.name}, since {since}", width="stretch")
        if st.button("End it", key=f"withdraw {carer.clinician}"):
            care.withdraw(context.record, carer.clinician, context.now)
            st.toast("They see your record no longer.")
            st.rerun()
