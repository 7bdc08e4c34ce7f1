"""Erasure controls: delete one's own record at once; at a clinic, request the deletion."""

import streamlit as st

from kneeapp.access import Mode
from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.domain.accounts.erasure import Request
from kneeapp.domain.formats import counted, unbroken_date
from kneeapp.store.clinic import erasure
from kneeapp.store.engine import backup_rotation
from kneeapp.store.transfer import all_data
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext, RequestContext, forget
from kneeapp.ui.widgets.chart_widgets import small

_CONFIRM = "deletion_confirmed"


def deletion_controls(context: RecordContext) -> None:
    """The controls to delete everything, or at a clinic to request it."""
    st.header("Delete")
    if context.settings.clinic:
        _deletion_request_form(context, context.settings.clinic)
    else:
        _immediate_deletion(context)


def render_requests(request: RequestContext) -> None:
    """For admins: the requests for deletion, with a button to carry each out."""
    clinic = request.settings.clinic
    asked = erasure.requests(request.store, request.principal)
    if not asked or clinic is None:
        return
    st.header("Want their record deleted")
    for deletion in asked:
        with st.container(border=True, key=f"request_{deletion.person}"), show_errors_inline():
            _render_request(request, deletion, clinic)


def _immediate_deletion(context: RecordContext) -> None:
    st.write("This removes your screenings, sessions and settings for good. Save your file first.")
    backups = _backup_deletion_checkbox(context)
    # Streamlit keeps the state of a checkbox by its key: with the version in it, a confirmation
    # does not stay ticked for entries that were made after it.
    certain = st.checkbox("Yes, delete everything", key=f"delete version {context.version}")
    if st.button("Delete all my data", disabled=not certain, icon=":material/delete_forever:"):
        all_data.delete_everything(context.record)
        if backups:
            backup_rotation.drop(context.settings.backups)
        st.toast("Everything was deleted.")
        st.rerun()


def _backup_deletion_checkbox(context: RecordContext) -> bool:
    """Whether to delete the backups, too; with a sentence on how long they would stay."""
    folder = context.settings.backups
    made = (
        backup_rotation.existing_backups(folder) if folder and context.mode is Mode.PERSONAL else []
    )
    last = backup_rotation.gone_by(made)
    if last is None:
        return False
    small(
        f"{counted(len(made), 'backup')} of it would stay. New ones take their place: the "
        f"last is gone on {unbroken_date(last)} if you use kneeapp each day, later if you do not."
    )
    return st.checkbox("Delete the backups, too")


def _deletion_request_form(context: RecordContext, clinic: Clinic) -> None:
    asked_at = erasure.requested(context.record)
    if asked_at is None:
        st.write(
            f"{plain(clinic.name)} deletes your record and your account when you ask for it. It "
            f"may have to keep them for {clinic.kept_for} after your last entry."
        )
        certain = st.checkbox("Yes, I want everything deleted", key=_CONFIRM)
        if st.button("Ask for deletion", disabled=not certain, icon=":material/delete_forever:"):
            erasure.request(context.record, context.now)
            forget(_CONFIRM)  # otherwise it is ticked when the request is taken back
            st.rerun()
        return
    st.info(
        f"You asked for it {context.when(asked_at)}. An admin of "
        f"{plain(clinic.name)} decides when: until it is done you see your record here, and "
        f"afterwards you cannot sign in any more. Questions? Call {plain(clinic.phone)}.",
        icon=":material/hourglass_top:",
    )
    if st.button("Keep my record after all"):
        erasure.take_back(context.record, context.now)
        st.rerun()


def _render_request(request: RequestContext, asked: Request, clinic: Clinic) -> None:
    until = asked.kept_until(clinic.retention_years)
    due = until < request.today
    st.text(
        f"{asked.called}, asked {request.when(asked.asked_at)}. "
        f"Last entry {request.when(asked.last_entry)}."
    )
    small(
        f"The {clinic.kept_for} of keeping it ended on {unbroken_date(until)}."
        if due
        else f"Your clinic keeps it until {unbroken_date(until)}. Delete it earlier only where the "
        "law allows: what it has to keep is yours to judge."
    )
    label = "Yes, delete it" if due else "Yes, delete it: we do not have to keep it"
    certain = st.checkbox(label, key=f"delete {asked.person}")
    if st.button("Delete record and account", disabled=not certain, key=f"do {asked.person}"):
        erasure.carry_out(request.store, request.principal, asked.person, request.now)
        st.toast("Deleted. It stays so when a backup is put back.")
        st.rerun()
